package semver

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Version is a parsed version. Its zero value is none: no range matches it.
type Version struct {
	major, minor, patch uint64
	pre                 []identifier
	text                string
}

// identifier is a part of a prerelease.
type identifier struct {
	text   string
	number bool
	value  float64 // of a number, as JavaScript has it
}

// InvalidError is text that is no version, or no range.
type InvalidError struct {
	Text string
	// What it was read as ("version" or "range"), and why it is none.
	What, Why string
}

func (e *InvalidError) Error() string { return fmt.Sprintf("%q is no %s: %s", e.Text, e.What, e.Why) }

// ParseVersion reads a version as npm does, loosely: white space around it, any "v" and "=" before it, leading zeros and
// a prerelease without hyphen are taken. The error is an *InvalidError.
func ParseVersion(s string) (Version, error) {
	p, ok := partial{}, false
	if length(s) <= longestVersion {
		p, ok = scanPartial(strings.TrimFunc(s, isSpace), true)
	}
	if !ok || !p.full() {
		return Version{}, &InvalidError{Text: s, What: "version", Why: "it should look like 1.2.3 or 1.2.3-rc.1"}
	}
	v, ok := p.version()
	if !ok {
		return Version{}, &InvalidError{Text: s, What: "version", Why: "a number in it is above 9007199254740991"}
	}
	return v, nil
}

// length is the length of s in JavaScript's units.
func length(s string) int {
	if len(s) <= longestVersion {
		return len(s)
	}
	n := 0
	for _, r := range s {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}

// largest is the largest number that a version may have: JavaScript's Number.MAX_SAFE_INTEGER.
const largest = 1<<53 - 1

// version makes a Version of the parts; ok is false where a number is too large.
func (p *partial) version() (v Version, ok bool) {
	var a, b, c bool
	v.major, a = number(p.major)
	v.minor, b = number(p.minor)
	if v.patch, c = number(p.patch); !a || !b || !c {
		return Version{}, false
	}
	normal := p.prefix == "" && len(p.text) == p.normalLength() && decimal(p.major) && decimal(p.minor) && decimal(p.patch)
	if p.pre != "" {
		v.pre = make([]identifier, 0, strings.Count(p.pre, ".")+1)
		for s := range strings.SplitSeq(p.pre, ".") {
			id := newIdentifier(s)
			normal = normal && id.text == s
			v.pre = append(v.pre, id)
		}
	}
	if v.text = p.text; !normal {
		v.text = v.format()
	}
	return v, true
}

// normalLength is that of the version without build, and with a hyphen before the prerelease.
func (p *partial) normalLength() int {
	n := len(p.major) + len(p.minor) + len(p.patch) + len("..")
	if p.pre != "" {
		n += len("-") + len(p.pre)
	}
	return n
}

// number reads digits.
func number(s string) (n uint64, ok bool) {
	n, err := strconv.ParseUint(s, 10, 64)
	return n, err == nil && n <= largest
}

// decimal reports whether a number is written as it would be in a version's normal form.
func decimal(s string) bool { return len(s) == 1 || s[0] != '0' }

func newIdentifier(s string) identifier {
	for i := range len(s) {
		if !digit(s[i]) {
			return identifier{text: s}
		}
	}
	if n, ok := number(s); ok && n < largest {
		return identifier{text: strconv.FormatUint(n, 10), number: true, value: float64(n)}
	}
	// What is too large for an integer keeps its digits, and is compared as JavaScript's number. The error says that it
	// is infinite, which is the value then.
	value, _ := strconv.ParseFloat(s, 64)
	return identifier{text: s, number: true, value: value}
}

func (v *Version) format() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%d.%d.%d", v.major, v.minor, v.patch)
	for i, id := range v.pre {
		s.WriteByte("-."[min(i, 1)])
		s.WriteString(id.text)
	}
	return s.String()
}

// Valid reports whether s is a version, as ParseVersion reads it.
func Valid(s string) bool {
	_, err := ParseVersion(s)
	return err == nil
}

// Clean returns the version's normal form: without "v", leading zeros and build. ok is false where s is no version.
func Clean(s string) (version string, ok bool) {
	v, err := ParseVersion(s)
	return v.text, err == nil
}

// Prerelease reports whether s is a prerelease; what is no version is none.
func Prerelease(s string) bool {
	v, err := ParseVersion(s)
	return err == nil && v.Prerelease()
}

// Compare returns -1, 0 or +1 as a is older than, as old as or newer than b (builds do not count). What is no version is
// older than everything that is one.
func Compare(a, b string) int {
	v, errV := ParseVersion(a)
	w, errW := ParseVersion(b)
	switch {
	case errV == nil && errW == nil:
		return v.Compare(w)
	case errV == nil:
		return +1
	case errW == nil:
		return -1
	}
	return strings.Compare(a, b)
}

// String is the version's normal form.
func (v Version) String() string { return v.text }

// IsZero reports whether it is no version.
func (v Version) IsZero() bool { return v.text == "" }

// Equal reports whether both are the same version; builds do not count.
func (v Version) Equal(w Version) bool { return v.text == w.text }

// Prerelease reports whether it has a prerelease ("-rc.1").
func (v Version) Prerelease() bool { return len(v.pre) > 0 }

// Compare is the precedence of Semantic Versioning 2.0.0, section 11.
func (v Version) Compare(w Version) int {
	if c := cmp.Or(cmp.Compare(v.major, w.major), cmp.Compare(v.minor, w.minor), cmp.Compare(v.patch, w.patch)); c != 0 {
		return c
	}
	switch {
	case len(v.pre) == 0 && len(w.pre) == 0:
		return 0
	case len(v.pre) == 0:
		return +1
	case len(w.pre) == 0:
		return -1
	}
	for i := range min(len(v.pre), len(w.pre)) {
		if c := v.pre[i].compare(w.pre[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(v.pre), len(w.pre))
}

// sameRelease reports whether both have the same three numbers.
func (v *Version) sameRelease(w *Version) bool {
	return v.major == w.major && v.minor == w.minor && v.patch == w.patch
}

func (a identifier) compare(b identifier) int {
	switch {
	case a.number && b.number:
		return cmp.Compare(a.value, b.value)
	case a.number:
		return -1
	case b.number:
		return +1
	}
	return strings.Compare(a.text, b.text)
}
