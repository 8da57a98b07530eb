package buffer

import (
	"math"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// defineText makes toString, write, and the per-encoding utf8Slice, utf8Write and so on that fast packages call.
func (m *module) defineText() {
	m.method(m.toString, "toString", "toLocaleString")
	m.method(m.write, "write")
	for _, e := range []struct {
		name string
		enc  jsapi.Encoding
	}{
		{"ascii", jsapi.ASCII}, {"base64", jsapi.Base64}, {"base64url", jsapi.Base64URL}, {"latin1", jsapi.Latin1},
		{"hex", jsapi.Hex}, {"ucs2", jsapi.UTF16LE}, {"utf8", jsapi.UTF8},
	} {
		m.method(func(call goja.FunctionCall, b []byte) goja.Value {
			start := m.index(call.Argument(0), 0)
			end := max(start, m.index(call.Argument(1), len(b)))
			if end > len(b) {
				panic(m.indexRange())
			}
			return e.enc.Text(m.rt, b[start:end])
		}, e.name+"Slice")
		m.method(func(call goja.FunctionCall, b []byte) goja.Value {
			offset := m.index(call.Argument(1), 0)
			if offset > len(b) {
				panic(m.outOfBounds("offset"))
			}
			room := min(m.index(call.Argument(2), len(b)-offset), len(b)-offset)
			return m.writeText(b[offset:offset+room], call.Argument(0), e.enc)
		}, e.name+"Write")
	}
}

func (m *module) indexRange() *goja.Object {
	return jsapi.NewError(m.rt, "RangeError", "ERR_OUT_OF_RANGE", "Index out of range")
}

// index coerces a bound of the Slice and Write methods.
func (m *module) index(v goja.Value, fallback int) int {
	if goja.IsUndefined(v) {
		return fallback
	}
	i := v.ToInteger()
	if i < 0 {
		panic(m.indexRange())
	}
	return int(i)
}

func (m *module) toString(call goja.FunctionCall, b []byte) goja.Value {
	start, end := 0, len(b)
	if f := call.Argument(1).ToFloat(); f > 0 {
		start = int(min(f, float64(len(b))))
	}
	if v := call.Argument(2); !goja.IsUndefined(v) {
		switch f := v.ToFloat(); {
		case f <= float64(len(b)):
			end = int(f)
		case math.IsNaN(f):
			end = 0
		}
	}
	if end <= start {
		return m.rt.ToValue("") // before the encoding is looked at, as in Node
	}
	enc := jsapi.UTF8
	if v := call.Argument(0); !goja.IsUndefined(v) {
		enc = m.encoding(v)
	}
	return enc.Text(m.rt, b[start:end])
}

// write is write(string), write(string, encoding) and write(string, offset[, length][, encoding]).
func (m *module) write(call goja.FunctionCall, b []byte) goja.Value {
	text, offset, length, encoding := call.Argument(0), call.Argument(1), call.Argument(2), call.Argument(3)
	switch {
	case goja.IsUndefined(offset):
		return m.writeText(b, text, jsapi.UTF8)
	case goja.IsString(offset) && goja.IsUndefined(length):
		encoding = offset
	default:
		b = b[m.integer(offset, "offset", len(b)):]
		if goja.IsString(length) {
			encoding = length
		} else if !goja.IsUndefined(length) {
			whole := m.this(call.This)
			b = b[:min(m.integer(length, "length", len(whole)), len(b))]
		}
	}
	enc := jsapi.UTF8
	if encoding.ToBoolean() {
		enc = m.encoding(encoding)
	}
	return m.writeText(b, text, enc)
}

// writeText writes as many whole characters as b has room for, and returns the number of bytes.
func (m *module) writeText(b []byte, text goja.Value, enc jsapi.Encoding) goja.Value {
	s, ok := text.(goja.String)
	if !ok {
		panic(jsapi.NewError(m.rt, "TypeError", "ERR_INVALID_ARG_TYPE", "argument must be a string"))
	}
	src := enc.Bytes(s)
	n := min(len(src), len(b))
	switch {
	case n == len(src):
	case enc == jsapi.UTF16LE:
		n &^= 1
	case enc == jsapi.UTF8:
		for n > 0 && !utf8.RuneStart(src[n]) {
			n--
		}
	}
	copy(b, src[:n])
	return m.rt.ToValue(n)
}
