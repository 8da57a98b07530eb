package lock

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/engine/npm/manifest"
)

// npm.json is a part of a lock that npm wrote.
func npmLock(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "npm.json"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func read(t testing.TB, data []byte) *Lock {
	t.Helper()
	l, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestBytesOfNPMsLock(t *testing.T) {
	want := string(npmLock(t))
	if diff := cmp.Diff(want, string(read(t, []byte(want)).Bytes())); diff != "" {
		t.Errorf("-npm +ours\n%s", diff)
	}
}

// example has one entry of each kind.
func example() *Lock {
	return &Lock{
		Name: "receiver", Version: "1.0.0",
		Root: &manifest.Manifest{
			Name: "receiver", Version: "1.0.0",
			Dependencies:         map[string]string{"a": "^1.0.0", "got": "npm:b@2", "@s/c": "file:c.tgz", "z": "file:z"},
			OptionalDependencies: map[string]string{"o": "*"},
			Overrides:            json.RawMessage(`{"p":{"b":"2"},"q":"1"}`),
		},
		Packages: map[string]*Entry{
			"node_modules/a": {
				Manifest: &manifest.Manifest{
					Name: "a", Version: "1.2.3", License: "MIT", Deprecated: "use b", HasInstallScript: true, HasShrinkwrap: true,
					Dependencies: map[string]string{"n": "1"}, PeerDependencies: map[string]string{"p": "*", "q": "1"},
					OptionalPeers: map[string]bool{"q": true}, BundleDependencies: []string{"n"}, Bin: map[string]string{"a": "cli.js"},
					Engines: map[string]string{"node": ">=18"}, OS: []string{"linux"}, CPU: []string{"x64"}, Libc: []string{"glibc"},
					Funding: json.RawMessage(`{"url": "http://localhost/<fund>", "type": "x"}`),
				},
				Resolved: "a/-/a-1.2.3.tgz", Integrity: "sha512-YQ==",
			},
			"node_modules/a/node_modules/n": {Manifest: &manifest.Manifest{Name: "n", Version: "1.0.0"}, InBundle: true},
			"node_modules/got":              {Manifest: &manifest.Manifest{Name: "b", Version: "2.0.0"}, Resolved: "http://localhost/b.tgz", Integrity: "sha512-Yg=="},
			"node_modules/@s/c":             {Manifest: &manifest.Manifest{Name: "@s/c", Version: "3.0.0"}, Resolved: "file:c.tgz", Integrity: "sha512-Yw=="},
			"node_modules/o":                {Manifest: &manifest.Manifest{Name: "o", Version: "1.0.0"}, Resolved: "o/-/o-1.0.0.tgz", Integrity: "sha512-bw==", Optional: true},
			"node_modules/p":                {Manifest: &manifest.Manifest{Name: "p", Version: "1.0.0"}, Resolved: "p/-/p-1.0.0.tgz", Integrity: "sha512-cA==", Peer: true},
			"node_modules/x":                {Manifest: &manifest.Manifest{Name: "x", Version: "1.0.0"}, Resolved: "x/-/x-1.0.0.tgz", Integrity: "sha512-eA==", Extraneous: true},
			"node_modules/z":                {Manifest: &manifest.Manifest{Name: "z"}, Resolved: "z", Link: true},
		},
	}
}

func TestReadWhatWasWritten(t *testing.T) {
	want := example()
	data := want.Bytes()
	got := read(t, data)
	if diff := cmp.Diff(want, got, cmp.Comparer(sameJSON)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if diff := cmp.Diff(string(data), string(got.Bytes())); diff != "" {
		t.Errorf("written again: -want +got\n%s", diff)
	}
	if err := got.Matches(want.Root); err != nil {
		t.Error(err)
	}
}

func sameJSON(a, b json.RawMessage) bool {
	var v, w any
	if json.Unmarshal(a, &v) != nil || json.Unmarshal(b, &w) != nil {
		return len(a) == len(b)
	}
	return cmp.Equal(v, w)
}

func TestReadRefuses(t *testing.T) {
	entry := func(path, entry string) string {
		return `{"lockfileVersion":3,"packages":{` + quote(path) + `:` + entry + `}}`
	}
	const good = `{"version":"1.0.0","resolved":"a/-/a-1.0.0.tgz","integrity":"sha512-YQ=="}`
	tests := map[string]struct{ lock, says string }{
		"no JSON":                      {`{`, "reading the lock: "},
		"no lock":                      {`{}`, "there is no lockfileVersion in it"},
		"an old version":               {`{"lockfileVersion":1,"dependencies":{}}`, `lockfileVersion 1 is too old: delete the file, and "guthega install" writes one of version 3`},
		"a new version":                {`{"lockfileVersion":4}`, "lockfileVersion 4 is too new"},
		"a folder outside":             {entry("../a", good), "in node_modules/<name>"},
		"an absolute path":             {entry("/node_modules/a", good), "in node_modules/<name>"},
		"a folder that npm links":      {entry("packages/a", good), "folders that npm links are not supported"},
		"a way out":                    {entry("node_modules/..", good), `it begins with "."`},
		"a way out of a package":       {entry("node_modules/a/node_modules/../b", good), `begins with "."`},
		"a way out of a scope":         {entry("node_modules/@s/..", good), `begins with "."`},
		"a folder in a package":        {entry("node_modules/a/lib", good), "it should be name or @scope/name"},
		"no name":                      {entry("node_modules/", good), "in node_modules/<name>"},
		"two slashes":                  {entry("node_modules//a", good), "it should be name or @scope/name"},
		"a slash at the end":           {entry("node_modules/a/", good), "it should be name or @scope/name"},
		"a backslash":                  {entry(`node_modules/a\..\b`, good), "it should be name or @scope/name"},
		"node_modules in node_modules": {entry("node_modules/node_modules/a", good), "in node_modules/<name>"},
		"a very long path":             {entry("node_modules/a"+strings.Repeat("/node_modules/a", 300), good), "too long"},
		"a bad name":                   {entry("node_modules/a", `{"name":"../b","version":"1.0.0","resolved":"b.tgz","integrity":"x"}`), `invalid package name "../b"`},
		"an entry that is none":        {entry("node_modules/a", `"1.0.0"`), "not a JSON object"},
		"a flag that is none":          {entry("node_modules/a", `{"version":"1.0.0","optional":"yes"}`), "its optional is a JSON string"},
		"packages that are a list":     {`{"lockfileVersion":3,"packages":[]}`, "its packages is a JSON array"},
		"a list":                       {`[]`, "it is a JSON array, not an object"},
		"no integrity":                 {entry("node_modules/a", `{"version":"1.0.0","resolved":"a/-/a-1.0.0.tgz"}`), "it has no integrity"},
		"nothing at all":               {entry("node_modules/a", `{"version":"1.0.0"}`), "it has no integrity"},
		"no version":                   {entry("node_modules/a", `{"resolved":"a/-/a-1.0.0.tgz","integrity":"sha512-YQ=="}`), "it has no version"},
		"a way out of the registry":    {entry("node_modules/a", `{"version":"1.0.0","resolved":"../a.tgz","integrity":"x"}`), `it has the part ".."`},
		"an escaped way out":           {entry("node_modules/a", `{"version":"1.0.0","resolved":"a/%2e%2e%2fb.tgz","integrity":"x"}`), `it has the part ".."`},
		"another host":                 {entry("node_modules/a", `{"version":"1.0.0","resolved":"//host/a.tgz","integrity":"x"}`), `it has the part ""`},
		"an address without host":      {entry("node_modules/a", `{"version":"1.0.0","resolved":"https:///a.tgz","integrity":"x"}`), "resolved is no URL"},
		"a git repository":             {entry("node_modules/a", `{"version":"1.0.0","resolved":"git+ssh://git@example.com/a.git#0"}`), "the scheme git+ssh"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			l, err := Read([]byte(tt.lock))
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Fatalf("got %+v, %v, want an error that says %q", l, err, tt.says)
			}
			_, version := errors.AsType[*VersionError](err)
			_, entry := errors.AsType[*EntryError](err)
			if want := strings.Contains(tt.lock, `"packages":{`); entry != want || version && want {
				t.Errorf("%T: %[1]v", err)
			}
		})
	}
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestReadTakes(t *testing.T) {
	tests := map[string]string{
		"a tarball without integrity":   `{"version":"1.0.0","resolved":"https://example.com/a.tgz"}`,
		"a file without integrity":      `{"version":"1.0.0","resolved":"file:../a.tgz"}`,
		"a registry's entry of old npm": `{"version":"1.0.0","integrity":"sha512-YQ=="}`,
		"members that are not known":    `{"version":"1.0.0","integrity":"sha512-YQ==","attestations":{"x":[1]}}`,
		"engines of old":                `{"version":"1.0.0","integrity":"sha512-YQ==","engines":["node >= 0.6"]}`,
		"a link":                        `{"resolved":"../a","link":true}`,
		"bundled":                       `{"version":"1.0.0","inBundle":true}`,
	}
	for name, entry := range tests {
		t.Run(name, func(t *testing.T) {
			for _, version := range []string{"2", "3"} {
				l := read(t, []byte(`{"lockfileVersion":`+version+`,"packages":{"node_modules/@s/a":`+entry+`},"dependencies":{}}`))
				if e := l.Packages["node_modules/@s/a"]; e == nil || e.Name != "@s/a" {
					t.Errorf("got %+v", e)
				}
			}
		})
	}
}

func TestMatches(t *testing.T) {
	lock := &Lock{Root: &manifest.Manifest{
		Dependencies: map[string]string{"a": "^1", "b": "^1", "c": ""}, OptionalDependencies: map[string]string{"o": "1"},
		PeerDependencies: map[string]string{"p": "*"}, Overrides: json.RawMessage(`{"x":"1","y":{"z":"2"}}`),
	}, Packages: map[string]*Entry{}}
	for _, name := range []string{"a", "b", "c"} { // o and p may be missing
		lock.Packages["node_modules/"+name] = &Entry{Manifest: &manifest.Manifest{Name: name, Version: "1.0.0"}, Integrity: "sha512-YQ=="}
	}
	tests := map[string]struct {
		change func(m *manifest.Manifest)
		want   []Change
	}{
		"the same":                 {func(*manifest.Manifest) {}, nil},
		"another spec":             {func(m *manifest.Manifest) { m.Dependencies["a"] = "^2" }, []Change{{"a", "^1", "^2"}}},
		"one more":                 {func(m *manifest.Manifest) { m.Dependencies["d"] = "^2" }, []Change{{"d", "", "^2"}}},
		"one less":                 {func(m *manifest.Manifest) { delete(m.Dependencies, "c") }, []Change{{"c", `""`, ""}}},
		"another kind":             {func(m *manifest.Manifest) { m.Dependencies["o"], m.OptionalDependencies = "1", nil }, []Change{{"o", "1 (optional)", "1"}}},
		"an optional peer":         {func(m *manifest.Manifest) { m.OptionalPeers = map[string]bool{"p": true} }, []Change{{"p", "* (peer)", "* (optional peer)"}}},
		"several, in order":        {func(m *manifest.Manifest) { m.Dependencies = map[string]string{"B": "1", "a": "^1", "c": ""} }, []Change{{"b", "^1", ""}, {"B", "", "1"}}},
		"overrides in other order": {func(m *manifest.Manifest) { m.Overrides = json.RawMessage(`{ "y": {"z":"2"}, "x": "1" }`) }, nil},
		"other overrides":          {func(m *manifest.Manifest) { m.Overrides = json.RawMessage(`{}`) }, []Change{{"overrides", "{\n  \"x\": \"1\",\n  \"y\": {\n    \"z\": \"2\"\n  }\n}", ""}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			l := read(t, lock.Bytes()) // a copy
			tt.change(l.Root)
			err := lock.Matches(l.Root)
			stale, ok := errors.AsType[*StaleError](err)
			if ok != (tt.want != nil) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			if !ok {
				return
			}
			if diff := cmp.Diff(tt.want, stale.Changes); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestStaleError(t *testing.T) {
	err := &StaleError{Changes: []Change{{"a", "^1", "^2"}, {"b", "", "1 (optional)"}, {"c", "*", ""}}}
	want := "the lock was written for other dependencies: a was ^1 and is ^2, b 1 (optional) is new, c * is gone"
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
}

func TestPaths(t *testing.T) {
	want := []string{
		"node_modules/@s/c", "node_modules/a", "node_modules/a/node_modules/n", "node_modules/got", "node_modules/o",
		"node_modules/p", "node_modules/x", "node_modules/z",
	}
	if diff := cmp.Diff(want, example().Paths()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(example().Bytes())
	f.Add([]byte(`{"lockfileVersion":3,"packages":{"":{"overrides":{"a":1}},"node_modules/a":{"version":"1","integrity":"x","funding":[{"url":1e9}]}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := Read(data)
		if (l == nil) == (err == nil) {
			t.Fatalf("got %v and %v", l, err)
		}
		if l == nil {
			return
		}
		for path := range l.Packages {
			if filepath.Clean(path) != path || !filepath.IsLocal(path) || !strings.HasPrefix(path, "node_modules/") {
				t.Errorf("the path %q was taken", path)
			}
		}
		written := l.Bytes()
		again, err := Read(written)
		if err != nil {
			t.Fatalf("what was written: %v\n%s", err, written)
		}
		if diff := cmp.Diff(string(written), string(again.Bytes())); diff != "" {
			t.Errorf("written again:\n%s", diff)
		}
		if err := l.Matches(again.Root); err != nil {
			t.Error(err)
		}
	})
}

func BenchmarkLock(b *testing.B) {
	data := npmLock(b)
	l := read(b, data)
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			read(b, data)
		}
	})
	b.Run("write", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			l.Bytes()
		}
	})
}

// After a merge by hand a lock may lack what its own root asks for.
func TestMatchesWantsThePackages(t *testing.T) {
	root := &manifest.Manifest{Dependencies: map[string]string{"a": "^1"}, OptionalDependencies: map[string]string{"o": "1"}}
	l := &Lock{Root: root}
	stale, ok := errors.AsType[*StaleError](l.Matches(root))
	if !ok {
		t.Fatal("a lock without packages matches")
	}
	if diff := cmp.Diff([]Change{{"a", "", "^1"}}, stale.Changes); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
