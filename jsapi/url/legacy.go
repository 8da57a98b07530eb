package url

import (
	"strings"
	"unicode/utf8"
)

// legacy is what url.parse finds; nil stands for null.
type legacy struct {
	protocol, auth, host, port, hostname, hash, search, query, pathname, path, href *string
	slashes                                                                         bool
}

// legacyError is why url.parse throws.
type legacyError uint8

const (
	noError legacyError = iota
	invalidURL
	malformedURI
)

// longestHostname is where url.parse gives up on a name.
const longestHostname = 255

// parseLegacy is Node's url.parse without the parsing of the query. slashesDenoteHost reads "//a" as a host.
func parseLegacy(input string, slashesDenoteHost bool) (legacy, legacyError) {
	var u legacy
	rest, decorated := tidy(input)
	if !slashesDenoteHost && !decorated && u.takePath(rest) {
		return u, noError
	}
	proto := protocolOf(rest)
	known := strings.ToLower(proto)
	if proto != "" {
		u.protocol = &known
		rest = rest[len(proto):]
	}
	hostless := known == "javascript:"
	slashes := false
	if slashesDenoteHost || proto != "" || hasUser(rest) {
		slashes = strings.HasPrefix(rest, "//")
		if slashes && !hostless {
			rest = rest[2:]
			u.slashes = true
		}
	}
	// Node looks the protocol up as it was written here: "HTTP:a" has a host and "http:a" has none.
	if !hostless && (slashes || proto != "" && !slashed(proto)) {
		var failed legacyError
		if rest, failed = u.takeHost(rest); failed != noError {
			return u, failed
		}
	}
	if !hostless {
		rest = autoEscape.Replace(rest)
	}
	u.split(rest, slashed(known))
	href := u.parts().format()
	u.href = &href
	return u, noError
}

// protocolOf returns the protocol that s starts with, with its colon.
func protocolOf(s string) string {
	for i := range len(s) {
		switch c := s[i]; {
		case c == ':' && i > 0:
			return s[:i+1]
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '.', c == '+', c == '-':
		default:
			return ""
		}
	}
	return ""
}

// hasUser reports whether s starts with "//user@host".
func hasUser(s string) bool {
	s, found := strings.CutPrefix(s, "//")
	if i := strings.IndexByte(s, '/'); i >= 0 {
		s = s[:i]
	}
	user, host, at := strings.Cut(s, "@")
	return found && at && user != "" && host != "" && host[0] != '@'
}

// slashed reports whether a protocol, with or without its colon, is always followed by two slashes.
func slashed(protocol string) bool {
	switch strings.TrimSuffix(protocol, ":") {
	case "http", "https", "ftp", "gopher", "file", "ws", "wss":
		return true
	}
	return false
}

