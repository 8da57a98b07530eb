package semver

import "strings"

// Range is a parsed range. Its zero value matches nothing. It is immutable, and shared.
type Range struct {
	sets []comparators // one of them must match
}

// ParseRange reads a range as npm does for dependencies, loosely: what is no comparator is passed over, so that
// "1.x is fine" is 1.x. The error is an *InvalidError: there is nothing else in it.
func ParseRange(s string) (Range, error) { return parseRange(s, true) }

// ParseStrict reads a range as npm does for engines: everything in it must be a comparator.
func ParseStrict(s string) (Range, error) { return parseRange(s, false) }

// String is the range in the form of comparators (">=1.2.3 <2.0.0-0"), "*" for any version.
func (r Range) String() string {
	var out strings.Builder
	for i, set := range r.sets {
		if i > 0 {
			out.WriteString("||")
		}
		for k := range set {
			if k > 0 {
				out.WriteByte(' ')
			}
			out.WriteString(set[k].String())
		}
	}
	if out.Len() == 0 && len(r.sets) > 0 {
		return "*"
	}
	return out.String()
}

// Equal reports whether both are written the same way; two ranges can differ and admit the same versions.
func (r Range) Equal(s Range) bool { return r.String() == s.String() }

// Match reports whether the range admits the version. Prereleases only are where a comparator of the range has one of
// the same three numbers: ^1.2.3-rc.1 admits 1.2.3-rc.2, and not 1.2.4-rc.1. What is no version matches nothing.
func (r Range) Match(version string) bool {
	v, err := ParseVersion(version)
	return err == nil && r.MatchVersion(v)
}

// MatchVersion is Match for a version that is parsed already. It does not allocate.
func (r Range) MatchVersion(v Version) bool {
	if v.IsZero() {
		return false
	}
	for _, set := range r.sets {
		if set.match(&v) {
			return true
		}
	}
	return false
}

// Intersects reports whether npm takes it that a version satisfies both, which decides whether overrides apply. It is
// node-semver's answer and not mathematics: prereleases count only where both name them, and with a lone prerelease
// the order can matter.
func (r Range) Intersects(s Range) bool {
	for _, a := range r.sets {
		if !a.satisfiable() {
			continue
		}
		for _, b := range s.sets {
			if b.satisfiable() && a.overlap(b) {
				return true
			}
		}
	}
	return false
}
