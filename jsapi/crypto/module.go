package crypto

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// module is the crypto module of one VM.
type module struct {
	h  *jsapi.Host
	rt *goja.Runtime
	// state is the key under which an object of ours carries what it is made of.
	state                *goja.Symbol
	hashProto, hmacProto *goja.Object
	exports              *goja.Object
	aside                *aside // made when first needed
	// lazy is what streams, the prototypes of the classes that are streams, inherit from until that matters.
	lazy    *goja.Object
	streams []*goja.Object
	// keyClasses is made when first needed, see keys.
	keyClasses *keyClasses
}

// Module is the module "crypto"; its webcrypto is the global crypto.
func Module(h *jsapi.Host) goja.Value {
	m := &module{h: h, rt: h.Runtime, state: goja.NewSymbol("state"), exports: h.Runtime.NewObject()}
	m.defineRandom()
	m.defineHash()
	m.defineHmac()
	m.defineCompare()
	m.definePBKDF2()
	m.defineHKDF()
	m.defineScrypt()
	m.defineCiphers()
	m.defineLists()
	m.defineKeys()
	m.defineSign()
	m.defineRSACiphers()
	m.defineDH()
	m.defineECDH()
	m.defineKeyGen()
	m.definePrimes()
	m.defineEngine()
	m.lazyExport("X509Certificate", true, m.certificateClass)
	m.lazyExport("constants", true, m.constants)
	m.defineWebCrypto()
	return m.exports
}

// function defines an export.
func (m *module) function(name string, fn func(goja.FunctionCall) goja.Value) {
	jsapi.SetMethod(m.rt, m.exports, name, fn)
}

// source is the data of an argument that is a string in an encoding (UTF-8 if it names none we know) or bytes; it
// reports false for anything else. The bytes are JavaScript's own.
func (m *module) source(v, encoding goja.Value) ([]byte, bool) {
	s, ok := v.(goja.String)
	if !ok {
		return jsapi.Bytes(m.rt, v)
	}
	enc := jsapi.UTF8
	if goja.IsString(encoding) {
		enc, _ = jsapi.ParseEncoding(encoding.String())
	}
	return enc.Bytes(s), true
}

// result is b as the string that the encoding names, or as a Buffer where it names none.
func (m *module) result(b []byte, encoding goja.Value) goja.Value {
	if encoding.ToBoolean() {
		if enc, ok := jsapi.ParseEncoding(jsapi.ToString(m.rt, encoding).String()); ok {
			return enc.Text(m.rt, b)
		}
	}
	return jsapi.NewBuffer(m.h, b)
}

// callback checks the last argument of a function's asynchronous form.
func (m *module) callback(v goja.Value) goja.Callable {
	fn, ok := goja.AssertFunction(v)
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, "callback", "of type function", v))
	}
	return fn
}

// later calls back with (error, value) in a turn of its own, as Node does however quick the work was.
func (m *module) later(fn goja.Callable, err, value goja.Value) {
	m.h.Loop.Immediate(func() error {
		_, thrown := fn(goja.Undefined(), err, value)
		return thrown
	})
}

func (m *module) domException(message, name string) *goja.Object {
	class := m.h.Require("internal/events").ToObject(m.rt).Get("DOMException")
	e, err := m.rt.New(class, m.rt.ToValue(message), m.rt.ToValue(name))
	must(err)
	return e
}

// plainError makes an Error without a code, as Node passes OpenSSL's on.
func (m *module) plainError(message string) *goja.Object {
	e, err := m.rt.New(m.rt.Get("Error"), m.rt.ToValue(message))
	must(err)
	return e
}

// must is for operations on objects of our own that cannot fail; a failure becomes a JavaScript exception.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
