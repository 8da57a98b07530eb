package node

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

//go:embed assert.js
var assertJS string

// assertScript is immutable once compiled and shared by every VM of the process.
var assertScript = jsapi.NewScript("node:assert", assertJS)

// Assert is the module "assert".
func (p *Ports) Assert(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	object := func(name string) func() goja.Value {
		return func() goja.Value { return rt.Get("Object").ToObject(rt).Get(name) }
	}
	shim := func(source string) func() goja.Value {
		return func() goja.Value {
			v, err := rt.RunString(source)
			if err != nil {
				panic(err)
			}
			return v
		}
	}
	// The port asks for packages that make up for what old engines lack; this one has it.
	port := p.run(h, "assert", map[string]func() goja.Value{
		"guthega:errors":         func() goja.Value { return errorsOf(h) },
		"object.assign/polyfill": shim("() => Object.assign"),
		"object-is/polyfill":     shim("() => Object.is"),
		"object-is":              object("is"),
		"is-nan":                 shim("Number.isNaN"),
		"call-bind/callBound": shim(`(name) => {
			const [, type, method] = /^(\w+)\.prototype\.(\w+)$/.exec(name);
			const fn = globalThis[type].prototype[method];
			return (self, ...args) => Reflect.apply(fn, self, args);
		}`),
	})
	return assertScript.Run(rt, jsapi.NewScriptHost(h), port)
}

// AssertStrict is the module "assert/strict".
func (*Ports) AssertStrict(h *jsapi.Host) goja.Value {
	return h.Require("assert").ToObject(h.Runtime).Get("strict")
}
