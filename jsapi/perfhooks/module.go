package perfhooks

import (
	_ "embed"
	"sync"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

var (
	//go:embed entries.js
	entriesJS string
	//go:embed observer.js
	observerJS string
	//go:embed performance.js
	performanceJS string
	//go:embed histogram.js
	histogramJS string
)

// Compiled programs are immutable and shared by every VM of the process.
var (
	entries     = jsapi.NewScript("node:perf_hooks", entriesJS)
	observer    = jsapi.NewScript("node:perf_hooks", observerJS)
	performance = jsapi.NewScript("node:perf_hooks", performanceJS)
	histogram   = jsapi.NewScript("node:perf_hooks", histogramJS)
)

// Module makes the exports of "perf_hooks", of which performance and the classes of entries are globals too. It needs
// "internal/events".
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	host := jsapi.NewScriptHost(h)
	clock(h, host)
	schedule(h, host)
	made := entries.Run(rt, host)
	observers := observer.Run(rt, host, made)
	histograms := sync.OnceValue(func() goja.Value { return histogram.Run(rt, host) })
	lazy := jsapi.NewFunction(rt, "histograms", func(goja.FunctionCall) goja.Value { return histograms() })
	return performance.Run(rt, host, made, observers, lazy)
}

// clock gives the script now(), in milliseconds after timeOrigin, which is in milliseconds after 1970.
func clock(h *jsapi.Host, host *goja.Object) {
	start := time.Now()
	jsapi.SetMethod(h.Runtime, host, "now", func(goja.FunctionCall) goja.Value {
		return h.Runtime.ToValue(float64(time.Since(start)) / float64(time.Millisecond))
	})
	if err := host.Set("timeOrigin", float64(start.UnixMicro())/1000); err != nil {
		panic(err)
	}
}

// schedule gives the script immediate(fn), and every(ms, fn), which returns a function that ends it and does not keep the
// loop alive.
func schedule(h *jsapi.Host, host *goja.Object) {
	rt := h.Runtime
	turn := func(v goja.Value) func() error {
		fn, ok := goja.AssertFunction(v)
		if !ok {
			panic(rt.NewTypeError("not a function"))
		}
		return func() error {
			_, err := fn(goja.Undefined())
			return err
		}
	}
	jsapi.SetMethod(rt, host, "immediate", func(call goja.FunctionCall) goja.Value {
		h.Loop.Immediate(turn(call.Argument(0)))
		return goja.Undefined()
	})
	jsapi.SetMethod(rt, host, "every", func(call goja.FunctionCall) goja.Value {
		timer := h.Loop.Timer(time.Duration(call.Argument(0).ToInteger())*time.Millisecond, true, turn(call.Argument(1)))
		timer.SetRef(false)
		return jsapi.NewFunction(rt, "stop", func(goja.FunctionCall) goja.Value {
			timer.Stop()
			return goja.Undefined()
		})
	})
}
