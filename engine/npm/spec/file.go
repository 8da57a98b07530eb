package spec

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// path reports whether s is a path before it is anything else: it begins with ".", "~/", "/" or a drive.
func path(s string) bool {
	return s[0] == '.' || s[0] == '/' || strings.HasPrefix(s, "~/") || len(s) > 1 && s[1] == ':' && letter(s[0])
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// tarball reports whether s is called like a tarball.
func tarball(s string) bool {
	s = strings.ToLower(s)
	return strings.HasSuffix(s, ".tgz") || strings.HasSuffix(s, ".tar.gz") || strings.HasSuffix(s, ".tar")
}

// scheme is the scheme of a URL in lower case, "" where s is none. A drive's letter is no scheme.
func scheme(s string) string {
	before, _, ok := strings.Cut(s, ":")
	if !ok || len(before) < 2 {
		return ""
	}
	before = strings.ToLower(before)
	name := strings.TrimPrefix(before, "git+")
	for i := range len(name) {
		if !letter(name[i]) {
			return ""
		}
	}
	return before
}

// file makes s a File or a Folder. As in npm, "file:" is no real URL: nothing in it is escaped, "file:/../x" is
// relative, and "file://x" is /x, not a host.
func (s Spec) file(dir string) (Spec, error) {
	p := s.Raw
	if scheme(p) == "file" {
		p = p[len("file:"):]
	}
	if rest := strings.TrimLeft(p, "/"); len(p)-len(rest) <= 3 {
		switch first, _, _ := strings.Cut(rest, "/"); {
		case first == ".", first == "..":
			p = rest
		case first == "~" && len(p)-len(rest) <= 1:
			home, err := os.UserHomeDir()
			if err != nil {
				return Spec{}, &InvalidError{Name: s.Name, Raw: s.Raw, Why: "the home folder is not known: " + err.Error()}
			}
			p = filepath.Join(home, rest[1:])
		}
	}
	if strings.IndexByte(p, 0) >= 0 {
		return Spec{}, &InvalidError{Name: s.Name, Raw: s.Raw, Why: "a path has no NUL character"}
	}
	if !filepath.IsAbs(p) {
		p = filepath.Join(dir, p)
	}
	s.Kind, s.Fetch = Folder, filepath.Clean(p)
	if tarball(s.Raw) {
		s.Kind = File
	}
	return s, nil
}

func checkURL(s *Spec) error {
	u, err := url.Parse(s.Raw)
	if err == nil && u.Host != "" {
		return nil
	}
	raw := s.Raw
	*s = Spec{Name: s.Name}
	return &InvalidError{Name: s.Name, Raw: raw, Why: "the address of a tarball has a host: https://host/path.tgz"}
}
