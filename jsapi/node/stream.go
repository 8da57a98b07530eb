package node

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

var (
	//go:embed stream.js
	streamJS string
	//go:embed web.js
	webJS string
	//go:embed webadapters.js
	webAdaptersJS string
	//go:embed consumers.js
	consumersJS string
)

// Compiled programs are immutable and shared by every VM of the process.
var (
	streamScript      = jsapi.NewScript("node:stream", streamJS)
	webScript         = jsapi.NewScript("node:stream/web", webJS)
	webAdaptersScript = jsapi.NewScript("node:stream", webAdaptersJS)
	consumersScript   = jsapi.NewScript("node:stream/consumers", consumersJS)
)

// Stream is the module "stream": the constructor of legacy streams, with all else as its properties.
func (p *Ports) Stream(h *jsapi.Host) goja.Value {
	stream := p.run(h, "stream", map[string]func() goja.Value{
		"abort-controller": func() goja.Value { return h.Require("internal/events") },
		"buffer":           func() goja.Value { return bufferOf(h) },
		"guthega:errors":   func() goja.Value { return errorsOf(h) },
	})
	return streamScript.Run(h.Runtime, jsapi.NewScriptHost(h), stream)
}

// StreamPromises is the module "stream/promises".
func (*Ports) StreamPromises(h *jsapi.Host) goja.Value {
	return h.Require("stream").ToObject(h.Runtime).Get("promises")
}

// StreamConsumers is the module "stream/consumers".
func (*Ports) StreamConsumers(h *jsapi.Host) goja.Value {
	return consumersScript.Run(h.Runtime, jsapi.NewScriptHost(h))
}

// StreamWeb is the module "stream/web", whose exports are globals too.
func (p *Ports) StreamWeb(h *jsapi.Host) goja.Value {
	return webScript.Run(h.Runtime, jsapi.NewScriptHost(h), p.run(h, "webstreams", nil))
}

// WebAdapters is an internal module: the bridge that Readable.fromWeb and its siblings are.
func (*Ports) WebAdapters(h *jsapi.Host) goja.Value {
	return webAdaptersScript.Run(h.Runtime, jsapi.NewScriptHost(h))
}

// errorsOf is what replace/errors.js sees of Go.
func errorsOf(h *jsapi.Host) goja.Value {
	host := jsapi.NewScriptHost(h)
	jsapi.SetMethod(h.Runtime, host, "invalidArgValue", func(call goja.FunctionCall) goja.Value {
		return jsapi.InvalidArgValue(h.Runtime, call.Argument(0).String(), call.Argument(1).String(), jsapi.Inspect(call.Argument(2)))
	})
	return host
}

// bufferOf is what the port of streams sees of "buffer": its Blob is only good to ask whether something is one, and what
// is behind it is not made before somebody does.
func bufferOf(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	view := rt.NewObject()
	set(view, "Buffer", h.Require("buffer").ToObject(rt).Get("Buffer"))
	blob := jsapi.NewFunction(rt, "Blob", func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	is := jsapi.NewFunction(rt, "[Symbol.hasInstance]", func(call goja.FunctionCall) goja.Value {
		class, ok := h.Require("buffer").ToObject(rt).Get("Blob").(*goja.Object)
		return rt.ToValue(ok && rt.InstanceOf(call.Argument(0), class))
	})
	if err := blob.DefineDataPropertySymbol(goja.SymHasInstance, is, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
	set(view, "Blob", blob)
	return view
}
