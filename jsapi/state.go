package jsapi

import (
	"reflect"

	"github.com/dop251/goja"
)

// NewState makes an object that carries a Go value for a host module, to be kept under a symbol of that module's. To
// JavaScript it is an empty object that takes no properties; goja's own wrapping of Go values would show their fields.
func NewState(rt *goja.Runtime, v any) *goja.Object {
	return rt.NewDynamicObject(state{v})
}

// State returns the Go value that NewState put into v, if it is one of type T.
func State[T any](v goja.Value) (T, bool) {
	// The type is looked at first: exporting an ordinary object would copy all of it.
	if o, ok := v.(*goja.Object); ok && o.ExportType() == reflect.TypeFor[state]() {
		t, ok := o.Export().(state).v.(T)
		return t, ok
	}
	var none T
	return none, false
}

type state struct{ v any }

func (state) Get(string) goja.Value       { return nil }
func (state) Set(string, goja.Value) bool { return false }
func (state) Has(string) bool             { return false }
func (state) Delete(string) bool          { return true }
func (state) Keys() []string              { return nil }
