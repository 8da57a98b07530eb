package semver

import (
	"strconv"
	"strings"
)

// hyphenated rewrites "1.2 - 3.4" as ">=1.2.0 <3.5.0-0", and returns anything else as it is.
func hyphenated(s string, loose bool) string {
	a, b, found := strings.Cut(s, " - ")
	if !found {
		return s
	}
	from, ok := scanPartial(a, loose)
	to, ok2 := scanPartial(b, loose)
	if !ok || !ok2 {
		return s
	}
	low, high := ">="+a, "<="+b
	switch {
	case wild(from.major):
		low = ""
	case wild(from.minor):
		low = ">=" + from.major + ".0.0"
	case wild(from.patch):
		low = ">=" + from.major + "." + from.minor + ".0"
	}
	switch {
	case wild(to.major):
		high = ""
	case wild(to.minor):
		high = "<" + next(to.major) + ".0.0-0"
	case wild(to.patch):
		high = "<" + to.major + "." + next(to.minor) + ".0-0"
	case to.pre != "":
		high = "<=" + to.major + "." + to.minor + "." + to.patch + "-" + to.pre
	}
	return strings.Trim(low+" "+high, " ")
}

// next is digits plus one, as JavaScript writes it: from 1e21 on that is no number in a version.
func next(digits string) string {
	n, err := strconv.ParseUint(digits, 10, 64)
	if err == nil && n <= largest {
		return strconv.FormatUint(n+1, 10)
	}
	if f, _ := strconv.ParseFloat(digits, 64); f >= 1e21 {
		return "1e+21"
	}
	return strconv.Itoa(largest + 1)
}

// expand rewrites one word of a range as comparators: carets, tildes and wildcards.
func expand(word string, loose bool) string {
	words := each(caret(word, loose), func(w string) string { return tilde(w, loose) })
	words = each(words, func(w string) string { return wildcard(w, loose) })
	return dropStar(words)
}

func each(words string, rewrite func(string) string) string {
	list := strings.Split(words, " ")
	for i, w := range list {
		list[i] = rewrite(w)
	}
	return strings.Join(list, " ")
}

// caret rewrites ^1.2.3: what does not change the first number that is not zero.
func caret(word string, loose bool) string {
	s, ok := strings.CutPrefix(word, "^")
	if !ok {
		return word
	}
	p, ok := scanPartial(s, loose)
	switch {
	case !ok:
		return word
	case wild(p.major):
		return ""
	case wild(p.minor):
		return ">=" + p.major + ".0.0 <" + next(p.major) + ".0.0-0"
	case p.major != "0":
		return ">=" + p.lowest() + " <" + next(p.major) + ".0.0-0"
	case wild(p.patch) || p.minor != "0":
		return ">=" + p.lowest() + " <" + p.major + "." + next(p.minor) + ".0-0"
	}
	return ">=" + p.lowest() + " <" + p.major + "." + p.minor + "." + next(p.patch) + "-0"
}

// tilde rewrites ~1.2.3: what does not change the minor number.
func tilde(word string, loose bool) string {
	s, ok := strings.CutPrefix(word, "~")
	if !ok {
		return word
	}
	p, ok := scanPartial(strings.TrimPrefix(s, ">"), loose)
	switch {
	case !ok:
		return word
	case wild(p.major):
		return ""
	case wild(p.minor):
		return ">=" + p.major + ".0.0 <" + next(p.major) + ".0.0-0"
	}
	return ">=" + p.lowest() + " <" + p.major + "." + next(p.minor) + ".0-0"
}

// lowest is the lowest version that a caret or tilde with a minor number admits.
func (p *partial) lowest() string {
	patch := p.patch
	switch {
	case wild(patch):
		patch = "0"
	case p.pre != "":
		patch += "-" + p.pre
	}
	return p.major + "." + p.minor + "." + patch
}

// wildcard rewrites 1.2, 1.x and >=1.x; a version without wildcards stays as it is.
func wildcard(word string, loose bool) string {
	op, rest := cutOperator(word)
	p, ok := scanPartial(rest, loose)
	switch {
	case !ok, p.full():
		return word
	case wild(p.major) && !wild(p.minor), wild(p.minor) && !wild(p.patch): // x.1 says nothing
		return word
	case wild(p.major) && (op == less || op == greater):
		return "<0.0.0-0"
	case wild(p.major):
		return "*"
	}
	major, minor := p.major, p.minor
	above := next(major) + ".0.0"
	if wild(minor) {
		minor = "0"
	} else {
		above = major + "." + next(minor) + ".0"
	}
	lowest := major + "." + minor + ".0"
	switch op {
	case less:
		return "<" + lowest + "-0"
	case lessOrEqual:
		return "<" + above + "-0"
	case greater:
		return ">=" + above
	case greaterOrEqual:
		return ">=" + lowest
	default:
		return ">=" + lowest + " <" + above + "-0"
	}
}

// dropStar takes out the first "*" with the operator before it: it admits everything, so it adds nothing to the others.
func dropStar(s string) string {
	before, after, found := strings.Cut(s, "*")
	if !found {
		return s
	}
	before = strings.TrimSuffix(strings.TrimRight(before, " "), "=")
	if n := len(before); n > 0 && (before[n-1] == '<' || before[n-1] == '>') {
		before = before[:n-1]
	}
	return before + after
}
