package locale

import (
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// order has the ASCII characters that count, the first is the lowest. A capital has the rank of its small letter.
const order = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz"

// ranks is by character: 0 for control characters, which do not count. Nothing writes to it.
var ranks = func() (ranks [0x80]uint8) {
	for i := range len(order) {
		ranks[order[i]] = uint8(i + 1)
	}
	for c := 'A'; c <= 'Z'; c++ {
		ranks[c] = ranks[c+'a'-'A']
	}
	return ranks
}()

// Compare returns -1, 0 or +1 as npm puts a before, beside or after b. Punctuation comes before digits, digits before
// letters; case decides only between names that are the same otherwise, and then a small letter comes first. Names that
// collate as equal (they differ in control characters) are in the order of their bytes, so 0 means the same name.
//
// It may be called by any number of goroutines. ASCII takes a few nanoseconds a character, anything else microseconds.
func Compare(a, b string) int {
	c, ok := compareASCII(a, b)
	if !ok {
		// A Collator keeps buffers, so it serves one goroutine; names beyond ASCII are too rare to keep some for them.
		c = collate.New(language.English).CompareString(a, b)
	}
	if c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

// compareASCII is Compare where ok, which is for ASCII.
func compareASCII(a, b string) (c int, ok bool) {
	// A character beyond ASCII may combine with the one before it, so every character is looked at.
	if !ascii(a) || !ascii(b) {
		return 0, false
	}
	cased, i, j := 0, 0, 0
	for {
		for i < len(a) && ranks[a[i]] == 0 {
			i++
		}
		for j < len(b) && ranks[b[j]] == 0 {
			j++
		}
		switch {
		case i == len(a) && j == len(b):
			return cased, true
		case i == len(a):
			return -1, true
		case j == len(b):
			return +1, true
		}
		x, y := a[i], b[j]
		switch rx, ry := ranks[x], ranks[y]; {
		case rx < ry:
			return -1, true
		case rx > ry:
			return +1, true
		case x != y && cased == 0: // one is the capital of the other, and capitals have the lower codes
			if cased = 1; x > y {
				cased = -1
			}
		}
		i++
		j++
	}
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
