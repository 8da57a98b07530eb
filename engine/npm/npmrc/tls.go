package npmrc

import (
	"crypto/x509"
	"fmt"
	"net/url"
	"os"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// authorities are the certificates to trust.
type authorities struct {
	inline []string // ca, in PEM
	files  []file   // cafile, NODE_EXTRA_CA_CERTS
	only   bool     // instead of the system's
}

type file struct{ path, key string }

// takeAuthorities reads ca and cafile, which stand in place of the system's certificates as in npm, and
// NODE_EXTRA_CA_CERTS, which adds to them.
func (l *loading) takeAuthorities() {
	a := &l.config.authorities
	for _, from := range l.layers {
		if values := from.values["ca"]; len(values) > 0 && values[0] != "" && values[0] != "null" {
			a.inline, a.only = values, true
			break
		}
	}
	if text, from := l.value("cafile"); text != "" {
		a.files, a.only = append(a.files, file{l.path(from, text), "cafile"}), true
	}
	if text := l.env["NODE_EXTRA_CA_CERTS"]; text != "" {
		a.files = append(a.files, file{text, "NODE_EXTRA_CA_CERTS"})
	}
}

// CertPool returns the certificate authorities to trust, nil for the system's. Errors: files that cannot be read, and
// what holds no certificate.
func (c *Config) CertPool() (*x509.CertPool, error) {
	a := c.authorities
	if len(a.inline) == 0 && len(a.files) == 0 {
		return nil, nil
	}
	pool := x509.NewCertPool()
	if !a.only {
		system, err := x509.SystemCertPool()
		if err == nil { // without the system's, what is configured must do
			pool = system
		}
	}
	for _, text := range a.inline {
		if !pool.AppendCertsFromPEM([]byte(strings.ReplaceAll(text, `\n`, "\n"))) {
			return nil, &ValueError{"ca", "its value", "holds no certificate in PEM"}
		}
	}
	for _, f := range a.files {
		data, err := os.ReadFile(f.path)
		if err != nil {
			return nil, fmt.Errorf("reading the certificates of %s: %w", f.key, err)
		}
		if !pool.AppendCertsFromPEM(data) {
			return nil, &ValueError{f.key, f.path, "holds no certificate in PEM"}
		}
	}
	return pool, nil
}

// takeProxies reads proxy, https-proxy and noproxy, and the variables that every tool knows.
func (l *loading) takeProxies() error {
	own, from := l.value("proxy")
	secure, secureFrom := l.value("https-proxy")
	if secureFrom == nil {
		secure, secureFrom = own, from
	}
	if from == nil {
		own = secure
	}
	for key, at := range map[string]*layer{"proxy": from, "https-proxy": secureFrom} {
		if at == nil {
			continue
		}
		if text, _ := l.value(key); text != "" && text != "false" && !proxyURL(text) {
			return &ValueError{at.name, key, "is not a URL: write it as http://host:port/"}
		}
	}
	p := httpproxy.Config{
		HTTPProxy:  first(own, l.env["http_proxy"], l.env["HTTP_PROXY"]),
		HTTPSProxy: first(secure, l.env["https_proxy"], l.env["HTTPS_PROXY"], l.env["http_proxy"], l.env["HTTP_PROXY"]),
		NoProxy:    strings.Join(l.list("noproxy"), ","),
	}
	if p.NoProxy == "" {
		p.NoProxy = first(l.env["no_proxy"], l.env["NO_PROXY"])
	}
	l.config.proxy = p.ProxyFunc()
	return nil
}

func proxyURL(text string) bool {
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	u, err := url.Parse(text)
	return err == nil && u.Host != ""
}

// first returns the first that is not empty; "false" says none.
func first(texts ...string) string {
	for _, text := range texts {
		if text == "false" {
			return ""
		}
		if text != "" {
			return text
		}
	}
	return ""
}
