package manifest

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	tests := map[string]struct {
		in   string
		want *Manifest
	}{
		"the usual": {
			`{"name":"a","version":"1.0.0","dependencies":{"b":"^1"},"bin":"./cli.js","license":"MIT",
			  "engines":{"node":">=18"},"os":["linux","!win32"],"cpu":"x64",
			  "dist":{"tarball":"http://h/a.tgz","integrity":"sha512-x","shasum":"00","fileCount":3,"unpackedSize":10}}`,
			&Manifest{
				Name: "a", Version: "1.0.0", Dependencies: map[string]string{"b": "^1"}, Bin: map[string]string{"a": "./cli.js"},
				License: "MIT", Engines: map[string]string{"node": ">=18"}, OS: []string{"linux", "!win32"}, CPU: []string{"x64"},
				Dist: Dist{Tarball: "http://h/a.tgz", Integrity: "sha512-x", Shasum: "00", FileCount: 3, UnpackedSize: 10},
			},
		},
		"optional wins over dependencies": {
			`{"dependencies":{"a":"1","b":"1"},"optionalDependencies":{"a":"2"}}`,
			&Manifest{Dependencies: map[string]string{"b": "1"}, OptionalDependencies: map[string]string{"a": "2"}},
		},
		"peers, some of them optional": {
			`{"peerDependencies":{"a":"1","b":"1"},"peerDependenciesMeta":{"a":{"optional":true},"b":{"optional":false},"c":7}}`,
			&Manifest{PeerDependencies: map[string]string{"a": "1", "b": "1"}, OptionalPeers: map[string]bool{"a": true}},
		},
		"bundles a list":                {`{"bundledDependencies":["a",1,"b"]}`, &Manifest{BundleDependencies: []string{"a", "b"}}},
		"bundles all":                   {`{"bundleDependencies":true,"dependencies":{"b":"1","a":"1"}}`, &Manifest{Dependencies: map[string]string{"a": "1", "b": "1"}, BundleDependencies: []string{"a", "b"}}},
		"bundles nothing":               {`{"bundleDependencies":false,"dependencies":{"b":"1"}}`, &Manifest{Dependencies: map[string]string{"b": "1"}}},
		"install scripts":               {`{"scripts":{"postinstall":"node x"}}`, &Manifest{HasInstallScript: true}},
		"install scripts of a registry": {`{"hasInstallScript":true,"_hasShrinkwrap":true}`, &Manifest{HasInstallScript: true, HasShrinkwrap: true}},
		"test scripts only":             {`{"scripts":{"test":"x"}}`, &Manifest{}},
		"licences of old":               {`{"licenses":[{"type":"MIT","url":"u"},{"type":"Apache-2.0"}]}`, &Manifest{License: "MIT OR Apache-2.0"}},
		"a licence object":              {`{"license":{"type":"BSD"}}`, &Manifest{License: "BSD"}},
		"a scoped command":              {`{"name":"@s/a","bin":"x.js"}`, &Manifest{Name: "@s/a", Bin: map[string]string{"a": "x.js"}}},
		"deprecated without a reason":   {`{"deprecated":true}`, &Manifest{Deprecated: "no reason is given"}},
		"deprecated no more":            {`{"deprecated":""}`, &Manifest{}},
		"members of wrong types": {
			`{"name":1,"version":null,"dependencies":["a"],"peerDependencies":{"a":1,"b":"2"},"engines":"node","os":{},"bin":7,
			  "dist":"x","scripts":[],"peerDependenciesMeta":[],"optionalDependencies":false,"license":[],"deprecated":{}}`,
			&Manifest{PeerDependencies: map[string]string{"a": "", "b": "2"}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Parse([]byte(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, in := range []string{`[]`, `null`, `"a"`, `7`} {
		if m, err := Parse([]byte(in)); !errors.Is(err, ErrNotObject) {
			t.Errorf("%s: got %v, %v, want %v", in, m, err, ErrNotObject)
		}
	}
	if _, err := Parse([]byte(`{"name":`)); err == nil {
		t.Error("half an object was taken")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"name":"a","dependencies":{"b":1},"bin":{"x":2},"license":[{"type":"MIT"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Parse(data)
		if (m == nil) == (err == nil) {
			t.Fatalf("got %v and %v", m, err)
		}
		if m == nil {
			return
		}
		for name := range m.OptionalDependencies {
			if _, ok := m.Dependencies[name]; ok {
				t.Errorf("%q is in both", name)
			}
		}
	})
}
