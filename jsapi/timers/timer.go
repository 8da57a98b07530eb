package timers

import (
	"slices"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// timer is one Timeout or Immediate. It is the handler of its own JavaScript object (goja.DynamicObject), which is an
// eighth of the price of an object with methods, and makes clearTimeout(object) a type assertion. Such an object takes
// string properties, kept here, but no symbols.
type timer struct {
	t         *timers
	object    *goja.Object
	fn        goja.Callable // nil when cleared
	args      []goja.Value
	pending   jsapi.Timer
	delay     int64 // milliseconds
	id        int64 // 0 until asked for
	repeat    bool
	immediate bool
	own       []property // what code has put on the object
}

type property struct {
	name  string
	value goja.Value
}

// run is the timer's turn. What the callback throws is the turn's error.
func (x *timer) run() error {
	fn := x.fn
	if fn == nil {
		return nil
	}
	if !x.repeat {
		x.forget()
	}
	_, err := fn(x.object, x.args...)
	return err
}

// stop takes the timer out for good: it cannot be refreshed.
func (x *timer) stop() {
	x.fn, x.args = nil, nil
	x.forget()
	x.pending.Stop()
}

func (x *timer) forget() {
	if x.id != 0 {
		delete(x.t.byID, x.id)
	}
}

// number returns the id that stands for the timer where a number is wanted.
func (x *timer) number() int64 {
	if x.id == 0 {
		x.t.lastID++
		x.id = x.t.lastID
	}
	if x.pending.Pending() {
		x.t.byID[x.id] = x
	}
	return x.id
}

func (x *timer) index(name string) int {
	return slices.IndexFunc(x.own, func(p property) bool { return p.name == name })
}

// Get implements goja.DynamicObject.
func (x *timer) Get(name string) goja.Value {
	if i := x.index(name); i >= 0 {
		return x.own[i].value
	}
	return nil
}

// Set implements goja.DynamicObject.
func (x *timer) Set(name string, v goja.Value) bool {
	if i := x.index(name); i >= 0 {
		x.own[i].value = v
	} else {
		x.own = append(x.own, property{name, v})
	}
	return true
}

// Has implements goja.DynamicObject.
func (x *timer) Has(name string) bool { return x.index(name) >= 0 }

// Delete implements goja.DynamicObject.
func (x *timer) Delete(name string) bool {
	if i := x.index(name); i >= 0 {
		x.own = slices.Delete(x.own, i, i+1)
	}
	return true
}

// Keys implements goja.DynamicObject.
func (x *timer) Keys() []string {
	names := make([]string, len(x.own))
	for i, p := range x.own {
		names[i] = p.name
	}
	return names
}

// prototype makes Timeout.prototype or Immediate.prototype. Its methods answer this, as Node's do, and do nothing for
// what is no timer.
func (t *timers) prototype(class string, timeout bool) *goja.Object {
	rt := t.h.Runtime
	proto := rt.NewObject()
	ctor := jsapi.NewFunction(rt, class, func(goja.FunctionCall) goja.Value {
		panic(rt.NewTypeError("Illegal constructor: " + class + " objects are made by set" + class))
	})
	must(ctor.DefineDataProperty("prototype", proto, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE))
	must(proto.DefineDataProperty("constructor", ctor, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	method := func(name string, do func(x *timer)) {
		f := jsapi.NewFunction(rt, name, func(call goja.FunctionCall) goja.Value {
			if x := timerOf(call.This); x != nil {
				do(x)
			}
			return call.This
		})
		must(proto.DefineDataProperty(name, f, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	}
	method("ref", func(x *timer) { x.pending.SetRef(true) })
	method("unref", func(x *timer) { x.pending.SetRef(false) })
	hasRef := jsapi.NewFunction(rt, "hasRef", func(call goja.FunctionCall) goja.Value {
		x := timerOf(call.This)
		return rt.ToValue(x != nil && x.pending.HasRef())
	})
	must(proto.DefineDataProperty("hasRef", hasRef, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	if !timeout {
		return proto
	}
	method("refresh", func(x *timer) {
		if x.fn != nil {
			x.pending.Refresh()
		}
	})
	method("close", (*timer).stop)
	primitive := jsapi.NewFunction(rt, "[Symbol.toPrimitive]", func(call goja.FunctionCall) goja.Value {
		if x := timerOf(call.This); x != nil {
			return rt.ToValue(x.number())
		}
		return goja.NaN()
	})
	must(proto.DefineDataPropertySymbol(goja.SymToPrimitive, primitive, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	return proto
}
