package crypto

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// LegacyCertificate is a certificate as tls's getPeerCertificate gives it, and X509Certificate's toLegacyObject. It is
// for the VM's goroutine; issuerCertificate is for the caller to add.
func LegacyCertificate(h *jsapi.Host, c *x509.Certificate) *goja.Object {
	o := h.Runtime.NewObject()
	set := func(name string, v any) { must(o.Set(name, v)) }
	text := func(name, s string) {
		if s != "" {
			set(name, s)
		}
	}
	set("subject", legacyName(h.Runtime, c.RawSubject))
	set("issuer", legacyName(h.Runtime, c.RawIssuer))
	text("subjectaltname", alternativeNames(c))
	if access := infoAccess(c); access != "" {
		set("infoAccess", legacyAccess(h.Runtime, access))
	}
	set("ca", isAuthority(c))
	switch public := c.PublicKey.(type) {
	case *rsa.PublicKey:
		set("modulus", fmt.Sprintf("%X", public.N.Bytes()))
		set("bits", public.N.BitLen())
		set("exponent", fmt.Sprintf("%#x", public.E))
		set("pubkey", jsapi.NewBuffer(h, append([]byte{}, c.RawSubjectPublicKeyInfo...)))
	case *ecdsa.PublicKey:
		named := curveOf(public.Curve)
		set("bits", public.Params().N.BitLen())
		if point, err := public.Bytes(); err == nil {
			set("pubkey", jsapi.NewBuffer(h, point))
		}
		text("asn1Curve", named.name)
		text("nistCurve", strings.ToUpper(strings.Fields(named.also)[0]))
	}
	set("valid_from", c.NotBefore.UTC().Format(certificateTime))
	set("valid_to", c.NotAfter.UTC().Format(certificateTime))
	for _, name := range []string{"fingerprint", "fingerprint256", "fingerprint512"} {
		set(name, fingerprint(c, name))
	}
	if usages := extendedUsages(c); len(usages) > 0 {
		list := make([]any, len(usages))
		for i, u := range usages {
			list[i] = u
		}
		set("ext_key_usage", h.Runtime.NewArray(list...))
	}
	set("serialNumber", serialNumber(c))
	set("raw", jsapi.NewBuffer(h, append([]byte{}, c.Raw...)))
	return o
}

// legacyName is a distinguished name as an object; what is there more than once becomes a list.
func legacyName(rt *goja.Runtime, raw []byte) *goja.Object {
	o := rt.CreateObject(nil)
	for _, a := range attributes(raw) {
		addTo(rt, o, a.name, a.value, false)
	}
	return o
}

func legacyAccess(rt *goja.Runtime, text string) *goja.Object {
	o := rt.CreateObject(nil)
	for line := range strings.SplitSeq(text, "\n") {
		name, value, _ := strings.Cut(line, ":")
		addTo(rt, o, name, value, true)
	}
	return o
}

// addTo adds a value to a property, which is a list from the second one on, or at once if asked for.
func addTo(rt *goja.Runtime, o *goja.Object, name, value string, list bool) {
	v := rt.ToValue(value)
	switch old := o.Get(name).(type) {
	case nil:
		if list {
			v = rt.NewArray(value)
		}
		must(o.Set(name, v))
	case *goja.Object:
		must(old.Set(old.Get("length").String(), v))
	default:
		must(o.Set(name, rt.NewArray(old, value)))
	}
}
