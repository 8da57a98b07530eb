package jsapi

import (
	"strings"

	"github.com/dop251/goja"
)

// MissingArgs is Node's ERR_MISSING_ARGS for arguments of which all must be given.
func MissingArgs(rt *goja.Runtime, names ...string) *goja.Object {
	noun := " argument"
	if len(names) > 1 {
		noun = " arguments"
	}
	return NewError(rt, "TypeError", "ERR_MISSING_ARGS",
		`The "`+strings.Join(names, `" and "`)+`"`+noun+" must be specified")
}

// InvalidThis is Node's ERR_INVALID_THIS, for a method called on what is not of its class.
func InvalidThis(rt *goja.Runtime, class string) *goja.Object {
	return NewError(rt, "TypeError", "ERR_INVALID_THIS", `Value of "this" must be of type `+class)
}

// NewScriptHost makes the object through which a Script reaches Go. It holds what every script needs; the module adds
// its own with SetMethod:
//
//	invalidArgType(name, must, got), outOfRange(name, must, got), missingArgs(...names), invalidThis(class),
//	nodeError(class, code, message)   return an error to be thrown
//	finishClass(class, members)       makes a class look as Web IDL has it: the named members of its prototype
//	                                  enumerable, Symbol.toStringTag its name
//	require(name)                     is Host.Require
func NewScriptHost(h *Host) *goja.Object {
	rt := h.Runtime
	o := rt.NewObject()
	texts := func(call goja.FunctionCall) []string {
		out := make([]string, len(call.Arguments))
		for i, v := range call.Arguments {
			out[i] = v.String()
		}
		return out
	}
	SetMethod(rt, o, "invalidArgType", func(call goja.FunctionCall) goja.Value {
		return InvalidArgType(rt, call.Argument(0).String(), call.Argument(1).String(), call.Argument(2))
	})
	SetMethod(rt, o, "outOfRange", func(call goja.FunctionCall) goja.Value {
		return OutOfRange(rt, call.Argument(0).String(), call.Argument(1).String(), call.Argument(2))
	})
	SetMethod(rt, o, "missingArgs", func(call goja.FunctionCall) goja.Value { return MissingArgs(rt, texts(call)...) })
	SetMethod(rt, o, "invalidThis", func(call goja.FunctionCall) goja.Value {
		return InvalidThis(rt, call.Argument(0).String())
	})
	SetMethod(rt, o, "nodeError", func(call goja.FunctionCall) goja.Value {
		return NewError(rt, call.Argument(0).String(), call.Argument(1).String(), call.Argument(2).String())
	})
	SetMethod(rt, o, "finishClass", func(call goja.FunctionCall) goja.Value {
		finishClass(rt, call.Argument(0).ToObject(rt), call.Argument(1).ToObject(rt))
		return goja.Undefined()
	})
	SetMethod(rt, o, "require", func(call goja.FunctionCall) goja.Value { return h.Require(call.Argument(0).String()) })
	return o
}

func finishClass(rt *goja.Runtime, class, members *goja.Object) {
	proto := class.Get("prototype").ToObject(rt)
	descriptor := rt.NewObject()
	if err := descriptor.Set("enumerable", true); err != nil {
		panic(err)
	}
	// Only Object.defineProperty can change one attribute and leave an accessor as it is.
	defineProperty, ok := goja.AssertFunction(rt.Get("Object").ToObject(rt).Get("defineProperty"))
	if !ok {
		panic(rt.NewTypeError("Object.defineProperty is no longer a function"))
	}
	rt.ForOf(members, func(name goja.Value) bool {
		if _, err := defineProperty(goja.Undefined(), proto, name, descriptor); err != nil {
			panic(err)
		}
		return true
	})
	err := proto.DefineDataPropertySymbol(goja.SymToStringTag, class.Get("name"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	if err != nil {
		panic(err)
	}
}
