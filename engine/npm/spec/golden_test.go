package spec

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/engine/npm/goldentest"
	"github.com/guthega/guthega/engine/npm/semver"
)

// vectors is golden.json: what npm makes of the same text.
type vectors struct{ Specs, Args, Names []vector }

type vector struct {
	text string
	want json.RawMessage
}

// outcome is what npm-package-arg says.
type outcome struct {
	Error, Kind, Name, Fetch string
	Alias                    *outcome
}

func (v *vector) UnmarshalJSON(data []byte) error {
	return goldentest.Tuple(data, &v.text, &v.want)
}

func golden(t testing.TB) vectors {
	t.Helper()
	var v vectors
	goldentest.Read(t, &v)
	return v
}

// otherwise has what is not npm's answer, and why.
var otherwise = map[string]outcome{
	// To npm a lone space is a range with a text of its own, which takes no prereleases.
	"spec:\u0020": {Kind: "range", Name: "foo", Fetch: "*"},
	// JavaScript's URL finds a host in anything.
	"spec:https:/x": {Error: "no host"},
	// npm makes a spec without name of nothing.
	"arg:": {Error: "empty"},
}

// kinds are npm's names of our kinds.
var kinds = map[Kind]string{
	Version: "version", Range: "range", Tag: "tag", Alias: "alias", Remote: "remote", File: "file", Folder: "directory", Git: "git",
}

func compare(t *testing.T, what string, v vector, got Spec, err error) {
	t.Helper()
	var want outcome
	if e := json.Unmarshal(v.want, &want); e != nil {
		t.Fatal(e)
	}
	if o, ok := otherwise[what+":"+v.text]; ok {
		want = o
	}
	if err != nil || want.Error != "" {
		if (err == nil) != (want.Error == "") {
			t.Errorf("%q: got %+v, %v, want %+v", v.text, got, err, want)
		}
		return
	}
	if diff := cmp.Diff(want, shown(got, want)); diff != "" {
		t.Errorf("%q: -npm +ours\n%s", v.text, diff)
	}
}

// shown is s in npm's words. What npm fetches of a git repository is not compared: we fetch none.
func shown(s Spec, want outcome) outcome {
	o := outcome{Kind: kinds[s.Kind], Name: s.Name, Fetch: s.Fetch}
	if s.Kind == Git {
		o.Fetch = want.Fetch
	}
	if version, ok := semver.Clean(want.Fetch); ok && s.Kind == Version && s.Fetch == version { // npm leaves it as it is
		o.Fetch = want.Fetch
	}
	if s.Alias != nil {
		target := shown(*s.Alias, outcome{})
		if want.Alias != nil {
			target = shown(*s.Alias, *want.Alias)
		}
		o.Alias = &target
	}
	return o
}

func TestParseAsNPM(t *testing.T) {
	t.Setenv("HOME", "/home/user")
	for _, v := range golden(t).Specs {
		got, err := Parse("foo", v.text, "/base/dir")
		compare(t, "spec", v, got, err)
	}
}

func TestArgAsNPM(t *testing.T) {
	t.Setenv("HOME", "/home/user")
	for _, v := range golden(t).Args {
		got, err := Arg(v.text, "/base/dir")
		compare(t, "arg", v, got, err)
	}
}

func TestCheckNameAsNPM(t *testing.T) {
	for _, v := range golden(t).Names {
		stricter := strings.HasPrefix(v.text, "@.") // ours on purpose
		if err, want := CheckName(v.text), string(v.want) == "true" && !stricter; (err == nil) != want {
			t.Errorf("%q: %v, want valid %t", v.text, err, want)
		}
	}
}

func TestGolden(t *testing.T) { goldentest.Check(t) }
