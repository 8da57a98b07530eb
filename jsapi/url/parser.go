package url

import (
	"strconv"
	"strings"
)

// record is a URL record (URL Standard, section 4.1). All parts are percent-encoded.
type record struct {
	scheme             string
	username, password string
	host               string
	hasHost            bool
	port               int // -1 for none, or the scheme's own
	// path is the serialized path: "/a/b", or what follows the scheme where it is opaque.
	path               string
	opaque             bool
	query, fragment    string
	hasQuery, hasFragm bool
}

// defaultPort returns the port that a special scheme implies; file has none. special is false for all other schemes.
func defaultPort(scheme string) (port int, special bool) {
	switch scheme {
	case "http", "ws":
		return 80, true
	case "https", "wss":
		return 443, true
	case "ftp":
		return 21, true
	case "file":
		return -1, true
	}
	return -1, false
}

func (r *record) special() bool {
	_, special := defaultPort(r.scheme)
	return special
}

// isSlash reports whether c separates path segments; in special URLs a backslash does too.
func (r *record) isSlash(c byte) bool { return c == '/' || c == '\\' && r.special() }

// parseRecord is the basic URL parser (URL Standard, section 4.4) without a state override. It is written as the steps
// that its states come to, so that it is linear in the length of input.
func parseRecord(input string, base *record) (*record, bool) {
	input = strings.TrimFunc(input, func(c rune) bool { return c <= ' ' })
	rest := withoutNewlines(input)
	r := &record{port: -1}
	// No state before these two reads past a "#" or "?".
	rest, r.fragment, r.hasFragm = strings.Cut(rest, "#")
	rest, r.query, r.hasQuery = strings.Cut(rest, "?")
	scheme, afterScheme, hasScheme := cutScheme(rest)
	var ok bool
	switch {
	case hasScheme:
		r.scheme = scheme
		ok = r.afterScheme(afterScheme, base)
	case base == nil:
		return nil, false
	case base.opaque:
		if rest != "" || r.hasQuery || !r.hasFragm {
			return nil, false
		}
		r.scheme, r.path, r.opaque, r.query, r.hasQuery = base.scheme, base.path, true, base.query, base.hasQuery
		r.fragment = fragmentSet.encode(r.fragment)
		return r, true
	case base.scheme == "file":
		r.scheme = base.scheme
		ok = r.file(rest, base)
	default:
		r.scheme = base.scheme
		ok = r.relative(rest, base)
	}
	if !ok {
		return nil, false
	}
	r.query = r.querySet().encode(r.query)
	r.fragment = fragmentSet.encode(r.fragment)
	return r, true
}

func (r *record) querySet() *encodeSet {
	if r.special() {
		return specialQuerySet
	}
	return querySet
}

// cutScheme cuts s behind the scheme that it starts with, which is returned in lower case.
func cutScheme(s string) (scheme, rest string, ok bool) {
	for i := range len(s) {
		switch c := s[i]; {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
		case i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
		case i > 0 && c == ':':
			return strings.ToLower(s[:i]), s[i+1:], true
		default:
			return "", "", false
		}
	}
	return "", "", false
}

