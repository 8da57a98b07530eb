package url

import "strings"

// parse returns the serialization of input read against base, nil for none; both must be UTF-8. It is always ASCII.
func parse(input string, base *string) (href string, ok bool) {
	var against *record
	if base != nil {
		if against, ok = parseRecord(*base, nil); !ok {
			return "", false
		}
	}
	r, ok := parseRecord(input, against)
	if !ok {
		return "", false
	}
	return r.serialize(), true
}

// bounds are the places in a serialized URL where its components meet (URL Standard, section 4.5). Usernames,
// passwords and hosts contain none of "@:/?#" there but an IPv6 address its colons, in brackets.
type bounds struct {
	scheme   int // behind the colon
	username int // where it starts; so do the next two
	password int
	host     int
	port     int // the colon, or where it would be
	path     int
	query    int
	fragment int
}

func boundsOf(href string) bounds {
	var b bounds
	b.fragment = len(href)
	if i := strings.IndexByte(href, '#'); i >= 0 {
		b.fragment = i
	}
	b.query = b.fragment
	if i := strings.IndexByte(href[:b.fragment], '?'); i >= 0 {
		b.query = i
	}
	b.scheme = strings.IndexByte(href, ':') + 1
	b.username, b.password, b.host, b.port, b.path = b.scheme, b.scheme, b.scheme, b.scheme, b.scheme
	rest := href[b.scheme:b.query]
	if !strings.HasPrefix(rest, "//") {
		if strings.HasPrefix(rest, "/.//") {
			b.path += 2 // the dot only tells the path from a host
		}
		return b
	}
	b.username = b.scheme + 2
	b.path = b.query
	if i := strings.IndexByte(rest[2:], '/'); i >= 0 {
		b.path = b.username + i
	}
	b.host, b.password = b.username, b.username
	if i := strings.IndexByte(href[b.username:b.path], '@'); i >= 0 {
		b.host = b.username + i + 1
		b.password = b.host - 1
		if i := strings.IndexByte(href[b.username:b.password], ':'); i >= 0 {
			b.password = b.username + i + 1
		}
	}
	b.port = b.path
	if i := strings.LastIndexByte(href[b.host:b.path], ':'); i >= 0 && href[b.path-1] != ']' {
		b.port = b.host + i
	}
	return b
}

// component is what the getter of that name returns for a serialized URL.
func component(href, name string) string {
	b := boundsOf(href)
	switch name {
	case "protocol":
		return href[:b.scheme]
	case "username":
		return strings.TrimSuffix(href[b.username:max(b.username, min(b.password, b.host-1))], ":")
	case "password":
		return href[b.password:max(b.password, b.host-1)]
	case "host":
		return href[b.host:max(b.host, b.hostEnd(href))]
	case "hostname":
		return href[b.host:b.port]
	case "port":
		return strings.TrimPrefix(href[b.port:max(b.port, b.hostEnd(href))], ":")
	case "pathname":
		return href[b.path:b.query]
	case "search":
		return orEmpty(href[b.query:b.fragment])
	case "hash":
		return orEmpty(href[b.fragment:])
	case "origin":
		return origin(href, b)
	}
	panic("url: no component " + name)
}

// hostEnd is where the port ends; in a URL without a host that is where the host would be.
func (b bounds) hostEnd(href string) int {
	if !strings.HasPrefix(href[b.scheme:], "//") {
		return b.host
	}
	return b.path
}

// orEmpty drops a delimiter that nothing follows.
func orEmpty(s string) string {
	if len(s) < 2 {
		return ""
	}
	return s
}

// special reports whether scheme, with its colon, is one whose URLs have an origin of their own.
func special(scheme string) bool {
	switch scheme {
	case "http:", "https:", "ws:", "wss:", "ftp:":
		return true
	}
	return false
}

// origin is the serialization of a URL's origin: "null" where that is opaque.
func origin(href string, b bounds) string {
	scheme := href[:b.scheme]
	if special(scheme) {
		return scheme + "//" + href[b.host:b.path]
	}
	if scheme == "blob:" {
		if inner, ok := parse(href[b.path:b.query], nil); ok {
			if in := boundsOf(inner); inner[:in.scheme] == "http:" || inner[:in.scheme] == "https:" {
				return origin(inner, in)
			}
		}
	}
	return "null"
}
