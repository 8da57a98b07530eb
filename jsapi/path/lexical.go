package path

import "strings"

// components reduces the parts of p between separators: empty ones and "." go, ".." takes the part before it away. A ".."
// with nothing to take stays if above is set, and goes otherwise (there is nothing above a root).
func components(p string, above bool, isSep func(byte) bool) []string {
	var parts []string
	for start, i := 0, 0; i <= len(p); i++ {
		if i < len(p) && !isSep(p[i]) {
			continue
		}
		part := p[start:i]
		start = i + 1
		switch part {
		case "", ".":
		case "..":
			if n := len(parts); n > 0 && parts[n-1] != ".." {
				parts = parts[:n-1]
			} else if above {
				parts = append(parts, part)
			}
		default:
			parts = append(parts, part)
		}
	}
	return parts
}

// lastPart finds the last component of p[from:], whatever separators follow it. end is -1 where there is none, and start
// is then from.
func lastPart(p string, from int, isSep func(byte) bool) (start, end int) {
	end = len(p)
	for end > from && isSep(p[end-1]) {
		end--
	}
	if end <= from {
		return from, -1
	}
	start = end
	for start > from && !isSep(p[start-1]) {
		start--
	}
	return start, end
}

// parentEnd returns where the name of p's parent ends, looking no further back than offset: at the separator before
// the last component. It is -1 where p has only one.
func parentEnd(p string, offset int, isSep func(byte) bool) int {
	start, end := lastPart(p, offset, isSep)
	if end < 0 || start == offset {
		return -1
	}
	return start - 1
}

// extension returns the extension of one component: from its last dot on, unless that dot is its first character or
// the component is "..".
func extension(base string) string {
	dot := strings.LastIndexByte(base, '.')
	if dot <= 0 || base == ".." {
		return ""
	}
	return base[dot:]
}

// basename is the last component of p[from:] without suffix. Node matches the suffix backwards until the component
// ends; a suffix that only then is still unfinished leaves the separators behind the component in the result.
func basename(p, suffix string, from int, isSep func(byte) bool) string {
	start, end := lastPart(p, from, isSep)
	if suffix == "" || len(suffix) > len(p) {
		if end < 0 {
			return ""
		}
		return p[start:end]
	}
	switch {
	case suffix == p:
		return ""
	case end < 0:
		return p[start:]
	}
	part := p[start:end]
	switch {
	case part == suffix:
		return part
	case strings.HasSuffix(part, suffix):
		return part[:len(part)-len(suffix)]
	case strings.HasSuffix(suffix, part):
		return p[start:]
	}
	return part
}

// parsed is what path.parse returns.
type parsed struct{ root, dir, base, ext, name string }

// parseAfter splits p, whose root is p[:rootEnd].
func parseAfter(p string, rootEnd int, isSep func(byte) bool) parsed {
	out := parsed{root: p[:rootEnd]}
	start, end := lastPart(p, rootEnd, isSep)
	if end >= 0 {
		out.base = p[start:end]
		out.ext = extension(out.base)
		out.name = out.base[:len(out.base)-len(out.ext)]
	}
	if start > rootEnd {
		out.dir = p[:start-1]
	} else {
		out.dir = out.root
	}
	return out
}
