package pick

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/engine/npm/goldentest"
	"github.com/guthega/guthega/engine/npm/platform"
	"github.com/guthega/guthega/engine/npm/spec"
)

// published is a version of a package that is made up; a list of them is a Packument.
type published struct {
	version    string
	deprecated bool
	engines    map[string]string
	time       string
}

func (p *published) UnmarshalJSON(data []byte) error {
	return goldentest.Tuple(data, &p.version, &p.deprecated, &p.engines, &p.time)
}

type packument []published

func (p packument) find(version string) (published, bool) {
	for _, v := range p {
		if v.version == version {
			return v, true
		}
	}
	return published{}, false
}

func (p packument) Versions() (versions []string) {
	for _, v := range p {
		versions = append(versions, v.version)
	}
	return versions
}

func (p packument) Has(version string) bool {
	_, ok := p.find(version)
	return ok
}

func (p packument) Deprecated(version string) bool {
	v, _ := p.find(version)
	return v.deprecated
}

func (p packument) Engines(version string) map[string]string {
	v, _ := p.find(version)
	return v.engines
}

func (p packument) Time(version string) (time.Time, bool) {
	v, _ := p.find(version)
	t, err := time.Parse(time.RFC3339, v.time)
	return t, err == nil
}

// vector is a line of golden.json.
type vector struct {
	Versions packument
	Tags     map[string]string
	Cases    []question
}

type question struct {
	wanted, before string
	engines        platform.Engines
	want           string // a version, or npm's code of an error
}

func (q *question) UnmarshalJSON(data []byte) error {
	return goldentest.Tuple(data, &q.wanted, &q.before, &q.engines.Node, &q.engines.NPM, &q.want)
}

func TestPickAsNPM(t *testing.T) {
	var vectors []vector
	goldentest.Read(t, &vectors)
	for i, v := range vectors {
		for _, q := range v.Cases {
			o := Options{Engines: q.engines}
			if q.before != "" {
				o.Before = day(t, q.before)
			}
			got, err := Pick(v.Versions, v.Tags, parse(t, q.wanted), o)
			if _, ok := errors.AsType[*NoVersionError](err); err != nil && !ok {
				t.Errorf("package %d, %q: %v", i, q.wanted, err)
			}
			if failed := q.want == "ETARGET" || q.want == "ENOVERSIONS"; failed != (err != nil) || !failed && got != q.want {
				t.Errorf("package %d, %q before %q for %+v: got %q, %v, want %s", i, q.wanted, q.before, q.engines, got, err, q.want)
			}
		}
	}
}

func TestGolden(t *testing.T) { goldentest.Check(t) }

