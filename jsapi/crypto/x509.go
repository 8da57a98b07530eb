package crypto

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	_ "embed" // for the script
	"encoding/pem"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

//go:embed x509.js
var x509Source string

var x509Script = jsapi.NewScript("node:internal/crypto/x509", x509Source)

// certificateClass makes X509Certificate.
func (m *module) certificateClass() goja.Value {
	host := jsapi.NewScriptHost(m.h)
	jsapi.SetMethod(m.rt, host, "parse", func(call goja.FunctionCall) goja.Value {
		return jsapi.NewState(m.rt, m.parseCertificate(call.Argument(0)))
	})
	method := func(name string, fn func(*x509.Certificate, goja.FunctionCall) goja.Value) {
		jsapi.SetMethod(m.rt, host, name, func(call goja.FunctionCall) goja.Value {
			c, ok := jsapi.State[*x509.Certificate](call.Argument(0))
			if !ok {
				panic(m.rt.NewTypeError("this is no X509Certificate"))
			}
			return fn(c, call)
		})
	}
	method("get", func(c *x509.Certificate, call goja.FunctionCall) goja.Value {
		return m.certificateField(c, call.Argument(1).String())
	})
	method("checkHost", m.checkHost)
	method("checkEmail", m.checkEmail)
	method("checkIP", m.checkIP)
	method("checkIssued", func(c *x509.Certificate, call goja.FunctionCall) goja.Value {
		issuer, ok := jsapi.State[*x509.Certificate](call.Argument(1))
		return m.rt.ToValue(ok && issuedBy(c, issuer))
	})
	method("checkPrivateKey", func(c *x509.Certificate, call goja.FunctionCall) goja.Value {
		k := m.certificateKey(call.Argument(1), privateKey)
		own, err := parseSPKI(c.RawSubjectPublicKeyInfo)
		return m.rt.ToValue(err == nil && sameKey(own, k.publicPart()))
	})
	method("verify", func(c *x509.Certificate, call goja.FunctionCall) goja.Value {
		return m.rt.ToValue(signedWith(c, m.certificateKey(call.Argument(1), publicKey)))
	})
	return x509Script.Run(m.rt, host)
}

// certificateKey requires a KeyObject of a kind.
func (m *module) certificateKey(v goja.Value, kind string) *key {
	k, ok := stateOf[*key](m, v)
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, "pkey", "an instance of KeyObject", v))
	}
	if k.kind != kind {
		name := map[string]string{secretKey: "Secret", publicKey: "Public", privateKey: "Private"}[k.kind]
		panic(jsapi.InvalidArgValue(m.rt, "pkey", "is invalid",
			name+"KeyObject [KeyObject] { [Symbol(kKeyType)]: '"+k.kind+"' }"))
	}
	return k
}

// parseCertificate takes PEM or DER.
func (m *module) parseCertificate(v goja.Value) *x509.Certificate {
	b, ok := m.source(v, goja.Undefined())
	if !ok || isArrayBuffer(v) {
		panic(jsapi.InvalidArgType(m.rt, "buffer", "of type string or an instance of Buffer, TypedArray, or DataView", v))
	}
	der := append([]byte{}, b...)
	for block, rest := pem.Decode(b); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" || block.Type == "X509 CERTIFICATE" || block.Type == "TRUSTED CERTIFICATE" {
			der = block.Bytes
			break
		}
	}
	c, err := x509.ParseCertificate(der)
	if err == nil {
		return c
	}
	if len(der) == 0 || der[0] != 0x30 { // no DER and, as der are b still, no PEM
		if block, _ := pem.Decode(b); block == nil {
			panic(m.opensslError("0480006C", "PEM routines", "no start line", "ERR_OSSL_PEM_NO_START_LINE"))
		}
		panic(m.keyError(notDER(der)))
	}
	panic(m.plainError(err.Error())) // what we are stricter about than OpenSSL
}

func isArrayBuffer(v goja.Value) bool {
	_, ok := v.Export().(goja.ArrayBuffer)
	return ok
}

// certificateField is a property of X509Certificate.
func (m *module) certificateField(c *x509.Certificate, name string) goja.Value {
	optional := func(s string) goja.Value {
		if s == "" {
			return goja.Undefined()
		}
		return m.rt.ToValue(s)
	}
	switch name {
	case "subject":
		return optional(nameText(c.RawSubject))
	case "issuer":
		return optional(nameText(c.RawIssuer))
	case "subjectAltName":
		return optional(alternativeNames(c))
	case "infoAccess":
		return optional(infoAccess(c))
	case "validFrom":
		return m.rt.ToValue(c.NotBefore.UTC().Format(certificateTime))
	case "validTo":
		return m.rt.ToValue(c.NotAfter.UTC().Format(certificateTime))
	case "fingerprint", "fingerprint256", "fingerprint512":
		return m.rt.ToValue(fingerprint(c, name))
	case "keyUsage":
		if usages := extendedUsages(c); len(usages) > 0 {
			return m.texts(usages)
		}
	case "serialNumber":
		return m.rt.ToValue(serialNumber(c))
	case "raw":
		return m.buffer(append([]byte{}, c.Raw...))
	case "pem":
		return m.rt.ToValue(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})))
	case "ca":
		return m.rt.ToValue(isAuthority(c))
	case "publicKey":
		k, err := parseSPKI(c.RawSubjectPublicKeyInfo)
		if err != nil {
			panic(m.keyError(err))
		}
		return m.newKeyObject(k)
	case "legacy":
		return LegacyCertificate(m.h, c)
	}
	return goja.Undefined()
}

// isAuthority is OpenSSL's X509_check_ca.
func isAuthority(c *x509.Certificate) bool {
	return c.BasicConstraintsValid && c.IsCA && (c.KeyUsage == 0 || c.KeyUsage&x509.KeyUsageCertSign != 0)
}

// issuedBy is OpenSSL's X509_check_issued: by what the certificates say, without their signatures.
func issuedBy(c, issuer *x509.Certificate) bool {
	if string(c.RawIssuer) != string(issuer.RawSubject) {
		return false
	}
	if len(c.AuthorityKeyId) > 0 && len(issuer.SubjectKeyId) > 0 && string(c.AuthorityKeyId) != string(issuer.SubjectKeyId) {
		return false
	}
	return issuer.KeyUsage == 0 || issuer.KeyUsage&x509.KeyUsageCertSign != 0
}

// signedWith checks a certificate's signature.
func signedWith(c *x509.Certificate, k *key) bool {
	with := &x509.Certificate{PublicKey: k.public}
	switch k.public.(type) {
	case *rsa.PublicKey:
		with.PublicKeyAlgorithm = x509.RSA
	case *ecdsa.PublicKey:
		with.PublicKeyAlgorithm = x509.ECDSA
	case ed25519.PublicKey:
		with.PublicKeyAlgorithm = x509.Ed25519
	default:
		return false
	}
	return with.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}
