package crypto

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// keyMethods gives key.js what its classes are made of. Each is called with the object first.
func (m *module) keyMethods(host *goja.Object) {
	method := func(name string, fn func(k *key, call goja.FunctionCall) goja.Value) {
		jsapi.SetMethod(m.rt, host, name, func(call goja.FunctionCall) goja.Value {
			k, ok := stateOf[*key](m, call.Argument(0))
			if !ok {
				return goja.Undefined() // a method taken from the prototype; Node has nothing to say to it either
			}
			return fn(k, call)
		})
	}
	method("type", func(k *key, _ goja.FunctionCall) goja.Value { return m.rt.ToValue(k.kind) })
	method("symmetricKeySize", func(k *key, _ goja.FunctionCall) goja.Value { return m.rt.ToValue(len(k.secret)) })
	method("asymmetricKeyType", func(k *key, _ goja.FunctionCall) goja.Value { return m.rt.ToValue(k.name) })
	method("asymmetricKeyDetails", func(k *key, _ goja.FunctionCall) goja.Value { return m.keyDetails(k) })
	method("exportSecret", func(k *key, call goja.FunctionCall) goja.Value { return m.exportSecret(k, call.Argument(1)) })
	method("exportPublic", func(k *key, call goja.FunctionCall) goja.Value { return m.exportPublic(k, call.Argument(1)) })
	method("exportPrivate", func(k *key, call goja.FunctionCall) goja.Value { return m.exportPrivate(k, call.Argument(1)) })
	method("equals", func(k *key, call goja.FunctionCall) goja.Value {
		other, ok := stateOf[*key](m, call.Argument(1))
		if !ok {
			panic(jsapi.InvalidArgType(m.rt, "otherKeyObject", "an instance of KeyObject", call.Argument(1)))
		}
		return m.rt.ToValue(sameKey(k, other))
	})
	jsapi.SetMethod(m.rt, host, "fromCryptoKey", func(call goja.FunctionCall) goja.Value {
		k, ok := stateOf[*cryptoKey](m, call.Argument(0))
		if !ok {
			panic(jsapi.InvalidArgType(m.rt, "key", "an instance of CryptoKey", call.Argument(0)))
		}
		return m.newKeyObject(k.key)
	})
	jsapi.SetMethod(m.rt, host, "construct", m.constructKey)
	m.cryptoKeyMethods(host)
}

// constructKey is new KeyObject(type, handle), for which JavaScript never has the handle.
func (m *module) constructKey(call goja.FunctionCall) goja.Value {
	switch kind := call.Argument(1); kind.String() {
	case secretKey, publicKey, privateKey:
		panic(jsapi.InvalidArgType(m.rt, "handle", "of type object", call.Argument(2)))
	default:
		panic(jsapi.InvalidArgValue(m.rt, "type", "is invalid", jsapi.Inspect(kind)))
	}
}

// keyDetails is asymmetricKeyDetails.
func (m *module) keyDetails(k *key) goja.Value {
	o := m.rt.NewObject()
	set := func(name string, v any) { must(o.Set(name, v)) }
	switch k.name {
	case "rsa", "rsa-pss":
		pub := k.rsaPublic()
		set("modulusLength", pub.N.BitLen())
		set("publicExponent", bigInt(pub.E))
	case "ec":
		set("namedCurve", curveName(k.ecPublic().Curve))
	}
	if k.pss != nil {
		set("hashAlgorithm", k.pss.hash)
		set("mgf1HashAlgorithm", k.pss.mgf1)
		set("saltLength", k.pss.saltLength)
	}
	return o
}
