package buffer

import (
	"bytes"
	"math"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

func (m *module) defineSearch() {
	m.method(func(call goja.FunctionCall, b []byte) goja.Value {
		return m.rt.ToValue(m.search(call, b, true))
	}, "indexOf")
	m.method(func(call goja.FunctionCall, b []byte) goja.Value {
		return m.rt.ToValue(m.search(call, b, false))
	}, "lastIndexOf")
	m.method(func(call goja.FunctionCall, b []byte) goja.Value {
		return m.rt.ToValue(m.search(call, b, true) >= 0)
	}, "includes")
}

// search is indexOf(value[, byteOffset][, encoding]), or lastIndexOf if not forward; -1 when there is none.
func (m *module) search(call goja.FunctionCall, b []byte, forward bool) int {
	value, byteOffset, encoding := call.Argument(0), call.Argument(1), call.Argument(2)
	if goja.IsString(byteOffset) {
		encoding, byteOffset = byteOffset, goja.Undefined()
	}
	offset := 0
	switch f := byteOffset.ToFloat(); {
	case !math.IsNaN(f):
		offset = int(max(min(f, math.MaxInt32), math.MinInt32))
	case !forward:
		offset = len(b)
	}
	if goja.IsNumber(value) {
		return find(b, []byte{byte(toUint32(value))}, offset, forward, 1)
	}
	enc, known := jsapi.UTF8, true
	if !goja.IsUndefined(encoding) {
		enc, known = jsapi.ParseEncoding(encoding.String())
	}
	var needle []byte
	if s, ok := value.(goja.String); ok {
		if !known {
			m.encoding(encoding) // throws
		}
		needle = enc.Bytes(s)
	} else if needle, ok = m.memory(value); !ok {
		panic(jsapi.InvalidArgType(m.rt, "value", "one of type number or string or an instance of Buffer or Uint8Array", value))
	}
	if enc == jsapi.UTF16LE && len(needle) > 0 {
		if len(b) < 2 || len(needle) < 2 {
			return -1
		}
		return find(b, needle, offset, forward, 2)
	}
	return find(b, needle, offset, forward, 1)
}

// find searches needle at multiples of step, from offset on, or from offset back. A negative offset counts from the end.
func find(b, needle []byte, offset int, forward bool, step int) int {
	at := offset
	switch {
	case offset < 0 && offset+len(b) >= 0:
		at = offset + len(b)
	case offset < 0 && (forward || len(needle) == 0):
		at = 0
	case offset < 0:
		return -1
	case offset+len(needle) <= len(b):
	case len(needle) == 0:
		at = len(b)
	case forward:
		return -1
	default:
		at = len(b) - 1
	}
	if len(needle) == 0 {
		return at
	}
	last := len(b) - len(needle)
	if last < 0 || forward && at > last {
		return -1
	}
	if step == 2 {
		return findPair(b, needle, at&^1, last&^1, forward)
	}
	if forward {
		if i := bytes.Index(b[at:], needle); i >= 0 {
			return at + i
		}
		return -1
	}
	return bytes.LastIndex(b[:min(at, last)+len(needle)], needle)
}

func findPair(b, needle []byte, at, last int, forward bool) int {
	if forward {
		for ; at <= last; at += 2 {
			if bytes.HasPrefix(b[at:], needle) {
				return at
			}
		}
		return -1
	}
	for at = min(at, last); at >= 0; at -= 2 {
		if bytes.HasPrefix(b[at:], needle) {
			return at
		}
	}
	return -1
}

// toUint32 is ECMAScript's ToUint32 of a number.
func toUint32(v goja.Value) uint32 {
	f := v.ToFloat()
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return uint32(int64(math.Mod(math.Trunc(f), 1<<32)))
}
