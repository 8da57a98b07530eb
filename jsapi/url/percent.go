package url

import "strings"

// encodeSet is a percent-encode set of the URL Standard, section 1.3: true for the bytes to be escaped. All of them hold
// every byte that is not ASCII.
type encodeSet [256]bool

func newEncodeSet(base *encodeSet, more string) *encodeSet {
	set := *base
	for i := range len(more) {
		set[more[i]] = true
	}
	return &set
}

func controls() *encodeSet {
	var set encodeSet
	for c := range set {
		set[c] = c < 0x20 || c > 0x7e
	}
	return &set
}

// The sets are never changed.
var (
	controlSet      = controls()
	fragmentSet     = newEncodeSet(controlSet, " \"<>`")
	querySet        = newEncodeSet(controlSet, " \"#<>")
	specialQuerySet = newEncodeSet(querySet, "'")
	pathSet         = newEncodeSet(querySet, "?`{}")
	userinfoSet     = newEncodeSet(pathSet, "/:;=@[\\]^|")
)

const hexDigits = "0123456789ABCDEF"

// encode escapes the bytes of s that are in set.
func (set *encodeSet) encode(s string) string {
	n := 0
	for i := range len(s) {
		if set[s[i]] {
			n++
		}
	}
	if n == 0 {
		return s
	}
	b := make([]byte, 0, len(s)+2*n)
	for i := range len(s) {
		c := s[i]
		if set[c] {
			b = append(b, '%', hexDigits[c>>4], hexDigits[c&15])
		} else {
			b = append(b, c)
		}
	}
	return string(b)
}

// withoutNewlines takes out what the parser passes over anywhere: tabs and line ends.
func withoutNewlines(s string) string {
	if !strings.ContainsAny(s, "\t\n\r") {
		return s
	}
	return strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(s)
}