// afterScheme reads what follows the scheme's colon.
func (r *record) afterScheme(rest string, base *record) bool {
	switch {
	case r.scheme == "file":
		if base != nil && base.scheme != "file" {
			base = nil
		}
		return r.file(rest, base)
	case r.special() && base != nil && base.scheme == r.scheme && !strings.HasPrefix(rest, "//"):
		return r.relative(rest, base)
	case r.special():
		return r.authority(strings.TrimLeft(rest, `/\`))
	case strings.HasPrefix(rest, "//"):
		return r.authority(rest[2:])
	case strings.HasPrefix(rest, "/"):
		r.segments(rest[1:])
		return true
	}
	r.path, r.opaque = controlSet.encode(rest), true
	return true
}

// relative reads a reference without a scheme of its own against a base that is no file URL.
func (r *record) relative(rest string, base *record) bool {
	if rest != "" && r.isSlash(rest[0]) {
		if len(rest) > 1 && r.isSlash(rest[1]) {
			if r.special() {
				return r.authority(strings.TrimLeft(rest, `/\`))
			}
			return r.authority(rest[2:])
		}
		r.copyAuthority(base)
		r.segments(rest[1:])
		return true
	}
	r.copyAuthority(base)
	r.path = base.path
	r.relativePath(rest, base)
	return true
}

func (r *record) copyAuthority(base *record) {
	r.username, r.password, r.host, r.hasHost, r.port = base.username, base.password, base.host, base.hasHost, base.port
}

// relativePath appends rest in place of the path's last segment; without one the base's query stays too.
func (r *record) relativePath(rest string, base *record) {
	if rest != "" {
		r.shorten()
		r.segments(rest)
	} else if !r.hasQuery {
		r.query, r.hasQuery = base.query, base.hasQuery
	}
}

// file reads what follows "file:", or a reference against a file URL.
func (r *record) file(rest string, base *record) bool {
	r.hasHost = true
	switch {
	case rest != "" && r.isSlash(rest[0]):
		rest = rest[1:]
		if rest != "" && r.isSlash(rest[0]) {
			return r.fileHost(rest[1:])
		}
		if base != nil {
			r.host = base.host
			if !startsWithDrive(rest) && len(base.path) >= 3 && isDrivePath(base.path[:3]) && (len(base.path) == 3 || base.path[3] == '/') {
				r.path = base.path[:3]
			}
		}
		r.segments(rest)
	case base == nil:
		r.segments(rest)
	default:
		r.host, r.path = base.host, base.path
		if startsWithDrive(rest) {
			r.path = ""
			r.segments(rest)
			return true
		}
		r.relativePath(rest, base)
	}
	return true
}

// fileHost reads what follows "file://". A drive letter there is the start of the path.
func (r *record) fileHost(rest string) bool {
	end := strings.IndexAny(rest, `/\`)
	if end < 0 {
		end = len(rest)
	}
	name := rest[:end]
	if isDrive(name) {
		r.segments(rest)
		return true
	}
	if name != "" {
		host, ok := parseHost(name, true)
		if !ok {
			return false
		}
		if host != "localhost" {
			r.host = host
		}
	}
	r.pathStart(rest[end:])
	return true
}

// authority reads "user:password@host:port/path".
func (r *record) authority(rest string) bool {
	end := 0
	for end < len(rest) && !r.isSlash(rest[end]) {
		end++
	}
	hostport := rest[:end]
	if at := strings.LastIndexByte(hostport, '@'); at >= 0 {
		username, password, _ := strings.Cut(hostport[:at], ":")
		r.username, r.password = userinfoSet.encode(username), userinfoSet.encode(password)
		if hostport = hostport[at+1:]; hostport == "" {
			return false
		}
	}
	name, port, hasPort := cutPort(hostport)
	if name == "" && (hasPort || r.special()) {
		return false
	}
	host, ok := parseHost(name, r.special())
	if !ok {
		return false
	}
	r.host, r.hasHost = host, true
	if port != "" && (strings.Trim(port, "0123456789") != "" || !r.setPort(port)) {
		return false
	}
	r.pathStart(rest[end:])
	return true
}

// cutPort cuts at the first colon outside brackets.
func cutPort(s string) (host, port string, found bool) {
	inBrackets := false
	for i := range len(s) {
		switch s[i] {
		case '[':
			inBrackets = true
		case ']':
			inBrackets = false
		case ':':
			if !inBrackets {
				return s[:i], s[i+1:], true
			}
		}
	}
	return s, "", false
}

// setPort takes digits, and fails on what is above 65535.
func (r *record) setPort(digits string) bool {
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil {
		return false
	}
	r.port = int(n)
	if implied, _ := defaultPort(r.scheme); r.port == implied {
		r.port = -1
	}
	return true
}

// serialize is the URL serializer (URL Standard, section 4.5).
func (r *record) serialize() string {
	b := make([]byte, 0, len(r.scheme)+len(r.username)+len(r.password)+len(r.host)+len(r.path)+len(r.query)+len(r.fragment)+16)
	b = append(append(b, r.scheme...), ':')
	if r.hasHost {
		b = append(b, "//"...)
		if r.username != "" || r.password != "" {
			b = append(b, r.username...)
			if r.password != "" {
				b = append(append(b, ':'), r.password...)
			}
			b = append(b, '@')
		}
		b = append(b, r.host...)
		if r.port >= 0 {
			b = strconv.AppendInt(append(b, ':'), int64(r.port), 10)
		}
	} else if !r.opaque && strings.HasPrefix(r.path, "//") {
		b = append(b, "/."...)
	}
	b = append(b, r.path...)
	if r.hasQuery {
		b = append(append(b, '?'), r.query...)
	}
	if r.hasFragm {
		b = append(append(b, '#'), r.fragment...)
	}
	return string(b)
}
