package semver

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/guthega/guthega/engine/npm/goldentest"
)

// vectors is golden.json: what node-semver makes of the same text.
type vectors struct {
	Versions   []string
	Clean      []cleaned
	Order      []ordered
	Ranges     []ranged
	Intersects []pair
}

type cleaned struct {
	text string
	want *string // nil for no version
}

type ordered struct {
	text string
	c    int // how the one before compares to it
}

// ranged is a range with its normal form, nil for none, and which of vectors.Versions it matches, four to a hex digit.
type ranged struct{ text, loose, looseMatch, strict, strictMatch *string }

type pair struct {
	a, b string
	want bool
}

func (c *cleaned) UnmarshalJSON(data []byte) error {
	return goldentest.Tuple(data, &c.text, &c.want)
}

func (o *ordered) UnmarshalJSON(data []byte) error {
	return goldentest.Tuple(data, &o.text, &o.c)
}

func (p *pair) UnmarshalJSON(data []byte) error {
	return goldentest.Tuple(data, &p.a, &p.b, &p.want)
}

func (r *ranged) UnmarshalJSON(data []byte) error {
	var strict json.RawMessage
	if err := goldentest.Tuple(data, &r.text, &r.loose, &r.looseMatch, &strict, &r.strictMatch); err != nil {
		return err
	}
	switch string(strict) {
	case "": // null
		return nil
	case "true": // as the loose reading
		r.strict, r.strictMatch = r.loose, r.looseMatch
		return nil
	}
	return json.Unmarshal(strict, &r.strict)
}

func golden(t testing.TB) *vectors {
	t.Helper()
	var v vectors
	goldentest.Read(t, &v)
	return &v
}

func show(s *string) string {
	if s == nil {
		return "invalid"
	}
	return *s
}

func TestCleanAsNode(t *testing.T) {
	for _, c := range golden(t).Clean {
		got, ok := Clean(c.text)
		if ok != (c.want != nil) || ok && got != *c.want {
			t.Errorf("%q: got %q, %t, want %s", c.text, got, ok, show(c.want))
		}
		if Valid(c.text) != ok {
			t.Errorf("%q: valid %t, but not clean", c.text, !ok)
		}
	}
}

func TestCompareAsNode(t *testing.T) {
	before := ""
	for _, o := range golden(t).Order {
		if got := Compare(before, o.text); got != o.c {
			t.Errorf("%q and %q: got %d, want %d", before, o.text, got, o.c)
		}
		if got := Compare(o.text, before); got != -o.c {
			t.Errorf("%q and %q: got %d, want %d", o.text, before, got, -o.c)
		}
		before = o.text
	}
}

func TestRangesAsNode(t *testing.T) {
	all := golden(t)
	for _, r := range all.Ranges {
		for _, reading := range []struct {
			name        string
			parse       func(string) (Range, error)
			form, match *string
		}{{"loose", ParseRange, r.loose, r.looseMatch}, {"strict", ParseStrict, r.strict, r.strictMatch}} {
			got, err := reading.parse(*r.text)
			if (err == nil) != (reading.form != nil) {
				t.Errorf("%s %q: error %v, want %s", reading.name, *r.text, err, show(reading.form))
				continue
			}
			if err != nil {
				continue
			}
			if got.String() != *reading.form {
				t.Errorf("%s %q: got %q, want %q", reading.name, *r.text, got, *reading.form)
			}
			if match := matches(got, all.Versions); match != *reading.match {
				t.Errorf("%s %q (%s) matches\n%s, want\n%s\n%s", reading.name, *r.text, got, match, *reading.match,
					strings.Join(differing(match, *reading.match, all.Versions), " "))
			}
		}
	}
}

const hex = "0123456789abcdef"

// matches is which of the versions r matches, as golden.js writes it.
func matches(r Range, versions []string) string {
	out := make([]byte, (len(versions)+3)/4)
	for i := range out {
		digit := 0
		for k := range 4 {
			digit *= 2
			if n := 4*i + k; n < len(versions) && r.Match(versions[n]) {
				digit++
			}
		}
		out[i] = hex[digit]
	}
	return string(out)
}

func differing(got, want string, versions []string) (list []string) {
	for i, v := range versions {
		bit := 3 - i%4
		if (strings.IndexByte(hex, got[i/4])^strings.IndexByte(hex, want[i/4]))>>bit&1 == 1 {
			list = append(list, v)
		}
	}
	return list
}

func TestIntersectsAsNode(t *testing.T) {
	for _, p := range golden(t).Intersects {
		a, errA := ParseRange(p.a)
		b, errB := ParseRange(p.b)
		if errA != nil || errB != nil {
			t.Errorf("%q and %q: %v, %v", p.a, p.b, errA, errB)
			continue
		}
		if got := a.Intersects(b); got != p.want {
			t.Errorf("%q (%s) and %q (%s): got %t, want %t", p.a, a, p.b, b, got, p.want)
		}
	}
}

func TestGolden(t *testing.T) { goldentest.Check(t) }
