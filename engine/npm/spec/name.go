package spec

import (
	"strings"
)

// CheckName returns an *InvalidError where no package may be called name, by npm's rules for packages of every age
// (validate-npm-package-name's validForOldPackages). Such a name is one or two parts of a path, and can lead nowhere
// but into node_modules.
func CheckName(name string) error {
	if why := badName(name); why != "" {
		return &InvalidError{Name: name, Why: why}
	}
	return nil
}

// longest is the most that a name may have: npm warns above 214, this is for URLs and file systems.
const longest = 1024

func badName(name string) string {
	switch {
	case name == "":
		return "it is empty"
	case len(name) > longest:
		return "it is too long"
	case strings.IndexByte("._-", name[0]) >= 0:
		return `it begins with "` + name[:1] + `"`
	}
	base := name
	if scope, rest, ok := strings.Cut(name, "/"); ok {
		if scope == "@" || rest == "" || name[0] != '@' || !plain(scope[1:]) {
			return "it should be name or @scope/name, of letters, digits, hyphens, dots and underscores"
		}
		if scope[1] == '.' { // npm allows it; no registry has one, and paths are safer without
			return `the scope begins with "."`
		}
		base = rest
	}
	switch lower := strings.ToLower(base); {
	case !plain(base):
		return "it should be name or @scope/name, of letters, digits, hyphens, dots and underscores"
	case base[0] == '.':
		return `the part after the "/" begins with "."`
	case lower == "node_modules", lower == "favicon.ico":
		return "nothing may be called that"
	}
	return ""
}

// plain reports whether s consists of characters that stand for themselves in a URL: those that JavaScript's
// encodeURIComponent leaves (ECMA-262, section 19.2.6.5).
func plain(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (c < '0' || c > '9') && strings.IndexByte("-_.!~*'()", c) < 0 {
			return false
		}
	}
	return true
}