// tidy trims white space and turns backslashes before the query into slashes. decorated says that there is an "@" in
// front of the query, or a "#" anywhere.
func tidy(input string) (rest string, decorated bool) {
	rest = strings.TrimFunc(input, func(r rune) bool { return r < 33 || r == 0xa0 || r == 0xfeff })
	before := rest
	if i := strings.IndexAny(rest, "?#"); i >= 0 {
		before = rest[:i]
	}
	rest = strings.ReplaceAll(before, `\`, "/") + rest[len(before):]
	return rest, strings.Contains(before, "@") || strings.Contains(rest, "#")
}

// takePath handles the simple case: nothing but a path and a query, neither with white space.
func (u *legacy) takePath(rest string) bool {
	if !strings.HasPrefix(rest, "/") || strings.HasPrefix(rest, "///") || strings.ContainsFunc(rest, isSpace) {
		return false
	}
	u.path, u.href = &rest, &rest
	path, query, found := strings.Cut(rest, "?")
	u.pathname = &path
	if found {
		search := "?" + query
		u.search, u.query = &search, &query
	}
	return true
}

// isSpace is \s of JavaScript.
func isSpace(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\v', '\f', '\r', 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff:
		return true
	}
	return r >= 0x2000 && r <= 0x200a
}

// takeHost reads auth, hostname and port off rest and returns what follows.
func (u *legacy) takeHost(rest string) (string, legacyError) {
	rest, hostEnd, at := hostBounds(rest)
	start := 0
	if at >= 0 {
		auth := rest[:at]
		if !wellEncoded(auth) {
			return "", malformedURI
		}
		auth = percentDecode(auth)
		u.auth = &auth
		start = at + 1
	}
	hostname := rest[start:hostEnd]
	rest = rest[hostEnd:]
	if name := strings.TrimRight(hostname, "0123456789"); strings.HasSuffix(name, ":") {
		port := hostname[len(name):]
		hostname = name[:len(name)-1]
		if port != "" {
			u.port = &port
		}
	}
	isIPv6 := strings.HasPrefix(hostname, "[") && strings.HasSuffix(hostname, "]")
	if !isIPv6 {
		if i := strings.IndexAny(hostname, `/\#?:`); i >= 0 {
			rest = "/" + hostname[i:] + rest
			hostname = hostname[:i]
		}
	}
	if utf16Len(hostname) > longestHostname {
		hostname = ""
	}
	hostname = lower(hostname)
	if hostname != "" {
		forbidden := "\x00\t\n\r #%/<>?@\\^|"
		if !isIPv6 {
			var ok bool
			if hostname, ok = legacyToASCII(hostname); !ok {
				return "", invalidURL
			}
			forbidden += ":[]"
		}
		if strings.ContainsAny(hostname, forbidden) {
			return "", invalidURL
		}
	}
	host := hostname
	if u.port != nil {
		host += ":" + *u.port
	}
	u.host = &host
	if isIPv6 {
		hostname = hostname[1 : len(hostname)-1]
		if !strings.HasPrefix(rest, "/") {
			rest = "/" + rest
		}
	}
	u.hostname = &hostname
	return rest, noError
}

// hostBounds finds where the host in rest ends and where the last "@" before that is, -1 for none. Characters that no
// host may have end it too, unless an "@" follows. Tabs and line ends up to there are removed.
func hostBounds(rest string) (cleaned string, end, at int) {
	end, at = -1, -1
	kept := make([]byte, 0, len(rest))
	for i := range len(rest) {
		switch c := rest[i]; c {
		case '\t', '\n', '\r':
			continue
		case ' ', '"', '%', '\'', ';', '<', '>', '\\', '^', '`', '{', '|', '}':
			if end < 0 {
				end = len(kept)
			}
		case '#', '/', '?':
			if end < 0 {
				end = len(kept)
			}
			return string(kept) + rest[i:], end, at
		case '@':
			at, end = len(kept), -1
		}
		kept = append(kept, rest[i])
	}
	if end < 0 {
		end = len(kept)
	}
	return string(kept), end, at
}

// split cuts what follows the host into pathname, search and hash.
func (u *legacy) split(rest string, slashed bool) {
	if i := strings.IndexByte(rest, '#'); i >= 0 {
		hash := rest[i:]
		u.hash, rest = &hash, rest[:i]
	}
	if i := strings.IndexByte(rest, '?'); i >= 0 {
		search, query := rest[i:], rest[i+1:]
		u.search, u.query, rest = &search, &query, rest[:i]
	}
	if rest != "" {
		u.pathname = &rest
	} else if slashed && u.hostname != nil && *u.hostname != "" {
		root := "/"
		u.pathname = &root
	}
	if path := text(u.pathname) + text(u.search); path != "" {
		u.path = &path
	}
}

// autoEscape escapes what url.parse will not have in a path, whatever else stands there.
var autoEscape = strings.NewReplacer("\t", "%09", "\n", "%0A", "\r", "%0D", " ", "%20", `"`, "%22", "'", "%27", "<", "%3C",
	">", "%3E", `\`, "%5C", "^", "%5E", "`", "%60", "{", "%7B", "|", "%7C", "}", "%7D")

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// wellEncoded reports whether decodeURIComponent takes s.
func wellEncoded(s string) bool {
	var b []byte
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			b = append(b, s[i])
			continue
		}
		if i+2 >= len(s) || unhex(s[i+1]) < 0 || unhex(s[i+2]) < 0 {
			return false
		}
		b = append(b, byte(unhex(s[i+1])<<4|unhex(s[i+2])))
		i += 2
	}
	return utf8.Valid(b)
}

func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}
