package url

import (
	"slices"
	"strings"
)

// pathStart reads the path behind a host: special URLs always have one.
func (r *record) pathStart(rest string) {
	if rest == "" && !r.special() {
		return
	}
	if rest != "" && r.isSlash(rest[0]) {
		rest = rest[1:]
	}
	r.segments(rest)
}

// segments appends path segments, of which s holds at least one, to the path. The path is built in place and cut where
// ".." asks for it, so that the cost is that of reading s once.
func (r *record) segments(s string) {
	path := append(make([]byte, 0, len(r.path)+len(s)+8), r.path...)
	special := r.special()
	for start, i := 0, 0; i <= len(s); i++ {
		last := i == len(s)
		if !last && s[i] != '/' && (!special || s[i] != '\\') {
			continue
		}
		segment := s[start:i]
		start = i + 1
		switch dots(segment) {
		case 2:
			path = shortened(path, r.scheme)
			if last {
				path = append(path, '/')
			}
		case 1:
			if last {
				path = append(path, '/')
			}
		default:
			path = append(path, '/')
			if r.scheme == "file" && len(path) == 1 && isDrive(segment) {
				path = append(path, segment[0], ':')
			} else {
				path = append(path, pathSet.encode(segment)...)
			}
		}
	}
	r.path = string(path)
}

// dots returns 1 for a segment that means ".", 2 for "..", else 0; each dot may be escaped.
func dots(segment string) int {
	n := 0
	for segment != "" && n < 3 {
		switch {
		case segment[0] == '.':
			segment = segment[1:]
		case len(segment) >= 3 && strings.EqualFold(segment[:3], "%2e"):
			segment = segment[3:]
		default:
			return 0
		}
		n++
	}
	if n > 2 {
		return 0
	}
	return n
}

func (r *record) shorten() { r.path = string(shortened([]byte(r.path), r.scheme)) }

// shortened takes the last segment away, but not a file URL's drive letter.
func shortened(path []byte, scheme string) []byte {
	if scheme == "file" && isDrivePath(string(path)) {
		return path
	}
	for i, p := range slices.Backward(path) {
		if p == '/' {
			return path[:i]
		}
	}
	return path[:0]
}

// isDrivePath reports whether a path is one normalized drive letter: "/C:".
func isDrivePath(path string) bool { return len(path) == 3 && isDrive(path[1:]) && path[2] == ':' }

// isDrive reports whether s is a Windows drive letter: "C:" or "C|".
func isDrive(s string) bool {
	return len(s) == 2 && (s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z') && (s[1] == ':' || s[1] == '|')
}

// startsWithDrive reports whether s starts with a drive letter that is a segment of its own.
func startsWithDrive(s string) bool {
	return len(s) >= 2 && isDrive(s[:2]) && (len(s) == 2 || strings.IndexByte(`/\?#`, s[2]) >= 0)
}
