package crypto

import (
	"math/big"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// exchange is what a DiffieHellman or DiffieHellmanGroup carries.
type exchange struct {
	dhGroup
	secret int      // bits of a private key, 0 for as many as the prime has
	x, y   *big.Int // nil until set
}

// plainClass makes an exported class that can be called without new; create makes its objects with the prototype given.
func (m *module) plainClass(name string, create func(args []goja.Value, proto *goja.Object) *goja.Object) (class, proto *goja.Object) {
	class = m.rt.ToValue(func(call goja.ConstructorCall) *goja.Object {
		of := proto
		if call.NewTarget != nil {
			of = call.NewTarget.Get("prototype").ToObject(m.rt)
		}
		return create(call.Arguments, of)
	}).(*goja.Object)
	must(class.DefineDataProperty("name", m.rt.ToValue(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	must(m.exports.Set(name, class))
	proto = class.Get("prototype").(*goja.Object)
	return class, proto
}

// defineDH makes DiffieHellman, DiffieHellmanGroup, and diffieHellman, which works with KeyObjects.
func (m *module) defineDH() {
	_, proto := m.plainClass("DiffieHellman", m.newDiffieHellman)
	_, groupProto := m.plainClass("DiffieHellmanGroup", m.newDiffieHellmanGroup)
	m.exchangeMethods(proto)
	m.exchangeMethods(groupProto)
	for i, name := range []string{"setPublicKey", "setPrivateKey"} {
		jsapi.SetMethod(m.rt, proto, name, func(call goja.FunctionCall) goja.Value {
			e := m.exchange(call.This)
			n := new(big.Int).SetBytes(m.keyBytes(call.Argument(0), call.Argument(1), "key"))
			if i == 0 {
				e.y = n
			} else {
				e.x = n
			}
			return call.This
		})
	}
	m.function("createDiffieHellman", func(call goja.FunctionCall) goja.Value { return m.newDiffieHellman(call.Arguments, proto) })
	group := func(call goja.FunctionCall) goja.Value { return m.newDiffieHellmanGroup(call.Arguments, groupProto) }
	m.function("getDiffieHellman", group)
	must(m.exports.Set("createDiffieHellmanGroup", m.exports.Get("getDiffieHellman")))
	m.function("diffieHellman", m.diffieHellman)
}

func (m *module) exchange(this goja.Value) *exchange {
	e, ok := stateOf[*exchange](m, this)
	if !ok {
		panic(m.rt.NewTypeError("this is no DiffieHellman of the crypto module"))
	}
	return e
}

// keyBytes requires a string in an encoding, or bytes.
func (m *module) keyBytes(v, encoding goja.Value, name string) []byte {
	b, ok := m.source(v, encoding)
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, name, plainKeyTypes, v))
	}
	return b
}

func (m *module) newExchange(proto *goja.Object, e *exchange) *goja.Object {
	o := m.carry(m.rt.CreateObject(proto), e)
	// Computed when read: whether a large number is prime takes long to say, and hardly anybody asks.
	check := m.rt.ToValue(func(goja.FunctionCall) goja.Value {
		if e.secret != 0 {
			return m.rt.ToValue(0)
		}
		return m.rt.ToValue(e.check())
	})
	must(o.DefineAccessorProperty("verifyError", check, nil, goja.FLAG_TRUE, goja.FLAG_TRUE))
	return o
}

// newDiffieHellmanGroup is getDiffieHellman(name).
func (m *module) newDiffieHellmanGroup(args []goja.Value, proto *goja.Object) *goja.Object {
	name := goja.FunctionCall{Arguments: args}.Argument(0)
	if !goja.IsString(name) {
		panic(jsapi.NewError(m.rt, "TypeError", "ERR_INVALID_ARG_TYPE", "Group name must be a string"))
	}
	group, secret, ok := modpGroup(name.String())
	if !ok {
		panic(m.unknownGroup())
	}
	return m.newExchange(proto, &exchange{dhGroup: group, secret: secret})
}

func (m *module) unknownGroup() *goja.Object {
	return jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_UNKNOWN_DH_GROUP", "Unknown DH group")
}

// newDiffieHellman is createDiffieHellman(prime[, primeEncoding][, generator[, generatorEncoding]]), or (primeLength[, generator]).
func (m *module) newDiffieHellman(args []goja.Value, proto *goja.Object) *goja.Object {
	call := goja.FunctionCall{Arguments: args}
	key, encoding, generator, generatorEncoding := call.Argument(0), call.Argument(1), call.Argument(2), call.Argument(3)
	if _, ok := jsapi.ParseEncoding(encoding.String()); encoding.ToBoolean() && !(goja.IsString(encoding) && (ok || encoding.String() == "buffer")) {
		encoding, generator, generatorEncoding = goja.Undefined(), encoding, generator
	}
	g := big.NewInt(2)
	switch {
	case !generator.ToBoolean():
	case goja.IsNumber(generator):
		g.SetInt64(m.integerArgument(generator, "generator", -1<<31, 1<<31-1))
	default:
		g.SetBytes(m.keyBytes(generator, generatorEncoding, "generator"))
	}
	if g.Cmp(big.NewInt(1)) <= 0 {
		panic(m.opensslError("02800065", "Diffie-Hellman routines", "bad generator", "ERR_OSSL_DH_BAD_GENERATOR"))
	}
	if goja.IsNumber(key) {
		bits := int(m.integerArgument(key, "sizeOrKey", 0, 1<<31-1))
		if bits < 512 {
			panic(m.opensslError("0280007E", "Diffie-Hellman routines", "modulus too small", "ERR_OSSL_DH_MODULUS_TOO_SMALL"))
		}
		p, err := safePrime(bits, nil, nil, m.closing())
		if err != nil || bits > maxDHBits {
			panic(m.opensslError("02800067", "Diffie-Hellman routines", "modulus too large", "ERR_OSSL_DH_MODULUS_TOO_LARGE"))
		}
		return m.newExchange(proto, &exchange{dhGroup: dhGroup{p, g}})
	}
	b, ok := m.source(key, encoding)
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, "sizeOrKey",
			"one of type number or string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView", key))
	}
	return m.newExchange(proto, &exchange{dhGroup: dhGroup{new(big.Int).SetBytes(b), g}})
}

