package buffer

import (
	"math"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

const (
	// maxLength is Node 20's buffer.constants.MAX_LENGTH in bytes, on 64 bits.
	maxLength = 1 << 32
	// maxStringLength is Node 20's buffer.constants.MAX_STRING_LENGTH in UTF-16 units.
	maxStringLength = 1<<29 - 24
)

// module is the Buffer class of one VM.
type module struct {
	h     *jsapi.Host
	rt    *goja.Runtime
	class *goja.Object // Buffer itself
	// fast is the constructor that species points to, as Node's FastBuffer: it takes what Uint8Array takes, where
	// Buffer takes what Buffer.from takes. Both have proto as their prototype.
	fast, proto  *goja.Object
	construct    goja.Constructor // Uint8Array's
	inspectBytes float64          // INSPECT_MAX_BYTES
	get          getters
	recent       recent
}

// Module is the module "buffer".
func Module(h *jsapi.Host) goja.Value {
	m := &module{h: h, rt: h.Runtime, inspectBytes: 50}
	m.defineClass()
	m.defineStatics()
	m.defineIntegers()
	m.defineFloats()
	m.defineText()
	m.defineSearch()
	m.defineViews()
	m.definePrototype()
	return m.exports()
}

// defineClass makes the two constructors. Uint8Array is what the VM was born with: host modules run before, or at the
// request of, the receiver, and one that replaced Uint8Array would break its own VM only.
func (m *module) defineClass() {
	base := m.rt.Get("Uint8Array").ToObject(m.rt)
	m.construct, _ = goja.AssertConstructor(base)
	m.findGetters(base)
	m.fast = m.rt.ToValue(func(call goja.ConstructorCall) *goja.Object {
		target := call.NewTarget
		if target == nil {
			target = m.fast
		}
		return m.new(target, call.Arguments...)
	}).(*goja.Object)
	m.proto = m.fast.Get("prototype").(*goja.Object)
	m.class = m.rt.ToValue(func(call goja.ConstructorCall) *goja.Object {
		if !goja.IsNumber(call.Argument(0)) {
			return m.from(call.Argument(0), call.Argument(1), call.Argument(2))
		}
		if goja.IsString(call.Argument(1)) {
			panic(jsapi.InvalidArgType(m.rt, "string", "of type string", call.Argument(0)))
		}
		return m.alloc(m.size(call.Argument(0)))
	}).(*goja.Object)

	for _, class := range []*goja.Object{m.fast, m.class} {
		must(class.SetPrototype(base))
	}
	must(m.proto.SetPrototype(base.Get("prototype").(*goja.Object)))
	must(m.proto.DefineDataProperty("constructor", m.class, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	must(m.class.Set("prototype", m.proto))
	m.hide(m.fast, "name", m.rt.ToValue("FastBuffer"))
	m.hide(m.class, "name", m.rt.ToValue("Buffer"))
	m.hide(m.class, "length", m.rt.ToValue(3))
	species := jsapi.NewFunction(m.rt, "", func(goja.FunctionCall) goja.Value { return m.fast })
	must(m.class.DefineAccessorPropertySymbol(goja.SymSpecies, species, nil, goja.FLAG_TRUE, goja.FLAG_FALSE))
}

func (m *module) exports() goja.Value {
	constants := m.rt.NewObject()
	constant := func(name string, n int64) {
		must(constants.DefineDataProperty(name, m.rt.ToValue(n), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE))
	}
	constant("MAX_LENGTH", maxLength)
	constant("MAX_STRING_LENGTH", maxStringLength)
	o := m.rt.NewObject()
	must(o.Set("Buffer", m.class))
	must(o.Set("SlowBuffer", m.slowBuffer()))
	m.defineTranscode(o)
	m.defineChecks(o)
	must(o.Set("kMaxLength", int64(maxLength)))
	must(o.Set("kStringMaxLength", int64(maxStringLength)))
	m.defineBase64(o)
	must(o.DefineDataProperty("constants", constants, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE))
	must(o.DefineAccessorProperty("INSPECT_MAX_BYTES",
		jsapi.NewFunction(m.rt, "", func(goja.FunctionCall) goja.Value { return m.rt.ToValue(m.inspectBytes) }),
		jsapi.NewFunction(m.rt, "", func(call goja.FunctionCall) goja.Value {
			m.inspectBytes = m.number(call.Argument(0), "INSPECT_MAX_BYTES", 0, math.Inf(1))
			return goja.Undefined()
		}), goja.FLAG_TRUE, goja.FLAG_TRUE))
	for _, name := range []string{"Blob", "File", "resolveObjectURL"} {
		m.lazy(o, name)
	}
	return o
}

// lazy makes a property of o that is the blob module's, which is required when somebody asks.
func (m *module) lazy(o *goja.Object, name string) {
	get := jsapi.NewFunction(m.rt, "get "+name, func(goja.FunctionCall) goja.Value {
		return m.h.Require("internal/blob").ToObject(m.rt).Get(name)
	})
	set := jsapi.NewFunction(m.rt, "set "+name, func(call goja.FunctionCall) goja.Value {
		must(o.DefineDataProperty(name, call.Argument(0), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE))
		return goja.Undefined()
	})
	must(o.DefineAccessorProperty(name, get, set, goja.FLAG_TRUE, goja.FLAG_TRUE))
}

// slowBuffer is the deprecated class that some old packages test for with instanceof.
func (m *module) slowBuffer() *goja.Object {
	slow := m.rt.ToValue(func(call goja.ConstructorCall) *goja.Object {
		return m.alloc(m.size(call.Argument(0)))
	}).(*goja.Object)
	base := m.proto.Prototype()
	must(slow.Get("prototype").(*goja.Object).SetPrototype(base))
	must(slow.SetPrototype(m.class.Prototype()))
	m.hide(slow, "name", m.rt.ToValue("SlowBuffer"))
	m.hide(slow, "length", m.rt.ToValue(1))
	return slow
}

// new makes a Buffer from what the constructor of Uint8Array takes, with target's prototype.
func (m *module) new(target *goja.Object, args ...goja.Value) *goja.Object {
	o, err := m.construct(target, args...)
	if err != nil {
		panic(err)
	}
	return o
}

// wrap makes a Buffer on b, which is JavaScript's from here on.
func (m *module) wrap(b []byte) *goja.Object {
	return m.new(m.fast, m.rt.ToValue(m.rt.NewArrayBuffer(b)))
}

// method defines fn on the prototype, under each of the names.
func (m *module) method(fn func(call goja.FunctionCall, b []byte) goja.Value, name string, aliases ...string) {
	f := m.function(name, func(call goja.FunctionCall) goja.Value { return fn(call, m.this(call.This)) })
	must(m.proto.Set(name, f))
	for _, alias := range aliases {
		must(m.proto.Set(alias, f))
	}
}

// static defines fn on o, the class or the exports.
func (m *module) static(o *goja.Object, name string, fn func(goja.FunctionCall) goja.Value) {
	must(o.Set(name, m.function(name, fn)))
}

// maker is static for a function that some call with new, which in Node gives the same.
func (m *module) maker(name string, fn func(goja.FunctionCall) goja.Value) {
	f := m.rt.ToValue(func(call goja.ConstructorCall) *goja.Object {
		o, _ := fn(goja.FunctionCall{This: call.This, Arguments: call.Arguments}).(*goja.Object)
		return o
	}).(*goja.Object)
	shown, length := signature(name)
	m.hide(f, "name", m.rt.ToValue(shown))
	m.hide(f, "length", m.rt.ToValue(length))
	must(m.class.Set(name, f))
}

func (m *module) hide(o *goja.Object, name string, v goja.Value) {
	must(o.DefineDataProperty(name, v, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
}

// must is for operations on objects of our own that cannot fail; a failure becomes a JavaScript exception.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
