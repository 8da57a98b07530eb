package crypto

import (
	"github.com/dop251/goja"
)

// subtleSign is sign(algorithm, key, data).
func (m *module) subtleSign(c subtleCall) work {
	name := c.algorithm(c.arg(0), "sign")
	k, data := c.key(1), c.data(2)
	p := m.signatureParams(name, c.arg(0), k)
	if k.name != name || !k.may("sign") {
		panic(m.invalidAccess("Unable to use this key to sign"))
	}
	if name == "HMAC" {
		return m.job(webMAC(k.hash, k.secret, data), len(data))
	}
	return work{true, func() (outcome, error) {
		out, err := signMessage(k.key, p.hash, data, p.signOptions)
		return func() goja.Value { return m.arrayBuffer(out) }, err
	}}
}

// subtleVerify is verify(algorithm, key, signature, data).
func (m *module) subtleVerify(c subtleCall) work {
	name := c.algorithm(c.arg(0), "verify")
	k, signature, data := c.key(1), c.data(2), c.data(3)
	p := m.signatureParams(name, c.arg(0), k)
	if k.name != name || !k.may("verify") {
		panic(m.invalidAccess("Unable to use this key to verify"))
	}
	return work{name != "HMAC" || len(data) > maxLight, func() (outcome, error) {
		var good bool
		var err error
		if name == "HMAC" {
			good = webVerifyMAC(k.hash, k.secret, signature, data)
		} else {
			good, err = verifyMessage(k.key, p.hash, data, signature, p.signOptions)
		}
		return func() goja.Value { return m.rt.ToValue(good) }, err
	}}
}

// signatureParams is how a signature is made.
type signatureParams struct {
	hash string
	signOptions
}

func (m *module) signatureParams(name string, algorithm goja.Value, k *cryptoKey) signatureParams {
	p := signatureParams{hash: k.hash}
	switch name {
	case "RSASSA-PKCS1-v1_5":
		p.padding = paddingPKCS1
	case "RSA-PSS":
		salt := webParams{m, "RsaPssParams", algorithm}.integer("saltLength", 1<<32-1)
		p.padding, p.saltLength = paddingPSS, &salt
	case "ECDSA":
		p.hash, p.p1363 = webParams{m, "EcdsaParams", algorithm}.hash(), true
	case "Ed25519":
		p.hash = ""
	}
	return p
}

// subtleCrypt is encrypt or decrypt(algorithm, key, data).
func (m *module) subtleCrypt(c subtleCall, decrypt bool) work {
	usage := "encrypt"
	if decrypt {
		usage = "decrypt"
	}
	name := c.algorithm(c.arg(0), usage)
	k, data := c.key(1), c.data(2)
	return m.crypt(name, c.arg(0), k, data, decrypt, usage)
}

// crypt encrypts or decrypts for a key that must have the usage.
func (m *module) crypt(name string, params goja.Value, k *cryptoKey, data []byte, decrypt bool, usage string) work {
	var o rsaOptions
	if name == "RSA-OAEP" {
		o = rsaOptions{paddingOAEP, k.hash, webParams{m, "RsaOaepParams", params}.optionalBytes("label"), nil}
	}
	if k.name != name || !k.may(usage) {
		panic(m.invalidAccess("The requested operation is not valid for the provided key"))
	}
	if name != "RSA-OAEP" {
		return m.job(m.webCrypt(name, params, k.secret, data, decrypt), len(data))
	}
	if decrypt != (k.kind == privateKey) {
		panic(m.invalidAccess("The requested operation is not valid for the provided key"))
	}
	return work{true, func() (outcome, error) {
		run := publicEncrypt
		if decrypt {
			run = privateDecrypt
		}
		out, err := run(k.key, data, o)
		return func() goja.Value { return m.arrayBuffer(out) }, err
	}}
}
