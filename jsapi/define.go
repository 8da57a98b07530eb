package jsapi

import "github.com/dop251/goja"

// NewFunction makes a JavaScript function with a name; goja would name it after the Go function.
func NewFunction(rt *goja.Runtime, name string, fn func(goja.FunctionCall) goja.Value) *goja.Object {
	f := rt.ToValue(fn).(*goja.Object)
	define(f, "name", rt.ToValue(name), false)
	return f
}

// SetMethod makes fn o's method of that name, enumerable as those of Node's modules are, and returns the function.
func SetMethod(rt *goja.Runtime, o *goja.Object, name string, fn func(goja.FunctionCall) goja.Value) *goja.Object {
	f := NewFunction(rt, name, fn)
	if err := o.Set(name, f); err != nil {
		panic(err)
	}
	return f
}

// define sets a property that can be written and deleted whatever the prototype chain says of it.
func define(o *goja.Object, name string, v goja.Value, enumerable bool) {
	writable := goja.ToFlag(name != "name")
	if err := o.DefineDataProperty(name, v, writable, goja.FLAG_TRUE, goja.ToFlag(enumerable)); err != nil {
		panic(err)
	}
}
