package conf

import (
	"net/netip"
	"path"
	"strconv"
	"strings"
)

// The grammar of a pattern in permissions.net is that of package dial, which is what permits by it; this package may not
// know that one, so that the checks are here again. A test of cmd/guthega holds the two together.

// checkConnection says what is wrong with a pattern, and what to write instead; nothing for one that is right.
func checkConnection(s string) (message, hint string) {
	if file, ok := strings.CutPrefix(s, "unix:"); ok {
		return checkUnix(file)
	}
	i := strings.LastIndexByte(s, ':')
	if i < 0 || i == len(s)-1 || strings.HasSuffix(s, "]") {
		return strconv.Quote(s) + " has no port", `write "host:port", or "host:*" for every port`
	}
	host, port := s[:i], s[i+1:]
	if n, err := strconv.ParseUint(port, 10, 16); port != "*" && (err != nil || n == 0 || port[0] == '0' || port[0] == '+') {
		return strconv.Quote(s) + " has no port that is one", "from 1 to 65535, or * for every port"
	}
	inner, bracketed := strings.CutPrefix(host, "[")
	if bracketed {
		inner, bracketed = strings.CutSuffix(inner, "]")
	}
	switch {
	case strings.Contains(host, "://"):
		return strconv.Quote(s) + " is a URL", `leave the scheme out: "host:port"`
	case bracketed != strings.Contains(inner, ":"):
		return strconv.Quote(s) + " is no address", `only IPv6 addresses stand in brackets, and they do: "[::1]:443"`
	case isNetwork(inner), !bracketed && isName(host):
		return "", ""
	}
	return strconv.Quote(s) + " is no pattern", `such as "db.example.com:5432", "*.example.com:443", "10.0.0.0/8:*" or "[::1]:*"`
}

func checkUnix(file string) (message, hint string) {
	folder, wild := strings.CutSuffix(file, "*")
	switch {
	case file == "*", strings.HasPrefix(file, "@") && !wild, wild && path.IsAbs(folder) && strings.HasSuffix(folder, "/"),
		path.IsAbs(file) && !strings.Contains(file, "*"):
		return "", ""
	}
	return strconv.Quote("unix:"+file) + " is no path of a Unix socket", `such as "unix:/run/db.sock", or "unix:/run/db/*" for all in a folder`
}

func isNetwork(s string) bool {
	if strings.Contains(s, "/") {
		_, err := netip.ParsePrefix(s)
		return err == nil
	}
	a, err := netip.ParseAddr(s)
	return err == nil && a.Zone() == ""
}

// isName reports whether s is a name, *.domain or *.
func isName(s string) bool {
	if s = strings.TrimSuffix(s, "."); s == "*" {
		return true
	}
	for label := range strings.SplitSeq(strings.TrimPrefix(s, "*."), ".") {
		if label == "" || strings.ContainsAny(label, "*@/[] \t\r\n\\%?#:") {
			return false
		}
	}
	return true
}

// connections checks the patterns of permissions.net.
func (c *checks) connections(at string, patterns []string) {
	for i, s := range patterns {
		if s == "" { // said already
			continue
		}
		message, hint := checkConnection(s)
		c.that(message == "", element(at, i), message, hint)
	}
}
