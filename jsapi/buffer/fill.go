package buffer

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// fill is fill(value[, offset[, end]][, encoding]): value is a number (its low eight bits), a string, or bytes that
// are repeated.
func (m *module) fill(b []byte, value, offset, end, encoding goja.Value) {
	enc := jsapi.UTF8
	s, isString := value.(goja.String)
	if isString {
		if goja.IsUndefined(offset) || goja.IsString(offset) {
			if goja.IsString(offset) {
				encoding = offset
			}
			offset, end = goja.Undefined(), goja.Undefined()
		} else if goja.IsString(end) {
			encoding, end = end, goja.Undefined()
		}
		enc = m.fillEncoding(encoding)
	}
	from, to := 0, len(b)
	if !goja.IsUndefined(offset) {
		from = m.integer(offset, "offset", maxLength)
		if !goja.IsUndefined(end) {
			to = m.integer(end, "end", len(b))
		}
		if from >= to {
			return
		}
	}
	pattern := m.pattern(value, s, isString, enc)
	for at := copy(b[from:to], pattern); at < to-from; at *= 2 {
		copy(b[from+at:to], b[from:from+at])
	}
}

// pattern is what fill repeats: at least one byte.
func (m *module) pattern(value goja.Value, s goja.String, isString bool, enc jsapi.Encoding) []byte {
	var pattern []byte
	received := ""
	switch b, ok := jsapi.Bytes(m.rt, value); {
	case isString && s.Length() == 0:
		return []byte{0}
	case isString:
		pattern, received = enc.Bytes(s), jsapi.Inspect(s)
	case ok:
		pattern, received = b, "<Buffer >"
		if !m.isBuffer(value) {
			received = value.(*goja.Object).Get("constructor").ToObject(m.rt).Get("name").String() + "(0) []"
		}
	case goja.IsNumber(value):
		return []byte{byte(toUint32(value))}
	default:
		return []byte{byte(toUint32(value.ToNumber()))}
	}
	if len(pattern) == 0 {
		panic(jsapi.InvalidArgValue(m.rt, "value", "is invalid", received))
	}
	return pattern
}

func (m *module) fillEncoding(v goja.Value) jsapi.Encoding {
	switch {
	case goja.IsUndefined(v) || goja.IsNull(v) || v.StrictEquals(m.rt.ToValue("")):
		return jsapi.UTF8
	case !goja.IsString(v):
		panic(jsapi.InvalidArgType(m.rt, "encoding", "of type string", v))
	}
	return m.encoding(v)
}
