package crypto

import (
	"encoding/base64"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// webAlgorithm is the algorithm of a CryptoKey of a secret key of n bytes, as its property of that name shows it.
func (m *module) webAlgorithm(name, hash string, n int) *goja.Object {
	o := m.rt.NewObject()
	must(o.Set("name", name))
	if hash != "" {
		h := m.rt.NewObject()
		must(h.Set("name", hash))
		must(o.Set("hash", h))
	}
	if n > 0 {
		must(o.Set("length", 8*n))
	}
	return o
}

// webUsages refuses usages that a symmetric algorithm has not.
func (m *module) webUsages(name string, usages []string) {
	allowed, kind := []string{"encrypt", "decrypt", "wrapKey", "unwrapKey"}, "an AES"
	switch name {
	case "AES-KW":
		allowed = allowed[2:]
	case "HMAC":
		allowed, kind = []string{"sign", "verify"}, "an HMAC"
	case "PBKDF2":
		allowed, kind = []string{"deriveKey", "deriveBits"}, "a PBKDF2"
	case "HKDF":
		allowed, kind = []string{"deriveKey", "deriveBits"}, "a HKDF"
	}
	for _, u := range usages {
		if !slices.Contains(allowed, u) {
			panic(m.domException("Unsupported key usage for "+kind+" key", "SyntaxError"))
		}
	}
}

// webGenerate makes a secret key. AES and HMAC have them; it throws for the others.
func (m *module) webGenerate(name string, params goja.Value, extractable bool, usages []string) *cryptoKey {
	n, hash := 0, ""
	switch {
	case name == "HMAC":
		hash, n = m.hmacLength(webParams{m, "HmacKeyGenParams", params})
	case strings.HasPrefix(name, "AES-"):
		n = webParams{m, "AesKeyGenParams", params}.integer("length", math.MaxUint16)
		if n != 128 && n != 192 && n != 256 {
			panic(m.domException("AES key length must be 128, 192, or 256 bits", "OperationError"))
		}
	default:
		panic(m.domException("Unrecognized algorithm name", "NotSupportedError"))
	}
	m.webUsages(name, usages)
	if len(usages) == 0 {
		panic(m.domException("Usages cannot be empty when creating a key.", "SyntaxError"))
	}
	secret := make([]byte, n/8)
	fill(secret)
	return m.webSecret(name, hash, secret, extractable, usages)
}

func (m *module) webSecret(name, hash string, secret []byte, extractable bool, usages []string) *cryptoKey {
	n := len(secret)
	if name == "PBKDF2" || name == "HKDF" {
		n = 0
	}
	return &cryptoKey{
		key: &key{kind: secretKey, secret: secret}, algorithm: m.webAlgorithm(name, hash, n), name: name, hash: hash,
		extractable: extractable, usages: usages,
	}
}

// hmacLength is how many bits a new HMAC key has: by default a block of the hash.
func (m *module) hmacLength(p webParams) (hash string, bits int) {
	hash = p.hash()
	bits = p.optionalInteger("length", math.MaxUint32, 8*newHash(hash)().BlockSize())
	switch {
	case bits == 0:
		panic(m.domException("Zero-length key is not supported", "OperationError"))
	case bits%8 != 0:
		panic(jsapi.NewError(m.rt, "TypeError", "ERR_INVALID_ARG_VALUE",
			"The property 'algorithm.length' must be a multiple of 8. Received "+strconv.Itoa(bits)))
	}
	return hash, bits
}

// webKeyLength is how many bits deriveKey derives for a key of an algorithm: null for PBKDF2 and HKDF, which take any.
func (m *module) webKeyLength(name string, params goja.Value) goja.Value {
	switch name {
	case "PBKDF2", "HKDF":
		return goja.Null()
	case "HMAC":
		p := webParams{m, "HmacImportParams", params}
		bits := p.optionalInteger("length", math.MaxUint32, 8*newHash(p.hash())().BlockSize())
		if bits == 0 {
			panic(m.domException("Zero-length key is not supported", "OperationError"))
		}
		return m.rt.ToValue(bits)
	}
	bits := webParams{m, "AesDerivedKeyParams", params}.integer("length", math.MaxUint16)
	if bits != 128 && bits != 192 && bits != 256 {
		panic(m.domException("Invalid key length", "OperationError"))
	}
	return m.rt.ToValue(bits)
}

// webImport makes a key of keyData: bytes for the format "raw", an object for "jwk".
func (m *module) webImport(
	format, name string, params, keyData goja.Value, extractable bool, usages []string,
) *cryptoKey {
	hash := ""
	if name == "HMAC" {
		hash = webParams{m, "HmacImportParams", params}.hash()
	}
	m.webUsages(name, usages)
	if extractable && (name == "PBKDF2" || name == "HKDF") {
		panic(m.domException(name+" keys are not extractable", "SyntaxError"))
	}
	var secret []byte
	switch {
	case format == "raw":
		b, ok := jsapi.Bytes(m.rt, keyData)
		if !ok {
			panic(m.domException("Invalid keyData", "DataError"))
		}
		secret = append([]byte{}, b...)
	case format == "jwk" && name != "PBKDF2" && name != "HKDF":
		secret = m.webJWK(name, hash, keyData, extractable, usages)
	default:
		kind, _, _ := strings.Cut(name, "-")
		panic(m.domException("Unable to import "+kind+" key with format "+format, "NotSupportedError"))
	}
	m.checkSecret(name, params, len(secret))
	if len(usages) == 0 {
		panic(m.domException("Usages cannot be empty when importing a secret key.", "SyntaxError"))
	}
	return m.webSecret(name, hash, secret, extractable, usages)
}

// checkSecret refuses a length of a key, n bytes, that an algorithm cannot have.
func (m *module) checkSecret(name string, params goja.Value, n int) {
	bad := ""
	switch {
	case name == "HMAC" && n == 0:
		bad = "Zero-length key is not supported"
	case name == "HMAC":
		if (webParams{m, "HmacImportParams", params}).optionalInteger("length", math.MaxUint32, 8*n) != 8*n {
			bad = "Invalid key length"
		}
	case strings.HasPrefix(name, "AES-") && n != 16 && n != 24 && n != 32:
		bad = "Invalid key length"
	}
	if bad != "" {
		panic(m.domException(bad, "DataError"))
	}
}

// webJWK is the key of a JSON Web Key of type "oct" (RFC 7518, section 6.4).
func (m *module) webJWK(name, hash string, v goja.Value, extractable bool, usages []string) []byte {
	use, alg := "enc", jwkAlgorithm(name, hash, 0)
	if name == "HMAC" {
		use = "sig"
	}
	bad, secret := "", []byte(nil)
	k := property(v, "k")
	switch given, ext := property(v, "use"), property(v, "ext"); {
	case !property(v, "kty").ToBoolean():
		bad = "Invalid keyData"
	case property(v, "kty").String() != "oct":
		bad = `Invalid JWK "kty" Parameter`
	case len(usages) > 0 && !goja.IsUndefined(given) && given.String() != use:
		bad = `Invalid JWK "use" Parameter`
	case !m.allowsUsages(property(v, "key_ops"), usages):
		bad = "Key operations and usage mismatch"
	case extractable && !goja.IsUndefined(ext) && !ext.ToBoolean():
		bad = `JWK "ext" Parameter and extractable mismatch`
	case !goja.IsString(k):
		bad = "Invalid keyData"
	default:
		secret = jsapi.Base64URL.Bytes(k.(goja.String))
		if name != "HMAC" {
			alg = jwkAlgorithm(name, hash, len(secret))
		}
		if given := property(v, "alg"); !goja.IsUndefined(given) && given.String() != alg {
			bad = `JWK "alg" does not match the requested algorithm`
		}
	}
	if bad != "" {
		panic(m.domException(bad, "DataError"))
	}
	return secret
}

// allowsUsages reports whether the key_ops of a JSON Web Key, where it has them, hold all usages.
func (m *module) allowsUsages(ops goja.Value, usages []string) bool {
	if goja.IsUndefined(ops) {
		return true
	}
	var allowed []string
	m.rt.ForOf(ops, func(op goja.Value) bool {
		allowed = append(allowed, op.String())
		return true
	})
	return !slices.ContainsFunc(usages, func(u string) bool { return !slices.Contains(allowed, u) })
}

// jwkAlgorithm is the alg of a JSON Web Key of n bytes.
func jwkAlgorithm(name, hash string, n int) string {
	if name == "HMAC" {
		return "HS" + strings.TrimPrefix(hash, "SHA-")
	}
	return "A" + strconv.Itoa(8*n) + strings.TrimPrefix(name, "AES-")
}

// webExport gives a secret key out, as an ArrayBuffer or a JSON Web Key.
func (m *module) webExport(format string, k *cryptoKey) goja.Value {
	switch format {
	case "raw":
		return m.arrayBuffer(append([]byte{}, k.secret...))
	case "jwk":
		o := m.rt.NewObject()
		must(o.Set("key_ops", m.usageList(k)))
		must(o.Set("ext", k.extractable))
		must(o.Set("kty", "oct"))
		must(o.Set("k", base64.RawURLEncoding.EncodeToString(k.secret)))
		must(o.Set("alg", jwkAlgorithm(k.name, k.hash, len(k.secret))))
		return o
	}
	panic(m.domException("Unable to export a raw "+k.name+" secret key", "InvalidAccessError"))
}
