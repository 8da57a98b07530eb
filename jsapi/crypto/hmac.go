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
		return m.newDigester(m.hmacProto, m.openHmac(call.Argument(0), call.Argument(1), call.Argument(2)))
	})
	m.hmacProto = m.class("Hmac", func(call goja.ConstructorCall) hash.Hash {
		return m.openHmac(call.Argument(0), call.Argument(1), call.Argument(2))
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

func (m *module) openHmac(algorithm, key, options goja.Value) hash.Hash {
	if !goja.IsString(algorithm) {
		panic(jsapi.InvalidArgType(m.rt, "hmac", "of type string", algorithm))
	}
	encoding := goja.Undefined()
	if o, ok := options.(*goja.Object); ok {
		if v := o.Get("encoding"); v != nil {
			encoding = v
		}
	}
	secret, ok := m.source(key, encoding)
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, "key", keyTypes, key))
	}
	create := newHash(algorithm.String())
	if create == nil {
		panic(jsapi.NewError(m.rt, "TypeError", "ERR_CRYPTO_INVALID_DIGEST", "Invalid digest: "+algorithm.String()))
	}
	return hmac.New(create, secret)
}
