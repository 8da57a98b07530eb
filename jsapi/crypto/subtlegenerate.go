package crypto

import (
	"math/big"
	"slices"
	"strings"

	"github.com/dop251/goja"
)

// pairUsages are the usages that the two keys of a pair can have.
func pairUsages(name string) (public, private []string) {
	switch name {
	case "RSA-OAEP":
		return []string{"encrypt", "wrapKey"}, []string{"decrypt", "unwrapKey"}
	case "ECDH", "X25519":
		return nil, []string{"deriveKey", "deriveBits"}
	}
	return []string{"verify"}, []string{"sign"}
}

// keep are the usages that are among those allowed.
func keep(usages, allowed []string) []string {
	var out []string
	for _, u := range usages {
		if slices.Contains(allowed, u) {
			out = append(out, u)
		}
	}
	return out
}

// badUsage is for a usage that an algorithm's keys do not have; which article is used depends on the place in Node.
func (m *module) badUsage(name string, generating bool) *goja.Object {
	isRSA := strings.HasPrefix(name, "RSA")
	article := "a "
	if isRSA != generating {
		article = "an "
	}
	if isRSA && generating {
		name = "RSA"
	}
	return m.domException("Unsupported key usage for "+article+name+" key", "SyntaxError")
}

// subtleGenerate is generateKey(algorithm, extractable, usages).
func (m *module) subtleGenerate(c subtleCall) work {
	name := c.algorithm(c.arg(0), "generateKey")
	extractable, usages := c.arg(1).ToBoolean(), c.usages(2)
	if isSymmetric(name) {
		k := m.webGenerate(name, c.arg(0), extractable, usages)
		return work{false, func() (outcome, error) { return func() goja.Value { return m.newCryptoKey(k) }, nil }}
	}
	generate, hash := m.pairGenerator(name, c.arg(0))
	public, private := pairUsages(name)
	if len(keep(usages, slices.Concat(public, private))) != len(usages) {
		panic(m.badUsage(name, true))
	}
	if len(keep(usages, private)) == 0 {
		panic(m.domException("Usages cannot be empty when creating a key.", "SyntaxError"))
	}
	return work{true, func() (outcome, error) {
		k, err := generate()
		if err != nil {
			return nil, operationFailed{err}
		}
		return func() goja.Value {
			algorithm := m.pairAlgorithm(k, name, hash)
			half := func(k *key, extractable bool, allowed []string) goja.Value {
				return m.newCryptoKey(&cryptoKey{key: k, algorithm: algorithm, name: name, hash: hash, extractable: extractable,
					usages: keep(allowed, usages)}) // in this order, whatever the caller's is
			}
			keys := map[string]goja.Value{
				"publicKey": half(k.publicPart(), true, public), "privateKey": half(k, extractable, private),
			}
			o := m.rt.CreateObject(nil)
			order := []string{"publicKey", "privateKey"}
			if name == "Ed25519" || name == "X25519" {
				slices.Reverse(order)
			}
			for _, field := range order {
				must(o.Set(field, keys[field]))
			}
			return o
		}, nil
	}}
}

// pairGenerator reads an algorithm's parameters.
func (m *module) pairGenerator(name string, params goja.Value) (generate func() (*key, error), hash string) {
	switch name {
	case "Ed25519":
		return generateEd25519, ""
	case "X25519":
		return generateX25519, ""
	case "ECDSA", "ECDH":
		on := m.namedCurve(params, "EcKeyGenParams")
		return func() (*key, error) { return generateEC(on) }, ""
	}
	p := webParams{m, "RsaHashedKeyGenParams", params}
	hash = p.hash()
	bits, exponent := p.integer("modulusLength", 1<<32-1), new(big.Int).SetBytes(p.bytes("publicExponent"))
	return func() (*key, error) { return generateRSA(bits, exponent) }, hash
}

// namedCurve is the required member of that name.
func (m *module) namedCurve(params goja.Value, dict string) curve {
	on, ok := jwkCurve(webParams{m, dict, params}.required("namedCurve").String())
	if !ok {
		panic(m.domException("Unrecognized namedCurve", "NotSupportedError"))
	}
	return on
}

// pairAlgorithm is the algorithm property of the CryptoKeys of a pair.
func (m *module) pairAlgorithm(k *key, name, hash string) *goja.Object {
	algorithm := m.rt.NewObject()
	set := func(field string, v any) { must(algorithm.Set(field, v)) }
	set("name", name)
	switch k.name {
	case "rsa":
		set("modulusLength", k.rsaPublic().N.BitLen())
		exponent, err := m.rt.New(m.rt.Get("Uint8Array"), m.rt.ToValue(m.rt.NewArrayBuffer(bigInt(k.rsaPublic().E).Bytes())))
		must(err)
		set("publicExponent", exponent)
		of := m.rt.NewObject()
		must(of.Set("name", hash))
		set("hash", of)
	case "ec":
		set("namedCurve", curveOf(k.ecPublic().Curve).jwk)
	}
	return algorithm
}
