package tls

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/socket"
)

var (
	//go:embed identity.js
	identityJS string
	//go:embed context.js
	contextJS string
	//go:embed socket.js
	socketJS string
	//go:embed server.js
	serverJS string
)

// Compiled programs are immutable and shared by every VM of the process.
var (
	identityScript = jsapi.NewScript("node:tls", identityJS)
	contextScript  = jsapi.NewScript("node:tls", contextJS)
	socketScript   = jsapi.NewScript("node:tls", socketJS)
	serverScript   = jsapi.NewScript("node:tls", serverJS)
)

// module is the Go half of one VM's tls.
type module struct {
	h       *jsapi.Host
	sockets *socket.Sockets
}

// Module makes the exports of "tls". It requires "net", "stream", "buffer" and "internal/socket", and "process" and
// "timers" when they are needed.
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	m := &module{h: h, sockets: socket.For(h)}
	o := jsapi.NewScriptHost(h)
	method := func(name string, fn func(call goja.FunctionCall) goja.Value) { jsapi.SetMethod(rt, o, name, fn) }
	method("context", m.newContext)
	method("secure", m.secure)
	method("ciphers", func(goja.FunctionCall) goja.Value { return names(rt, cipherNames()) })
	method("tick", func(call goja.FunctionCall) goja.Value {
		fn, ok := goja.AssertFunction(call.Argument(0))
		if !ok {
			panic(jsapi.InvalidArgType(rt, "callback", "of type function", call.Argument(0)))
		}
		h.Loop.Tick(func() error {
			_, err := fn(goja.Undefined())
			return err
		})
		return goja.Undefined()
	})
	identity := identityScript.Run(rt, o)
	contexts := contextScript.Run(rt, o)
	sockets := socketScript.Run(rt, o, identity, contexts)
	return serverScript.Run(rt, o, identity, contexts, sockets)
}

// Parts makes a module of old that has some of the exports of "tls": "_tls_common", "_tls_wrap".
func Parts(names ...string) jsapi.Module {
	return func(h *jsapi.Host) goja.Value {
		of, o := h.Require("tls").ToObject(h.Runtime), h.Runtime.NewObject()
		for _, name := range names {
			if err := o.Set(name, of.Get(name)); err != nil {
				panic(err)
			}
		}
		return o
	}
}

func names(rt *goja.Runtime, list []string) goja.Value {
	items := make([]any, len(list))
	for i, s := range list {
		items[i] = s
	}
	return rt.NewArray(items...)
}

// must panics with what JavaScript threw.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
