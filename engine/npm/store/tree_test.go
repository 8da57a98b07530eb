package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTree(t *testing.T) {
	s := newStore(t)
	a := add(t, s,
		file{name: "package/package.json", body: "a"}, file{name: "package/bin/a", body: "run", mode: 0o755},
		file{name: "package/node_modules/bundled/x.js", body: "bundled"},
		file{name: "package/node_modules/replaced/x.js", body: "bundled"},
		file{name: "package/node_modules/replaced/old.js", body: "bundled"})
	b := add(t, s, file{name: "package/package.json", body: "b"}, file{name: "package/empty/", kind: '5'})
	entries := []Entry{ // children before parents: order does not count
		{Path: "node_modules/a/node_modules/replaced/node_modules/@s/b", Package: b},
		{Path: "node_modules/a/node_modules/replaced", Package: b},
		{Path: "node_modules/@s/b", Package: b},
		{Path: "node_modules/a", Package: a},
	}
	if _, ok := s.TreeDir("t1"); ok {
		t.Fatal("there is a tree already")
	}
	dir, err := s.Tree(t.Context(), "t1", entries, map[string][]byte{"package.json": []byte("root")})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"package.json": "root", "node_modules/": "", "node_modules/@s/": "", "node_modules/@s/b/": "", "node_modules/@s/b/package.json": "b",
		"node_modules/@s/b/empty/": "", "node_modules/a/": "", "node_modules/a/package.json": "a", "node_modules/a/bin/": "", "node_modules/a/bin/a": "x run",
		"node_modules/a/node_modules/": "", "node_modules/a/node_modules/bundled/": "", "node_modules/a/node_modules/bundled/x.js": "bundled",
	}
	for name, body := range map[string]string{"": "", "package.json": "b", "empty/": "", "node_modules/": "", "node_modules/@s/": "", "node_modules/@s/b/": "", "node_modules/@s/b/package.json": "b", "node_modules/@s/b/empty/": ""} {
		want["node_modules/a/node_modules/replaced/"+name] = body
	}
	if diff := cmp.Diff(want, contents(t, dir)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if found, ok := openStore(t, s.Dir(), Limits{}).TreeDir("t1"); !ok || found != dir {
		t.Errorf("another store finds %s, %v", found, ok)
	}
	if again, err := s.Tree(t.Context(), "t1", nil, nil); again != dir || err != nil {
		t.Errorf("a second time: %s, %v", again, err)
	}
	if got := s.Stats(); got.Linked != 6 || got.Copied != 0 {
		t.Errorf("got %+v", got)
	}
	sameFile(t, filepath.Join(a.Dir, "bin/a"), filepath.Join(dir, "node_modules/a/bin/a"))
	if got := leftovers(t, s); len(got) != 3 {
		t.Errorf("in the store are %q", got)
	}
}

func sameFile(t *testing.T, a, b string) {
	t.Helper()
	one, err := os.Stat(a)
	if err != nil {
		t.Fatal(err)
	}
	two, err := os.Stat(b)
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(one, two) {
		t.Errorf("%s is no link to %s", b, a)
	}
}

func TestTreeRefuses(t *testing.T) {
	s := newStore(t)
	p := add(t, s, file{name: "package/a", body: "1"})
	tests := map[string]struct {
		id      string
		entries []Entry
		files   map[string][]byte
		want    string
	}{
		"no id":                {"", nil, nil, "no id"},
		"an id that is a path": {"a/b", nil, nil, "no id"},
		"an id that is hidden": {"..", nil, nil, "no id"},
		"a long id":            {strings.Repeat("a", 129), nil, nil, "no id"},
		"no path":              {"t", []Entry{{Path: "", Package: p}}, nil, "no path"},
		"no node_modules":      {"t", []Entry{{Path: "a", Package: p}}, nil, "no path"},
		"no name":              {"t", []Entry{{Path: "node_modules", Package: p}}, nil, "no path"},
		"an empty name":        {"t", []Entry{{Path: "node_modules/", Package: p}}, nil, "no path"},
		"a scope alone":        {"t", []Entry{{Path: "node_modules/@s", Package: p}}, nil, "no path"},
		"an empty scope":       {"t", []Entry{{Path: "node_modules/@/a", Package: p}}, nil, "no path"},
		"parent":               {"t", []Entry{{Path: "node_modules/..", Package: p}}, nil, "no path"},
		"parent in the middle": {"t", []Entry{{Path: "node_modules/../node_modules/a", Package: p}}, nil, "no path"},
		"absolute":             {"t", []Entry{{Path: "/node_modules/a", Package: p}}, nil, "no path"},
		"a folder of one":      {"t", []Entry{{Path: "node_modules/a/lib", Package: p}}, nil, "no path"},
		"a hidden name":        {"t", []Entry{{Path: "node_modules/.bin", Package: p}}, nil, "no path"},
		"a backslash":          {"t", []Entry{{Path: `node_modules/a\b`, Package: p}}, nil, "no path"},
		"node_modules twice":   {"t", []Entry{{Path: "node_modules/node_modules", Package: p}}, nil, "no path"},
		"no package":           {"t", []Entry{{Path: "node_modules/a", Package: nil}}, nil, "no package for node_modules/a"},
		"two packages":         {"t", []Entry{{Path: "node_modules/a", Package: p}, {Path: "node_modules/a", Package: p}}, nil, "two packages for node_modules/a"},
		"a link to nothing":    {"t", []Entry{{Path: "node_modules/a/node_modules/b", Link: "node_modules/a"}}, nil, "cannot be a link"},
		"a link elsewhere":     {"t", []Entry{{Path: "node_modules/a", Package: p}, {Path: "node_modules/b", Link: "node_modules/a"}}, nil, "cannot be a link"},
		"a link out":           {"t", []Entry{{Path: "node_modules/a", Link: ".."}}, nil, "cannot be a link"},
		"both":                 {"t", []Entry{{Path: "node_modules/a", Package: p, Link: "node_modules/b"}}, nil, "a package and a link"},
		"a package in a link": {"t", []Entry{
			{Path: "node_modules/a", Package: p},
			{Path: "node_modules/a/node_modules/b", Link: "node_modules/a"},
			{Path: "node_modules/a/node_modules/b/node_modules/@s/c/node_modules/d", Package: p},
		}, nil, "is a link"},
		"a file elsewhere":    {"t", nil, map[string][]byte{"../x": nil}, "no name for a file"},
		"a file in a folder":  {"t", nil, map[string][]byte{"node_modules/x": nil}, "no name for a file"},
		"node_modules a file": {"t", nil, map[string][]byte{"node_modules": nil}, "no name for a file"},
	}
	before := leftovers(t, s)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir, err := s.Tree(t.Context(), tt.id, tt.entries, tt.files)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, %v; want %q", dir, err, tt.want)
			}
			if diff := cmp.Diff(before, leftovers(t, s)); diff != "" {
				t.Errorf("in the store are (+)\n%s", diff)
			}
		})
	}
}

