package crypto

import (
	"crypto/hmac"
	"hash"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

const keyTypes = "of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey"

func (m *module) defineHmac() {
	m.function("createHmac", func(call goja.FunctionCall) goja.Value {
		return m.createHmac(m.hmacProto, call.Arguments)
	})
	m.hmacProto = m.class("Hmac", func(args []goja.Value, proto *goja.Object) *goja.Object {
		return m.createHmac(proto, args)
	})
	jsapi.SetMethod(m.rt, m.hmacProto, "update", m.update)
	jsapi.SetMethod(m.rt, m.hmacProto, "digest", func(call goja.FunctionCall) goja.Value {
		d := m.digester(call.This)
		if d.finished { // Node gives nothing the second time, where a Hash throws
			return m.result(nil, call.Argument(0))
		}
		return m.finish(d, call.Argument(0))
	})
}

func (m *module) createHmac(proto *goja.Object, args []goja.Value) *goja.Object {
	options := argument(args, 2)
	return m.object(proto, &digester{hash: m.openHmac(argument(args, 0), argument(args, 1), options)}, options)
}

func (m *module) openHmac(algorithm, key, options goja.Value) hash.Hash {
	if !goja.IsString(algorithm) {
		panic(jsapi.InvalidArgType(m.rt, "hmac", "of type string", algorithm))
	}
	secret := m.secret(key, property(options, "encoding"))
	return hmac.New(m.fixedHash(algorithm.String()), secret)
}

// secret is the key of a secret KeyObject, or the bytes of what else Node takes for a key.
func (m *module) secret(key, encoding goja.Value) []byte {
	if b, ok := m.secretBytes(key); ok {
		return b
	}
	b, ok := m.source(key, encoding)
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, "key", keyTypes, key))
	}
	return b
}
