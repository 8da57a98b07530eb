package buffer

import (
	"math"
	"math/big"
	"strconv"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// load reads a field of up to eight bytes.
func load(b []byte, little bool) (u uint64) {
	for i, c := range b {
		if little {
			u |= uint64(c) << (8 * i)
		} else {
			u = u<<8 | uint64(c)
		}
	}
	return u
}

// store writes the low bytes of u into a field.
func store(b []byte, u uint64, little bool) {
	for i := range b {
		at := i
		if !little {
			at = len(b) - 1 - i
		}
		b[at] = byte(u)
		u >>= 8
	}
}

// defineIntegers makes readUInt8 … writeBigInt64BE, and the spellings with a lower-case i.
func (m *module) defineIntegers() {
	for _, signed := range []bool{false, true} {
		kind, aliases := "UInt", []string{"Uint"}
		if signed {
			kind, aliases = "Int", nil
		}
		for _, little := range []bool{true, false} {
			order := "BE"
			if little {
				order = "LE"
			}
			for _, size := range []int{1, 2, 4} {
				suffix := strconv.Itoa(8*size) + order
				if size == 1 {
					if !little {
						continue
					}
					suffix = "8"
				}
				m.method(m.readInt(size, signed, little), "read"+kind+suffix, prefixed("read", aliases, suffix)...)
				m.method(m.writeInt(size, signed, little), "write"+kind+suffix, prefixed("write", aliases, suffix)...)
			}
			m.method(m.readSized(signed, little), "read"+kind+order, prefixed("read", aliases, order)...)
			m.method(m.writeSized(signed, little), "write"+kind+order, prefixed("write", aliases, order)...)
			suffix := "64" + order
			m.method(m.readBig(signed, little), "readBig"+kind+suffix, prefixed("readBig", aliases, suffix)...)
			m.method(m.writeBig(signed, little), "writeBig"+kind+suffix, prefixed("writeBig", aliases, suffix)...)
		}
	}
}

func prefixed(prefix string, kinds []string, suffix string) []string {
	names := make([]string, len(kinds))
	for i, kind := range kinds {
		names[i] = prefix + kind + suffix
	}
	return names
}

type method = func(call goja.FunctionCall, b []byte) goja.Value

func (m *module) readInt(size int, signed, little bool) method {
	return func(call goja.FunctionCall, b []byte) goja.Value {
		return m.loadInt(call.Argument(0), b, size, signed, little)
	}
}

func (m *module) loadInt(offset goja.Value, b []byte, size int, signed, little bool) goja.Value {
	at := m.position(offset, b, size)
	u := load(b[at:at+size], little)
	if signed {
		unused := 64 - 8*size
		return m.rt.ToValue(int64(u<<unused) >> unused)
	}
	return m.rt.ToValue(int64(u)) // six bytes at most
}

func (m *module) readSized(signed, little bool) method {
	return func(call goja.FunctionCall, b []byte) goja.Value {
		m.offsetGiven(call.Argument(0))
		return m.loadInt(call.Argument(0), b, m.fieldSize(call.Argument(1)), signed, little)
	}
}

func (m *module) writeInt(size int, signed, little bool) method {
	return func(call goja.FunctionCall, b []byte) goja.Value {
		return m.storeInt(call.Argument(0), call.Argument(1), b, size, signed, little)
	}
}

func (m *module) writeSized(signed, little bool) method {
	return func(call goja.FunctionCall, b []byte) goja.Value {
		size := m.fieldSize(call.Argument(2))
		m.offsetGiven(call.Argument(1))
		return m.storeInt(call.Argument(0), call.Argument(1), b, size, signed, little)
	}
}

func (m *module) storeInt(v, offset goja.Value, b []byte, size int, signed, little bool) goja.Value {
	v = v.ToNumber()
	f := v.ToFloat()
	low, high := 0.0, math.Ldexp(1, 8*size)-1
	if signed {
		low, high = -math.Ldexp(1, 8*size-1), math.Ldexp(1, 8*size-1)-1
	}
	if size == 1 && !goja.IsUndefined(offset) && !goja.IsNumber(offset) {
		panic(jsapi.InvalidArgType(m.rt, "offset", "of type number", offset)) // first for a single byte
	}
	if f > high || f < low {
		panic(jsapi.OutOfRange(m.rt, "value", rangeText(low, high, size, signed), v))
	}
	at := m.position(offset, b, size)
	if math.IsNaN(f) {
		f = 0
	}
	store(b[at:at+size], uint64(int64(f)), little)
	return m.rt.ToValue(at + size)
}

// rangeText writes a range as Node does: with powers where the limits have more than four bytes.
func rangeText(low, high float64, size int, signed bool) string {
	switch {
	case size <= 4:
		return ">= " + decimal(low) + " and <= " + decimal(high)
	case signed:
		bits := strconv.Itoa(8*size - 1)
		return ">= -(2 ** " + bits + ") and < 2 ** " + bits
	default:
		return ">= 0 and < 2 ** " + strconv.Itoa(8*size)
	}
}

// fieldSize is the byteLength argument of readIntLE and its like.
func (m *module) fieldSize(v goja.Value) int {
	if !goja.IsNumber(v) {
		panic(jsapi.InvalidArgType(m.rt, "byteLength", "of type number", v))
	}
	f := v.ToFloat()
	if f != math.Floor(f) {
		panic(jsapi.OutOfRange(m.rt, "byteLength", "an integer", v))
	}
	if f < 1 || f > 6 {
		panic(jsapi.OutOfRange(m.rt, "byteLength", ">= 1 and <= 6", v))
	}
	return int(f)
}

// offsetGiven refuses an absent offset, where the methods with a size have no default.
func (m *module) offsetGiven(v goja.Value) {
	if goja.IsUndefined(v) {
		panic(jsapi.InvalidArgType(m.rt, "offset", "of type number", v))
	}
}

func (m *module) readBig(signed, little bool) method {
	return func(call goja.FunctionCall, b []byte) goja.Value {
		at := m.position(call.Argument(0), b, 8)
		u := load(b[at:at+8], little)
		if signed {
			return m.rt.ToValue(big.NewInt(int64(u)))
		}
		return m.rt.ToValue(new(big.Int).SetUint64(u))
	}
}

func (m *module) writeBig(signed, little bool) method {
	return func(call goja.FunctionCall, b []byte) goja.Value {
		v := call.Argument(0)
		n, ok := v.Export().(*big.Int)
		if !ok {
			panic(m.rt.NewTypeError("Cannot mix BigInt and other types, use explicit conversions"))
		}
		if signed && !n.IsInt64() {
			panic(jsapi.OutOfRange(m.rt, "value", ">= -(2n ** 63n) and < 2n ** 63n", v))
		} else if !signed && !n.IsUint64() {
			panic(jsapi.OutOfRange(m.rt, "value", ">= 0n and < 2n ** 64n", v))
		}
		at := m.position(call.Argument(1), b, 8)
		u := n.Uint64()
		if signed {
			u = uint64(n.Int64())
		}
		store(b[at:at+8], u, little)
		return m.rt.ToValue(at + 8)
	}
}
