package crypto

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// subtleWrap is wrapKey(format, key, wrappingKey, wrapAlgorithm).
func (m *module) subtleWrap(c subtleCall) work {
	format, k, wrapping := c.format(), c.key(1), c.key(2)
	name := c.algorithm(c.arg(3), "wrapKey", "encrypt")
	if wrapping.name != name || !wrapping.may("wrapKey") {
		panic(m.invalidAccess("The requested operation is not valid for the provided key"))
	}
	if !k.extractable {
		panic(m.domException("key is not extractable", "InvalidAccessException"))
	}
	data := m.wrappable(format, m.exportKey(format, k))
	if name == "AES-KW" {
		for format == "jwk" && len(data)%8 != 0 { // it takes whole blocks only; JSON does not mind
			data = append(data, ' ')
		}
		return m.job(webWrap(wrapping.secret, data, false), len(data))
	}
	return m.crypt(name, c.arg(3), wrapping, data, false, "wrapKey")
}

// wrappable is the bytes of an exported key.
func (m *module) wrappable(format string, exported goja.Value) []byte {
	if format != "jwk" {
		b, _ := jsapi.Bytes(m.rt, exported)
		return b
	}
	return jsapi.UTF8.Bytes(m.json("stringify", exported).(goja.String))
}

// json calls JSON.stringify or JSON.parse.
func (m *module) json(method string, v goja.Value) goja.Value {
	o := m.rt.Get("JSON").ToObject(m.rt)
	fn, ok := goja.AssertFunction(o.Get(method))
	if !ok {
		panic(m.rt.NewTypeError("JSON." + method + " is no longer a function"))
	}
	out, err := fn(o, v)
	if err != nil {
		panic(err)
	}
	return out
}

// subtleUnwrap is unwrapKey(format, wrappedKey, unwrappingKey, unwrapAlgorithm, unwrappedKeyAlgorithm, extractable, usages).
func (m *module) subtleUnwrap(c subtleCall) work {
	format, data, k := c.format(), c.data(1), c.key(2)
	name := c.algorithm(c.arg(3), "wrapKey", "decrypt")
	made := c.algorithm(c.arg(4), "importKey")
	params, extractable, usages := c.arg(4), c.arg(5).ToBoolean(), c.usages(6)
	if k.name != name || !k.may("unwrapKey") {
		panic(m.invalidAccess("The requested operation is not valid for the provided key"))
	}
	var inner work
	if name == "AES-KW" {
		inner = m.job(webWrap(k.secret, data, true), len(data))
	} else {
		inner = m.crypt(name, c.arg(3), k, data, true, "unwrapKey")
	}
	return work{inner.heavy, func() (outcome, error) {
		unwrapped, err := inner.run()
		if err != nil {
			return nil, err
		}
		return func() goja.Value {
			v := unwrapped()
			if format == "jwk" {
				b, _ := jsapi.Bytes(m.rt, v)
				var jwk goja.Value
				if thrown := m.rt.Try(func() { jwk = m.json("parse", jsapi.UTF8.Text(m.rt, b)) }); thrown != nil {
					panic(m.domException("Invalid wrapped JWK key", "DataError"))
				}
				v = jwk
			}
			return m.importKey(format, v, made, params, extractable, usages)
		}, nil
	}}
}
