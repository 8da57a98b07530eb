package crypto

import (
	"crypto/ecdsa"
	"crypto/rsa"

	"github.com/dop251/goja"
)

// subtleExport is exportKey(format, key).
func (m *module) subtleExport(c subtleCall) work {
	format, k := c.format(), c.key(1)
	if !k.extractable {
		panic(m.domException("key is not extractable", "InvalidAccessException")) // sic
	}
	made := m.exportKey(format, k)
	return work{false, func() (outcome, error) { return func() goja.Value { return made }, nil }}
}

// exportKey is a key as an ArrayBuffer or a JSON Web Key.
func (m *module) exportKey(format string, k *cryptoKey) goja.Value {
	if isSymmetric(k.name) {
		return m.webExport(format, k)
	}
	if format == "jwk" {
		return m.exportPairJWK(k)
	}
	var der []byte
	var err error
	switch {
	case format == "pkcs8" && k.kind == privateKey:
		_, der, err = marshalPrivate(k.key, "pkcs8")
	case format == "pkcs8":
		panic(m.invalidAccess("Unable to export a pkcs8 " + k.name + " public key"))
	case k.kind == privateKey:
		panic(m.invalidAccess("Unable to export a raw " + k.name + " private key"))
	case format == "spki":
		der, err = marshalSPKI(k.key)
	default:
		if _, isRSA := k.public.(*rsa.PublicKey); isRSA {
			panic(m.invalidAccess("Unable to export a raw " + k.name + " public key"))
		}
		der, err = k.publicBytes()
	}
	must(err)
	return m.arrayBuffer(append([]byte{}, der...))
}

func (m *module) exportPairJWK(k *cryptoKey) goja.Value {
	o := m.rt.NewObject()
	must(o.Set("key_ops", m.usageList(k)))
	must(o.Set("ext", k.extractable))
	jwk := m.exportJWK(k.key).ToObject(m.rt)
	for _, name := range jwk.Keys() {
		must(o.Set(name, jwk.Get(name)))
	}
	_, isEC := k.public.(*ecdsa.PublicKey)
	if alg := pairJWKAlgorithms(k.name, k.hash, curve{}); !isEC && len(alg) > 0 {
		must(o.Set("alg", alg[0]))
	}
	return o
}
