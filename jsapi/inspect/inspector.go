package inspect

import (
	"errors"
	"strconv"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// Inspector prints the values of one VM. It keeps the intrinsic functions it needs from the first time it needs them,
// so that code which replaces them later changes nothing. It belongs to the VM's goroutine.
type Inspector struct {
	r          *goja.Runtime
	getOwn     goja.Callable // Object.getOwnPropertyDescriptor
	object     *goja.Object  // Object.prototype
	custom     *goja.Symbol  // Symbol.for('nodejs.util.inspect.custom')
	intrinsics map[string]goja.Callable
	fn         *goja.Object // the JavaScript function inspect, made when first needed
	user       *goja.Object // inspect.defaultOptions, once code has asked for it
}

// New returns an Inspector for the VM of h.
func New(h *jsapi.Host) *Inspector {
	in := &Inspector{r: h.Runtime, intrinsics: map[string]goja.Callable{}}
	_ = in.r.Try(func() {
		ctor := in.r.GlobalObject().Get("Object").ToObject(in.r)
		in.getOwn, _ = goja.AssertFunction(ctor.Get("getOwnPropertyDescriptor"))
		in.object, _ = ctor.Get("prototype").(*goja.Object)
		symbols := in.r.GlobalObject().Get("Symbol").ToObject(in.r)
		if forKey, ok := goja.AssertFunction(symbols.Get("for")); ok {
			v, _ := in.call(forKey, symbols, in.r.ToValue("nodejs.util.inspect.custom"))
			in.custom, _ = v.(*goja.Symbol)
		}
	})
	return in
}

// Inspect returns v as util.inspect prints it. It never throws: where a custom inspection function or the like does,
// the text says so in its place. The text is valid UTF-8.
func (in *Inspector) Inspect(v goja.Value, opt Options) string {
	p := printer{in: in, opt: opt, safe: true}
	return validText(in.guard(func() string { return p.value(v, 0, false) }))
}

// Format returns args as util.format does, and never throws; see Inspect.
func (in *Inspector) Format(args []goja.Value) string {
	if len(args) == 1 {
		if s, ok := args[0].(goja.String); ok {
			return s.String()
		}
	}
	f := formatter{in: in, opt: Defaults(), safe: true}
	return validText(in.guard(func() string { return f.format(args) }))
}

// guard runs write and answers for a JavaScript exception that got past it.
func (in *Inspector) guard(write func() string) (out string) {
	if ex := in.r.Try(func() { out = write() }); ex != nil {
		return threw(in.thrown(ex))
	}
	return out
}

// threw is what is printed in place of a value that threw message.
func threw(message string) string { return "<Inspection threw (" + message + ")>" }

// call calls a JavaScript function and returns what it threw. An interrupt goes on through as a panic.
func (in *Inspector) call(f goja.Callable, this goja.Value, args ...goja.Value) (goja.Value, *goja.Exception) {
	v, err := f(this, args...)
	if err == nil {
		return v, nil
	}
	if ex, ok := errors.AsType[*goja.Exception](err); ok {
		return nil, ex
	}
	panic(err)
}

// get reads a property, and answers nil where that is undefined or throws.
func (in *Inspector) get(o *goja.Object, name string) (v goja.Value) {
	_ = in.r.Try(func() { v = o.Get(name) })
	if v != nil && goja.IsUndefined(v) {
		return nil
	}
	return v
}

func (in *Inspector) getSymbol(o *goja.Object, sym *goja.Symbol) (v goja.Value) {
	_ = in.r.Try(func() { v = o.GetSymbol(sym) })
	if v != nil && goja.IsUndefined(v) {
		return nil
	}
	return v
}

// getString reads a property that is a string, and answers "" where it is none.
func (in *Inspector) getString(o *goja.Object, name string) string {
	if s, ok := in.get(o, name).(goja.String); ok {
		return text(s)
	}
	return ""
}

// thrown returns the message of an exception, never running more than its message getter.
func (in *Inspector) thrown(ex *goja.Exception) string {
	switch v := ex.Value().(type) {
	case *goja.Object:
		if m := in.getString(v, "message"); m != "" {
			return m
		}
		return "an object"
	case *goja.Symbol:
		return "Symbol(" + v.String() + ")"
	default:
		return v.String()
	}
}

// intrinsic returns the method that a global constructor's prototype has, or has as a getter.
func (in *Inspector) intrinsic(ctor, name string) goja.Callable {
	key := ctor + "." + name
	if f, ok := in.intrinsics[key]; ok {
		return f
	}
	var f goja.Callable
	_ = in.r.Try(func() {
		proto := in.r.GlobalObject().Get(ctor).ToObject(in.r).Get("prototype").ToObject(in.r)
		if d, ok := in.descriptor(proto, stringKey(name)); ok && d.value != nil {
			f, _ = goja.AssertFunction(d.value)
		} else if ok && d.get != nil {
			f, _ = goja.AssertFunction(d.get)
		}
	})
	if f == nil { // deleted by user code: behave as one that fails
		f = func(goja.Value, ...goja.Value) (goja.Value, error) { return goja.Undefined(), nil }
	}
	in.intrinsics[key] = f
	return f
}

// static is intrinsic for a function of a global object.
func (in *Inspector) static(object, name string) goja.Callable {
	key := object + ":" + name
	if f, ok := in.intrinsics[key]; ok {
		return f
	}
	var f goja.Callable
	_ = in.r.Try(func() {
		from := in.r.GlobalObject()
		if object != "" {
			from = from.Get(object).ToObject(in.r)
		}
		f, _ = goja.AssertFunction(from.Get(name))
	})
	if f == nil {
		f = func(goja.Value, ...goja.Value) (goja.Value, error) { return goja.Undefined(), nil }
	}
	in.intrinsics[key] = f
	return f
}

// key is a property's key: a symbol, or else a string.
type key struct {
	name   string
	symbol *goja.Symbol
}

func stringKey(name string) key { return key{name: name} }
func indexKey(i int) key        { return key{name: strconv.Itoa(i)} }

func (k key) value(r *goja.Runtime) goja.Value {
	if k.symbol != nil {
		return k.symbol
	}
	return r.ToValue(k.name)
}

// descriptor is an own property: a value, or a getter and setter, of which either may be nil.
type descriptor struct {
	value, get, set goja.Value
	enumerable      bool
}

// descriptor returns o's own property k, without calling its getter.
func (in *Inspector) descriptor(o *goja.Object, k key) (descriptor, bool) {
	v, ex := in.call(in.getOwn, goja.Undefined(), o, k.value(in.r))
	if ex != nil {
		return descriptor{}, false
	}
	from, ok := v.(*goja.Object)
	if !ok {
		return descriptor{}, false
	}
	d := descriptor{enumerable: from.Get("enumerable").ToBoolean()}
	// A data descriptor first: what code may have put on Object.prototype must not be taken for its getter.
	if from.Get("writable") != nil {
		d.value = from.Get("value")
		return d, true
	}
	d.get, d.set = defined(from.Get("get")), defined(from.Get("set"))
	return d, true
}

func defined(v goja.Value) goja.Value {
	if v == nil || goja.IsUndefined(v) {
		return nil
	}
	return v
}

// length returns how many elements an array or typed array has.
func (in *Inspector) length(o *goja.Object) int {
	if v := in.get(o, "length"); v != nil {
		return int(v.ToInteger())
	}
	return 0
}
