package crypto

import (
	"bytes"
	"hash"
	"strings"
	"sync"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// digestAside is the size from which subtle.digest leaves the VM's goroutine: below it, hashing takes less time than the
// copy and the way there and back.
const digestAside = 256 << 10

// defineWebCrypto makes the global crypto object (Web Cryptography API, section 10).
func (m *module) defineWebCrypto() {
	subtle := sync.OnceValue(func() goja.Value {
		o := m.instance("SubtleCrypto")
		jsapi.SetMethod(m.rt, o.Prototype(), "digest", m.subtleDigest)
		m.subtleMethods(o.Prototype())
		return o
	})
	webcrypto := m.instance("Crypto")
	proto := webcrypto.Prototype()
	for _, shared := range []string{"getRandomValues", "randomUUID"} {
		must(proto.Set(shared, m.exports.Get(shared)))
	}
	get := m.rt.ToValue(func(goja.FunctionCall) goja.Value { return subtle() })
	must(proto.DefineAccessorProperty("subtle", get, nil, goja.FLAG_TRUE, goja.FLAG_TRUE))
	must(m.exports.Set("webcrypto", webcrypto))
	m.lazyExport("subtle", true, subtle)
	m.lazyExport("SubtleCrypto", false, func() goja.Value { return subtle().ToObject(m.rt).Get("constructor") })
	must(m.exports.DefineDataProperty("Crypto", webcrypto.Get("constructor"), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
}

// instance makes the one object of an interface that JavaScript cannot construct.
func (m *module) instance(name string) *goja.Object {
	class := m.rt.ToValue(func(goja.ConstructorCall) *goja.Object {
		panic(jsapi.NewError(m.rt, "TypeError", "ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor"))
	}).(*goja.Object)
	must(class.DefineDataProperty("name", m.rt.ToValue(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	proto := class.Get("prototype").(*goja.Object)
	must(proto.DefineDataPropertySymbol(goja.SymToStringTag, m.rt.ToValue(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	return m.rt.CreateObject(proto)
}

// subtleDigest is digest(algorithm, data); whatever is wrong, it rejects and does not throw.
func (m *module) subtleDigest(call goja.FunctionCall) goja.Value {
	promise, resolve, reject := m.rt.NewPromise()
	create, data, refused := m.digestArguments(call)
	switch {
	case refused != nil:
		must(reject(refused))
	case len(data) < digestAside:
		must(resolve(m.digest(create(), data)))
	default:
		data = bytes.Clone(data) // JavaScript may write to it meanwhile
		back := m.h.Loop.Reserve()
		go func() {
			h := create()
			_, _ = h.Write(data)
			sum := h.Sum(nil)
			back.Resume(func() error { return resolve(m.rt.NewArrayBuffer(sum)) })
		}()
	}
	return m.rt.ToValue(promise)
}

func (m *module) digest(h hash.Hash, data []byte) goja.ArrayBuffer {
	_, _ = h.Write(data)
	return m.rt.NewArrayBuffer(h.Sum(nil))
}

// digestArguments returns the reason to refuse them, if there is one.
func (m *module) digestArguments(call goja.FunctionCall) (create func() hash.Hash, data []byte, refused *goja.Object) {
	if n := len(call.Arguments); n < 2 {
		return nil, nil, jsapi.NewError(m.rt, "TypeError", "ERR_MISSING_ARGS",
			"Failed to execute 'digest' on 'SubtleCrypto': 2 arguments required, but only "+string(rune('0'+n))+" present.")
	}
	algorithm := call.Argument(0)
	if o, ok := algorithm.(*goja.Object); ok {
		if algorithm = o.Get("name"); algorithm == nil {
			algorithm = goja.Undefined()
		}
	}
	data, ok := jsapi.Bytes(m.rt, call.Argument(1))
	if !ok {
		return nil, nil, jsapi.NewError(m.rt, "TypeError", "ERR_INVALID_ARG_TYPE", "Failed to execute 'digest' on 'SubtleCrypto': "+
			"2nd argument is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.")
	}
	switch name := strings.ToUpper(algorithm.String()); name {
	case "SHA-1", "SHA-256", "SHA-384", "SHA-512":
		return newHash(name), data, nil
	}
	return nil, nil, m.domException("Unrecognized algorithm name", "NotSupportedError")
}
