package module

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

//go:embed module.js
var moduleJS string

// Compiled programs are immutable and shared by every VM of the process.
var script = jsapi.NewScript("node:module", moduleJS)

// bound is the name of the property by which Bind finds its way into the exports.
const bound = "guthega.module.loader"

// Loader makes require functions: the loader's instance in the VM.
type Loader interface {
	// CreateRequire makes the require function of a file, which need not exist: an absolute path or a file: URL.
	CreateRequire(filename string) (*goja.Object, error)
}

// state holds the loader, from when the module is bound to it.
type state struct{ loader Loader }

// Module makes the exports of "module". Until Bind is called createRequire throws.
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	s := &state{}
	host := jsapi.NewScriptHost(h)
	jsapi.SetMethod(rt, host, "createRequire", func(call goja.FunctionCall) goja.Value {
		if s.loader == nil {
			panic(jsapi.NewError(rt, "Error", "ERR_ACCESS_DENIED", "module.createRequire() is denied: there is no loader in this VM"))
		}
		require, err := s.loader.CreateRequire(call.Argument(0).String())
		if err != nil {
			panic(jsapi.NewError(rt, "TypeError", "ERR_INVALID_ARG_VALUE", err.Error()))
		}
		return require
	})
	jsapi.SetMethod(rt, host, "invalidArgValue", func(call goja.FunctionCall) goja.Value {
		return jsapi.InvalidArgValue(rt, call.Argument(0).String(), call.Argument(1).String(), call.Argument(2).String())
	})
	out := script.Run(rt, host).ToObject(rt)
	if err := out.DefineDataProperty(bound, jsapi.NewState(rt, s), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
	return out
}

// Bind makes the exports that Module made use loader. It does nothing where they are bound, or are not Module's.
func Bind(exports goja.Value, loader Loader) {
	o, ok := exports.(*goja.Object)
	if !ok {
		return
	}
	if s, ok := jsapi.State[*state](o.Get(bound)); ok && s.loader == nil {
		s.loader = loader
	}
}
