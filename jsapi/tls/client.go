package tls

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"os"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// ClientConfig is what secures a client's connections that crypto/tls makes by itself: by a secure context (the context
// property of what createSecureContext returns), or as Node does without one.
func ClientConfig(context goja.Value) *tls.Config {
	c, ok := jsapi.State[*secureContext](context)
	if !ok {
		c = &secureContext{min: tls.VersionTLS12}
		if extra := os.Getenv("NODE_EXTRA_CA_CERTS"); extra != "" {
			c.addExtra(extra)
		}
	}
	return &tls.Config{
		Certificates: c.certificates, RootCAs: c.roots, CipherSuites: c.suites,
		MinVersion: c.min, MaxVersion: c.max, NextProtos: []string{"http/1.1"},
	}
}

// Untrusted is Node's error for a server whose certificate was not accepted, nil where err is another one.
func Untrusted(rt *goja.Runtime, err error) *goja.Object {
	failed, ok := errors.AsType[*tls.CertificateVerificationError](err)
	if !ok {
		return nil
	}
	if name, ok := errors.AsType[x509.HostnameError](failed.Err); ok {
		return jsapi.NewError(rt, "Error", "ERR_TLS_CERT_ALTNAME_INVALID", "Hostname/IP does not match certificate's altnames: "+name.Error())
	}
	code := "UNABLE_TO_VERIFY_LEAF_SIGNATURE"
	text := "unable to verify the first certificate"
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](failed.Err); ok {
		if e := invalidity(invalid); e != nil {
			code, text = e.code, e.text
		}
	} else if e := unknownAuthority(failed.UnverifiedCertificates); e != nil {
		code, text = e.code, e.text
	}
	e, newErr := rt.New(rt.Get("Error"), rt.ToValue(text))
	must(newErr)
	must(e.Set("code", code))
	return e
}
