package path

import "strings"

func isEither(c byte) bool { return c == '/' || c == '\\' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// win32 is Windows's flavour of file names; cwd returns the working directory.
type win32 struct{ cwd func() string }

func (win32) sep() string       { return `\` }
func (win32) delimiter() string { return ";" }

// hasDrive reports whether p starts with a drive letter and a colon.
func hasDrive(p string) bool { return len(p) >= 2 && isLetter(p[0]) && p[1] == ':' }

// unc reads the host and share at the start of a UNC name (\\host\share); end is where the share ends.
func unc(p string) (host, share string, end int, ok bool) {
	if len(p) < 2 || !isEither(p[0]) || !isEither(p[1]) {
		return "", "", 0, false
	}
	skip := func(i int, sep bool) int {
		for i < len(p) && isEither(p[i]) == sep {
			i++
		}
		return i
	}
	hostEnd := skip(2, false)
	start := skip(hostEnd, true)
	if hostEnd == 2 || start == hostEnd || start == len(p) {
		return "", "", 0, false
	}
	end = skip(start, false)
	return p[2:hostEnd], p[start:end], end, true
}

// root is the start of a name: its device ("C:", `\\host\share`, `\\?`), how long it is, and whether the name is
// absolute. bare says that there is nothing behind a UNC device.
type root struct {
	device   string
	end      int
	absolute bool
	bare     bool
}

func rootOf(p string) root {
	switch {
	case p == "":
		return root{}
	case hasDrive(p):
		if len(p) > 2 && isEither(p[2]) {
			return root{device: p[:2], end: 3, absolute: true}
		}
		return root{device: p[:2], end: 2}
	case !isEither(p[0]):
		return root{}
	}
	host, share, end, ok := unc(p)
	switch {
	case ok && (host == "." || host == "?"):
		return root{device: `\\` + host, end: 4, absolute: true}
	case ok:
		return root{device: `\\` + host + `\` + share, end: end, absolute: true, bare: end == len(p)}
	case len(p) > 1 && isEither(p[1]):
		return root{absolute: true}
	}
	return root{end: 1, absolute: true}
}

func (win32) isAbsolute(p string) bool {
	return p != "" && isEither(p[0]) || len(p) > 2 && hasDrive(p) && isEither(p[2])
}

func (x win32) join(parts []string) string {
	joined := joinNonEmpty(parts, `\`)
	if joined == "" {
		return "."
	}
	first := ""
	for _, p := range parts {
		if p != "" {
			first = p
			break
		}
	}
	// Separators that only joining has brought together do not make a UNC name; a first part like "//host" does.
	isUNC := len(first) > 2 && isEither(first[0]) && isEither(first[1]) && !isEither(first[2])
	if !isUNC {
		n := 0
		for n < len(joined) && isEither(joined[n]) {
			n++
		}
		if n >= 2 {
			joined = `\` + joined[n:]
		}
	}
	return x.normalize(joined)
}

func (x win32) resolve(n int, part func(i int) string) string {
	device, tail, absolute := "", "", false
	for i := n - 1; i >= -1; i-- {
		p := ""
		if i >= 0 {
			p = part(i)
		} else {
			p = x.cwd()
			// There is no working directory for each drive here: a name on a drive is relative to its root.
			if device != "" && len(p) > 2 && p[2] == '\\' && !strings.EqualFold(p[:2], device) {
				p = device + `\`
			}
		}
		if p == "" {
			continue
		}
		r := rootOf(p)
		if r.device != "" {
			if device != "" && !strings.EqualFold(device, r.device) {
				continue // on another drive, so it does not apply
			}
			if device == "" {
				device = r.device
			}
		}
		if !absolute {
			tail, absolute = p[r.end:]+`\`+tail, r.absolute
		}
		if absolute && device != "" {
			break
		}
	}
	out := strings.Join(components(tail, !absolute, isEither), `\`)
	if absolute {
		out = `\` + out
	}
	if out = device + out; out == "" {
		return "."
	}
	return out
}

// parentRoot is how much of p dirname and parse leave alone: the separator behind a UNC share belongs to it.
func parentRoot(p string) int {
	switch {
	case hasDrive(p):
		return rootOf(p).end
	case !isEither(p[0]):
		return 0
	}
	if _, _, end, ok := unc(p); ok {
		return min(end+1, len(p))
	}
	return 1
}

func (win32) dirname(p string) string {
	switch {
	case p == "", len(p) == 1 && !isEither(p[0]):
		return "."
	case len(p) == 1:
		return p
	}
	offset := parentRoot(p)
	if end := parentEnd(p, offset, isEither); end >= 0 {
		return p[:end]
	}
	if offset == 0 {
		return "."
	}
	return p[:offset]
}

func (win32) basename(p, suffix string) string {
	from := 0
	if hasDrive(p) {
		from = 2 // the separator after the colon is not one at the end of the name
	}
	return basename(p, suffix, from, isEither)
}

func (x win32) extname(p string) string { return extension(x.basename(p, "")) }

func (win32) parse(p string) parsed {
	if p == "" {
		return parsed{}
	}
	return parseAfter(p, parentRoot(p), isEither)
}

func (x win32) toNamespacedPath(p string) string {
	if p == "" {
		return p
	}
	full := resolveOne(x, p)
	switch {
	case len(full) <= 2:
		return p
	case full[:2] == `\\` && full[2] != '?' && full[2] != '.':
		return `\\?\UNC\` + full[2:]
	case hasDrive(full) && full[2] == '\\':
		return `\\?\` + full
	}
	return full
}
