package ecma

import (
	_ "embed"
	"errors"
	"fmt"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// The internal modules that hold globals, and the exports of which are those.
const (
	WeakModule     = "internal/weak"     // WeakRef, FinalizationRegistry
	IteratorModule = "internal/iterator" // Iterator
)

//go:embed ecma.js
var ecmaSource string

//go:embed iterator.js
var iteratorSource string

//go:embed weak.js
var weakSource string

// Library is the JavaScript part, compiled once and shared by the VMs of a process.
type Library struct {
	ecma, iterator, weak *jsapi.Script
}

// New makes a Library; nothing is compiled before it is first installed.
func New() *Library {
	return &Library{
		ecma:     jsapi.NewScript("node:internal/ecma", ecmaSource),
		iterator: jsapi.NewScript("node:"+IteratorModule, iteratorSource),
		weak:     jsapi.NewScript("node:"+WeakModule, weakSource),
	}
}

// Weak is WeakModule.
func (l *Library) Weak(h *jsapi.Host) goja.Value { return l.weak.Run(h.Runtime) }

// Iterator is IteratorModule; it also gives iterators their helpers.
func (l *Library) Iterator(h *jsapi.Host) goja.Value { return l.iterator.Run(h.Runtime) }

// Install completes the built-ins of h's runtime. It is to be called once, before any code of a receiver has run.
func (l *Library) Install(h *jsapi.Host) (err error) {
	defer func() {
		if x := recover(); x != nil { // what a Script throws; it is this package's own fault
			err = fmt.Errorf("completing the language: %v", x)
		}
	}()
	rt := h.Runtime
	asyncIterator := l.ecma.Run(rt).ToObject(rt)
	for _, step := range []func() error{
		func() error { return installErrors(rt) },
		func() error { return installStrings(h) },
		func() error { return installLocale(h) },
		func() error { return installProxy(rt) },
		func() error { return installSources(rt) },
		func() error { return installAsyncGenerator(rt, asyncIterator) },
		func() error { return installIterators(h) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// installIterators gives the prototype of iterators accessors in the place of its helpers. The first that is touched loads all.
func installIterators(h *jsapi.Host) error {
	rt := h.Runtime
	values, ok := goja.AssertFunction(rt.Get("Array").ToObject(rt).Get("prototype").ToObject(rt).Get("values"))
	if !ok {
		return errors.New("there is no built-in Array.prototype.values")
	}
	arrayIterator, err := values(rt.NewArray())
	if err != nil {
		return err
	}
	proto := arrayIterator.ToObject(rt).Prototype().Prototype()
	for _, name := range [...]string{"map", "filter", "take", "drop", "flatMap", "reduce", "toArray", "forEach", "some", "every", "find"} {
		get := rt.ToValue(func(goja.FunctionCall) goja.Value {
			h.Require(IteratorModule)
			return proto.Get(name)
		})
		set := rt.ToValue(func(call goja.FunctionCall) goja.Value {
			o := call.This.ToObject(rt)
			if err := o.DefineDataProperty(name, call.Argument(0), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.ToFlag(o != proto)); err != nil {
				panic(err)
			}
			return goja.Undefined()
		})
		if err := proto.DefineAccessorProperty(name, get, set, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
			return err
		}
	}
	return nil
}

// AsyncGenerator is the key, of Symbol.for, under which the global object has what async generators inherit from. esbuild turns those into
// functions, of which nothing leads there; the loader puts it where a file asks for it.
const AsyncGenerator = "guthega.AsyncGenerator.prototype"

func installAsyncGenerator(rt *goja.Runtime, asyncIterator *goja.Object) error {
	generator := rt.NewObject()
	if err := generator.SetPrototype(asyncIterator); err != nil {
		return err
	}
	symbolFor, ok := goja.AssertFunction(rt.Get("Symbol").ToObject(rt).Get("for"))
	if !ok {
		return fmt.Errorf("there is no built-in Symbol.for")
	}
	key, err := symbolFor(goja.Undefined(), rt.ToValue(AsyncGenerator))
	if err != nil {
		return err
	}
	return rt.GlobalObject().DefineDataPropertySymbol(key.(*goja.Symbol), generator, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
}

// hidden defines a property with the attributes of a built-in's.
func hidden(o *goja.Object, name string, v goja.Value) error {
	return o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// method defines a built-in of that name and length.
func method(rt *goja.Runtime, o *goja.Object, name string, length int, fn func(goja.FunctionCall) goja.Value) error {
	f := jsapi.NewFunction(rt, name, fn)
	if err := f.DefineDataProperty("length", rt.ToValue(length), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		return err
	}
	return hidden(o, name, f)
}

// prototype returns the prototype of a global class.
func prototype(rt *goja.Runtime, class string) *goja.Object {
	return rt.Get(class).ToObject(rt).Get("prototype").ToObject(rt)
}

// forward calls a function and throws what it throws.
func forward(fn goja.Callable, this goja.Value, args ...goja.Value) goja.Value {
	v, err := fn(this, args...)
	if err != nil {
		panic(err)
	}
	return v
}
