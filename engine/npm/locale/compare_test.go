package locale

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/guthega/guthega/engine/npm/goldentest"
)

type list struct {
	Name   string
	Sorted []string
	Equal  []int
}

func golden(t *testing.T) []list {
	t.Helper()
	var lists []list
	goldentest.Read(t, &lists)
	return lists
}

func TestCompareSortsAsNode(t *testing.T) {
	for _, l := range golden(t) {
		t.Run(l.Name, func(t *testing.T) {
			got := slices.Clone(l.Sorted)
			rand.New(rand.NewPCG(1, 2)).Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
			slices.SortFunc(got, Compare)
			if diff := cmp.Diff(l.Sorted, got); diff != "" {
				t.Errorf("-node +ours\n%s", diff)
			}
		})
	}
}

// TestCompareIsCollates holds the table for ASCII to the tables of x/text, for every pair of names.
func TestCompareIsCollates(t *testing.T) {
	collator := collate.New(language.English)
	for _, l := range golden(t) {
		for _, a := range l.Sorted {
			for _, b := range l.Sorted {
				got, ok := compareASCII(a, b)
				if want := collator.CompareString(a, b); ok && got != want {
					t.Errorf("%s: %q and %q: got %d, want %d", l.Name, a, b, got, want)
				}
			}
		}
	}
}

func TestCompareEqual(t *testing.T) {
	for _, l := range golden(t) {
		for i := 1; i < len(l.Sorted); i++ {
			c, ok := compareASCII(l.Sorted[i-1], l.Sorted[i])
			if want := slices.Contains(l.Equal, i); ok && (c == 0) != want {
				t.Errorf("%s: %q and %q are equal: %t, want %t", l.Name, l.Sorted[i-1], l.Sorted[i], c == 0, want)
			}
		}
	}
}

func TestGolden(t *testing.T) { goldentest.Check(t) }

func FuzzCompare(f *testing.F) {
	f.Add("a-b", "A_b", "é")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if Compare(a, b) != -Compare(b, a) {
			t.Errorf("%q and %q: %d one way, %d the other", a, b, Compare(a, b), Compare(b, a))
		}
		if (Compare(a, b) == 0) != (a == b) {
			t.Errorf("%q and %q are equal", a, b)
		}
		if Compare(a, b) <= 0 && Compare(b, c) <= 0 && Compare(a, c) > 0 {
			t.Errorf("%q <= %q <= %q, but not the first and the last", a, b, c)
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	for name, pair := range map[string][2]string{
		"ascii":  {"node_modules/@babel/helper-plugin-utils", "node_modules/@babel/helper-plugin-test"},
		"beyond": {"node_modules/é", "node_modules/ê"},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Compare(pair[0], pair[1])
			}
		})
	}
}
