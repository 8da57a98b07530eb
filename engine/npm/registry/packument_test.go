package registry

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/engine/npm/manifest"
)

const sample = `{ "name": "a", "versions" : {
	"1.0.0": {"name":"a","version":"1.0.0","engines":{"node":">=1"},"deprecated":"old \"one\""},
	"1.0.1" :{"name":"a","version":"1.0.1","engines":{"node":">=1"},"deprecated":""},
	"2.0.0-\u0062eta": {"version":"2.0.0-beta","deprecated":true,"engines":["node >= 0.4"]},
	"1.0.2": {"version":"1.0.2","deprecated":false,"dependencies":{"b":"^1"},"x":{"deprecated":"not here"}},
	"1.0.3": {"version":"1.0.3","deprecated":""},
	"broken": 7,
	"1.0.1": {"name":"a","version":"1.0.1","license":"MIT"}
}, "dist-tags": {"latest":"1.0.2", "odd": 7, "\u00e9": "1.0.0"}, "time": {"created":"2020-01-01T00:00:00.000Z",
	"1.0.0":"2020-01-02T00:00:00.500Z", "1.0.2":"nonsense", "9.9.9":"2020-01-02T00:00:00Z"}, "readme": "\ud83d\ude00" }`

func TestPackument(t *testing.T) {
	p, err := ParsePackument("a", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"1.0.0", "1.0.1", "2.0.0-beta", "1.0.2", "1.0.3"}, p.Versions()); diff != "" {
		t.Errorf("versions: -want +got\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"latest": "1.0.2", "é": "1.0.0"}, p.DistTags); diff != "" {
		t.Errorf("dist-tags: -want +got\n%s", diff)
	}
	tests := map[string]struct {
		deprecated bool
		engines    map[string]string
		manifest   *manifest.Manifest
	}{
		"1.0.0":      {true, map[string]string{"node": ">=1"}, &manifest.Manifest{Name: "a", Version: "1.0.0", Engines: map[string]string{"node": ">=1"}, Deprecated: `old "one"`}},
		"1.0.1":      {false, nil, &manifest.Manifest{Name: "a", Version: "1.0.1", License: "MIT"}},
		"2.0.0-beta": {true, nil, &manifest.Manifest{Version: "2.0.0-beta", Deprecated: "no reason is given"}},
		"1.0.2":      {false, nil, &manifest.Manifest{Version: "1.0.2", Dependencies: map[string]string{"b": "^1"}}},
		"1.0.3":      {false, nil, &manifest.Manifest{Version: "1.0.3"}},
		"broken":     {},
		"3.0.0":      {},
	}
	for version, tt := range tests {
		t.Run(version, func(t *testing.T) {
			if p.Deprecated(version) != tt.deprecated || p.Has(version) != (tt.manifest != nil) {
				t.Errorf("deprecated %t, there %t", p.Deprecated(version), p.Has(version))
			}
			if diff := cmp.Diff(tt.engines, p.Engines(version)); diff != "" {
				t.Errorf("engines: -want +got\n%s", diff)
			}
			m, err := p.Manifest(version)
			if diff := cmp.Diff(tt.manifest, m); diff != "" {
				t.Errorf("manifest: -want +got\n%s", diff)
			}
			if (m == nil) != errors.Is(err, ErrNoVersion) {
				t.Errorf("got %v and %v", m, err)
			}
			if again, _ := p.Manifest(version); again != m {
				t.Error("it was decoded twice")
			}
		})
	}
	if at, ok := p.Time("1.0.0"); !ok || !at.Equal(time.Date(2020, 1, 2, 0, 0, 0, 5e8, time.UTC)) {
		t.Errorf("1.0.0: got %v, %t", at, ok)
	}
	for _, version := range []string{"1.0.1", "1.0.2", "9.9.9", "created"} {
		if at, ok := p.Time(version); ok {
			t.Errorf("%s: got %v", version, at)
		}
	}
}

func TestPackumentIsShared(t *testing.T) {
	p, err := ParsePackument("a", generated(50))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, version := range p.Versions() {
				if m, err := p.Manifest(version); err != nil || m.Version != version {
					t.Errorf("%s: got %v, %v", version, m, err)
				}
			}
		})
	}
	wg.Wait()
}
