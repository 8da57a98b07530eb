package jsapi

import (
	"reflect"

	"github.com/dop251/goja"
)

// Bytes returns the memory behind a Buffer, typed array, DataView or ArrayBuffer, and whether v is one. It aliases:
// what is written to the slice JavaScript sees, and the other way round. A goroutine may therefore not keep it while
// JavaScript runs; copy it first. The slice of a detached ArrayBuffer, and of a view on one, is empty.
func Bytes(rt *goja.Runtime, v goja.Value) ([]byte, bool) {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil, false
	}
	if b, ok := Uint8Bytes(o); ok {
		return b, true
	}
	switch typ := o.ExportType(); {
	case typ == nil:
		return nil, false
	case typ == reflect.TypeFor[goja.ArrayBuffer]():
		return o.Export().(goja.ArrayBuffer).Bytes(), true
	case typ.Kind() == reflect.Slice && isNumber(typ.Elem().Kind()):
		if detachedOrEmpty(o) {
			return nil, true
		}
	case !isView(rt, o): // a DataView has an export type like any object's
		return nil, false
	case o.Get("buffer").Export().(goja.ArrayBuffer).Detached():
		return nil, true
	}
	var b []byte
	if err := rt.ExportTo(o, &b); err != nil {
		return nil, false
	}
	return b, true
}

// Uint8Bytes is Bytes for a Uint8Array (a Buffer is one) or Uint8ClampedArray only, at a tenth of the cost.
func Uint8Bytes(v goja.Value) ([]byte, bool) {
	o, ok := v.(*goja.Object)
	if !ok || o.ExportType() != reflect.TypeFor[[]byte]() {
		return nil, false
	}
	if detachedOrEmpty(o) {
		return nil, true
	}
	b, ok := o.Export().([]byte)
	return b, ok
}

// detachedOrEmpty must be asked before a typed array is exported: goja makes a slice out of thin air for a detached one.
func detachedOrEmpty(o *goja.Object) bool { return o.Get("0") == nil }

// isNumber tells a typed array's elements from those of an Array, whose export type is []any.
func isNumber(k reflect.Kind) bool { return k >= reflect.Int8 && k <= reflect.Float64 }

func isView(rt *goja.Runtime, o *goja.Object) bool {
	buffer, ok := rt.Get("ArrayBuffer").(*goja.Object)
	if !ok {
		return false
	}
	is, ok := goja.AssertFunction(buffer.Get("isView"))
	if !ok {
		return false
	}
	v, err := is(buffer, o)
	return err == nil && v.ToBoolean()
}

// NewBuffer makes a Buffer on b without copying it, so b belongs to JavaScript from here on.
func NewBuffer(h *Host, b []byte) *goja.Object {
	class := h.Require("buffer").ToObject(h.Runtime).Get("Buffer").ToObject(h.Runtime)
	construct, ok := goja.AssertConstructor(h.Runtime.Get("Uint8Array"))
	if !ok {
		panic(h.Runtime.NewTypeError("Uint8Array is no longer a constructor"))
	}
	// Buffer as new.target gives the array Buffer's prototype.
	o, err := construct(class, h.Runtime.ToValue(h.Runtime.NewArrayBuffer(b)))
	if err != nil {
		panic(err)
	}
	return o
}
