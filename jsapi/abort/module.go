package abort

import (
	_ "embed"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// Name is what Host.Require must know this package's Module by.
const Name = "internal/events"

var (
	//go:embed domexception.js
	domExceptionJS string
	//go:embed event.js
	eventJS string
	//go:embed target.js
	targetJS string
	//go:embed signal.js
	signalJS string
)

// Compiled programs are immutable and shared by every VM of the process.
var (
	domException = jsapi.NewScript("node:internal/domexception", domExceptionJS)
	event        = jsapi.NewScript("node:internal/event", eventJS)
	target       = jsapi.NewScript("node:internal/event_target", targetJS)
	signal       = jsapi.NewScript("node:internal/abort_controller", signalJS)
)

// Module makes the exports: Event, CustomEvent, EventTarget, AbortController, AbortSignal and DOMException, which are to
// be globals, and for other host modules
//
//	abortSignal(signal, reason)      what controller.abort does, for any signal
//	defineEventHandler(proto, type)  an on<type> accessor
//	fire(target, type)               dispatches a trusted Event if anyone listens
//	targetView(value)                {listeners(type), getMaxListeners(), setMaxListeners(n)}, undefined if no EventTarget
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	host := hostObject(h)
	exception := domException.Run(rt, host)
	events := event.Run(rt, host)
	targets := target.Run(rt, host, events)
	signals := signal.Run(rt, host, exception, targets)
	exports := rt.NewObject()
	set(exports, "DOMException", exception)
	for _, from := range []struct {
		part  goja.Value
		names []string
	}{
		{events, []string{"Event", "CustomEvent"}},
		{targets, []string{"EventTarget", "defineEventHandler", "fire", "targetView"}},
		{signals, []string{"AbortSignal", "AbortController", "abortSignal"}},
	} {
		part := from.part.ToObject(rt)
		for _, name := range from.names {
			set(exports, name, part.Get(name))
		}
	}
	return exports
}

// hostObject is what the scripts see of Go.
func hostObject(h *jsapi.Host) *goja.Object {
	rt := h.Runtime
	o := jsapi.NewScriptHost(h)
	method := func(name string, fn func(call goja.FunctionCall) goja.Value) { jsapi.SetMethod(rt, o, name, fn) }
	start := time.Now()
	method("now", func(goja.FunctionCall) goja.Value {
		return rt.ToValue(float64(time.Since(start)) / float64(time.Millisecond))
	})
	method("uncaught", func(call goja.FunctionCall) goja.Value {
		reason := call.Argument(0)
		h.Loop.Tick(func() error {
			// Thrown again where nobody catches it: the loop reports it with the stack it has.
			if ex := rt.Try(func() { panic(reason) }); ex != nil {
				return ex
			}
			return nil
		})
		return goja.Undefined()
	})
	method("timer", func(call goja.FunctionCall) goja.Value {
		fn, ok := goja.AssertFunction(call.Argument(1))
		if !ok {
			panic(rt.NewTypeError("timer needs a function"))
		}
		delay := time.Duration(call.Argument(0).ToInteger()) * time.Millisecond
		h.Loop.Timer(delay, false, func() error {
			_, err := fn(goja.Undefined())
			return err
		}).SetRef(false)
		return goja.Undefined()
	})
	method("warn", func(call goja.FunctionCall) goja.Value {
		h.Log.Log(jsapi.Warn, call.Argument(0).String(), nil)
		return goja.Undefined()
	})
	return o
}

func set(o *goja.Object, name string, v goja.Value) {
	if err := o.Set(name, v); err != nil {
		panic(err)
	}
}
