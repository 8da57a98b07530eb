package crypto

import (
	"crypto/x509"
	"net/netip"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// checkOptions are those of checkHost and checkEmail.
type checkOptions struct {
	subject                                            string // "default", "always" or "never"
	wildcards, partial, multiLabel, singleLabelOnlyDot bool
}

func (m *module) checkOptions(v goja.Value) checkOptions {
	o := checkOptions{subject: "default", wildcards: true, partial: true}
	if goja.IsUndefined(v) {
		return o
	}
	m.optionsArgument(v)
	if s := property(v, "subject"); !goja.IsUndefined(s) {
		o.subject = m.textArgument(s, "options.subject")
		if o.subject != "default" && o.subject != "always" && o.subject != "never" {
			panic(jsapi.InvalidArgValue(m.rt, "options.subject", "is invalid", jsapi.Inspect(s)))
		}
	}
	flag := func(name string, to *bool) {
		if b := property(v, name); !goja.IsUndefined(b) {
			if jsapi.TypeOf(b) != "boolean" {
				panic(jsapi.InvalidArgType(m.rt, "options."+name, "of type boolean", b))
			}
			*to = b.ToBoolean()
		}
	}
	flag("wildcards", &o.wildcards)
	flag("partialWildcards", &o.partial)
	flag("multiLabelWildcards", &o.multiLabel)
	flag("singleLabelSubdomains", &o.singleLabelOnlyDot)
	return o
}

// checkHost is OpenSSL's X509_check_host: the name in the certificate that covers the host, or undefined.
func (m *module) checkHost(c *x509.Certificate, call goja.FunctionCall) goja.Value {
	host := m.textArgument(call.Argument(1), "name")
	o := m.checkOptions(call.Argument(2))
	if host == "" {
		return goja.Undefined()
	}
	candidates := c.DNSNames
	if o.subject == "always" || o.subject == "default" && len(c.DNSNames) == 0 {
		for _, a := range attributes(c.RawSubject) {
			if a.name == "CN" {
				candidates = append(slices.Clip(candidates), a.value)
			}
		}
	}
	for _, name := range candidates {
		if o.covers(name, host) {
			return m.rt.ToValue(name)
		}
	}
	return goja.Undefined()
}

// covers reports whether a pattern of a certificate covers a host. A host that begins with a dot asks for any below it.
func (o checkOptions) covers(pattern, host string) bool {
	pattern, host = strings.ToLower(pattern), strings.ToLower(host)
	if strings.HasPrefix(host, ".") && len(host) > 1 {
		prefix, ok := strings.CutSuffix(pattern, host)
		return ok && prefix != "" && (!o.singleLabelOnlyDot || !strings.Contains(prefix, "."))
	}
	label, rest, _ := strings.Cut(pattern, ".")
	before, after, starred := strings.Cut(label, "*")
	if !starred || !o.wildcards {
		return pattern == host
	}
	if !o.partial && label != "*" || strings.Contains(after+rest, "*") || strings.Count(rest, ".") < 1 ||
		label != "*" && strings.HasPrefix(label, "xn--") {
		return false
	}
	if before != "" && after != "" && len(host) < len(before)+len(after) {
		return false
	}
	middle, ok := strings.CutSuffix(host, after+"."+rest)
	if !ok {
		return false
	}
	middle, ok = strings.CutPrefix(middle, before)
	if !ok || middle == "" && label == "*" || label != "*" && strings.HasPrefix(host, "xn--") {
		return false
	}
	return label == "*" && o.multiLabel || !strings.Contains(middle, ".")
}

// checkEmail is OpenSSL's X509_check_email: the domain's case does not matter, that of the rest does.
func (m *module) checkEmail(c *x509.Certificate, call goja.FunctionCall) goja.Value {
	email := m.textArgument(call.Argument(1), "email")
	o := m.checkOptions(call.Argument(2))
	candidates := c.EmailAddresses
	if o.subject == "always" || o.subject == "default" && len(candidates) == 0 {
		for _, a := range attributes(c.RawSubject) {
			if a.name == "emailAddress" {
				candidates = append(slices.Clip(candidates), a.value)
			}
		}
	}
	for _, name := range candidates {
		at, other := strings.LastIndexByte(name, '@'), strings.LastIndexByte(email, '@')
		if at == other && at >= 0 && name[:at] == email[:at] && strings.EqualFold(name[at:], email[at:]) {
			return m.rt.ToValue(email)
		}
	}
	return goja.Undefined()
}

// checkIP is OpenSSL's X509_check_ip.
func (m *module) checkIP(c *x509.Certificate, call goja.FunctionCall) goja.Value {
	text := m.textArgument(call.Argument(1), "ip")
	ip, err := netip.ParseAddr(text)
	if err != nil || ip.Zone() != "" {
		panic(jsapi.NewError(m.rt, "TypeError", "ERR_INVALID_ARG_VALUE", "Invalid IP"))
	}
	for _, have := range c.IPAddresses {
		if a, ok := netip.AddrFromSlice(have); ok && (a == ip || a.Unmap() == ip && len(have) == 4) {
			return m.rt.ToValue(text)
		}
	}
	return goja.Undefined()
}
