package console

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// class sets the property Console of the console: the class of consoles that write to streams (nodejs.org/api/console.html,
// "new Console").
func class(h *jsapi.Host, global *goja.Object) {
	rt := h.Runtime
	var constructor *goja.Object
	constructor = rt.ToValue(func(call goja.ConstructorCall) *goja.Object {
		this := call.This
		if proto, ok := constructor.Get("prototype").(*goja.Object); ok && this.Prototype() == nil {
			this = rt.CreateObject(proto)
		}
		out := writer{h: h}
		options, _ := call.Argument(0).(*goja.Object)
		out.stdout, out.stderr = options, option(call.Argument(1), nil)
		out.ignoreErrors = goja.IsUndefined(call.Argument(2)) || call.Argument(2).ToBoolean()
		if options != nil && !callable(options.Get("write")) {
			out.stdout, out.stderr = option(options.Get("stdout"), nil), option(options.Get("stderr"), nil)
			ignore := options.Get("ignoreErrors")
			out.ignoreErrors = ignore == nil || goja.IsUndefined(ignore) || ignore.ToBoolean()
		}
		out.stderr = option(out.stderr, out.stdout)
		for _, s := range []struct {
			name   string
			stream *goja.Object
		}{{"stdout", out.stdout}, {"stderr", out.stderr}} {
			if s.stream == nil || !callable(s.stream.Get("write")) {
				panic(jsapi.NewError(rt, "TypeError", "ERR_CONSOLE_WRITABLE_STREAM", "Console expects a writable stream instance for "+s.name))
			}
		}
		own := *h
		own.Log = &out
		c := newConsole(&own)
		c.trouble = jsapi.Error
		c.methods(this)
		return this
	}).ToObject(rt)
	for _, o := range []struct {
		name string
		v    goja.Value
	}{{"name", rt.ToValue("Console")}, {"length", rt.ToValue(1)}} {
		if err := constructor.DefineDataProperty(o.name, o.v, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
			panic(err)
		}
	}
	has := rt.ToValue(func(call goja.FunctionCall) goja.Value {
		o, ok := call.Argument(0).(*goja.Object)
		for ok && o != nil && o != global {
			if o = o.Prototype(); o == constructor.Get("prototype") {
				return rt.ToValue(true)
			}
		}
		return rt.ToValue(o == global)
	})
	if err := constructor.DefineDataPropertySymbol(goja.SymHasInstance, has, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
	if err := global.DefineDataProperty("Console", constructor, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
		panic(err)
	}
}

// option is v where that is an object, else what it stands for when left out.
func option(v goja.Value, absent *goja.Object) *goja.Object {
	if o, ok := v.(*goja.Object); ok && o != nil {
		return o
	}
	return absent
}

func callable(v goja.Value) bool {
	_, ok := goja.AssertFunction(v)
	return ok
}

// writer is the log of a console that writes to streams.
type writer struct {
	h              *jsapi.Host
	stdout, stderr *goja.Object
	ignoreErrors   bool
}

// Enabled is true of every level: the stream decides.
func (*writer) Enabled(jsapi.Level) bool { return true }

// Log writes a line to one of the streams.
func (w *writer) Log(level jsapi.Level, message string, _ []byte) {
	stream := w.stdout
	if level <= jsapi.Warn {
		stream = w.stderr
	}
	write, ok := goja.AssertFunction(stream.Get("write"))
	if !ok {
		return
	}
	if _, err := write(stream, w.h.Runtime.ToValue(message+"\n"), goja.Undefined()); err != nil && !w.ignoreErrors {
		panic(err)
	}
}
