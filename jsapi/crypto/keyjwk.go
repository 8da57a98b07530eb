package crypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/base64"
	"math/big"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// jwkKinds are the kty that Node takes for keys of a pair.
const jwkKinds = "must be one of: 'RSA', 'EC', 'OKP'"

// parseJWK makes a key of a JSON Web Key (RFC 7517, 7518, 8037); private requires a private one, otherwise it gives a
// public one.
func (m *module) parseJWK(jwk *goja.Object, private bool) *key {
	kty := property(jwk, "kty")
	if goja.IsString(kty) {
		switch kty.String() {
		case "RSA":
			return m.parseRSAJWK(jwk, private)
		case "EC":
			return m.parseECJWK(jwk, private)
		case "OKP":
			return m.parseOKPJWK(jwk, private)
		}
	}
	panic(jsapi.InvalidArgValue(m.rt, "key.kty", jwkKinds, jsapi.Inspect(kty)))
}

// jwkText is a member that must be a string.
func (m *module) jwkText(jwk *goja.Object, name string) string {
	v := property(jwk, name)
	if !goja.IsString(v) {
		panic(jsapi.InvalidArgType(m.rt, "key."+name, "of type string", v))
	}
	return v.String()
}

func (m *module) jwkBytes(jwk *goja.Object, name string) []byte {
	return decodeBase64URL(m.jwkText(jwk, name))
}

func (m *module) jwkNumber(jwk *goja.Object, name string) *big.Int {
	return new(big.Int).SetBytes(m.jwkBytes(jwk, name))
}

// decodeBase64URL is as lenient as Node: either alphabet, with padding or without, and up to what is neither.
func decodeBase64URL(s string) []byte {
	s = strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimRight(s, "="))
	b, _ := base64.RawURLEncoding.DecodeString(s)
	return b
}

func (m *module) invalidJWK(what string) *goja.Object {
	return jsapi.NewError(m.rt, "TypeError", "ERR_CRYPTO_INVALID_JWK", what)
}

func (m *module) parseRSAJWK(jwk *goja.Object, private bool) *key {
	n, e := m.jwkNumber(jwk, "n"), m.jwkNumber(jwk, "e")
	if !e.IsInt64() || e.Int64() < 1 || e.Int64() > 1<<31-1 || n.Sign() == 0 {
		panic(m.invalidJWK("Invalid JWK RSA key"))
	}
	public := rsa.PublicKey{N: n, E: int(e.Int64())}
	if !private {
		return &key{kind: publicKey, name: "rsa", public: &public}
	}
	k := &rsa.PrivateKey{PublicKey: public, D: m.jwkNumber(jwk, "d"),
		Primes: []*big.Int{m.jwkNumber(jwk, "p"), m.jwkNumber(jwk, "q")}}
	for _, name := range []string{"dp", "dq", "qi"} {
		m.jwkText(jwk, name)
	}
	k.Precompute()
	if err := k.Validate(); err != nil {
		panic(m.invalidJWK("Invalid JWK RSA key"))
	}
	return newRSA(k)
}

func (m *module) parseECJWK(jwk *goja.Object, private bool) *key {
	crv := property(jwk, "crv")
	on, ok := jwkCurve(crv.String())
	switch {
	case ok && goja.IsString(crv):
	case goja.IsString(crv) && crv.String() == "secp256k1":
		panic(m.keyError(notSupported("secp256k1")))
	default:
		panic(jsapi.InvalidArgValue(m.rt, "key.crv", "must be one of: 'P-256', 'secp256k1', 'P-384', 'P-521'", jsapi.Inspect(crv)))
	}
	public, err := ecPublic(on.Curve, m.jwkNumber(jwk, "x"), m.jwkNumber(jwk, "y"))
	if !private {
		if err != nil {
			panic(m.invalidJWK("Invalid JWK EC key"))
		}
		return &key{kind: publicKey, name: "ec", public: public}
	}
	d := m.jwkBytes(jwk, "d")
	if err == nil {
		var k *key
		if k, err = ecFromScalar(on.Curve, d); err == nil && k.ecPublic().Equal(public) {
			return k
		}
	}
	panic(m.invalidJWK("Invalid JWK EC key"))
}

