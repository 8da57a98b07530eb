package inspect

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// Module makes the functions that the "util" module exports under the same names: inspect (with its custom symbol and
// default options), format and formatWithOptions. Unlike Inspect and Format they throw what custom inspection and
// conversion functions throw, as Node's do.
func Module(h *jsapi.Host) goja.Value {
	in := New(h)
	r := h.Runtime
	out := r.NewObject()
	define := func(o *goja.Object, name string, v goja.Value) {
		// A data property of a fresh object: it cannot fail.
		_ = o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	define(out, "inspect", in.function())
	define(out, "format", jsapi.NewFunction(r, "format", func(call goja.FunctionCall) goja.Value {
		f := formatter{in: in, opt: in.defaults()}
		return value(r, f.format(call.Arguments))
	}))
	define(out, "formatWithOptions", jsapi.NewFunction(r, "formatWithOptions", func(call goja.FunctionCall) goja.Value {
		from, ok := call.Argument(0).(*goja.Object)
		if !ok {
			panic(jsapi.InvalidArgType(r, "inspectOptions", "of type object", call.Argument(0)))
		}
		f := formatter{in: in, opt: in.defaults()}
		f.opt.Apply(from)
		return value(r, f.format(call.Arguments[1:]))
	}))
	return out
}

// function returns inspect as a JavaScript function: inspect(value[, options]), or the legacy
// inspect(value, showHidden, depth, colors).
func (in *Inspector) function() *goja.Object {
	if in.fn != nil {
		return in.fn
	}
	in.fn = jsapi.NewFunction(in.r, "inspect", func(call goja.FunctionCall) goja.Value {
		opt := in.defaults()
		if len(call.Arguments) > 2 {
			if v := defined(call.Argument(2)); v != nil {
				opt.Depth = limit(v)
			}
			if v := defined(call.Argument(3)); v != nil {
				opt.Colors = v.ToBoolean()
			}
		}
		switch from := call.Argument(1).(type) {
		case *goja.Object:
			opt.Apply(from)
		default:
			if kindOf(from) == kindBoolean {
				opt.ShowHidden = from.ToBoolean()
			}
		}
		p := printer{in: in, opt: opt}
		return value(in.r, p.value(call.Argument(0), 0, false))
	})
	set := func(name string, v goja.Value) {
		_ = in.fn.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	if in.custom != nil {
		set("custom", in.custom)
	}
	in.defaultOptions()
	return in.fn
}

// defaults are the options that JavaScript has not given: Node's, or what code has made of inspect.defaultOptions.
func (in *Inspector) defaults() Options {
	opt := Defaults()
	if in.user != nil {
		opt.Apply(in.user)
	}
	return opt
}

// defaultOptions defines inspect.defaultOptions: an object to be changed, or a property that some options are assigned to.
func (in *Inspector) defaultOptions() {
	object := func() *goja.Object {
		if in.user == nil {
			opt := Defaults()
			in.user = opt.object(in.r, goja.Undefined())
			_ = in.user.Delete("stylize")
		}
		return in.user
	}
	get := jsapi.NewFunction(in.r, "get", func(goja.FunctionCall) goja.Value { return object() })
	set := jsapi.NewFunction(in.r, "set", func(call goja.FunctionCall) goja.Value {
		from, ok := call.Argument(0).(*goja.Object)
		if !ok {
			panic(jsapi.InvalidArgType(in.r, "options", "of type object", call.Argument(0)))
		}
		for _, name := range from.Keys() {
			if err := object().Set(name, from.Get(name)); err != nil {
				panic(err)
			}
		}
		return goja.Undefined()
	})
	_ = in.fn.DefineAccessorProperty("defaultOptions", get, set, goja.FLAG_FALSE, goja.FLAG_FALSE)
}
