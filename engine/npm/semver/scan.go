package semver

import "strings"

// longestRange is our own limit, in bytes: comparing two ranges takes time that grows with the product of their lengths,
// and a registry may hold anything.
const longestRange = 16 << 10

// The lengths that node-semver sets, in characters. What is longer is no version.
const (
	longestVersion    = 256
	longestNumber     = 256
	longestIdentifier = 251
)

// partial is a version of which parts may be missing or wild: "1", "1.x", "1.2.3-rc.1".
type partial struct {
	text                string // all of it
	prefix              string // of "v", "=" and white space
	major, minor, patch string // digits, "x", "X", "*", or "" where missing
	pre                 string // without the hyphen; "" for none
}

// full reports whether no part is missing or wild.
func (p *partial) full() bool { return !wild(p.major) && !wild(p.minor) && !wild(p.patch) }

func wild(part string) bool { return part == "" || part == "x" || part == "X" || part == "*" }

// scanPartial reads all of s. ok is false where s is something else.
func scanPartial(s string, loose bool) (p partial, ok bool) {
	rest := strings.TrimLeftFunc(s, func(r rune) bool { return r == 'v' || r == '=' || isSpace(r) })
	p.text, p.prefix = s, s[:len(s)-len(rest)]
	for i, part := range []*string{&p.major, &p.minor, &p.patch} {
		if i > 0 {
			if rest == "" {
				return p, true
			}
			if rest[0] != '.' {
				return p, false
			}
			rest = rest[1:]
		}
		n := scanPart(rest, loose)
		if n == 0 {
			return p, false
		}
		*part, rest = rest[:n], rest[n:]
	}
	return p, p.scanTail(rest, loose)
}

// scanPart returns the length of the number or wildcard that s begins with.
func scanPart(s string, loose bool) int {
	if s == "" {
		return 0
	}
	if s[0] == 'x' || s[0] == 'X' || s[0] == '*' {
		return 1
	}
	n := 0
	for n < len(s) && digit(s[n]) && n < longestNumber {
		n++
	}
	if !loose && n > 1 && s[0] == '0' {
		return 1
	}
	return n
}

// scanTail reads what follows the patch number: the prerelease, and the build, which counts for nothing.
func (p *partial) scanTail(s string, loose bool) bool {
	if p.scanRelease(s, loose) {
		return true
	}
	// Without a hyphen a prerelease can begin with a digit, which then is the last of the number before it: "1.2.30.5"
	// is 1.2.3-0.5 to npm.
	last := len(p.patch) - 1
	if !loose || last < 1 || !strings.HasPrefix(s, ".") {
		return false
	}
	if s = p.patch[last:] + s; !p.scanRelease(s, loose) {
		return false
	}
	p.patch = p.patch[:last]
	return true
}

func (p *partial) scanRelease(s string, loose bool) bool {
	if s == "" {
		return true
	}
	pre, build, hasBuild := strings.Cut(s, "+")
	if hasBuild && !identifiers(build, true) {
		return false
	}
	if pre == "" {
		return true
	}
	after, hyphen := strings.CutPrefix(pre, "-")
	switch {
	case hyphen && identifiers(after, loose):
		p.pre = after
	case loose && identifiers(pre, loose): // "1.2.3beta", and the hyphen of "1.2.3-" is a name
		p.pre = pre
	default:
		return false
	}
	return true
}

// identifiers reports whether s is a list of names of letters, digits and hyphens, with dots between them. Unless
// zeros, none is a number that begins with 0.
func identifiers(s string, zeros bool) bool {
	for id := range strings.SplitSeq(s, ".") {
		if id == "" || len(id) > longestIdentifier {
			return false
		}
		number := true
		for i := range len(id) {
			if c := id[i]; !digit(c) {
				number = false
				if (c|0x20 < 'a' || c|0x20 > 'z') && c != '-' {
					return false
				}
			}
		}
		if number && !zeros && len(id) > 1 && id[0] == '0' {
			return false
		}
	}
	return true
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// isSpace is JavaScript's white space and line terminators (ECMA-262, section 12.2 and 12.3).
func isSpace(r rune) bool {
	switch {
	case '\t' <= r && r <= '\r', r == ' ', r == 0xA0, r == 0x1680, 0x2000 <= r && r <= 0x200A,
		r == 0x2028, r == 0x2029, r == 0x202F, r == 0x205F, r == 0x3000, r == 0xFEFF:
		return true
	}
	return false
}
