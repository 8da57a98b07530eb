package crypto

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// defineEngine makes what Node has of OpenSSL and we have nothing behind: engines, FIPS, the secure heap, SPKAC.
func (m *module) defineEngine() {
	m.function("getFips", func(goja.FunctionCall) goja.Value { return m.rt.ToValue(0) })
	m.function("setFips", func(call goja.FunctionCall) goja.Value {
		if call.Argument(0).ToBoolean() {
			panic(m.keyError(notSupported("FIPS mode")))
		}
		return goja.Undefined()
	})
	fips := m.rt.ToValue(func(goja.FunctionCall) goja.Value { return m.rt.ToValue(0) })
	setFips := m.exports.Get("setFips")
	must(m.exports.DefineAccessorProperty("fips", fips, setFips, goja.FLAG_TRUE, goja.FLAG_FALSE))
	m.function("secureHeapUsed", func(goja.FunctionCall) goja.Value {
		o := m.rt.NewObject()
		for _, name := range []string{"total", "used", "utilization", "min"} {
			must(o.Set(name, 0))
		}
		return o
	})
	m.function("setEngine", func(call goja.FunctionCall) goja.Value {
		id := m.textArgument(call.Argument(0), "id")
		panic(jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_ENGINE_UNKNOWN", `Engine "`+id+`" was not found`))
	})
	class, proto := m.plainClass("Certificate", func(_ []goja.Value, proto *goja.Object) *goja.Object {
		return m.rt.CreateObject(proto)
	})
	for _, name := range []string{"exportChallenge", "exportPublicKey", "verifySpkac"} {
		method := jsapi.SetMethod(m.rt, class, name, func(goja.FunctionCall) goja.Value {
			panic(m.keyError(notSupported("SPKAC (crypto.Certificate." + name + ")")))
		})
		must(proto.Set(name, method))
	}
}
