package registry

import (
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/guthega/guthega/engine/npm/npmrc"
)

// Relative is how a lock names a package's tarball: its address below the registry's base where it lies there, such as
// lodash/-/lodash-4.17.21.tgz, and the whole URL elsewhere. A tarball that a registry announces at the public registry's
// host counts as its own, which is what npm does too (replace-registry-host): mirrors pass on what they were told.
func (c *Client) Relative(name, tarball string) string {
	base := c.config.Registry(name)
	u, err := url.Parse(tarball)
	if err != nil || u.RawQuery != "" || u.User != nil || u.Fragment != "" {
		return tarball
	}
	p := u.EscapedPath()
	if npmrc.IsPublic(u) && usual(name, u.Path) {
		return strings.TrimPrefix(p, "/")
	}
	if u.Scheme != base.Scheme || !strings.EqualFold(u.Host, base.Host) {
		return tarball
	}
	below, ok := strings.CutPrefix(p, base.EscapedPath())
	if !ok || !local(below) {
		return tarball
	}
	return below
}

// Host is the host, and port, of the registry that serves a package.
func (c *Client) Host(name string) string { return c.config.Registry(name).Host }

// URL is where to fetch what a lock or a manifest names: a URL, or an address below the base of the package's registry.
// Errors: what is neither.
func (c *Client) URL(name, resolved string) (string, error) {
	base := c.config.Registry(name)
	u, err := url.Parse(resolved)
	if err != nil {
		return "", fmt.Errorf("finding the tarball of %s: its address is no URL", name)
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host == "" {
			return "", fmt.Errorf("finding the tarball of %s: its address has no host", name)
		}
		if npmrc.IsPublic(u) && !npmrc.IsPublic(base) && usual(name, u.Path) {
			return base.String() + strings.TrimPrefix(u.EscapedPath(), "/"), nil
		}
		return resolved, nil
	case "":
		if u.Host == "" && local(resolved) {
			return base.String() + resolved, nil
		}
	}
	return "", fmt.Errorf("finding the tarball of %s: its address is neither a URL of HTTP nor one below the registry", name)
}

// usual reports whether a tarball's path has the form /name/-/file.tgz that every registry shares.
func usual(name, p string) bool {
	file, ok := strings.CutPrefix(p, "/"+name+"/-/")
	return ok && file != "" && local(p[1:])
}

// local reports whether an address stays below the base that it is put behind.
func local(p string) bool {
	decoded, err := url.PathUnescape(p)
	if err != nil || p == "" || strings.ContainsAny(decoded, "\\?#\x00") {
		return false
	}
	return !strings.HasPrefix(decoded, "/") && path.Clean(decoded) != ".." && !strings.HasPrefix(path.Clean(decoded), "../") &&
		!strings.Contains("/"+decoded+"/", "/../") && !strings.Contains("/"+decoded+"/", "/./")
}
