package events

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

//go:embed emitter.js
var emitterJS string

//go:embed statics.js
var staticsJS string

// Compiled programs are immutable and shared by every VM of the process.
var (
	emitter = jsapi.NewScript("node:events", emitterJS)
	statics = jsapi.NewScript("node:events", staticsJS)
)

// Module makes the exports of Node's "events" module: the EventEmitter class, with everything else as its properties.
// It needs "internal/events" only when it meets an event target, and "util" and "async_hooks" only for inspect and
// EventEmitterAsyncResource.
func Module(h *jsapi.Host) goja.Value {
	host := hostObject(h)
	class := emitter.Run(h.Runtime, host)
	statics.Run(h.Runtime, host, class)
	return class
}

// hostObject is what the scripts see of Go.
func hostObject(h *jsapi.Host) *goja.Object {
	rt := h.Runtime
	o := jsapi.NewScriptHost(h)
	jsapi.SetMethod(rt, o, "tick", func(call goja.FunctionCall) goja.Value {
		fn, ok := goja.AssertFunction(call.Argument(0))
		if !ok {
			panic(rt.NewTypeError("tick needs a function"))
		}
		h.Loop.Tick(func() error {
			_, err := fn(goja.Undefined())
			return err
		})
		return goja.Undefined()
	})
	jsapi.SetMethod(rt, o, "warn", func(call goja.FunctionCall) goja.Value {
		h.Log.Log(jsapi.Warn, call.Argument(0).String(), nil)
		return goja.Undefined()
	})
	jsapi.SetMethod(rt, o, "inspect", func(call goja.FunctionCall) goja.Value {
		return rt.ToValue(inspect(h, call.Argument(0)))
	})
	jsapi.SetMethod(rt, o, "eventTarget", func(call goja.FunctionCall) goja.Value {
		target, name := call.Argument(0), call.Argument(1).String()
		if view := eventTarget(h, target); view != nil {
			return view
		}
		panic(jsapi.InvalidArgType(rt, name, "an instance of EventEmitter or EventTarget", target))
	})
	return o
}

// inspect is util.inspect, and jsapi.Inspect of what that throws on.
func inspect(h *jsapi.Host, v goja.Value) (text string) {
	if _, ok := v.(*goja.Object); !ok {
		return jsapi.Inspect(v)
	}
	if err := h.Runtime.Try(func() {
		fn, ok := goja.AssertFunction(h.Require("util").ToObject(h.Runtime).Get("inspect"))
		if !ok {
			panic(h.Runtime.NewTypeError("util.inspect is not a function"))
		}
		out, err := fn(goja.Undefined(), v)
		if err != nil {
			panic(err)
		}
		text = out.String()
	}); err != nil {
		return jsapi.Inspect(v)
	}
	return text
}

// eventTarget asks "internal/events" for its view of an event target's listeners, and returns nil for what is none.
func eventTarget(h *jsapi.Host, v goja.Value) goja.Value {
	view, ok := goja.AssertFunction(h.Require("internal/events").ToObject(h.Runtime).Get("targetView"))
	if !ok {
		return nil
	}
	out, err := view(goja.Undefined(), v)
	if err != nil {
		panic(err)
	}
	if goja.IsUndefined(out) {
		return nil
	}
	return out
}
