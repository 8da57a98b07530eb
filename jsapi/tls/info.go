package tls

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/crypto"
)

// info is what JavaScript may ask of a connection once its handshake is over.
func (m *module) info(state *tls.ConnectionState, hs *handshake) *goja.Object {
	rt := m.h.Runtime
	o := rt.NewObject()
	method := func(name string, fn func(call goja.FunctionCall) goja.Value) { jsapi.SetMethod(rt, o, name, fn) }
	must(o.Set("alpn", alpn(state)))
	must(o.Set("servername", state.ServerName))
	must(o.Set("protocol", protocolName(state.Version)))
	method("cipher", func(goja.FunctionCall) goja.Value {
		c := rt.NewObject()
		must(c.Set("name", suiteName(state.CipherSuite)))
		must(c.Set("standardName", tls.CipherSuiteName(state.CipherSuite)))
		must(c.Set("version", protocolName(state.Version)))
		return c
	})
	method("group", func(goja.FunctionCall) goja.Value { return rt.ToValue(state.CurveID.String()) })
	method("peer", func(call goja.FunctionCall) goja.Value {
		return m.certificates(state.PeerCertificates, hs.context.roots, call.Argument(0).ToBoolean())
	})
	method("peerRaw", func(goja.FunctionCall) goja.Value {
		if len(state.PeerCertificates) == 0 {
			return goja.Undefined()
		}
		return jsapi.NewBuffer(m.h, bytes.Clone(state.PeerCertificates[0].Raw))
	})
	method("own", func(goja.FunctionCall) goja.Value {
		if len(hs.config.Certificates) == 0 {
			return rt.NewObject()
		}
		leaf, err := x509.ParseCertificate(hs.config.Certificates[0].Certificate[0])
		if err != nil {
			return rt.NewObject()
		}
		return crypto.LegacyCertificate(m.h, leaf)
	})
	method("keyingMaterial", func(call goja.FunctionCall) goja.Value {
		var ctx []byte
		if b, ok := jsapi.Bytes(rt, call.Argument(2)); ok {
			ctx = bytes.Clone(b)
		}
		key, err := state.ExportKeyingMaterial(call.Argument(1).String(), ctx, int(call.Argument(0).ToInteger()))
		if err != nil {
			panic(rt.NewGoError(err))
		}
		return jsapi.NewBuffer(m.h, key)
	})
	return o
}

// alpn is the protocol that was agreed on, or false as in Node.
func alpn(state *tls.ConnectionState) any {
	if state.NegotiatedProtocol == "" {
		return false
	}
	return state.NegotiatedProtocol
}

// certificates is the leaf as Node describes it, and in detail the chain above it, up to a root that is its own issuer.
func (m *module) certificates(chain []*x509.Certificate, roots *x509.CertPool, detailed bool) goja.Value {
	if len(chain) == 0 {
		return m.h.Runtime.NewObject()
	}
	if !detailed {
		return crypto.LegacyCertificate(m.h, chain[0])
	}
	between := x509.NewCertPool()
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	all := chain
	if verified, err := chain[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err == nil {
		all = verified[0]
	}
	var first, below *goja.Object
	for _, c := range all {
		o := crypto.LegacyCertificate(m.h, c)
		if below == nil {
			first = o
		} else {
			must(below.Set("issuerCertificate", o))
		}
		below = o
		if bytes.Equal(c.RawSubject, c.RawIssuer) {
			must(o.Set("issuerCertificate", o))
			break
		}
	}
	return first
}
