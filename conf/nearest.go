package conf

import "strings"

// nearest returns the known word that is most like the given one, if any is like it: one slip, and one more for every
// five letters. Case, dashes and underscores do not count, and a word cut short is one slip, and the
// likeliest one: "host" rather means "hostname" than "vhost".
func nearest(word string, known []string) (string, bool) {
	best, fewest, closest := "", 2+len(word)/5, 0
	for _, k := range known {
		a, b := folded(word), folded(k)
		d := distance(a, b)
		n := d
		switch {
		case d > 0 && cutShort(a, b):
			n, d = 1, 0
		case d > 0 && cutShort(b, a):
			n = 1
		}
		if n < len(k) && (n < fewest || n == fewest && best != "" && d < closest) {
			best, fewest, closest = k, n, d
		}
	}
	return best, best != ""
}

// cutShort reports whether a is the beginning of b; with fewer than three letters it might be of anything.
func cutShort(a, b string) bool { return len(a) >= 3 && strings.HasPrefix(b, a) }

func folded(s string) string {
	return strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(s))
}

// distance counts the letters to add, drop, change or swap with their neighbour to make b of a (optimal string
// alignment).
func distance(a, b string) int {
	before, last := []int(nil), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