func (m *module) parseOKPJWK(jwk *goja.Object, private bool) *key {
	crv := property(jwk, "crv")
	switch s := crv.String(); {
	case !goja.IsString(crv):
		panic(jsapi.InvalidArgValue(m.rt, "key.crv", "must be one of: 'Ed25519', 'Ed448', 'X25519', 'X448'", jsapi.Inspect(crv)))
	case s == "Ed25519", s == "X25519":
	case s == "Ed448", s == "X448":
		panic(m.keyError(notSupported(strings.ToLower(s))))
	default:
		panic(jsapi.InvalidArgValue(m.rt, "key.crv", "must be one of: 'Ed25519', 'Ed448', 'X25519', 'X448'", jsapi.Inspect(crv)))
	}
	x := m.jwkBytes(jwk, "x")
	var raw []byte
	if private {
		raw = m.jwkBytes(jwk, "d")
	}
	k := okpKey(crv.String(), x, raw, private)
	if k == nil {
		panic(m.invalidJWK("Invalid JWK data"))
	}
	return k
}

// okpKey makes a key on Curve25519 of its bytes, nil if they are of the wrong length.
func okpKey(crv string, x, d []byte, private bool) *key {
	switch {
	case crv == "Ed25519" && private && len(d) == ed25519.SeedSize:
		return newEd25519(ed25519.NewKeyFromSeed(d))
	case crv == "Ed25519" && !private && len(x) == ed25519.PublicKeySize:
		return &key{kind: publicKey, name: "ed25519", public: ed25519.PublicKey(x)}
	case crv == "X25519" && private:
		if k, err := ecdh.X25519().NewPrivateKey(d); err == nil {
			return newX25519(k)
		}
	case crv == "X25519":
		if k, err := ecdh.X25519().NewPublicKey(x); err == nil {
			return &key{kind: publicKey, name: "x25519", public: k}
		}
	}
	return nil
}

// exportJWK writes a key, its members in the order in which Node has them.
func (m *module) exportJWK(k *key) goja.Value {
	o := m.rt.NewObject()
	text := func(name, s string) { must(o.Set(name, s)) }
	bytes := func(name string, b []byte) { text(name, base64.RawURLEncoding.EncodeToString(b)) }
	switch public := k.public.(type) {
	case nil:
		text("kty", "oct")
		bytes("k", k.secret)
		return o
	case *rsa.PublicKey:
		if k.name != "rsa" {
			break
		}
		text("kty", "RSA")
		bytes("n", public.N.Bytes())
		bytes("e", bigInt(public.E).Bytes())
		if private, ok := k.private.(*rsa.PrivateKey); ok {
			private.Precompute()
			for i, n := range []*big.Int{private.D, private.Primes[0], private.Primes[1],
				private.Precomputed.Dp, private.Precomputed.Dq, private.Precomputed.Qinv} {
				bytes([]string{"d", "p", "q", "dp", "dq", "qi"}[i], n.Bytes())
			}
		}
		return o
	case *ecdsa.PublicKey:
		return m.exportECJWK(k, o, text, bytes)
	case ed25519.PublicKey:
		text("crv", "Ed25519")
		if private, ok := k.private.(ed25519.PrivateKey); ok {
			bytes("d", private.Seed())
		}
		bytes("x", public)
		text("kty", "OKP")
		return o
	case *ecdh.PublicKey:
		text("crv", "X25519")
		if private, ok := k.private.(*ecdh.PrivateKey); ok {
			bytes("d", private.Bytes())
		}
		bytes("x", public.Bytes())
		text("kty", "OKP")
		return o
	}
	panic(jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE", "Unsupported JWK Key Type."))
}

func (m *module) exportECJWK(k *key, o *goja.Object, text func(string, string), bytes func(string, []byte)) goja.Value {
	c := curveOf(k.ecPublic().Curve)
	if c.jwk == "" {
		panic(jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_JWK_UNSUPPORTED_CURVE", "Unsupported JWK EC curve: "+c.name+"."))
	}
	point, err := k.ecPublic().Bytes()
	must(err)
	half := (len(point) - 1) / 2
	text("kty", "EC")
	bytes("x", point[1:1+half])
	bytes("y", point[1+half:])
	text("crv", c.jwk)
	if private, ok := k.private.(*ecdsa.PrivateKey); ok {
		d, err := private.Bytes()
		must(err)
		bytes("d", d)
	}
	return o
}
