package ecma

import (
	"errors"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// installProxy makes `x instanceof p` work for a Proxy p of a function. goja's Function.prototype[Symbol.hasInstance], which cannot be
// replaced, refuses a Proxy; so those of functions answer that key themselves, by a handler put between the Proxy and the
// handler that was given, from which it inherits everything else.
func installProxy(rt *goja.Runtime) error {
	built := rt.Get("Proxy").ToObject(rt)
	construct, ok := goja.AssertConstructor(built)
	if !ok {
		return errors.New("proxy is no constructor")
	}
	revocable, ok := goja.AssertFunction(built.Get("revocable"))
	if !ok {
		return errors.New("there is no built-in Proxy.revocable")
	}
	reflectGet, ok := goja.AssertFunction(rt.Get("Reflect").ToObject(rt).Get("get"))
	if !ok {
		return errors.New("there is no built-in Reflect.get")
	}
	p := &proxies{rt: rt, reflectGet: reflectGet}
	p.builtHasInstance = prototype(rt, "Function").GetSymbol(goja.SymHasInstance)
	p.hasInstance = jsapi.NewFunction(rt, "[Symbol.hasInstance]", p.isInstance)
	p.get = jsapi.NewFunction(rt, "get", p.trapGet)
	ctor := rt.ToValue(func(call goja.ConstructorCall) *goja.Object {
		o, err := construct(nil, p.arguments(call.Arguments)...)
		if err != nil {
			panic(err)
		}
		return o
	}).(*goja.Object)
	if err := ctor.Delete("prototype"); err != nil {
		// It cannot be deleted, so it is what Proxy.prototype is in the language: undefined.
		if err := ctor.Set("prototype", goja.Undefined()); err != nil {
			return err
		}
	}
	if err := ctor.DefineDataProperty("name", rt.ToValue("Proxy"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		return err
	}
	if err := ctor.DefineDataProperty("length", rt.ToValue(2), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		return err
	}
	if err := method(rt, ctor, "revocable", 2, func(call goja.FunctionCall) goja.Value {
		return forward(revocable, built, p.arguments(call.Arguments)...)
	}); err != nil {
		return err
	}
	return hidden(rt.GlobalObject(), "Proxy", ctor)
}

type proxies struct {
	rt               *goja.Runtime
	reflectGet       goja.Callable
	builtHasInstance goja.Value
	hasInstance, get *goja.Object
}

// arguments are those of Proxy, with another handler where the target is a function.
func (p *proxies) arguments(args []goja.Value) []goja.Value {
	if len(args) < 2 {
		return args
	}
	handler, ok := args[1].(*goja.Object)
	if _, callable := goja.AssertFunction(args[0]); !ok || !callable {
		return args
	}
	between := p.rt.NewObject()
	if err := between.SetPrototype(handler); err != nil {
		panic(err)
	}
	if err := hidden(between, "get", p.get); err != nil {
		panic(err)
	}
	return []goja.Value{args[0], between}
}

func (p *proxies) trapGet(call goja.FunctionCall) goja.Value {
	between := call.This.ToObject(p.rt)
	handler := between.Prototype()
	var v goja.Value
	if user, ok := goja.AssertFunction(handler.Get("get")); ok {
		v = forward(user, handler, call.Arguments...)
	} else {
		v = forward(p.reflectGet, goja.Undefined(), call.Arguments...)
	}
	if call.Argument(1) == goja.Value(goja.SymHasInstance) && v == p.builtHasInstance {
		return p.hasInstance
	}
	return v
}

// isInstance is OrdinaryHasInstance (ECMA-262 §7.3.22).
func (p *proxies) isInstance(call goja.FunctionCall) goja.Value {
	class, ok := call.This.(*goja.Object)
	o, isObject := call.Argument(0).(*goja.Object)
	if !ok || !isObject {
		return p.rt.ToValue(false)
	}
	proto, ok := class.Get("prototype").(*goja.Object)
	if !ok {
		panic(p.rt.NewTypeError("Function has non-object prototype in instanceof check"))
	}
	for at := o.Prototype(); at != nil; at = at.Prototype() {
		if at == proto {
			return p.rt.ToValue(true)
		}
	}
	return p.rt.ToValue(false)
}
