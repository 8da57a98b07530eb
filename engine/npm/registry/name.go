package registry

import (
	"net/url"
	"strings"
)

// packumentURL is base with the name below it; a scope's slash is encoded, as registries want it.
func packumentURL(base *url.URL, name string) *url.URL {
	u := *base
	u.RawPath = u.EscapedPath() + strings.Replace(name, "/", "%2f", 1)
	u.Path += name
	return &u
}
