package npm_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guthega/guthega/engine/npm"
	"github.com/guthega/guthega/engine/npm/manifest"
	"github.com/guthega/guthega/engine/npm/registrytest"
)

func TestFolder(t *testing.T) {
	s := newSite(t)
	s.publish("b@1.0.0")
	s.write("lib/package.json", `{"name": "lib", "version": "1.0.0", "dependencies": {"b": "1", "other": "file:../other"}}`)
	index := s.write("lib/index.js", "module.exports = 'first'")
	s.write("other/package.json", `{"name": "other", "version": "1.0.0"}`)
	s.write("other/index.js", "module.exports = 'other'")
	s.want(s.install("lib@file:./lib"), "b=b@1.0.0 lib=first other=other")
	if r := s.install("lib@file:./lib"); !r.Reused || !r.Locked {
		t.Errorf("nothing has changed, but the result is %+v", r)
	}
	if err := os.WriteFile(index, []byte("module.exports = 'second'"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.want(s.install("lib@file:./lib"), "b=b@1.0.0 lib=second other=other")
}

func TestTarballs(t *testing.T) {
	s := newSite(t)
	packed := registrytest.Tarball(map[string]string{
		"package.json": `{"name": "packed", "version": "1.0.0", "dependencies": {"b": "1"}}`, "index.js": "module.exports = 'packed'",
	})
	s.publish("b@1.0.0")
	s.write("packed.tgz", string(packed))
	far := s.publish("far@1.0.0", "b@1")
	deps := []string{"packed@file:packed.tgz", "away@" + s.registry.URL + "far/-/far-1.0.0.tgz"}
	if !strings.HasSuffix(s.registry.URL, "/") {
		deps[1] = "away@" + s.registry.URL + registrytest.TarballPath("far", "1.0.0")
	}
	s.want(s.install(deps...), "away=far@1.0.0 b=b@1.0.0 packed=packed")
	s.registry.Forget()
	if r := s.install(deps...); !r.Reused {
		t.Errorf("nothing has changed, but the result is %+v", r)
	}
	s.requests(0, 0)
	lock, err := os.ReadFile(s.request.Lock)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(lock), `"file:packed.tgz"`) || strings.Contains(string(lock), s.dir) {
		t.Errorf("the lock has other paths than relative ones: %s", lock)
	}
	_ = far
}

func TestBundled(t *testing.T) {
	s := newSite(t)
	s.publishWith("a@1.0.0", func(p *registrytest.Package) {
		p.Manifest["bundleDependencies"] = []string{"b"}
		p.Files["node_modules/b/package.json"] = `{"name": "b", "version": "1.0.0-bundled"}`
		p.Files["node_modules/b/index.js"] = "module.exports = 'bundled'"
	}, "b@1", "c@1")
	s.publish("b@1.0.0")
	s.publish("c@1.0.0")
	s.want(s.install("a@1"), "a/b=bundled a=a@1.0.0 c=c@1.0.0")
	if err := os.RemoveAll(filepath.Join(s.storeDir, "trees")); err != nil {
		t.Fatal(err)
	}
	s.want(s.install("a@1"), "a/b=bundled a=a@1.0.0 c=c@1.0.0")
}

func TestShrinkwrapped(t *testing.T) {
	s := newSite(t)
	b := s.publish("b@1.0.0")
	s.publish("b@1.1.0")
	s.publishWith("a@1.0.0", func(p *registrytest.Package) {
		p.Meta = map[string]any{"_hasShrinkwrap": true}
		p.Files["npm-shrinkwrap.json"] = fmt.Sprintf(`{"name": "a", "version": "1.0.0", "lockfileVersion": 3, "packages": {
			"": {"name": "a", "version": "1.0.0", "dependencies": {"b": "^1.0.0"}},
			"node_modules/b": {"version": "1.0.0", "resolved": "b/-/b-1.0.0.tgz", "integrity": %q}}}`, b.Integrity)
	}, "b@^1.0.0")
	s.want(s.install("a@1"), "a/b=b@1.0.0 a=a@1.0.0")
}

func TestAliases(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0")
	s.publish("a@2.0.0")
	r := s.install("one@npm:a@1", "two@npm:a@2")
	s.want(r, "one=a@1.0.0 two=a@2.0.0")
	s.storeDir = t.TempDir()
	s.want(s.install("one@npm:a@1", "two@npm:a@2"), "one=a@1.0.0 two=a@2.0.0")
}

func TestOverrides(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0", "b@1")
	s.publish("b@1.0.0")
	s.publish("b@2.0.0")
	root := &manifest.Manifest{Dependencies: map[string]string{"a": "1"}, Overrides: []byte(`{"b": "2"}`)}
	r, err := s.attemptRoot(root)
	if err != nil {
		t.Fatal(err)
	}
	s.want(r, "a=a@1.0.0 b=b@2.0.0")
}

// What needs another version of what it is needed by would be nested for ever.
func TestCycles(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0", "b@1")
	s.publish("b@1.0.0", "a@2")
	s.publish("a@2.0.0", "b@2")
	s.publish("b@2.0.0", "a@1")
	r := s.install("a@1")
	s.want(r, "a=a@1.0.0 b/a=a@2.0.0 b/b/a=a@1.0.0 b/b=b@2.0.0 b=b@1.0.0")
	link := filepath.Join(r.Dir, "node_modules/b/node_modules/b/node_modules/b")
	if to, err := filepath.EvalSymlinks(link); err != nil || !strings.HasSuffix(to, "node_modules/b") {
		t.Errorf("%s leads to %s (%v)", link, to, err)
	}
	if err := os.RemoveAll(filepath.Join(s.storeDir, "trees")); err != nil {
		t.Fatal(err)
	}
	s.want(s.install("a@1"), "a=a@1.0.0 b/a=a@2.0.0 b/b/a=a@1.0.0 b/b=b@2.0.0 b=b@1.0.0")
}

// A chain in which each package needs the next, and all but the first two of them in a version of its own.
func TestDeepTrees(t *testing.T) {
	const deep = 60
	s := newSite(t)
	for i := range deep {
		var deps []string
		if i+1 < deep {
			deps = []string{fmt.Sprintf("x@%d.0.0", i+1)}
		}
		s.publish(fmt.Sprintf("x@%d.0.0", i), deps...)
	}
	r := s.install("x@0.0.0")
	if len(r.Packages) != deep {
		t.Errorf("%d packages, want %d", len(r.Packages), deep)
	}
}

// A project that comes from npm keeps the versions it has, as far as they fit; what is for its development stays out.
func TestSeed(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0", "b@1")
	s.publish("b@1.0.0")
	s.publish("dev@1.0.0")
	s.install("a@1", "dev@1")
	if err := os.Rename(s.request.Lock, filepath.Join(s.dir, "package-lock.json")); err != nil {
		t.Fatal(err)
	}
	s.publish("a@1.1.0", "b@1")
	s.publish("b@1.1.0")
	s.request.Seed = filepath.Join(s.dir, "package-lock.json")
	r := s.install("a@1")
	s.want(r, "a=a@1.0.0 b=b@1.0.0")
	if !r.Seeded || !r.Wrote {
		t.Errorf("the result is %+v", r)
	}
	s.write("package-lock.json", "broken")
	s.request.Lock = filepath.Join(s.dir, "other.lock.json")
	r = s.install("a@1")
	s.want(r, "a=a@1.1.0 b=b@1.1.0")
	s.warned(r, npm.WarnLock, "", "package-lock.json")
}

// What only an optional package for other platforms needs is not installed either, from the lock no more than without.
func TestSkippedTakeTheirOwnAlong(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0", "shared@1")
	s.publish("shared@1.0.0")
	s.publish("only@1.0.0")
	s.publishWith("native@1.0.0", func(p *registrytest.Package) { p.Manifest["cpu"] = []string{"wasm32"} }, "only@1", "shared@1")
	root := &manifest.Manifest{Dependencies: map[string]string{"a": "1"}, OptionalDependencies: map[string]string{"native": "1"}}
	for range 2 {
		r, err := s.attemptRoot(root)
		if err != nil {
			t.Fatal(err)
		}
		s.want(r, "a=a@1.0.0 shared=shared@1.0.0")
		s.storeDir = t.TempDir()
	}
}
