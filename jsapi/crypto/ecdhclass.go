package crypto

import (
	"crypto/ecdsa"
	"crypto/rand"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// ecExchange is what an ECDH carries.
type ecExchange struct {
	curve
	private *ecdsa.PrivateKey // nil until set
	public  *ecdsa.PublicKey  // nil until set
}

// defineECDH makes ECDH and createECDH.
func (m *module) defineECDH() {
	class, proto := m.plainClass("ECDH", m.newECDH)
	m.function("createECDH", func(call goja.FunctionCall) goja.Value { return m.newECDH(call.Arguments, proto) })
	jsapi.SetMethod(m.rt, class, "convertKey", m.convertKey)
	method := func(name string, fn func(*ecExchange, goja.FunctionCall) goja.Value) {
		jsapi.SetMethod(m.rt, proto, name, func(call goja.FunctionCall) goja.Value {
			e, ok := stateOf[*ecExchange](m, call.This)
			if !ok {
				panic(m.rt.NewTypeError("this is no ECDH of the crypto module"))
			}
			return fn(e, call)
		})
	}
	method("computeSecret", m.ecdhSecret)
	method("setPrivateKey", m.setECDHPrivate)
	method("setPublicKey", func(e *ecExchange, call goja.FunctionCall) goja.Value {
		e.public = m.point(e.curve, m.keyBytes(call.Argument(0), call.Argument(1), "key"))
		return call.This
	})
	method("getPrivateKey", func(e *ecExchange, call goja.FunctionCall) goja.Value {
		if e.private == nil {
			panic(m.operationFailed("Failed to get ECDH private key"))
		}
		return m.encodedResult(e.private.D.Bytes(), call.Argument(0)) //nolint:staticcheck // as short as Node has it
	})
	method("generateKeys", func(e *ecExchange, call goja.FunctionCall) goja.Value {
		private, err := ecdsa.GenerateKey(e.Curve, rand.Reader)
		must(err)
		e.private, e.public = private, &private.PublicKey
		return m.ecdhPublic(e, call)
	})
	method("getPublicKey", m.ecdhPublic)
}

func (m *module) operationFailed(message string) *goja.Object {
	return jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_OPERATION_FAILED", message)
}

// exactCurve finds a curve by OpenSSL's own name.
func (m *module) exactCurve(v goja.Value) curve {
	name := m.textArgument(v, "curve")
	for _, c := range curves() {
		if c.name == name {
			return c
		}
	}
	panic(m.noCurve(name))
}

// noCurve says that there is no such curve, or that we have not got it.
func (m *module) noCurve(name string) *goja.Object {
	if foreignCurve(name) && name != "secp256r1" && name != "secp0" {
		return m.keyError(notSupported(name))
	}
	return jsapi.NewError(m.rt, "TypeError", "ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name")
}

func (m *module) newECDH(args []goja.Value, proto *goja.Object) *goja.Object {
	c := m.exactCurve(goja.FunctionCall{Arguments: args}.Argument(0))
	return m.carry(m.rt.CreateObject(proto), &ecExchange{curve: c})
}

func (m *module) point(c curve, b []byte) *ecdsa.PublicKey {
	public, err := parsePoint(c.Curve, b)
	if err != nil {
		panic(m.operationFailed("Failed to convert Buffer to EC_POINT"))
	}
	return public
}

// ecdhSecret is computeSecret(otherPublicKey[, inputEncoding[, outputEncoding]]).
func (m *module) ecdhSecret(e *ecExchange, call goja.FunctionCall) goja.Value {
	b := m.keyBytes(call.Argument(0), call.Argument(1), "key")
	if e.private == nil {
		panic(jsapi.NewError(m.rt, "RangeError", "ERR_CRYPTO_INVALID_KEYPAIR", "Invalid key pair"))
	}
	other, err := parsePoint(e.Curve, b)
	if err != nil {
		panic(jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY", "Public key is not valid for specified curve"))
	}
	out, err := sharedSecret(newEC(e.private), &key{kind: publicKey, name: "ec", public: other})
	if err != nil {
		panic(m.keyError(err))
	}
	return m.encodedResult(out, call.Argument(2))
}

func (m *module) setECDHPrivate(e *ecExchange, call goja.FunctionCall) goja.Value {
	k, err := ecFromScalar(e.Curve, m.keyBytes(call.Argument(0), call.Argument(1), "key"))
	if err != nil {
		panic(jsapi.NewError(m.rt, "RangeError", "ERR_CRYPTO_INVALID_KEYTYPE", "Private key is not valid for specified curve."))
	}
	e.private, e.public = k.private.(*ecdsa.PrivateKey), k.ecPublic()
	return call.This
}

// ecdhPublic is getPublicKey([encoding[, format]]).
func (m *module) ecdhPublic(e *ecExchange, call goja.FunctionCall) goja.Value {
	format := m.pointFormat(call.Argument(1))
	if e.public == nil {
		panic(m.operationFailed("Failed to get ECDH public key"))
	}
	return m.encodedResult(writePoint(e.public, format), call.Argument(0))
}

// pointFormat is the first byte of a point's form, for an even y.
func (m *module) pointFormat(v goja.Value) byte {
	switch {
	case !v.ToBoolean(), v.String() == "uncompressed":
		return 4
	case v.String() == "compressed":
		return 2
	case v.String() == "hybrid":
		return 6
	}
	panic(jsapi.NewError(m.rt, "TypeError", "ERR_CRYPTO_ECDH_INVALID_FORMAT", "Invalid ECDH format: "+v.String()))
}

func writePoint(public *ecdsa.PublicKey, format byte) []byte {
	b, err := public.Bytes()
	must(err)
	if format == 4 {
		return b
	}
	b[0] = format | b[len(b)-1]&1
	if format == 2 {
		return b[:1+len(b)/2]
	}
	return b
}

// convertKey is ECDH.convertKey(key, curve[, inputEncoding[, outputEncoding[, format]]]).
func (m *module) convertKey(call goja.FunctionCall) goja.Value {
	b := m.keyBytes(call.Argument(0), call.Argument(2), "key")
	c := m.exactCurve(call.Argument(1))
	format := m.pointFormat(call.Argument(4))
	return m.encodedResult(writePoint(m.point(c, b), format), call.Argument(3))
}