func parse(t testing.TB, raw string) spec.Spec {
	t.Helper()
	s, err := spec.Parse("pkg", raw, "/base")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func day(t testing.TB, s string) time.Time {
	t.Helper()
	d, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestNoVersionError(t *testing.T) {
	doc := packument{
		{version: "1.0.0", time: "2024-01-01T00:00:00Z"},
		{version: "1.1.0", time: "2024-02-01T00:00:00Z"},
		{version: "1.1.1-rc.1", time: "2024-02-02T00:00:00Z"},
		{version: "1.2.0", time: "2024-03-01T00:00:00Z"},
		{version: "2.0.0", time: "2024-04-01T00:00:00Z"},
		{version: "2.0.1", time: "2024-04-02T00:00:00Z"},
	}
	tags := map[string]string{"latest": "2.0.1", "next": "2.0.0", "gone": "9.0.0"}
	tests := map[string]struct {
		wanted, before string
		want           NoVersionError
		says           string
	}{
		"a version with neighbours": {
			"1.1.7", "", NoVersionError{Wanted: "1.1.7", Latest: "2.0.1", Nearest: "1.1.0"},
			`no version of pkg matches "1.1.7"; the nearest is 1.1.0; the latest is 2.0.1`,
		},
		"a version of a major that is there": {
			"1.7.0", "", NoVersionError{Wanted: "1.7.0", Latest: "2.0.1", Nearest: "1.2.0"},
			`no version of pkg matches "1.7.0"; the nearest is 1.2.0; the latest is 2.0.1`,
		},
		"a version of a major that is not": {
			"7.0.0", "", NoVersionError{Wanted: "7.0.0", Latest: "2.0.1"}, `no version of pkg matches "7.0.0"; the latest is 2.0.1`,
		},
		"a range": {
			"^7.0.0", "", NoVersionError{Wanted: "^7.0.0", Latest: "2.0.1"}, `no version of pkg matches "^7.0.0"; the latest is 2.0.1`,
		},
		"a tag that is not there": {
			"beta", "", NoVersionError{Wanted: "beta", Latest: "2.0.1", Tags: []string{"gone", "latest", "next"}},
			`no version of pkg matches "beta"; there are the tags gone, latest, next; the latest is 2.0.1`,
		},
		"a tag of no version": {
			"gone", "", NoVersionError{Wanted: "gone", Latest: "2.0.1", Tags: []string{"gone", "latest", "next"}},
			`no version of pkg matches "gone"; there are the tags gone, latest, next; the latest is 2.0.1`,
		},
		"a range that is too young": {
			"^2", "2024-03-15T00:00:00Z",
			NoVersionError{Wanted: "^2", Latest: "2.0.1", TooYoung: []string{"2.0.1", "2.0.0"}, OldEnough: "1.2.0"},
			`pkg@^2 is too young for minReleaseAge: 2.0.1 was published after 2024-03-15 00:00:00 UTC; 1.2.0 is old enough`,
		},
		"a version that is too young": {
			"1.2.0", "2024-02-15T00:00:00Z",
			NoVersionError{Wanted: "1.2.0", Latest: "2.0.1", TooYoung: []string{"1.2.0"}, OldEnough: "1.1.0"},
			`pkg@1.2.0 is too young for minReleaseAge: 1.2.0 was published after 2024-02-15 00:00:00 UTC; 1.1.0 is old enough`,
		},
		"all are too young": {
			"latest", "2023-02-15T00:00:00Z",
			NoVersionError{Wanted: "latest", Latest: "2.0.1", Tags: []string{"gone", "latest", "next"}, TooYoung: []string{"2.0.1"}},
			`pkg@latest is too young for minReleaseAge: 2.0.1 was published after 2023-02-15 00:00:00 UTC`,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var o Options
			if tt.before != "" {
				o.Before = day(t, tt.before)
			}
			version, err := Pick(doc, tags, parse(t, tt.wanted), o)
			got, ok := errors.AsType[*NoVersionError](err)
			if !ok {
				t.Fatalf("got %q, %v", version, err)
			}
			if tt.want.Name = "pkg"; len(tt.want.TooYoung) > 0 {
				tt.want.Before = o.Before
			}
			if diff := cmp.Diff(&tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if got.Error() != tt.says {
				t.Errorf("got  %s\nwant %s", got, tt.says)
			}
		})
	}
}

func TestPickOtherKinds(t *testing.T) {
	if got, err := Pick(packument{{version: "1.0.0"}}, nil, parse(t, "npm:other@^1"), Options{}); err != nil || got != "1.0.0" {
		t.Errorf("an alias: got %q, %v", got, err)
	}
	if got, err := Pick(packument{{version: "1.0.0"}}, nil, parse(t, "file:x"), Options{}); err == nil {
		t.Errorf("a folder: got %q", got)
	}
}

func BenchmarkPick(b *testing.B) {
	doc := &indexed{index: map[string]bool{}}
	for i := range 2000 {
		doc.packument = append(doc.packument, published{version: fmt.Sprintf("%d.%d.%d", i/400, i/20%20, i%20)})
		doc.index[doc.packument[i].version] = true
	}
	for name, raw := range map[string]string{"the latest": "^4", "sorted": "^2.3.0", "exact": "1.2.3"} {
		b.Run(name, func(b *testing.B) {
			s := parse(b, raw)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Pick(doc, map[string]string{"latest": "4.19.19"}, s, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// indexed is a packument that finds versions as quickly as a registry's.
type indexed struct {
	packument
	index map[string]bool
}

func (p *indexed) Has(version string) bool { return p.index[version] }

func (p *indexed) Deprecated(string) bool { return false }

func (p *indexed) Engines(string) map[string]string { return nil }
