package npmrc

import (
	"encoding/base64"
	"net/url"
	"path"
	"slices"
	"strings"
)

// credential is what authorises to a host, or to what is below a path of it.
type credential struct {
	token, auth        string // auth is the base64 of Basic
	username, password string // password is base64, as npm writes it
	certFile, keyFile  string
}

func basic(username, password string) *credential {
	return &credential{auth: base64.StdEncoding.EncodeToString([]byte(username + ":" + password))}
}

// some reports whether there is anything to show to a server.
func (c *credential) some() bool {
	return c != nil && (c.token != "" || c.auth != "" || c.username != "" && c.password != "" || c.certFile != "" && c.keyFile != "")
}

// header is the value of Authorization, "" for none (RFC 6750 for tokens, RFC 7617 for the rest).
func (c *credential) header() string {
	switch {
	case c.token != "":
		return "Bearer " + c.token
	case c.auth != "":
		return "Basic " + c.auth
	case c.username != "" && c.password != "":
		password, err := base64.StdEncoding.DecodeString(c.password)
		if err != nil {
			password, _ = base64.RawStdEncoding.DecodeString(strings.TrimRight(c.password, "=")) // as far as it goes, as Node
		}
		return "Basic " + basic(c.username, string(password)).auth
	}
	return ""
}

// Authorization returns the header's value for a request to u, "" for none: the credentials of the longest configured
// path that u is below, on the very host and port. Where a registry of that host is https, they are not sent in the clear.
func (c *Config) Authorization(u *url.URL) string {
	if found := c.credential(u); found != nil {
		return found.header()
	}
	return ""
}

// ClientCertificate returns the files (PEM) with the certificate and the key to show to u, "" for none.
func (c *Config) ClientCertificate(u *url.URL) (certFile, keyFile string) {
	if found := c.credential(u); found != nil && found.certFile != "" && found.keyFile != "" {
		return found.certFile, found.keyFile
	}
	return "", ""
}

func (c *Config) credential(u *url.URL) *credential {
	if u.Host == "" || u.Scheme == "http" && c.secure(u) {
		return nil
	}
	// A slash at the end of a configured path does not matter.
	for key := prefixOf(u); len(key) > len("//"); {
		if found := c.credentials(key); found.some() {
			return found
		}
		if rest, ok := strings.CutSuffix(key, "/"); ok {
			key = rest
		} else {
			key = key[:strings.LastIndexByte(key, '/')+1]
		}
	}
	return nil
}

// secure reports whether a configured registry is https on u's host name, whatever the ports.
func (c *Config) secure(u *url.URL) bool {
	here := func(r *url.URL) bool { return r.Scheme == "https" && strings.EqualFold(r.Hostname(), u.Hostname()) }
	if here(c.registry) {
		return true
	}
	for _, r := range c.scopes {
		if here(r) {
			return true
		}
	}
	return false
}

// prefixOf is the form in which npm keys credentials: //host[:port]/path, the port left out where it is the scheme's.
func prefixOf(u *url.URL) string {
	host := strings.ToLower(u.Host)
	if port := u.Port(); port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		host = strings.TrimSuffix(host, ":"+port)
	}
	p := u.EscapedPath()
	if p == "" {
		p = "/"
	}
	if strings.Contains(p, "/.") { // . and .. must not reach into another's path
		clean := path.Clean("/" + p)
		if strings.HasSuffix(p, "/") && clean != "/" {
			clean += "/"
		}
		p = clean
	}
	return "//" + host + p
}

// fields are the settings that make a credential.
func (c *credential) field(name string) *string {
	switch strings.ToLower(name) { // the environment's are in lower case
	case "_authtoken":
		return &c.token
	case "_auth":
		return &c.auth
	case "username":
		return &c.username
	case "_password":
		return &c.password
	case "certfile":
		return &c.certFile
	case "keyfile":
		return &c.keyFile
	}
	return nil
}

// takeCredentials collects those of hosts (//host/path/:_authToken), and where a registry has none those without a host,
// of old.
func (l *loading) takeCredentials(of map[string]*credential) {
	for _, from := range slices.Backward(l.layers) {
		for key, values := range from.values {
			colon := strings.LastIndexByte(key, ':')
			if !strings.HasPrefix(key, "//") || colon < len("//")+1 {
				continue
			}
			host, rest, below := strings.Cut(key[len("//"):colon], "/")
			prefix := "//" + strings.ToLower(host)
			if below {
				prefix += "/" + rest
			}
			l.credential(of, prefix, from, key[colon+1:], values[len(values)-1])
		}
	}
	old := map[string]*credential{}
	for _, from := range slices.Backward(l.layers) {
		l.legacy(old, from)
	}
	for prefix, found := range old {
		if !of[prefix].some() {
			of[prefix] = found
		}
	}
}

// credential sets one field of a prefix's credential.
func (l *loading) credential(of map[string]*credential, prefix string, from *layer, name, value string) {
	found := of[prefix]
	if found == nil {
		found = &credential{}
	}
	field := found.field(name)
	if field == nil || value == "" || value == "null" {
		return
	}
	if field == &found.certFile || field == &found.keyFile {
		value = l.path(from, value)
	}
	*field = value
	of[prefix] = found
}

// legacy takes _auth, _authToken, username and _password without a host. They belong to the registry as their own source
// sees it: its own, or the environment's, or that of a weaker source. Otherwise the .npmrc of a project could have the
// user's token sent wherever it likes.
func (l *loading) legacy(of map[string]*credential, from *layer) {
	base := publicRegistry()
	seen := append([]*layer{from, l.layers[0]}, l.layers[slices.Index(l.layers, from):]...)
	for _, layer := range seen {
		if text := layer.get("registry"); text != "" {
			if u, _, problem := registryURL(text); problem == "" {
				base = u
			}
			break
		}
	}
	for key := range from.values {
		if strings.HasPrefix(key, "_") || key == "username" {
			l.credential(of, prefixOf(base), from, key, from.get(key))
		}
	}
}
