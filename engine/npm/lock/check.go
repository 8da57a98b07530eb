package lock

import (
	"net/url"
	"strings"

	"github.com/guthega/guthega/engine/npm/spec"
)

// longestPath bounds a package's path: what is longer fits no file system, and only a hostile lock has it.
const longestPath = 4096

// check returns why the entry is not taken, "" where it is.
func (e *Entry) check(path string) string {
	if why := checkPath(path); why != "" {
		return why
	}
	if err := spec.CheckName(e.Name); err != nil {
		return err.Error()
	}
	if e.Link {
		return ""
	}
	relative := false
	switch scheme, _, found := strings.Cut(e.Resolved, ":"); {
	case e.Resolved == "":
		relative = !e.InBundle // it is where its name and version say
	case !found:
		relative = true
		if why := badPath(e.Resolved); why != "" {
			return "resolved " + why
		}
	case scheme == "http", scheme == "https":
		if u, err := url.Parse(e.Resolved); err != nil || u.Host == "" {
			return "resolved is no URL"
		}
	case scheme != "file":
		return "resolved has the scheme " + scheme + ": only tarballs of a registry, of http and https addresses, and files are installed"
	}
	switch {
	case relative && e.Version == "":
		return "it has no version"
	case relative && e.Integrity == "":
		return "it has no integrity, so that nothing says whether the package is the right one"
	}
	return ""
}

// checkPath takes only chains of node_modules/<name>.
func checkPath(path string) string {
	if len(path) > longestPath {
		return "the path is too long"
	}
	for rest := path; rest != ""; {
		parent, name, ok := Split(rest)
		if !ok {
			return "a package is in node_modules/<name>, in the root or in another package; folders that npm links are not supported"
		}
		if err := spec.CheckName(name); err != nil {
			return err.Error()
		}
		rest = parent
	}
	return ""
}

// badPath says why a path below the registry is none; "" where it is one.
func badPath(path string) string {
	decoded, err := url.PathUnescape(path)
	if err != nil {
		return "is no path below the registry: " + err.Error()
	}
	if strings.ContainsFunc(decoded, func(r rune) bool { return r <= ' ' || r == 0x7F || r == '\\' || r == ':' || r == '#' }) {
		return "is no path below the registry: it has characters that none has"
	}
	for part := range strings.SplitSeq(decoded, "/") {
		if part == "" || part == "." || part == ".." {
			return `is no path below the registry: it has the part "` + part + `"`
		}
	}
	return ""
}
