package buffer

import (
	"math"
	"strconv"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// defineViews makes the methods that give the same memory in another shape.
func (m *module) defineViews() {
	for _, name := range []string{"subarray", "slice"} {
		m.method(func(call goja.FunctionCall, b []byte) goja.Value {
			start, end := clamp(call.Argument(0).ToFloat(), len(b)), len(b)
			if v := call.Argument(1); !goja.IsUndefined(v) {
				end = clamp(v.ToFloat(), len(b))
			}
			return m.view(call.This.(*goja.Object), start, max(end-start, 0))
		}, name)
	}
	for _, size := range []int{2, 4, 8} {
		bits := strconv.Itoa(8 * size)
		m.method(func(call goja.FunctionCall, b []byte) goja.Value {
			if len(b)%size != 0 {
				panic(jsapi.NewError(m.rt, "RangeError", "ERR_INVALID_BUFFER_SIZE",
					"Buffer size must be a multiple of "+bits+"-bits"))
			}
			for ; len(b) > 0; b = b[size:] {
				store(b[:size], load(b[:size], true), false)
			}
			return call.This
		}, "swap"+bits)
	}
	m.method(func(_ goja.FunctionCall, b []byte) goja.Value {
		data := make([]any, len(b))
		for i, c := range b {
			data[i] = int(c)
		}
		o := m.rt.NewObject()
		must(o.Set("type", "Buffer"))
		must(o.Set("data", m.rt.NewArray(data...)))
		return o
	}, "toJSON")
}

// clamp makes a bound of slice a position: negative ones count from the end, NaN is 0.
func clamp(f float64, n int) int {
	f = math.Trunc(f)
	if f < 0 {
		f += float64(n)
	}
	if !(f > 0) {
		return 0
	}
	return int(min(f, float64(n)))
}
