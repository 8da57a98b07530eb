package http

import (
	"net"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"github.com/dop251/goja"
)

// proxyFor is proxyFor(scheme, host, port): {protocol, hostname, port, auth} of the proxy that the environment names, or undefined.
func (m *module) proxyFor(call goja.FunctionCall) goja.Value {
	scheme, host, port := call.Argument(0).String(), call.Argument(1).String(), call.Argument(2).String()
	u := EnvProxy(os.LookupEnv, scheme, host, port)
	if u == nil {
		return goja.Undefined()
	}
	rt := m.h.Runtime
	o := rt.NewObject()
	password, _ := u.User.Password()
	auth := ""
	if u.User != nil {
		auth = u.User.Username() + ":" + password
	}
	number := u.Port()
	if number == "" {
		number = map[string]string{"https": "443"}[u.Scheme]
	}
	if number == "" {
		number = "80"
	}
	for name, value := range map[string]string{"protocol": u.Scheme + ":", "hostname": u.Hostname(), "port": number, "auth": auth} {
		must(o.Set(name, value))
	}
	return o
}

// EnvProxy is the proxy for a target, nil for none: curl's variables in either case, the upper one of HTTP_PROXY included,
// since no CGI sets it here.
func EnvProxy(env func(string) (string, bool), scheme, host, port string) *url.URL {
	get := func(name string) string {
		for _, name := range []string{strings.ToLower(name), name} {
			if v, ok := env(name); ok && v != "" {
				return v
			}
		}
		return ""
	}
	if v, _ := env("NODE_USE_ENV_PROXY"); v == "0" || local(host) {
		return nil
	}
	text := get(strings.ToUpper(scheme) + "_PROXY")
	if text == "" {
		text = get("ALL_PROXY")
	}
	if text == "" || excepted(get("NO_PROXY"), host, port) {
		return nil
	}
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || strings.EqualFold(u.Hostname(), host) {
		return nil
	}
	return u
}

// local reports whether host is this machine.
func local(host string) bool {
	if strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback()
}

// excepted reports whether a NO_PROXY list has host: *, names with all below them, addresses and networks, each with a port or without.
func excepted(list, host, port string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	address, _ := netip.ParseAddr(host)
	for entry := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		entry = strings.ToLower(entry)
		if entry == "*" {
			return true
		}
		if network, err := netip.ParsePrefix(entry); err == nil {
			if address.IsValid() && network.Contains(address.Unmap()) {
				return true
			}
			continue
		}
		if name, only, err := net.SplitHostPort(entry); err == nil {
			if only != port {
				continue
			}
			entry = name
		}
		entry = strings.TrimPrefix(strings.TrimPrefix(entry, "*"), ".")
		if host == entry || strings.HasSuffix(host, "."+entry) {
			return true
		}
	}
	return false
}
