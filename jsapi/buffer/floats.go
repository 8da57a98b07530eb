package buffer

import (
	"math"

	"github.com/dop251/goja"
)

// defineFloats makes readFloatLE … writeDoubleBE.
func (m *module) defineFloats() {
	for _, little := range []bool{true, false} {
		order := "BE"
		if little {
			order = "LE"
		}
		m.method(func(call goja.FunctionCall, b []byte) goja.Value {
			at := m.position(call.Argument(0), b, 4)
			return m.rt.ToValue(math.Float32frombits(uint32(load(b[at:at+4], little))))
		}, "readFloat"+order)
		m.method(func(call goja.FunctionCall, b []byte) goja.Value {
			f := float32(call.Argument(0).ToFloat())
			at := m.position(call.Argument(1), b, 4)
			store(b[at:at+4], uint64(float32bits(f)), little)
			return m.rt.ToValue(at + 4)
		}, "writeFloat"+order)
		m.method(func(call goja.FunctionCall, b []byte) goja.Value {
			at := m.position(call.Argument(0), b, 8)
			return m.rt.ToValue(math.Float64frombits(load(b[at:at+8], little)))
		}, "readDouble"+order)
		m.method(func(call goja.FunctionCall, b []byte) goja.Value {
			f := call.Argument(0).ToFloat()
			at := m.position(call.Argument(1), b, 8)
			store(b[at:at+8], float64bits(f), little)
			return m.rt.ToValue(at + 8)
		}, "writeDouble"+order)
	}
}

// float32bits and float64bits write every NaN alike, as V8 does; Go's own NaN has other bits.
func float32bits(f float32) uint32 {
	if f != f {
		return 0x7fc00000
	}
	return math.Float32bits(f)
}

func float64bits(f float64) uint64 {
	if f != f {
		return 0x7ff8000000000000
	}
	return math.Float64bits(f)
}
