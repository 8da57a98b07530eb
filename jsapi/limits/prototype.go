package limits

import (
	"errors"
	"reflect"

	"github.com/dop251/goja"
)

// maxChain bounds the search for a cycle. Prototype chains of real programs have fewer than ten links.
const maxChain = 10_000

// boundPrototypes refuses prototypes that make a cycle through a Proxy. All cycles are made by changing a prototype: what a new
// object or Proxy refers to was there before it.
func boundPrototypes(rt *goja.Runtime) error {
	object := rt.Get("Object").ToObject(rt)
	for _, o := range []*goja.Object{object, rt.Get("Reflect").ToObject(rt)} {
		if err := wrap(rt, method{o, "setPrototypeOf", 2}, func(built goja.Callable) func(goja.FunctionCall) goja.Value {
			return func(call goja.FunctionCall) goja.Value {
				check(rt, call.Argument(0), call.Argument(1))
				return forward(built, call.This, call.Arguments)
			}
		}); err != nil {
			return err
		}
	}
	return boundProtoSetter(rt, object)
}

// boundProtoSetter puts the check into the setter of __proto__.
func boundProtoSetter(rt *goja.Runtime, object *goja.Object) error {
	describe, ok := goja.AssertFunction(object.Get("getOwnPropertyDescriptor"))
	if !ok {
		return errors.New("there is no built-in Object.getOwnPropertyDescriptor")
	}
	prototype := object.Get("prototype").ToObject(rt)
	v, err := describe(object, prototype, rt.ToValue("__proto__"))
	if err != nil {
		return err
	}
	descriptor := v.ToObject(rt)
	built, ok := goja.AssertFunction(descriptor.Get("set"))
	if !ok {
		return errors.New("there is no built-in setter of __proto__")
	}
	set, err := function(rt, "set __proto__", 1, func(call goja.FunctionCall) goja.Value {
		check(rt, call.This, call.Argument(0))
		return forward(built, call.This, call.Arguments)
	})
	if err != nil {
		return err
	}
	return prototype.DefineAccessorProperty("__proto__", descriptor.Get("get"), set, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// check throws if v, as the prototype of target, makes a cycle that has a Proxy in it.
func check(rt *goja.Runtime, target, v goja.Value) {
	o, isObject := target.(*goja.Object)
	proto, isProto := v.(*goja.Object)
	if isObject && isProto && closes(o, proto) {
		panic(rt.NewTypeError("Cyclic __proto__ value"))
	}
}

// closes reports whether o can be reached from proto by way of a Proxy, or whether that is too far to see.
func closes(o, proto *goja.Object) bool {
	base := base(o)
	at := proto
	for ; at != nil; at = at.Prototype() { // the usual: a few links, and no Proxy
		if isProxy(at) {
			break
		}
	}
	if at == nil && base == o {
		return false // goja finds a cycle without a Proxy itself
	}
	// A Proxy asks its handler for a trap, and its target where there is none.
	seen := map[*goja.Object]bool{}
	for open := []*goja.Object{proto}; len(open) > 0; {
		at := open[len(open)-1]
		open = open[:len(open)-1]
		if at == nil || seen[at] {
			continue
		}
		if at == o || at == base || len(seen) == maxChain {
			return true
		}
		seen[at] = true
		if isProxy(at) {
			p, _ := at.Export().(goja.Proxy)
			open = append(open, p.Target(), p.Handler())
		} else {
			open = append(open, at.Prototype())
		}
	}
	return false
}

// base is the object whose prototype changes when o's does: o, or the target at the end of proxies.
func base(o *goja.Object) *goja.Object {
	for range maxChain {
		if !isProxy(o) {
			break
		}
		p, _ := o.Export().(goja.Proxy)
		if p.Target() == nil {
			break // revoked
		}
		o = p.Target()
	}
	return o
}

func isProxy(o *goja.Object) bool { return o.ExportType() == reflect.TypeFor[goja.Proxy]() }
