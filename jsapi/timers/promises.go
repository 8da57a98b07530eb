package timers

import (
	_ "embed"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

//go:embed interval.js
var intervalJS string

// Compiled programs are immutable and shared by every VM of the process.
var interval = jsapi.NewScript("node:timers/promises", intervalJS)

// Promises makes the exports of "timers/promises".
func Promises(h *jsapi.Host) goja.Value {
	return h.Require("timers").ToObject(h.Runtime).Get("promises")
}

// promises adds the property promises ("timers/promises"), and lets util.promisify find its functions.
func (t *timers) promises(out, setTimeout, setImmediate *goja.Object) {
	rt := t.h.Runtime
	p := rt.NewObject()
	timeout := jsapi.SetMethod(rt, p, "setTimeout", func(call goja.FunctionCall) goja.Value {
		ms := int64(1)
		if v := call.Argument(0); !goja.IsUndefined(v) {
			ms = delay(v)
		}
		return t.promise(call.Argument(1), call.Argument(2), func(fn func() error) jsapi.Timer {
			return t.h.Loop.Timer(time.Duration(ms)*time.Millisecond, false, fn)
		})
	})
	immediate := jsapi.SetMethod(rt, p, "setImmediate", func(call goja.FunctionCall) goja.Value {
		return t.promise(call.Argument(0), call.Argument(1), t.h.Loop.Immediate)
	})
	get := jsapi.NewFunction(rt, "get", func(goja.FunctionCall) goja.Value {
		host := jsapi.NewScriptHost(t.h)
		jsapi.SetMethod(rt, host, "abortError", func(call goja.FunctionCall) goja.Value {
			return t.abortError(call.Argument(0).ToObject(rt))
		})
		interval.Run(rt, host, out, p)
		must(out.DefineDataProperty("promises", p, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE))
		return p
	})
	must(out.DefineAccessorProperty("promises", get, nil, goja.FLAG_TRUE, goja.FLAG_TRUE))
	if custom := symbolFor(rt, "nodejs.util.promisify.custom"); custom != nil {
		must(setTimeout.DefineDataPropertySymbol(custom, timeout, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
		must(setImmediate.DefineDataPropertySymbol(custom, immediate, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	}
}

func symbolFor(rt *goja.Runtime, name string) *goja.Symbol {
	symbols := rt.Get("Symbol").ToObject(rt)
	forKey, ok := goja.AssertFunction(symbols.Get("for"))
	if !ok {
		return nil
	}
	v, err := forKey(symbols, rt.ToValue(name))
	must(err)
	s, _ := v.(*goja.Symbol)
	return s
}

// promise resolves with value when the timer that start makes has run. options are {ref, signal}.
func (t *timers) promise(value, options goja.Value, start func(func() error) jsapi.Timer) goja.Value {
	rt := t.h.Runtime
	promise, resolve, reject := rt.NewPromise()
	var signal *goja.Object
	ref := true
	if !goja.IsUndefined(options) {
		o, ok := options.(*goja.Object)
		if !ok {
			must(reject(jsapi.InvalidArgType(rt, "options", "of type object", options)))
			return rt.ToValue(promise)
		}
		if v := o.Get("signal"); v != nil && !goja.IsUndefined(v) {
			if signal, ok = v.(*goja.Object); !ok {
				must(reject(jsapi.InvalidArgType(rt, "options.signal", "an instance of AbortSignal", v)))
				return rt.ToValue(promise)
			}
		}
		if v := o.Get("ref"); v != nil && !goja.IsUndefined(v) {
			if jsapi.TypeOf(v) != "boolean" {
				must(reject(jsapi.InvalidArgType(rt, "options.ref", "of type boolean", v)))
				return rt.ToValue(promise)
			}
			ref = v.ToBoolean()
		}
	}
	if signal != nil && isTrue(signal.Get("aborted")) {
		must(reject(t.abortError(signal)))
		return rt.ToValue(promise)
	}
	var onAbort goja.Value
	timer := start(func() error {
		if onAbort != nil {
			if err := method(signal, "removeEventListener", rt.ToValue("abort"), onAbort); err != nil {
				return err
			}
		}
		return resolve(value)
	})
	timer.SetRef(ref)
	if signal != nil {
		onAbort = rt.ToValue(func(goja.FunctionCall) goja.Value {
			timer.Stop()
			must(reject(t.abortError(signal)))
			return goja.Undefined()
		})
		must(method(signal, "addEventListener", rt.ToValue("abort"), onAbort))
	}
	return rt.ToValue(promise)
}

func isTrue(v goja.Value) bool { return v != nil && v.ToBoolean() }

// method calls a method of o, if it has it.
func method(o *goja.Object, name string, args ...goja.Value) error {
	fn, ok := goja.AssertFunction(o.Get(name))
	if !ok {
		return nil
	}
	_, err := fn(o, args...)
	return err
}

// abortError is Node's AbortError, caused by the signal's reason.
func (t *timers) abortError(signal *goja.Object) *goja.Object {
	rt := t.h.Runtime
	e, err := rt.New(rt.Get("Error"), rt.ToValue("The operation was aborted"))
	must(err)
	must(e.DefineDataProperty("name", rt.ToValue("AbortError"), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE))
	must(e.DefineDataProperty("code", rt.ToValue("ABORT_ERR"), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE))
	if reason := signal.Get("reason"); reason != nil {
		must(e.DefineDataProperty("cause", reason, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	}
	return e
}
