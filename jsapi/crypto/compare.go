package crypto

import (
	"crypto/subtle"
	"reflect"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

func (m *module) defineCompare() {
	m.function("timingSafeEqual", func(call goja.FunctionCall) goja.Value {
		var bufs [2][]byte
		for i, name := range []string{"buf1", "buf2"} {
			b, ok := jsapi.Bytes(m.rt, call.Argument(i))
			if !ok {
				panic(jsapi.NewError(m.rt, "TypeError", "ERR_INVALID_ARG_TYPE",
					`The "`+name+`" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`))
			}
			bufs[i] = b
		}
		if len(bufs[0]) != len(bufs[1]) {
			panic(jsapi.NewError(m.rt, "RangeError", "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH",
				"Input buffers must have the same byte length"))
		}
		return m.rt.ToValue(subtle.ConstantTimeCompare(bufs[0], bufs[1]) == 1)
	})
}

// isIntegerArray tells typed arrays of integers from those of floats, DataViews and ArrayBuffers.
func isIntegerArray(o *goja.Object) bool {
	typ := o.ExportType()
	return typ.Kind() == reflect.Slice && typ.Elem().Kind() != reflect.Float32 && typ.Elem().Kind() != reflect.Float64
}
