package buffer

import (
	"math"
	"strconv"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

const uint8Array = "an instance of Buffer or Uint8Array"

// this is the memory of a method's receiver.
func (m *module) this(v goja.Value) []byte {
	b, ok := m.memory(v)
	if !ok {
		panic(jsapi.NewError(m.rt, "TypeError", "ERR_INVALID_ARG_TYPE", "argument must be a buffer"))
	}
	return b
}

// bytes is the memory of an argument that must be a Buffer or Uint8Array.
func (m *module) bytes(v goja.Value, name string) []byte {
	b, ok := m.memory(v)
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, name, uint8Array, v))
	}
	return b
}

// number checks that v is a number between low and high.
func (m *module) number(v goja.Value, name string, low, high float64) float64 {
	if !goja.IsNumber(v) {
		panic(jsapi.InvalidArgType(m.rt, name, "of type number", v))
	}
	f := v.ToFloat()
	if !(f >= low && f <= high) { // NaN too
		must := ">= " + decimal(low)
		if !math.IsInf(high, 1) {
			must += " && <= " + decimal(high)
		}
		panic(jsapi.OutOfRange(m.rt, name, must, v))
	}
	return f
}

// integer checks that v is a whole number from 0 to high.
func (m *module) integer(v goja.Value, name string, high int) int {
	if !goja.IsNumber(v) {
		panic(jsapi.InvalidArgType(m.rt, name, "of type number", v))
	}
	if f := v.ToFloat(); f != math.Trunc(f) || math.IsInf(f, 0) {
		panic(jsapi.OutOfRange(m.rt, name, "an integer", v))
	}
	return int(m.number(v, name, 0, float64(high)))
}

// size is the argument of the functions that allocate.
func (m *module) size(v goja.Value) int { return int(m.number(v, "size", 0, maxLength)) }

// encoding finds the encoding that v, coerced to a string, names.
func (m *module) encoding(v goja.Value) jsapi.Encoding {
	name := v.String()
	enc, ok := jsapi.ParseEncoding(name)
	if !ok {
		panic(jsapi.NewError(m.rt, "TypeError", "ERR_UNKNOWN_ENCODING", "Unknown encoding: "+name))
	}
	return enc
}

// position checks the offset of a field of size bytes in b: undefined is 0.
func (m *module) position(v goja.Value, b []byte, size int) int {
	if goja.IsUndefined(v) {
		v = m.rt.ToValue(0)
	}
	if !goja.IsNumber(v) {
		panic(jsapi.InvalidArgType(m.rt, "offset", "of type number", v))
	}
	f := v.ToFloat()
	if i := int(f); float64(i) == f && i >= 0 && i <= len(b)-size {
		return i
	}
	if math.IsNaN(f) || f != math.Floor(f) {
		panic(jsapi.OutOfRange(m.rt, "offset", "an integer", v))
	}
	if len(b) < size {
		panic(m.outOfBounds(""))
	}
	panic(jsapi.OutOfRange(m.rt, "offset", ">= 0 and <= "+strconv.Itoa(len(b)-size), v))
}

// outOfBounds is Node's ERR_BUFFER_OUT_OF_BOUNDS, for the named argument if any.
func (m *module) outOfBounds(name string) *goja.Object {
	message := "Attempt to access memory outside buffer bounds"
	if name != "" {
		message = `"` + name + `" is outside of buffer bounds`
	}
	return jsapi.NewError(m.rt, "RangeError", "ERR_BUFFER_OUT_OF_BOUNDS", message)
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
