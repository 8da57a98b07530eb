package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What Linux, macOS and Windows take in one name (NAME_MAX), and what leaves room for the store's own folders and the
// nesting of a tree in a path (PATH_MAX is 4,096; macOS has 1,024, which a package this deep would not reach in use).
const maxName, maxPath = 255, 1024

// flaw says why a slash-separated path must not become a file below a folder of ours, "" where it may.
func flaw(p string) string {
	switch {
	case len(p) > maxPath:
		return "a path of more than 1,024 bytes"
	case strings.HasPrefix(p, "/"):
		return "an absolute path"
	case hasDrive(p):
		return "a drive letter"
	case !utf8.ValidString(p):
		return "a name that is not UTF-8"
	}
	for i := range len(p) {
		switch c := p[i]; {
		case c == '\\':
			return "a backslash in the path"
		case c < ' ' || c == 0x7f:
			return "a control character in the path"
		}
	}
	for part := range strings.SplitSeq(p, "/") {
		switch {
		case part == "..":
			return "'..' in the path"
		case len(part) > maxName:
			return "a name of more than 255 bytes"
		}
	}
	return ""
}

func hasDrive(p string) bool {
	return len(p) >= 2 && p[1] == ':' && ('a' <= p[0]|0x20 && p[0]|0x20 <= 'z')
}

// entryPath is where a tar entry lies below the package's folder: its name without the first component, whatever that
// is, as npm has it; without "." and empty ones. It is "" for what has no second. A flaw is returned instead.
func entryPath(name string) (p, reason string) {
	if reason := flaw(name); reason != "" {
		return "", reason
	}
	if !strings.Contains(name, "//") && !strings.HasPrefix(name, "./") && !strings.Contains(name, "/./") {
		_, p, _ = strings.Cut(strings.TrimSuffix(strings.TrimSuffix(name, "/."), "/"), "/") // nearly all
	} else {
		var parts []string
		for part := range strings.SplitSeq(name, "/") {
			if part != "" && part != "." {
				parts = append(parts, part)
			}
		}
		p = strings.Join(parts[min(1, len(parts)):], "/")
	}
	if hasDrive(p) {
		return "", "a drive letter"
	}
	return p, ""
}

// fold is equal for two paths that a file system which ignores case or Unicode normalization takes for one.
func fold(p string) string {
	for i := range len(p) {
		if p[i] >= utf8.RuneSelf {
			return norm.NFD.String(strings.Map(foldRune, norm.NFD.String(p)))
		}
	}
	return strings.ToLower(p)
}

// foldRune picks one of the runes that simple case folding makes equal to r: the least, but small ASCII letters, as in
// paths of nothing else.
func foldRune(r rune) rune {
	least := r
	for o := unicode.SimpleFold(r); o != r; o = unicode.SimpleFold(o) {
		least = min(least, o)
	}
	if 'A' <= least && least <= 'Z' {
		return least + 'a' - 'A'
	}
	return least
}
