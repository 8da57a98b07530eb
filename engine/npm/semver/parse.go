package semver

import "strings"

// parseRange goes the way of node-semver, whose steps show in what it makes of odd ranges: white space is reduced, "||"
// splits, then each part is rewritten as text until it consists of comparators.
func parseRange(s string, loose bool) (Range, error) {
	s = strings.Join(strings.FieldsFunc(s, isSpace), " ")
	if len(s) > longestRange {
		return Range{}, &InvalidError{Text: s[:40] + "...", What: "range", Why: "it is too long"}
	}
	var r Range
	for part := range strings.SplitSeq(s, "||") {
		set, ok, err := parseSet(strings.Trim(part, " "), loose)
		if err != nil {
			return Range{}, err
		}
		if ok {
			r.sets = append(r.sets, set)
		}
	}
	if len(r.sets) == 0 {
		return Range{}, &InvalidError{Text: s, What: "range", Why: "it should look like ^1.2.3, 1.x or >=1.2.3 <2"}
	}
	r.simplify()
	return r, nil
}

// simplify drops sets that admit nothing, unless there are no others, and all but one that admits everything.
func (r *Range) simplify() {
	var sets []comparators
	for _, set := range r.sets {
		if len(set) == 0 {
			r.sets = []comparators{set}
			return
		}
		if !set[0].none() {
			sets = append(sets, set)
		}
	}
	if sets == nil {
		sets = r.sets[:1]
	}
	r.sets = sets
}

// parseSet reads what stands between two "||". ok is false where a loose reading leaves nothing.
func parseSet(part string, loose bool) (set comparators, ok bool, err error) {
	part = hyphenated(dropBuilds(part), loose)
	part = tight.Replace(joinOperators(part))
	words := strings.Split(part, " ")
	for i, word := range words {
		words[i] = expand(word, loose)
	}
	seen := map[string]bool{}
	everything := false
	for _, word := range split(strings.Join(words, " ")) {
		if word == "" || word == ">=0.0.0" {
			everything = true
			continue
		}
		c, isOne, err := parseComparator(word, loose)
		if err != nil {
			return nil, false, err
		}
		if isOne && !seen[c.String()] {
			seen[c.String()] = true
			set = append(set, c)
		}
	}
	for i := range set {
		if set[i].none() {
			return set[i : i+1], true, nil
		}
	}
	return set, everything || len(set) > 0, nil
}

// split is JavaScript's split(/\s+/): there is an empty word before white space at the front and after that at the end.
func split(s string) []string {
	words := strings.FieldsFunc(s, isSpace)
	if s == "" || s[0] == ' ' || s[len(s)-1] == ' ' {
		words = append(words, "")
	}
	return words
}

// parseComparator reads an operator and a whole version. isOne is false for what a loose reading passes over.
func parseComparator(word string, loose bool) (c comparator, isOne bool, err error) {
	invalid := func(why string) error { return &InvalidError{Text: word, What: "comparator", Why: why} }
	var rest string
	c.operator, rest = cutOperator(word)
	p, ok := scanPartial(rest, loose)
	if ok = ok && p.full() && (loose || p.prefix == "" || p.prefix == "v"); !ok {
		if loose {
			return c, false, nil
		}
		return c, false, invalid("it should look like >=1.2.3")
	}
	if length(rest) > longestVersion {
		return c, false, invalid("it is too long")
	}
	if c.version, ok = p.version(); !ok {
		return c, false, invalid("a number in it is above 9007199254740991")
	}
	return c, true, nil
}

// dropBuilds takes the builds ("+b.1") off all versions.
func dropBuilds(s string) string {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(s, "+")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		if s = after[buildLength(after):]; len(s) == len(after) {
			out.WriteByte('+')
		}
	}
}

// buildLength is the length of the list of identifiers that s begins with.
func buildLength(s string) int {
	end := 0
	for i := 0; ; i++ {
		start := i
		for i < len(s) && (digit(s[i]) || 'a' <= s[i]|0x20 && s[i]|0x20 <= 'z' || s[i] == '-') {
			i++
		}
		if i == start {
			return end
		}
		if end = i; i == len(s) || s[i] != '.' {
			return end
		}
	}
}

// tight joins the operators that stand for ranges to what they apply to.
var tight = strings.NewReplacer("~> ", "~", "~ ", "~", "^ ", "^")

// joinOperators takes the space out between an operator and the version it applies to: ">= 1.2" is ">=1.2".
func joinOperators(s string) string {
	var out strings.Builder
	for s != "" {
		n := 0
		for n < len(s) && s[n] == ' ' {
			n++
		}
		out.WriteString(s[:n])
		s = s[n:]
		_, rest := cutOperator(s)
		body := strings.TrimLeft(rest, "v= ")
		if body == "" || !digit(body[0]) && !wild(body[:1]) { // no version follows, nor would it from further on
			n := max(len(s)-len(body), min(1, len(s)))
			out.WriteString(s[:n])
			s = s[n:]
			continue
		}
		out.WriteString(s[:len(s)-len(rest)])
		rest = strings.TrimLeft(rest, " ")
		end := len(rest) - len(body)
		for end < len(rest) && !strings.ContainsRune(" <>=~^|", rune(rest[end])) {
			end++
		}
		out.WriteString(rest[:end])
		s = rest[end:]
	}
	return out.String()
}
