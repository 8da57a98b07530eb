package path

import "strings"

func isSlash(c byte) bool { return c == '/' }

// posix is POSIX's flavour of file names; cwd returns the working directory.
type posix struct{ cwd func() string }

func (posix) sep() string       { return "/" }
func (posix) delimiter() string { return ":" }

func (posix) isAbsolute(p string) bool { return strings.HasPrefix(p, "/") }

func (x posix) normalize(p string) string {
	if p == "" {
		return "."
	}
	absolute := x.isAbsolute(p)
	out := strings.Join(components(p, !absolute, isSlash), "/")
	if out == "" && !absolute {
		out = "."
	}
	if strings.HasSuffix(p, "/") && out != "" {
		out += "/"
	}
	if absolute {
		out = "/" + out
	}
	return out
}

func (x posix) join(parts []string) string {
	return x.normalize(joinNonEmpty(parts, "/"))
}

func (x posix) resolve(n int, part func(i int) string) string {
	tail := ""
	for i := n - 1; i >= -1; i-- {
		p := ""
		if i < 0 {
			p = x.cwd()
		} else {
			p = part(i)
		}
		if p == "" {
			continue
		}
		tail = p + "/" + tail
		if x.isAbsolute(p) {
			return "/" + strings.Join(components(tail, false, isSlash), "/")
		}
	}
	if out := strings.Join(components(tail, true, isSlash), "/"); out != "" {
		return out
	}
	return "."
}

func (x posix) relative(from, to string) string {
	if from == to {
		return ""
	}
	return climb(components(resolveOne(x, from), false, isSlash),
		components(resolveOne(x, to), false, isSlash), "/")
}

func (posix) dirname(p string) string {
	if p == "" {
		return "."
	}
	rooted := p[0] == '/'
	switch end := parentEnd(p, 1, isSlash); {
	case end < 0 && rooted:
		return "/"
	case end < 0:
		return "."
	case end == 1 && rooted:
		return "//" // Node keeps the separator before the component here
	default:
		return p[:end]
	}
}

func (posix) basename(p, suffix string) string { return basename(p, suffix, 0, isSlash) }

func (x posix) extname(p string) string { return extension(x.basename(p, "")) }

func (x posix) parse(p string) parsed {
	if p == "" {
		return parsed{}
	}
	if !x.isAbsolute(p) {
		return parseAfter(p, 0, isSlash)
	}
	out := parseAfter(p, 1, isSlash)
	if out.base == ".." && p[1] == '.' {
		out.name, out.ext = ".", "." // Node takes ".." for a name with an extension directly below the root only
	}
	return out
}

func (posix) toNamespacedPath(p string) string { return p }

// climb is the way from one list of components to another: up to what they share, and down.
func climb(from, to []string, sep string) string {
	same := 0
	for same < min(len(from), len(to)) && from[same] == to[same] {
		same++
	}
	out := make([]string, 0, len(from)+len(to)-2*same)
	for range from[same:] {
		out = append(out, "..")
	}
	return strings.Join(append(out, to[same:]...), sep)
}

func joinNonEmpty(parts []string, sep string) string {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(sep)
		}
		b.WriteString(p)
	}
	return b.String()
}
