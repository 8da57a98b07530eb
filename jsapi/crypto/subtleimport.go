package crypto

import (
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// subtleImport is importKey(format, keyData, algorithm, extractable, usages).
func (m *module) subtleImport(c subtleCall) work {
	format := c.format()
	data := c.arg(1)
	if format == "jwk" {
		if o, ok := data.(*goja.Object); !ok || jsapi.TypeOf(o) != "object" {
			panic(c.fail("ERR_INVALID_ARG_TYPE", ordinal(1)+" can not be converted to a dictionary"))
		}
	} else {
		c.data(1)
	}
	name := c.algorithm(c.arg(2), "importKey")
	made := m.importKey(format, data, name, c.arg(2), c.arg(3).ToBoolean(), c.usages(4))
	return work{false, func() (outcome, error) { return func() goja.Value { return made }, nil }}
}

// importKey makes a CryptoKey; what is wrong it throws.
func (m *module) importKey(format string, data goja.Value, name string, params goja.Value, extractable bool, usages []string) *goja.Object {
	if isSymmetric(name) {
		k := m.webImport(format, name, params, data, extractable, usages)
		if len(usages) == 0 {
			panic(m.domException("Usages cannot be empty when importing a secret key.", "SyntaxError"))
		}
		return m.newCryptoKey(k)
	}
	hash := ""
	var on curve
	switch {
	case strings.HasPrefix(name, "RSA"):
		hash = webParams{m, "RsaHashedImportParams", params}.hash()
	case strings.HasPrefix(name, "EC"):
		on = m.namedCurve(params, "EcKeyImportParams")
	}
	k := m.importPair(format, data, name, hash, on, extractable, usages)
	if k.name != pairType(name) {
		panic(m.domException("Invalid key type", "DataError"))
	}
	if k.name == "ec" && k.ecPublic().Curve != on.Curve {
		panic(m.domException("Named curve mismatch", "DataError"))
	}
	if k.kind == privateKey && len(usages) == 0 {
		panic(m.domException("Usages cannot be empty when importing a private key.", "SyntaxError"))
	}
	return m.newCryptoKey(&cryptoKey{key: k, algorithm: m.pairAlgorithm(k, name, hash), name: name, hash: hash,
		extractable: extractable, usages: usages})
}

// pairType is the type of the keys that an algorithm works with.
func pairType(name string) string {
	switch name {
	case "ECDSA", "ECDH":
		return "ec"
	case "Ed25519", "X25519":
		return strings.ToLower(name)
	}
	return "rsa"
}

func (m *module) importPair(format string, data goja.Value, name, hash string, on curve, extractable bool, usages []string) *key {
	public, private := pairUsages(name)
	check := func(isPrivate bool) {
		allowed := public
		if isPrivate {
			allowed = private
		}
		if len(keep(usages, allowed)) != len(usages) {
			panic(m.badUsage(name, false))
		}
	}
	if format == "jwk" {
		jwk := data.(*goja.Object)
		isPrivate := !goja.IsUndefined(property(jwk, "d"))
		m.checkJWK(jwk, name, hash, on, extractable, isPrivate, usages, check)
		var k *key
		if thrown := m.rt.Try(func() { k = m.parseJWK(jwk, isPrivate) }); thrown != nil {
			panic(m.invalidKeyData(thrown.Value()))
		}
		return k
	}
	b, ok := jsapi.Bytes(m.rt, data)
	if !ok {
		panic(m.domException("Invalid keyData", "DataError"))
	}
	var k *key
	var err error
	switch {
	case format == "spki":
		check(false)
		k, err = parseSPKI(b)
	case format == "pkcs8":
		check(true)
		k, err = parsePKCS8(b)
	case pairType(name) == "rsa":
		panic(m.domException("Unable to import RSA key with format raw", "NotSupportedError"))
	case on.Curve == nil:
		check(false)
		if k = okpKey(name, append([]byte{}, b...), nil, false); k == nil {
			panic(m.domException(name+" raw keys must be exactly 32-bytes", "DataError"))
		}
	default:
		check(false)
		k = &key{kind: publicKey, name: "ec"}
		if k.public, err = parsePoint(on.Curve, b); err != nil {
			panic(m.domException("Invalid keyData", "DataError"))
		}
	}
	if err != nil {
		panic(m.invalidKeyData(m.keyError(err)))
	}
	return k
}

// invalidKeyData is a DataError with the reason as its cause.
func (m *module) invalidKeyData(cause goja.Value) *goja.Object {
	class := m.h.Require("internal/events").ToObject(m.rt).Get("DOMException")
	options := m.rt.NewObject()
	must(options.Set("name", "DataError"))
	must(options.Set("cause", cause))
	e, err := m.rt.New(class, m.rt.ToValue("Invalid keyData"), options)
	must(err)
	return e
}

// checkJWK looks at what a JSON Web Key says of itself.
func (m *module) checkJWK(jwk *goja.Object, name, hash string, on curve, extractable, isPrivate bool, usages []string, check func(bool)) {
	bad := func(message string) { panic(m.domException(message, "DataError")) }
	kty, use := map[string]string{"rsa": "RSA", "ec": "EC"}[pairType(name)], "sig"
	if kty == "" {
		kty = "OKP"
	}
	if name == "RSA-OAEP" || name == "ECDH" || name == "X25519" {
		use = "enc"
	}
	given := func(field string) (string, bool) {
		v := property(jwk, field)
		return v.String(), !goja.IsUndefined(v)
	}
	if _, ok := given("kty"); !ok {
		bad("Invalid keyData")
	}
	if s, _ := given("kty"); s != kty {
		bad(`Invalid JWK "kty" Parameter`)
	}
	crv, _ := given("crv")
	if kty == "EC" && crv != on.jwk {
		bad(`JWK "crv" does not match the requested algorithm`)
	}
	if kty == "OKP" && crv != name {
		bad(`JWK "crv" Parameter and algorithm name mismatch`)
	}
	check(isPrivate)
	if s, ok := given("use"); ok && len(usages) > 0 && s != use {
		bad(`Invalid JWK "use" Parameter`)
	}
	if !m.allowsUsages(property(jwk, "key_ops"), usages) {
		bad("Key operations and usage mismatch")
	}
	if v := property(jwk, "ext"); !goja.IsUndefined(v) && !v.ToBoolean() && extractable {
		bad(`JWK "ext" Parameter and extractable mismatch`)
	}
	if s, ok := given("alg"); ok && !slices.Contains(pairJWKAlgorithms(name, hash, on), s) && name != "ECDH" && name != "X25519" {
		bad(`JWK "alg" does not match the requested algorithm`)
	}
}

// pairJWKAlgorithms are the alg that a JSON Web Key may have, the one that we write first.
func pairJWKAlgorithms(name, hash string, on curve) []string {
	bits := strings.TrimPrefix(hash, "SHA-")
	switch name {
	case "RSASSA-PKCS1-v1_5":
		return []string{"RS" + bits}
	case "RSA-PSS":
		return []string{"PS" + bits}
	case "RSA-OAEP":
		if bits == "1" {
			return []string{"RSA-OAEP"}
		}
		return []string{"RSA-OAEP-" + bits}
	case "ECDSA":
		return []string{map[string]string{"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}[on.jwk]}
	case "Ed25519":
		return []string{"Ed25519", "EdDSA"}
	}
	return nil
}
