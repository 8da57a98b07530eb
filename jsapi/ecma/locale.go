package ecma

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// IntlModule is the host module of Intl; its exports have, beside Intl itself, the functions named below.
const IntlModule = "internal/intl"

// installLocale gives the methods that depend on the locale the meaning that ECMA-402 gives them. Each is the export of that name
// of the Intl module, which is called with this and the arguments.
func installLocale(h *jsapi.Host) error {
	rt := h.Runtime
	for _, m := range [...]struct {
		class, name string
		length      int
		export      string
	}{
		{"Number", "toLocaleString", 0, "numberToLocaleString"},
		{"BigInt", "toLocaleString", 0, "numberToLocaleString"},
		{"Date", "toLocaleString", 0, "dateToLocaleString"},
		{"Date", "toLocaleDateString", 0, "dateToLocaleDateString"},
		{"Date", "toLocaleTimeString", 0, "dateToLocaleTimeString"},
		{"Array", "toLocaleString", 0, "arrayToLocaleString"},
		{"String", "toLocaleLowerCase", 0, "stringToLocaleLowerCase"},
		{"String", "toLocaleUpperCase", 0, "stringToLocaleUpperCase"},
	} {
		if err := method(rt, prototype(rt, m.class), m.name, m.length, func(call goja.FunctionCall) goja.Value {
			fn, ok := goja.AssertFunction(h.Require(IntlModule).ToObject(rt).Get(m.export))
			if !ok {
				panic(rt.NewTypeError("%s has no %s", IntlModule, m.export))
			}
			return forward(fn, call.This, call.Arguments...)
		}); err != nil {
			return err
		}
	}
	return installCompare(h)
}

// installCompare leaves localeCompare of two strings to goja, and takes the rest to Intl.Collator.
func installCompare(h *jsapi.Host) error {
	rt := h.Runtime
	proto := prototype(rt, "String")
	built, ok := goja.AssertFunction(proto.Get("localeCompare"))
	if !ok {
		return nil
	}
	return method(rt, proto, "localeCompare", 1, func(call goja.FunctionCall) goja.Value {
		if len(call.Arguments) < 2 || goja.IsUndefined(call.Arguments[1]) && goja.IsUndefined(call.Argument(2)) {
			return forward(built, call.This, call.Arguments...)
		}
		compare, ok := goja.AssertFunction(h.Require(IntlModule).ToObject(rt).Get("stringLocaleCompare"))
		if !ok {
			return forward(built, call.This, call.Arguments...)
		}
		return forward(compare, call.This, call.Arguments...)
	})
}