// TestTreeLink: a link ends what would nest for ever, in place of what is bundled there.
func TestTreeLink(t *testing.T) {
	s := newStore(t)
	a := add(t, s, file{name: "package/x", body: "a"}, file{name: "package/node_modules/a/x", body: "bundled"})
	b := add(t, s, file{name: "package/x", body: "b"})
	dir, err := s.Tree(t.Context(), "t", []Entry{
		{Path: "node_modules/a/node_modules/b/node_modules/a", Link: "node_modules/a"},
		{Path: "node_modules/a/node_modules/a", Link: "node_modules/a"},
		{Path: "node_modules/a/node_modules/b", Package: b},
		{Path: "node_modules/a", Package: a},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for p, want := range map[string]string{
		"node_modules/a/node_modules/b/node_modules/a/node_modules/b/x": "b", "node_modules/a/node_modules/a/x": "a",
	} {
		if got, err := os.ReadFile(filepath.Join(dir, p)); err != nil || string(got) != want {
			t.Errorf("%s: got %q, %v; want %q", p, got, err, want)
		}
	}
	if got := leftovers(t, s); len(got) != 3 {
		t.Errorf("in the store are %q", got)
	}
}

func TestTreeOfDamagedPackage(t *testing.T) {
	for name, damage := range map[string]func(dir string) error{
		"a file is missing":     func(dir string) error { return os.Remove(filepath.Join(dir, "a")) },
		"the folder is missing": os.RemoveAll,
	} {
		t.Run(name, func(t *testing.T) {
			s := newStore(t)
			p := add(t, s, file{name: "package/a", body: "1"}, file{name: "package/b", body: "2"})
			if err := damage(p.Dir); err != nil {
				t.Fatal(err)
			}
			_, err := s.Tree(t.Context(), "t", []Entry{{Path: "node_modules/p", Package: p}}, nil)
			if err == nil || !strings.Contains(err.Error(), "remove "+filepath.Dir(p.Dir)) {
				t.Errorf("got %v", err)
			}
			if got := leftovers(t, s); len(got) != 1 {
				t.Errorf("in the store are %q", got)
			}
		})
	}
}

// TestTreeCopies: where nothing can be linked, files are copied with their modes.
func TestTreeCopies(t *testing.T) {
	s := newStore(t)
	p := add(t, s, file{name: "package/a", body: "1", mode: 0o755}, file{name: "package/b", body: "2"})
	to := filepath.Join(t.TempDir(), "to")
	if err := os.Mkdir(to, 0o755); err != nil {
		t.Fatal(err)
	}
	var plant planting
	plant.noLinks.Store(true)
	if _, _, err := plant.folder(t.Context(), p.Dir, to, ""); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(contents(t, p.Dir), contents(t, to)); diff != "" || plant.copied.Load() != 2 {
		t.Errorf("%d copies, -want +got\n%s", plant.copied.Load(), diff)
	}
}

func TestTreeTogether(t *testing.T) {
	s := newStore(t)
	other := openStore(t, s.Dir(), Limits{}) // as another process
	var entries []Entry
	for i := range 5 {
		entries = append(entries, Entry{Path: "node_modules/p" + strconv.Itoa(i), Package: add(t, s, sample(uint64(i), 5)...)})
	}
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() {
			if _, err := []*Store{s, other}[i%2].Tree(t.Context(), "t"+strconv.Itoa(i%3), entries, nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := leftovers(t, s); len(got) != 5+3 {
		t.Errorf("in the store are %q", got)
	}
}

func TestTreeStopped(t *testing.T) {
	s := newStore(t)
	p := add(t, s, file{name: "package/a", body: "1"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Tree(ctx, "t", []Entry{{Path: "node_modules/a", Package: p}}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := leftovers(t, s); len(got) != 1 {
		t.Errorf("in the store are %q", got)
	}
}
