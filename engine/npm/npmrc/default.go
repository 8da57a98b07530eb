package npmrc

import (
	"net/url"
	"strings"
)

// publicRegistry is the registry of those who configure none. Its host is put together here and only here: no other
// code, test or document can name it and come to depend on it, and a search for machines that guthega would call
// without being told to has one place to find.
func publicRegistry() *url.URL {
	return &url.URL{Scheme: "https", Host: strings.Join([]string{"registry", "npmjs", "org"}, "."), Path: "/"}
}

// IsPublic reports whether u points to the public registry, whose tarballs a configured registry stands in for.
func IsPublic(u *url.URL) bool { return u.Host == publicRegistry().Host }
