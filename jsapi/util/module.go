package util

import (
	_ "embed"
	"sync"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

var (
	//go:embed functions.js
	functionsJS string
	//go:embed types.js
	typesJS string
	//go:embed equal.js
	equalJS string
	//go:embed text.js
	textJS string
	//go:embed colors.js
	colorsJS string
	//go:embed legacy.js
	legacyJS string
	//go:embed parseargs.js
	parseArgsJS string
	//go:embed mime.js
	mimeJS string
)

// Compiled programs are immutable and shared by every VM of the process.
var (
	functions = jsapi.NewScript("node:util", functionsJS)
	types     = jsapi.NewScript("node:util/types", typesJS)
	equal     = jsapi.NewScript("node:internal/util/comparisons", equalJS)
	texts     = jsapi.NewScript("node:internal/util/text", textJS)
	colors    = jsapi.NewScript("node:internal/util/colors", colorsJS)
	legacy    = jsapi.NewScript("node:internal/util/legacy", legacyJS)
	parseArgs = jsapi.NewScript("node:internal/util/parse_args", parseArgsJS)
	mime      = jsapi.NewScript("node:internal/mime", mimeJS)
)

// Module makes the exports of "util". It requires "internal/inspect"; and only when they are used "util/types",
// "internal/encoding", "process", "os" and "crypto".
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	host := hostObject(h)
	out := functions.Run(rt, host).ToObject(rt)
	from := h.Require("internal/inspect").ToObject(rt)
	for _, name := range []string{"inspect", "format", "formatWithOptions"} {
		set(out, name, from.Get(name))
	}
	palette := sync.OnceValue(func() *goja.Object { return colors.Run(rt).ToObject(rt) })
	for _, name := range []string{"colors", "styles"} {
		lazy(rt, out.Get("inspect").ToObject(rt), name, func() goja.Value { return palette().Get(name) })
	}
	lazy(rt, out, "types", func() goja.Value { return h.Require("util/types") })
	legacy.Run(rt, host, out)
	texts.Run(rt, host, out)
	lazy(rt, out, "isDeepStrictEqual", func() goja.Value { return equal.Run(rt, host) })
	lazy(rt, out, "parseArgs", func() goja.Value { return parseArgs.Run(rt, host) })
	more := sync.OnceValue(func() *goja.Object { return mime.Run(rt, host).ToObject(rt) })
	for _, name := range []string{"MIMEType", "MIMEParams", "parseEnv", "transferableAbortController", "transferableAbortSignal"} {
		lazy(rt, out, name, func() goja.Value { return more().Get(name) })
	}
	for _, name := range []string{"TextDecoder", "TextEncoder"} {
		lazy(rt, out, name, func() goja.Value { return h.Require("internal/encoding").ToObject(rt).Get(name) })
	}
	return out
}

// Types makes the exports of "util/types".
func Types(h *jsapi.Host) goja.Value { return types.Run(h.Runtime, hostObject(h)) }

// hostObject is what the scripts see of Go.
func hostObject(h *jsapi.Host) *goja.Object {
	rt := h.Runtime
	o := jsapi.NewScriptHost(h)
	jsapi.SetMethod(rt, o, "slot", func(call goja.FunctionCall) goja.Value {
		return rt.ToValue(slot(call.Argument(0)))
	})
	jsapi.SetMethod(rt, o, "invalidArgValue", func(call goja.FunctionCall) goja.Value {
		return jsapi.InvalidArgValue(rt, call.Argument(0).String(), call.Argument(1).String(), call.Argument(2).String())
	})
	jsapi.SetMethod(rt, o, "sameBytes", func(call goja.FunctionCall) goja.Value {
		a, _ := jsapi.Bytes(rt, call.Argument(0))
		b, _ := jsapi.Bytes(rt, call.Argument(1))
		return rt.ToValue(string(a) == string(b))
	})
	jsapi.SetMethod(rt, o, "strip", func(call goja.FunctionCall) goja.Value {
		return strip(rt, call.Argument(0))
	})
	// A lone surrogate becomes U+FFFD where a string becomes UTF-8.
	jsapi.SetMethod(rt, o, "scalar", func(call goja.FunctionCall) goja.Value {
		return rt.ToValue(string(jsapi.UTF8.Bytes(jsapi.ToString(rt, call.Argument(0)))))
	})
	return o
}

func set(o *goja.Object, name string, v goja.Value) {
	if err := o.Set(name, v); err != nil {
		panic(err)
	}
}

// lazy puts a property on o that is made when it is first read, or is what code sets it to before that.
func lazy(rt *goja.Runtime, o *goja.Object, name string, create func() goja.Value) {
	define := func(v goja.Value) {
		if err := o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
			panic(err)
		}
	}
	get := jsapi.NewFunction(rt, name, func(goja.FunctionCall) goja.Value {
		v := create()
		define(v)
		return v
	})
	set := jsapi.NewFunction(rt, name, func(call goja.FunctionCall) goja.Value {
		define(call.Argument(0))
		return goja.Undefined()
	})
	if err := o.DefineAccessorProperty(name, get, set, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
		panic(err)
	}
}

// Sys makes the exports of "sys", which is an old name of "util".
func Sys(h *jsapi.Host) goja.Value { return h.Require("util") }
