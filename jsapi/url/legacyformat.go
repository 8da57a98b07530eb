package url

import "strings"

// parts are what url.format writes; an empty one is left out.
type parts struct {
	protocol, auth, host, port, hostname, hash, search, query, pathname string
	slashes                                                             bool
}

func (u *legacy) parts() parts {
	return parts{
		protocol: text(u.protocol), auth: text(u.auth), host: text(u.host), port: text(u.port), hostname: text(u.hostname),
		hash: text(u.hash), search: text(u.search), pathname: text(u.pathname), slashes: u.slashes,
	}
}

// format is Node's url.format for anything but a URL. query is used where search is empty.
func (p parts) format() string {
	var auth strings.Builder
	if p.auth != "" {
		percentEncode(&auth, p.auth, authSafe, false)
		auth.WriteByte('@')
	}
	host := ""
	switch {
	case p.host != "":
		host = auth.String() + p.host
	case p.hostname != "":
		host = p.hostname
		if strings.Contains(host, ":") && !(host[0] == '[' && strings.HasSuffix(host, "]")) {
			host = "[" + host + "]"
		}
		host = auth.String() + host
		if p.port != "" {
			host += ":" + p.port
		}
	}
	if p.search == "" && p.query != "" {
		p.search = "?" + p.query
	}
	if p.protocol != "" && !strings.HasSuffix(p.protocol, ":") {
		p.protocol += ":"
	}
	pathname := strings.ReplaceAll(strings.ReplaceAll(p.pathname, "#", "%23"), "?", "%3F")
	if p.slashes || slashed(p.protocol) {
		switch {
		case p.slashes || host != "":
			if pathname != "" && pathname[0] != '/' {
				pathname = "/" + pathname
			}
			host = "//" + host
		case strings.HasPrefix(p.protocol, "file"):
			host = "//"
		}
	}
	search := prefixed(strings.ReplaceAll(p.search, "#", "%23"), "?")
	return p.protocol + host + pathname + search + prefixed(p.hash, "#")
}

func prefixed(s, mark string) string {
	if s == "" || strings.HasPrefix(s, mark) {
		return s
	}
	return mark + s
}
