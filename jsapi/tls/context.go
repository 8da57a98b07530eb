package tls

import (
	"bytes"
	gocrypto "crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"

	"github.com/dop251/goja"
	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/crypto"
)

// secureContext is what createSecureContext makes; it does not change afterwards.
type secureContext struct {
	certificates []tls.Certificate
	roots        *x509.CertPool // nil: the system's
	own          bool           // roots are the user's, not the defaults
	min, max     uint16
	suites       []uint16
}

var (
	errNoPEM          = &crypto.KeyError{Code: "ERR_OSSL_PEM_NO_START_LINE", Text: "error:0480006C:PEM routines::no start line"}
	errMismatch       = &crypto.KeyError{Code: "ERR_OSSL_X509_KEY_VALUES_MISMATCH", Text: "error:05800074:x509 certificate routines::key values mismatch"}
	errBadCertificate = &crypto.KeyError{Code: "ERR_OSSL_ASN1_WRONG_TAG", Text: "error:068000A8:asn1 encoding routines::wrong tag"}
)

// newContext is context({ca, cert: [], key: [{pem, passphrase}], pfx: [{buf, passphrase}], min, max, ciphers}); context.js has brought the user's
// options into this form. It returns a state.
func (m *module) newContext(call goja.FunctionCall) goja.Value {
	rt := m.h.Runtime
	o := call.Argument(0).ToObject(rt)
	c := &secureContext{suites: chosenSuites(list(rt, o.Get("ciphers")))}
	c.min, c.max = versionOf(o.Get("min").String()), versionOf(o.Get("max").String())
	if ca := o.Get("ca"); !goja.IsUndefined(ca) {
		c.own, c.roots = true, x509.NewCertPool()
		for _, b := range m.blobs(ca) {
			m.check(addRoots(c.roots, b))
		}
	} else if extra := os.Getenv("NODE_EXTRA_CA_CERTS"); extra != "" {
		c.addExtra(extra)
	}
	certificates := m.blobs(o.Get("cert"))
	keys := o.Get("key").ToObject(rt)
	n := int(keys.Get("length").ToInteger())
	for i := range n {
		if i >= len(certificates) {
			break
		}
		entry := keys.Get(rt.ToValue(i).String()).ToObject(rt)
		var passphrase []byte
		if p := entry.Get("passphrase"); goja.IsString(p) {
			passphrase = []byte(p.String())
		}
		pair, err := keyPair(certificates[i], m.blob(entry.Get("pem")), passphrase)
		m.check(err)
		c.certificates = append(c.certificates, pair)
	}
	rt.ForOf(o.Get("pfx"), func(item goja.Value) bool {
		entry := item.ToObject(rt)
		passphrase := ""
		if p := entry.Get("passphrase"); goja.IsString(p) {
			passphrase = p.String()
		}
		m.check(c.addPFX(m.blob(entry.Get("buf")), passphrase))
		return true
	})
	return jsapi.NewState(rt, c)
}

// addPFX takes a key and its chain from a PKCS #12 file (RFC 7292). The certificates of the chain are trusted too, as in Node.
func (c *secureContext) addPFX(b []byte, passphrase string) error {
	key, leaf, chain, err := pkcs12.DecodeChain(b, passphrase)
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return errors.New("mac verify failure") // OpenSSL's words, without a code in Node either
	case err != nil:
		return fmt.Errorf("reading PKCS #12: %w", err)
	}
	signer, ok := key.(gocrypto.Signer)
	if !ok {
		return errMismatch
	}
	pair := tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: signer, Leaf: leaf}
	for _, ca := range chain {
		pair.Certificate = append(pair.Certificate, ca.Raw)
		if c.roots == nil {
			if c.roots, err = x509.SystemCertPool(); err != nil {
				c.roots = x509.NewCertPool()
			}
		}
		c.roots.AddCert(ca)
	}
	c.certificates = append(c.certificates, pair)
	return nil
}

func (m *module) check(err error) {
	var e *crypto.KeyError
	switch {
	case errors.As(err, &e):
		panic(jsapi.NewError(m.h.Runtime, "Error", e.Code, e.Text))
	case err != nil:
		e, newErr := m.h.Runtime.New(m.h.Runtime.GlobalObject().Get("Error"), m.h.Runtime.ToValue(err.Error()))
		if newErr != nil {
			panic(newErr)
		}
		panic(e)
	}
}

// addExtra takes the system's authorities and those of a file; without the file it does nothing, as Node.
func (c *secureContext) addExtra(file string) {
	b, err := os.ReadFile(file)
	if err != nil {
		return
	}
	if c.roots, err = x509.SystemCertPool(); err != nil {
		c.roots = x509.NewCertPool()
	}
	c.roots.AppendCertsFromPEM(b)
}

func addRoots(pool *x509.CertPool, b []byte) error {
	if pool.AppendCertsFromPEM(b) {
		return nil
	}
	cert, err := x509.ParseCertificate(b)
	if err != nil {
		return errNoPEM
	}
	pool.AddCert(cert)
	return nil
}

// keyPair joins a chain of certificates and a private key, both PEM.
func keyPair(certificates, key, passphrase []byte) (tls.Certificate, error) {
	var pair tls.Certificate
	for block, rest := pem.Decode(certificates); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			pair.Certificate = append(pair.Certificate, block.Bytes)
		}
	}
	if len(pair.Certificate) == 0 {
		return pair, errNoPEM
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		return pair, errBadCertificate
	}
	private, err := crypto.PrivateKey(key, passphrase)
	if err != nil {
		return pair, err
	}
	signer, ok := private.(gocrypto.Signer)
	public, compares := leaf.PublicKey.(interface{ Equal(gocrypto.PublicKey) bool })
	if !ok || !compares || !public.Equal(signer.Public()) {
		return pair, errMismatch
	}
	pair.PrivateKey, pair.Leaf = signer, leaf
	return pair, nil
}

// blobs are the strings and Buffers of an array, copied.
func (m *module) blobs(v goja.Value) [][]byte {
	var all [][]byte
	m.h.Runtime.ForOf(v, func(item goja.Value) bool {
		all = append(all, m.blob(item))
		return true
	})
	return all
}

func (m *module) blob(v goja.Value) []byte {
	if b, ok := jsapi.Bytes(m.h.Runtime, v); ok {
		return bytes.Clone(b)
	}
	return []byte(v.String())
}

func list(rt *goja.Runtime, v goja.Value) []string {
	var all []string
	rt.ForOf(v, func(item goja.Value) bool {
		all = append(all, item.String())
		return true
	})
	return all
}
