package encoding

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

//go:embed classes.js
var classesSource string

// classes makes the two classes around this package's functions; private fields give them the standard's brand checks.
var classes = jsapi.NewScript("node:internal/encoding", classesSource)

// Module exports TextEncoder, TextDecoder, atob and btoa.
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	exports := classes.Run(rt,
		jsapi.NewFunction(rt, "encode", func(call goja.FunctionCall) goja.Value {
			return uint8Array(rt, jsapi.UTF8.Bytes(jsapi.ToString(rt, call.Argument(0))))
		}),
		jsapi.NewFunction(rt, "encodeInto", func(call goja.FunctionCall) goja.Value {
			return encodeInto(rt, call.Argument(0), call.Argument(1))
		}),
		jsapi.NewFunction(rt, "open", func(call goja.FunctionCall) goja.Value {
			return open(rt, call.Argument(0), call.Argument(1))
		}),
	).(*goja.Object)
	for _, name := range []string{"atob", "btoa"} { // who wants an encoder only does not pay for Buffer
		get := rt.ToValue(func(goja.FunctionCall) goja.Value { return h.Require("buffer").ToObject(rt).Get(name) })
		if err := exports.DefineAccessorProperty(name, get, nil, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
			panic(err)
		}
	}
	return exports
}

func uint8Array(rt *goja.Runtime, b []byte) *goja.Object {
	o, err := rt.New(rt.Get("Uint8Array"), rt.ToValue(rt.NewArrayBuffer(b)))
	if err != nil {
		panic(err)
	}
	return o
}
