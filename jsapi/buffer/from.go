package buffer

import (
	"reflect"
	"slices"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

const fromTypes = "of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object"

// from is Buffer.from: a string in an encoding, an ArrayBuffer (shared, not copied) with offset and length, a copy of a
// Buffer, array or array-like, or an object whose valueOf or Symbol.toPrimitive gives one of these.
func (m *module) from(v, encodingOrOffset, length goja.Value) *goja.Object {
	if s, ok := v.(goja.String); ok {
		return m.fromString(s, encodingOrOffset)
	}
	o, ok := v.(*goja.Object)
	if !ok || jsapi.TypeOf(o) != "object" {
		panic(jsapi.InvalidArgType(m.rt, "first argument", fromTypes, v))
	}
	if b, ok := jsapi.Uint8Bytes(o); ok {
		return m.wrap(slices.Clone(b))
	}
	if o.ExportType() == reflect.TypeFor[goja.ArrayBuffer]() {
		return m.fromArrayBuffer(o, encodingOrOffset, length)
	}
	if valueOf, ok := goja.AssertFunction(o.Get("valueOf")); ok {
		inner, err := valueOf(o)
		must(err)
		if _, ok := inner.(goja.String); ok || jsapi.TypeOf(inner) == "object" && !goja.IsNull(inner) && inner != goja.Value(o) {
			return m.from(inner, encodingOrOffset, length)
		}
	}
	if b := m.fromObject(o); b != nil {
		return b
	}
	if toPrimitive, ok := goja.AssertFunction(o.GetSymbol(goja.SymToPrimitive)); ok {
		inner, err := toPrimitive(o, m.rt.ToValue("string"))
		must(err)
		if s, ok := inner.(goja.String); ok {
			return m.fromString(s, encodingOrOffset)
		}
	}
	panic(jsapi.InvalidArgType(m.rt, "first argument", fromTypes, v))
}

func (m *module) fromString(s goja.String, encoding goja.Value) *goja.Object {
	enc := jsapi.UTF8
	if goja.IsString(encoding) && encoding.ToBoolean() {
		enc = m.encoding(encoding)
	}
	return m.wrap(enc.Bytes(s))
}

func (m *module) fromArrayBuffer(o *goja.Object, offset, length goja.Value) *goja.Object {
	size := float64(len(o.Export().(goja.ArrayBuffer).Bytes()))
	from := offset.ToFloat()
	if from != from { // undefined too
		from = 0
	}
	if from > size {
		panic(m.outOfBounds("offset"))
	}
	n := size - from
	if !goja.IsUndefined(length) {
		switch given := length.ToFloat(); {
		case given > n:
			panic(m.outOfBounds("length"))
		case given > 0:
			n = given
		default:
			n = 0
		}
	}
	return m.new(m.fast, o, m.rt.ToValue(from), m.rt.ToValue(n))
}

// fromObject copies an array-like, or what toJSON made of a Buffer; it returns nil for any other object.
func (m *module) fromObject(o *goja.Object) *goja.Object {
	if length := o.Get("length"); length != nil && !goja.IsUndefined(length) {
		if !goja.IsNumber(length) {
			return m.alloc(0)
		}
		return m.fromArrayLike(o, length)
	}
	if buffer, ok := o.Get("buffer").(*goja.Object); ok && buffer.ExportType() == reflect.TypeFor[goja.ArrayBuffer]() {
		return m.alloc(0)
	}
	data, ok := o.Get("data").(*goja.Object)
	if kind := o.Get("type"); ok && data.ClassName() == "Array" && kind != nil && kind.StrictEquals(m.rt.ToValue("Buffer")) {
		return m.fromArrayLike(data, data.Get("length"))
	}
	return nil
}

func (m *module) fromArrayLike(o *goja.Object, length goja.Value) *goja.Object {
	n := length.ToFloat()
	if !(n > 0) {
		return m.alloc(0)
	}
	if n > maxLength {
		panic(m.rangeError("Invalid typed array length: " + length.String()))
	}
	return m.new(m.fast, o)
}

func (m *module) rangeError(message string) *goja.Object {
	e, err := m.rt.New(m.rt.Get("RangeError"), m.rt.ToValue(message))
	must(err)
	return e
}
