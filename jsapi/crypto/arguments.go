package crypto

import (
	"math"
	"strconv"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// bufferTypes is what Node's getArrayBufferOrView takes.
const bufferTypes = "of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView"

// textArgument requires a string.
func (m *module) textArgument(v goja.Value, name string) string {
	if !goja.IsString(v) {
		panic(jsapi.InvalidArgType(m.rt, name, "of type string", v))
	}
	return v.String()
}

// bytesArgument requires a string, whose bytes are UTF-8, or bytes. Those are JavaScript's own.
func (m *module) bytesArgument(v goja.Value, name, types string) []byte {
	b, ok := m.source(v, goja.Undefined())
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, name, types, v))
	}
	return b
}

// integerArgument requires an integer from low to high.
func (m *module) integerArgument(v goja.Value, name string, low, high int64) int64 {
	if !goja.IsNumber(v) {
		panic(jsapi.InvalidArgType(m.rt, name, "of type number", v))
	}
	f := v.ToFloat()
	if f != math.Trunc(f) || math.IsInf(f, 0) { // NaN is not itself either
		panic(jsapi.OutOfRange(m.rt, name, "an integer", v))
	}
	if f < float64(low) || f > float64(high) {
		bounds := ">= " + strconv.FormatInt(low, 10) + " && <= " + strconv.FormatInt(high, 10)
		panic(jsapi.OutOfRange(m.rt, name, bounds, v))
	}
	return int64(f)
}

// property is a property of options, or undefined where they are no object.
func property(options goja.Value, name string) goja.Value {
	if o, ok := options.(*goja.Object); ok {
		if v := o.Get(name); v != nil {
			return v
		}
	}
	return goja.Undefined()
}

// texts makes an Array of strings.
func (m *module) texts(list []string) goja.Value {
	values := make([]any, len(list))
	for i, s := range list {
		values[i] = s
	}
	return m.rt.NewArray(values...)
}

// argument is args[i], or undefined.
func argument(args []goja.Value, i int) goja.Value {
	if i < len(args) {
		return args[i]
	}
	return goja.Undefined()
}
