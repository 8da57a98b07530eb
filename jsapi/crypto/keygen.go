package crypto

import (
	"math/big"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// defineKeyGen makes generateKeyPair, generateKey, and their synchronous forms.
func (m *module) defineKeyGen() {
	m.function("generateKeyPair", func(call goja.FunctionCall) goja.Value {
		typ, options, callback := call.Argument(0), call.Argument(1), call.Argument(2)
		if jsapi.TypeOf(options) == "function" {
			options, callback = goja.Undefined(), options
		}
		fn := m.callback(callback)
		m.keyPairAside(m.keyPair(typ, options), func(values ...goja.Value) error {
			_, thrown := fn(goja.Undefined(), values...)
			return thrown
		})
		return goja.Undefined()
	})
	m.function("generateKeyPairSync", func(call goja.FunctionCall) goja.Value {
		job := m.keyPair(call.Argument(0), call.Argument(1))
		k, err := job.generate()
		if err != nil {
			panic(m.keyError(err))
		}
		return m.pairObject(job.write(k))
	})
	m.promisifyKeyPair()
	m.function("generateKey", func(call goja.FunctionCall) goja.Value {
		fn := m.callback(call.Argument(2))
		k := m.newKeyObject(m.secretOf(call.Argument(0), call.Argument(1)))
		m.later(fn, goja.Null(), k)
		return goja.Undefined()
	})
	m.function("generateKeySync", func(call goja.FunctionCall) goja.Value {
		return m.newKeyObject(m.secretOf(call.Argument(0), call.Argument(1)))
	})
}

// pairJob is a key pair to be made, and how it is given out.
type pairJob struct {
	generate func() (*key, error)
	write    func(*key) (public, private goja.Value)
}

// keyPairAside makes a key pair on a goroutine, and gives then an error, or null and the two keys.
func (m *module) keyPairAside(job pairJob, then func(values ...goja.Value) error) {
	m.goAside(func() func() error {
		k, err := job.generate()
		return func() error {
			if err != nil {
				return then(m.keyError(err))
			}
			public, private := job.write(k)
			return then(goja.Null(), public, private)
		}
	})
}

func (m *module) pairObject(public, private goja.Value) goja.Value {
	o := m.rt.NewObject()
	must(o.Set("publicKey", public))
	must(o.Set("privateKey", private))
	return o
}

// promisifyKeyPair is what util.promisify(generateKeyPair) returns, whose callback has two values.
func (m *module) promisifyKeyPair() {
	symbols := m.rt.Get("Symbol").ToObject(m.rt)
	of, ok := goja.AssertFunction(symbols.Get("for"))
	if !ok {
		panic(m.rt.NewTypeError("Symbol.for is no longer a function"))
	}
	custom, err := of(symbols, m.rt.ToValue("nodejs.util.promisify.custom"))
	must(err)
	promised := jsapi.NewFunction(m.rt, "generateKeyPair", func(call goja.FunctionCall) goja.Value {
		promise, resolve, reject := m.rt.NewPromise()
		m.keyPairAside(m.keyPair(call.Argument(0), call.Argument(1)), func(values ...goja.Value) error {
			if len(values) == 1 {
				return reject(values[0])
			}
			return resolve(m.pairObject(values[1], values[2]))
		})
		return m.rt.ToValue(promise)
	})
	must(m.exports.Get("generateKeyPair").ToObject(m.rt).DefineDataPropertySymbol(custom.(*goja.Symbol), promised,
		goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
}

// keyPair reads generateKeyPair's arguments.
func (m *module) keyPair(typ, options goja.Value) pairJob {
	name := m.textArgument(typ, "type")
	if !goja.IsUndefined(options) {
		m.optionsArgument(options)
	}
	public, private := m.pairEncoding(options, name, publicKey), m.pairEncoding(options, name, privateKey)
	return pairJob{m.pairOptions(name, options), func(k *key) (goja.Value, goja.Value) {
		var a, b goja.Value
		if public == nil {
			a = m.newKeyObject(k.publicPart())
		} else {
			a = m.writePublic(k, *public)
		}
		if private == nil {
			b = m.newKeyObject(k)
		} else {
			b = m.writePrivate(k, *private)
		}
		return a, b
	}}
}

// pairEncoding is the option publicKeyEncoding or privateKeyEncoding, nil where a KeyObject is wanted.
func (m *module) pairEncoding(options goja.Value, name, kind string) *encoded {
	option := kind + "KeyEncoding"
	v := property(options, option)
	if goja.IsUndefined(v) || goja.IsNull(v) {
		return nil
	}
	if _, ok := v.(*goja.Object); !ok {
		panic(jsapi.InvalidArgValue(m.rt, "options."+option, "is invalid", jsapi.Inspect(v)))
	}
	e := m.outputEncoding(v, name, kind, "options."+option)
	return &e
}

// pairOptions reads what the type of key needs.
func (m *module) pairOptions(name string, options goja.Value) func() (*key, error) {
	switch name {
	case "ed25519":
		return generateEd25519
	case "x25519":
		return generateX25519
	case "ed448", "x448", "dsa":
		panic(m.keyError(notSupported(name)))
	case "rsa", "rsa-pss", "ec", "dh":
		m.optionsArgument(options)
	default:
		panic(jsapi.InvalidArgValue(m.rt, "type", "must be a supported key type", jsapi.Inspect(m.rt.ToValue(name))))
	}
	switch name {
	case "ec":
		return m.ecOptions(options)
	case "dh":
		return m.dhOptions(options)
	}
	return m.rsaKeyOptions(name, options)
}

func (m *module) ecOptions(options goja.Value) func() (*key, error) {
	curveName := m.textArgument(property(options, "namedCurve"), "options.namedCurve")
	switch v := property(options, "paramEncoding"); {
	case goja.IsUndefined(v), goja.IsNull(v), v.String() == "named":
	case v.String() == "explicit":
		panic(m.keyError(notSupported("paramEncoding: 'explicit'")))
	default:
		panic(jsapi.InvalidArgValue(m.rt, "options.paramEncoding", "is invalid", jsapi.Inspect(v)))
	}
	on, ok := findCurve(curveName)
	if !ok {
		panic(m.noCurve(curveName))
	}
	return func() (*key, error) { return generateEC(on) }
}

func (m *module) rsaKeyOptions(name string, options goja.Value) func() (*key, error) {
	bits := int(m.integerArgument(property(options, "modulusLength"), "options.modulusLength", 0, 1<<32-1))
	exponent := int64(usualExponent)
	if v := property(options, "publicExponent"); !goja.IsUndefined(v) && !goja.IsNull(v) {
		exponent = m.integerArgument(v, "options.publicExponent", 0, 1<<32-1)
	}
	var pss *pssParameters
	if name == "rsa-pss" {
		pss = m.pssOptions(options)
	}
	return func() (*key, error) {
		k, err := generateRSA(bits, big.NewInt(exponent))
		if err != nil {
			return nil, err
		}
		k.name, k.pss = name, pss
		return k, nil
	}
}

// pssOptions is what a new RSA-PSS key is bound to: nothing, if no option says so.
func (m *module) pssOptions(options goja.Value) *pssParameters {
	text := func(name, old, otherwise string) (string, bool) {
		v := property(options, name)
		if goja.IsUndefined(v) {
			name = old
			if v = property(options, old); goja.IsUndefined(v) {
				return otherwise, false
			}
		}
		hash := m.textArgument(v, "options."+name)
		if canonicalHash(hash) == "" {
			panic(m.invalidDigest(hash))
		}
		return canonicalHash(hash), true
	}
	hash, bound := text("hashAlgorithm", "hash", "sha1")
	mgf1, alsoBound := text("mgf1HashAlgorithm", "mgf1Hash", hash)
	salt := newHash(hash)().Size()
	v := property(options, "saltLength")
	if !goja.IsUndefined(v) {
		salt = int(m.integerArgument(v, "options.saltLength", 0, 1<<31-1))
	} else if !bound && !alsoBound {
		return nil
	}
	return &pssParameters{hash, mgf1, salt}
}

func (m *module) dhOptions(options goja.Value) func() (*key, error) {
	group, prime, length := property(options, "group"), property(options, "prime"), property(options, "primeLength")
	given := func(v goja.Value) bool { return !goja.IsUndefined(v) && !goja.IsNull(v) }
	pair := func(a, b string) *goja.Object {
		return jsapi.NewError(m.rt, "TypeError", "ERR_INCOMPATIBLE_OPTION_PAIR",
			`Option "`+a+`" cannot be used in combination with option "`+b+`"`)
	}
	if given(group) {
		for _, other := range []string{"prime", "primeLength", "generator"} {
			if given(property(options, other)) {
				panic(pair("group", other))
			}
		}
		g, secret, ok := modpGroup(m.textArgument(group, "options.group"))
		if !ok {
			panic(m.unknownGroup())
		}
		return func() (*key, error) { return newDH(g, newSecret(g, secret)), nil }
	}
	generator := big.NewInt(2)
	if v := property(options, "generator"); given(v) {
		generator.SetInt64(m.integerArgument(v, "options.generator", 0, 1<<31-1))
	}
	switch {
	case given(prime) && given(length):
		panic(pair("prime", "primeLength"))
	case given(prime):
		b, ok := jsapi.Bytes(m.rt, prime)
		if !ok {
			panic(jsapi.InvalidArgType(m.rt, "options.prime", "an instance of ArrayBuffer, Buffer, TypedArray, or DataView", prime))
		}
		g := dhGroup{new(big.Int).SetBytes(b), generator}
		m.modulus(&exchange{dhGroup: g})
		return func() (*key, error) { return newDH(g, newSecret(g, 0)), nil }
	case given(length):
		bits := int(m.integerArgument(length, "options.primeLength", 512, maxDHBits))
		stop := m.closing()
		return func() (*key, error) {
			p, err := safePrime(bits, nil, nil, stop)
			if err != nil {
				return nil, err
			}
			g := dhGroup{p, generator}
			return newDH(g, newSecret(g, 0)), nil
		}
	}
	panic(jsapi.NewError(m.rt, "TypeError", "ERR_MISSING_OPTION",
		"At least one of the group, prime, or primeLength options is required"))
}

// secretOf makes the secret key that generateKey is asked for.
func (m *module) secretOf(typ, options goja.Value) *key {
	name := m.textArgument(typ, "type")
	m.optionsArgument(options)
	length := property(options, "length")
	var bits int64
	switch name {
	case "hmac":
		bits = m.integerArgument(length, "options.length", 8, 1<<31-1)
	case "aes":
		if !goja.IsNumber(length) || length.ToFloat() != 128 && length.ToFloat() != 192 && length.ToFloat() != 256 {
			panic(jsapi.InvalidArgValue(m.rt, "options.length", "must be one of: 128, 192, 256", jsapi.Inspect(length)))
		}
		bits = length.ToInteger()
	default:
		panic(jsapi.InvalidArgValue(m.rt, "type", "must be a supported key type", jsapi.Inspect(typ)))
	}
	secret := make([]byte, bits/8)
	fill(secret)
	return &key{kind: secretKey, secret: secret}
}
