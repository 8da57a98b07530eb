package semver

import "strings"

// operator is how a version is compared with that of a comparator.
type operator uint8

const (
	equal operator = iota
	less
	lessOrEqual
	greater
	greaterOrEqual
)

func (o operator) String() string { return [...]string{"", "<", "<=", ">", ">="}[o] }

func (o operator) up() bool   { return o >= greater }
func (o operator) down() bool { return o == less || o == lessOrEqual }

// inclusive reports whether the comparator's own version is one that it admits; for equal node-semver says no.
func (o operator) inclusive() bool { return o == lessOrEqual || o == greaterOrEqual }

// cutOperator takes the operator off the front of a comparator; "=" is written like none.
func cutOperator(s string) (operator, string) {
	for _, o := range []operator{lessOrEqual, greaterOrEqual, less, greater} {
		if rest, ok := strings.CutPrefix(s, o.String()); ok {
			return o, rest
		}
	}
	return equal, strings.TrimPrefix(s, "=")
}

// comparator is one condition: the version is equal to, below or above another.
type comparator struct {
	operator operator
	version  Version
}

func (c *comparator) String() string { return c.operator.String() + c.version.text }

func (c *comparator) match(v *Version) bool {
	d := v.Compare(c.version)
	switch c.operator {
	case less:
		return d < 0
	case lessOrEqual:
		return d <= 0
	case greater:
		return d > 0
	case greaterOrEqual:
		return d >= 0
	default:
		return d == 0
	}
}

// none is the comparator that node-semver writes for a range that admits nothing.
func (c *comparator) none() bool { return c.operator == less && c.version.text == "0.0.0-0" }

// comparators must all hold. There is none for any version.
type comparators []comparator

// match applies node-semver's rule for prereleases: one is only admitted where a comparator has a prerelease of the same
// three numbers. Whoever wrote that knows that they use prereleases of it.
func (cs comparators) match(v *Version) bool {
	for i := range cs {
		if !cs[i].match(v) {
			return false
		}
	}
	if !v.Prerelease() {
		return true
	}
	for i := range cs {
		if w := &cs[i].version; w.Prerelease() && w.sameRelease(v) {
			return true
		}
	}
	return false
}

// overlap reports whether node-semver thinks that some version satisfies both.
func (c *comparator) overlap(d *comparator) bool {
	switch {
	case c.operator == equal:
		return comparators{*d}.match(&c.version)
	case d.operator == equal:
		return comparators{*c}.match(&d.version)
	case c.belowAll() || d.belowAll():
		return false
	case c.operator.up() == d.operator.up():
		return true
	}
	if c.operator.down() {
		c, d = d, c
	}
	order := c.version.Compare(d.version)
	return order < 0 || c.version.text == d.version.text && c.operator.inclusive() && d.operator.inclusive()
}

// belowAll reports whether only prereleases of 0.0.0 could be below, which do not count.
func (c *comparator) belowAll() bool {
	return c.operator.down() && strings.HasPrefix(c.String(), "<0.0.0")
}

// satisfiable reports whether every two of the comparators overlap.
func (cs comparators) satisfiable() bool {
	for i := len(cs) - 1; i > 0; i-- {
		for j := range i {
			if !cs[i].overlap(&cs[j]) {
				return false
			}
		}
	}
	return true
}

func (cs comparators) overlap(ds comparators) bool {
	switch {
	case len(cs) == 0:
		return true
	case len(ds) == 0: // to node-semver a lone prerelease does not overlap with "*", though "*" does with it
		for i := range cs {
			if cs[i].operator == equal && cs[i].version.Prerelease() {
				return false
			}
		}
		return true
	}
	for i := range cs {
		for j := range ds {
			if !cs[i].overlap(&ds[j]) {
				return false
			}
		}
	}
	return true
}
