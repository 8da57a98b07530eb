package diagnostics

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

var (
	//go:embed channel.js
	channelJS string
	//go:embed tracing.js
	tracingJS string
)

// Compiled programs are immutable and shared by every VM of the process.
var (
	channel = jsapi.NewScript("node:diagnostics_channel", channelJS)
	tracing = jsapi.NewScript("node:diagnostics_channel", tracingJS)
)

// Module makes the exports of "diagnostics_channel".
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	host := jsapi.NewScriptHost(h)
	jsapi.SetMethod(rt, host, "uncaught", func(call goja.FunctionCall) goja.Value {
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
	out := channel.Run(rt, host).ToObject(rt)
	if err := out.Set("tracingChannel", tracing.Run(rt, host, out)); err != nil {
		panic(err)
	}
	return out
}
