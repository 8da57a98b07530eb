package crypto

import (
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// exportSecret is a SecretKeyObject's export(options).
func (m *module) exportSecret(k *key, options goja.Value) goja.Value {
	if !goja.IsUndefined(options) {
		m.optionsArgument(options)
		switch v := property(options, "format"); {
		case goja.IsUndefined(v), goja.IsString(v) && v.String() == "buffer":
		case goja.IsString(v) && v.String() == "jwk":
			return m.exportJWK(k)
		default:
			panic(jsapi.InvalidArgValue(m.rt, "options.format", "must be one of: undefined, 'buffer', 'jwk'", jsapi.Inspect(v)))
		}
	}
	return m.buffer(append([]byte{}, k.secret...))
}

// optionsArgument requires options that are an object, and no array.
func (m *module) optionsArgument(v goja.Value) {
	o, ok := v.(*goja.Object)
	if !ok || jsapi.TypeOf(v) != "object" || o.ClassName() == "Array" {
		panic(jsapi.InvalidArgType(m.rt, "options", "of type object", v))
	}
}

// exportPublic is a PublicKeyObject's export(options).
func (m *module) exportPublic(k *key, options goja.Value) goja.Value {
	m.optionsArgument(options)
	return m.writePublic(k, m.outputEncoding(options, k.name, publicKey, ""))
}

// exportPrivate is a PrivateKeyObject's export(options).
func (m *module) exportPrivate(k *key, options goja.Value) goja.Value {
	m.optionsArgument(options)
	if jwk := property(options, "format"); goja.IsString(jwk) && jwk.String() == "jwk" &&
		!goja.IsUndefined(property(options, "passphrase")) {
		panic(m.incompatible("jwk does not support encryption."))
	}
	return m.writePrivate(k, m.outputEncoding(options, k.name, privateKey, ""))
}

func (m *module) incompatible(what string) *goja.Object {
	return jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS", "The selected key encoding "+what)
}

// outputEncoding reads the options of a key that is written. option is the name that errors have for them, "" for "options".
func (m *module) outputEncoding(o goja.Value, name, kind, option string) encoded {
	if option == "" {
		option = "options"
	}
	invalid := func(field string, v goja.Value) {
		panic(jsapi.InvalidArgValue(m.rt, option+"."+field, "is invalid", jsapi.Inspect(v)))
	}
	var e encoded
	v := property(o, "format")
	switch e.format = v.String(); {
	case goja.IsString(v) && (e.format == "pem" || e.format == "der"):
	case goja.IsString(v) && e.format == "jwk":
		return e
	default:
		invalid("format", v)
	}
	v = property(o, "type")
	switch e.typ = v.String(); {
	case goja.IsString(v) && e.typ == "pkcs1":
		if name != "rsa" {
			panic(m.incompatible("pkcs1 can only be used for RSA keys."))
		}
	case goja.IsString(v) && e.typ == "spki" && kind == publicKey:
	case goja.IsString(v) && e.typ == "pkcs8" && kind == privateKey:
	case goja.IsString(v) && e.typ == "sec1" && kind == privateKey:
		if name != "ec" {
			panic(m.incompatible("sec1 can only be used for EC keys."))
		}
	default:
		invalid("type", v)
	}
	if kind == privateKey {
		m.outputEncryption(o, &e, invalid)
	}
	return e
}

// outputEncryption reads cipher and passphrase.
func (m *module) outputEncryption(o goja.Value, e *encoded, invalid func(string, goja.Value)) {
	name, passphrase := property(o, "cipher"), property(o, "passphrase")
	if goja.IsUndefined(name) || goja.IsNull(name) {
		if !goja.IsUndefined(passphrase) {
			invalid("cipher", name)
		}
		return
	}
	if !goja.IsString(name) {
		invalid("cipher", name)
	}
	if e.format == "der" && e.typ != "pkcs8" {
		panic(m.incompatible(e.typ + " does not support encryption."))
	}
	b, ok := m.source(passphrase, property(o, "encoding"))
	if !ok {
		invalid("passphrase", passphrase)
	}
	e.cipher, e.passphrase, e.encrypted = name.String(), append([]byte{}, b...), true
	if _, ok := findPBESCipher(e.cipher); !ok {
		if _, known := findCipher(e.cipher); known {
			panic(m.keyError(notSupported("encrypting a private key with " + e.cipher)))
		}
		panic(jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher"))
	}
}

func findPBESCipher(name string) (pbesCipher, bool) {
	if s, ok := findCipher(name); ok {
		for _, c := range pbesCiphers() {
			if c.name == s.name {
				return c, true
			}
		}
	}
	return pbesCipher{}, false
}

// writePublic is a public key as its encoding wants it.
func (m *module) writePublic(k *key, e encoded) goja.Value {
	k = k.publicPart() // of a new pair k is the private key
	if e.format == "jwk" {
		return m.exportJWK(k)
	}
	label, der := "PUBLIC KEY", []byte(nil)
	var err error
	if e.typ == "pkcs1" {
		label, der = "RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(k.rsaPublic())
	} else {
		der, err = marshalSPKI(k)
	}
	must(err)
	return m.armour(e, label, der)
}

// armour is DER as a Buffer, or as PEM text.
func (m *module) armour(e encoded, label string, der []byte) goja.Value {
	if e.format == "der" {
		return m.buffer(der)
	}
	return m.rt.ToValue(string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der})))
}

// writePrivate is a private key as its encoding wants it.
func (m *module) writePrivate(k *key, e encoded) goja.Value {
	if e.format == "jwk" {
		return m.exportJWK(k)
	}
	label, der, err := marshalPrivate(k, e.typ)
	must(err)
	if !e.encrypted {
		return m.armour(e, label, der)
	}
	c, _ := findPBESCipher(e.cipher)
	if e.typ == "pkcs8" {
		der, err = encryptPKCS8(der, c, e.passphrase)
		must(err)
		return m.armour(e, "ENCRYPTED PRIVATE KEY", der)
	}
	block, err := x509.EncryptPEMBlock(rand.Reader, label, der, e.passphrase, pemCipher(c.name)) //nolint:staticcheck // Node has it
	must(err)
	return m.rt.ToValue(string(pem.EncodeToMemory(block)))
}

func pemCipher(name string) x509.PEMCipher {
	switch name {
	case "aes-128-cbc":
		return x509.PEMCipherAES128
	case "aes-192-cbc":
		return x509.PEMCipherAES192
	case "des-ede3-cbc":
		return x509.PEMCipher3DES
	}
	return x509.PEMCipherAES256
}