// exchangeMethods are the methods of both classes.
func (m *module) exchangeMethods(proto *goja.Object) {
	method := func(name string, fn func(*exchange, goja.FunctionCall) []byte, encoding int) {
		jsapi.SetMethod(m.rt, proto, name, func(call goja.FunctionCall) goja.Value {
			return m.encodedResult(fn(m.exchange(call.This), call), call.Argument(encoding))
		})
	}
	state := func(what string) *goja.Object {
		return jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_INVALID_STATE", "No "+what+" key - did you forget to generate one?")
	}
	method("generateKeys", func(e *exchange, _ goja.FunctionCall) []byte {
		m.modulus(e)
		if e.x == nil {
			e.x = newSecret(e.dhGroup, e.secret)
		}
		e.y = new(big.Int).Exp(e.g, e.x, e.p)
		return e.y.Bytes()
	}, 0)
	method("computeSecret", m.computeSecret, 2)
	method("getPrime", func(e *exchange, _ goja.FunctionCall) []byte { return e.p.Bytes() }, 0)
	method("getGenerator", func(e *exchange, _ goja.FunctionCall) []byte { return e.g.Bytes() }, 0)
	method("getPublicKey", func(e *exchange, _ goja.FunctionCall) []byte {
		if e.y == nil {
			panic(state("public"))
		}
		return e.y.Bytes()
	}, 0)
	method("getPrivateKey", func(e *exchange, _ goja.FunctionCall) []byte {
		if e.x == nil {
			panic(state("private"))
		}
		return e.x.Bytes()
	}, 0)
}

// modulus refuses primes that nothing can be computed with, or not in any time.
func (m *module) modulus(e *exchange) {
	if e.p.BitLen() > maxDHBits {
		panic(m.opensslError("02800067", "Diffie-Hellman routines", "modulus too large", "ERR_OSSL_DH_MODULUS_TOO_LARGE"))
	}
	if e.p.BitLen() < 3 {
		panic(m.opensslError("0280007E", "Diffie-Hellman routines", "modulus too small", "ERR_OSSL_DH_MODULUS_TOO_SMALL"))
	}
}

// computeSecret is computeSecret(otherPublicKey[, inputEncoding[, outputEncoding]]): of as many bytes as the prime.
func (m *module) computeSecret(e *exchange, call goja.FunctionCall) []byte {
	other := new(big.Int).SetBytes(m.keyBytes(call.Argument(0), call.Argument(1), "otherPublicKey"))
	m.modulus(e)
	if e.x == nil {
		panic(jsapi.NewError(m.rt, "RangeError", "ERR_CRYPTO_INVALID_KEYTYPE", "Invalid key type"))
	}
	one := big.NewInt(1)
	size := ""
	if other.Cmp(one) <= 0 {
		size = "small"
	} else if other.Cmp(new(big.Int).Sub(e.p, one)) >= 0 {
		size = "large"
	}
	if size != "" {
		panic(jsapi.NewError(m.rt, "RangeError", "ERR_CRYPTO_INVALID_KEYLEN", "Supplied key is too "+size))
	}
	return other.Exp(other, e.x, e.p).FillBytes(make([]byte, (e.p.BitLen()+7)/8))
}

// diffieHellman is diffieHellman({privateKey, publicKey}), on KeyObjects.
func (m *module) diffieHellman(call goja.FunctionCall) goja.Value {
	options := call.Argument(0)
	m.optionsArgument(options)
	var keys [2]*key
	for i, name := range []string{"privateKey", "publicKey"} {
		v := property(options, name)
		k, ok := stateOf[*key](m, v)
		if !ok {
			panic(jsapi.InvalidArgValue(m.rt, "options."+name, "is invalid", jsapi.Inspect(v)))
		}
		keys[i] = k
	}
	private, public := keys[0], keys[1]
	if private.kind != privateKey {
		panic(m.wrongKind(private, privateKey))
	}
	if public.kind == secretKey {
		panic(m.wrongKind(public, "private or public"))
	}
	exchanges := map[string]bool{"ec": true, "x25519": true, "dh": true}
	if private.name != public.name || !exchanges[private.name] {
		panic(jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_INCOMPATIBLE_KEY",
			"Incompatible key types for Diffie-Hellman: "+private.name+" and "+public.name))
	}
	out, err := sharedSecret(private, public)
	if err != nil {
		panic(m.keyError(err))
	}
	return m.buffer(out)
}
