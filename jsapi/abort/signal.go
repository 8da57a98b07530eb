package abort

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// NewSignal makes an AbortSignal that Go aborts: one object, without any JavaScript being run. abort is for the VM's
// goroutine; it does nothing the second time, runs the listeners before it returns, and takes nil for the reason
// that controller.abort() gives. What listeners throw is reported by the loop, and so is an interrupt that comes
// while they run.
func NewSignal(h *jsapi.Host) (signal *goja.Object, abort func(reason goja.Value)) {
	exports := h.Require(Name).ToObject(h.Runtime)
	proto := exports.Get("AbortSignal").ToObject(h.Runtime).Get("prototype").ToObject(h.Runtime)
	signal = h.Runtime.CreateObject(proto)
	return signal, func(reason goja.Value) {
		if reason == nil {
			reason = goja.Undefined()
		}
		abort, ok := goja.AssertFunction(exports.Get("abortSignal"))
		if !ok {
			return // the exports are ours: it is a function
		}
		if _, err := abort(goja.Undefined(), signal, reason); err != nil {
			h.Loop.Tick(func() error { return err })
		}
	}
}

// Reason makes a DOMException, as the reason of an abort: name is "AbortError" or "TimeoutError".
func Reason(h *jsapi.Host, name, message string) goja.Value {
	rt := h.Runtime
	class := h.Require(Name).ToObject(rt).Get("DOMException")
	e, err := rt.New(class, rt.ToValue(message), rt.ToValue(name))
	if err != nil {
		panic(err)
	}
	return e
}
