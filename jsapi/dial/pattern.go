package dial

import (
	"fmt"
	"net/netip"
	"path"
	"strconv"
	"strings"
)

// Pattern is one entry of a list (package documentation: "Patterns"). The zero value matches nothing.
type Pattern struct {
	name    string // in lower case; "*" any; "*.domain" what is below domain
	network netip.Prefix
	port    uint16 // 0 is any
	unix    string // a path; one that ends in a slash is a folder; "*" any
}

// ParsePattern reads a pattern. The error says what is wrong with it in a few words.
func ParsePattern(s string) (Pattern, error) {
	if file, ok := strings.CutPrefix(s, "unix:"); ok {
		return parseUnix(file)
	}
	host, port, err := split(s)
	if err != nil {
		return Pattern{}, err
	}
	p := Pattern{}
	if port != "*" {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 || port[0] == '0' || port[0] == '+' {
			return Pattern{}, fmt.Errorf("%q is not a port: a number from 1 to 65535, or *", port)
		}
		p.port = uint16(n)
	}
	if network, ok := parseNetwork(host); ok {
		p.network = network
		return p, nil
	}
	if strings.ContainsAny(host, "[]/:") {
		return Pattern{}, fmt.Errorf("%q is neither an address nor a network", host)
	}
	if p.name = canonical(host); !validName(p.name) {
		return Pattern{}, fmt.Errorf("%q is not a host: a name, an address, a network, *.domain or *", host)
	}
	return p, nil
}

// split cuts host from port; an IPv6 address has to be in brackets.
func split(s string) (host, port string, err error) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 || i == len(s)-1 || strings.HasSuffix(s, "]") {
		return "", "", fmt.Errorf("there is no port: write host:port, or host:* for any")
	}
	host, port = s[:i], s[i+1:]
	if inner, ok := strings.CutPrefix(host, "["); ok {
		inner, ok = strings.CutSuffix(inner, "]")
		if !ok || !strings.Contains(inner, ":") {
			return "", "", fmt.Errorf("brackets are for IPv6 addresses only")
		}
		return inner, port, nil
	}
	if strings.Contains(host, ":") {
		return "", "", fmt.Errorf("an IPv6 address has to be in brackets: [address]:port")
	}
	return host, port, nil
}

func parseNetwork(host string) (netip.Prefix, bool) {
	if strings.Contains(host, "/") {
		p, err := netip.ParsePrefix(host)
		return p.Masked(), err == nil
	}
	a, err := netip.ParseAddr(host)
	if err != nil || a.Zone() != "" {
		return netip.Prefix{}, false
	}
	a = a.Unmap()
	return netip.PrefixFrom(a, a.BitLen()), true
}

func parseUnix(file string) (Pattern, error) {
	folder, wild := strings.CutSuffix(file, "*")
	switch {
	case file == "*":
		return Pattern{unix: "*"}, nil
	case strings.HasPrefix(file, "@") && !wild: // the abstract namespace of Linux
		return Pattern{unix: file}, nil
	case !strings.HasPrefix(file, "/"):
		return Pattern{}, fmt.Errorf("%q is not an absolute path", file)
	case wild && strings.HasSuffix(folder, "/"):
		return Pattern{unix: strings.TrimSuffix(path.Clean(folder), "/") + "/"}, nil
	case strings.Contains(file, "*"):
		return Pattern{}, fmt.Errorf("%q has a * elsewhere than as its last part", file)
	}
	return Pattern{unix: path.Clean(file)}, nil
}

// canonical is a name as names are compared.
func canonical(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }

func validName(name string) bool {
	if name == "*" {
		return true
	}
	for label := range strings.SplitSeq(strings.TrimPrefix(name, "*."), ".") {
		if label == "" || strings.ContainsAny(label, "*@ \t\r\n\\%?#") {
			return false
		}
	}
	return true
}

// matchPort reports whether port is p's; 0 asks for any.
func (p Pattern) matchPort(port uint16) bool { return p.port == 0 || port == 0 || p.port == port }

func (p Pattern) matchName(name string, port uint16) bool {
	if p.name == "" || !p.matchPort(port) {
		return false
	}
	if domain, ok := strings.CutPrefix(p.name, "*."); ok {
		return strings.HasSuffix(name, "."+domain)
	}
	return p.name == "*" || p.name == name
}

func (p Pattern) matchAddress(a netip.Addr, port uint16) bool {
	return p.matchPort(port) && (p.name == "*" || p.network.IsValid() && p.network.Contains(a))
}

// names reports whether p says a itself, or a network of nothing but addresses like it.
func (p Pattern) names(a netip.Addr, within netip.Prefix) bool {
	return p.network.IsValid() && p.network.Contains(a) && (p.network.IsSingleIP() ||
		within.IsValid() && p.network.Bits() >= within.Bits() && within.Contains(p.network.Addr()))
}

func (p Pattern) matchUnix(file string) bool {
	switch {
	case p.unix == "*":
		return true
	case strings.HasSuffix(p.unix, "/"):
		return strings.HasPrefix(file, p.unix)
	}
	return p.unix != "" && p.unix == file
}
