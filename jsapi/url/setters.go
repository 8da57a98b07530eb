package url

import "strings"

// update is the setter of that name (URL Standard, section 6.1), but href's: it returns the new serialization, which is
// the old one where the standard ignores the value.
func update(href, name, value string) string {
	r, ok := parseRecord(href, nil)
	if !ok {
		return href // href is a serialization, so it is a URL
	}
	// The parser passes over tabs and line ends; user and password do not go through it.
	clean := withoutNewlines(value)
	switch name {
	case "protocol":
		r.setProtocol(clean)
	case "username":
		if r.mayHaveUser() {
			r.username = userinfoSet.encode(value)
		}
	case "password":
		if r.mayHaveUser() {
			r.password = userinfoSet.encode(value)
		}
	case "host":
		r.setHost(clean, true)
	case "hostname":
		r.setHost(clean, false)
	case "port":
		if r.mayHaveUser() {
			r.setPortText(value, clean)
		}
	case "pathname":
		r.setPathname(clean)
	case "search":
		r.hasQuery = value != ""
		r.query = r.querySet().encode(strings.TrimPrefix(clean, "?"))
		r.trimOpaque()
	case "hash":
		r.hasFragm = value != ""
		r.fragment = fragmentSet.encode(strings.TrimPrefix(clean, "#"))
		r.trimOpaque()
	}
	return r.serialize()
}

// mayHaveUser reports whether a URL can have a username, password or port.
func (r *record) mayHaveUser() bool { return r.host != "" && r.scheme != "file" }

// trimOpaque: spaces at the end of an opaque path would be lost when the URL is read again.
func (r *record) trimOpaque() {
	if r.opaque && !r.hasQuery && !r.hasFragm {
		r.path = strings.TrimRight(r.path, " ")
	}
}

func (r *record) setProtocol(value string) {
	scheme, _, ok := cutScheme(value + ":")
	if !ok {
		return
	}
	port, special := defaultPort(scheme)
	switch {
	case special != r.special(),
		scheme == "file" && (r.username != "" || r.password != "" || r.port >= 0),
		r.scheme == "file" && r.host == "":
		return
	}
	r.scheme = scheme
	if r.port == port {
		r.port = -1
	}
}

// setHost sets the host, and the port that follows it if withPort is set.
func (r *record) setHost(value string, withPort bool) {
	if r.opaque {
		return
	}
	end := strings.IndexAny(value, "/?#")
	if i := strings.IndexByte(value, '\\'); i >= 0 && r.special() && (end < 0 || i < end) {
		end = i
	}
	if end >= 0 {
		value = value[:end]
	}
	if r.scheme == "file" {
		r.setFileHost(value)
		return
	}
	name, port, hasPort := cutPort(value)
	switch {
	case hasPort && (name == "" || !withPort),
		name == "" && (r.special() || r.username != "" || r.password != "" || r.port >= 0):
		return
	}
	host, ok := parseHost(name, r.special())
	if !ok {
		return
	}
	r.host, r.hasHost = host, true
	r.setPortText(":", port)
}

func (r *record) setFileHost(name string) {
	if name == "" {
		r.host = ""
		return
	}
	host, ok := parseHost(name, true)
	if !ok {
		return
	}
	if host == "localhost" {
		host = ""
	}
	r.host = host
}

// setPortText takes the digits that clean starts with; none change nothing, but an empty value takes the port away.
func (r *record) setPortText(value, clean string) {
	if value == "" {
		r.port = -1
		return
	}
	digits := clean[:len(clean)-len(strings.TrimLeft(clean, "0123456789"))]
	if digits != "" {
		r.setPort(digits)
	}
}

func (r *record) setPathname(value string) {
	if r.opaque {
		return
	}
	r.path = ""
	if value == "" && !r.special() {
		if !r.hasHost {
			r.path = "/" // an empty segment: such a URL cannot be without a path
		}
		return
	}
	r.pathStart(value)
}
