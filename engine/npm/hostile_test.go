package npm_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guthega/guthega/engine/npm"
	"github.com/guthega/guthega/engine/npm/lock"
	"github.com/guthega/guthega/engine/npm/manifest"
	"github.com/guthega/guthega/engine/npm/registrytest"
	"github.com/guthega/guthega/engine/npm/store"
	"github.com/guthega/guthega/engine/npm/tree"
)

// private makes a folder that no package of a registry may have packed up.
func private(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"package.json": `{"name": "private", "version": "1.0.0"}`, "index.js": "secret"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func (s *site) shrinkwrapped(id, shrinkwrap string, deps ...string) {
	s.t.Helper()
	s.publishWith(id, func(p *registrytest.Package) {
		p.Meta = map[string]any{"_hasShrinkwrap": true}
		if shrinkwrap != "" {
			p.Files["npm-shrinkwrap.json"] = shrinkwrap
		}
	}, deps...)
}

func TestPackagesOfARegistryGetNoFiles(t *testing.T) {
	dir := private(t)
	t.Chdir(filepath.Dir(dir))
	packed := registrytest.Tarball(map[string]string{"package.json": `{"name": "x", "version": "1.0.0"}`})
	if err := os.WriteFile("x.tgz", packed, 0o600); err != nil {
		t.Fatal(err)
	}
	specs := map[string]string{
		"absolute":  "file:" + dir,
		"relative":  "file:" + filepath.Base(dir),
		"a path":    dir,
		"home":      "~/x",
		"a tarball": "file:x.tgz",
	}
	for name, spec := range specs {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.publish("a@1.0.0", "steal@"+spec)
			_, err := s.attempt("a@1")
			contains(t, err, "steal", "required by a@1.0.0", "override")
			if !is[*tree.OutsideError](err) {
				t.Errorf("it is another error: %T", err)
			}
		})
	}
	t.Run("in a shrinkwrap", func(t *testing.T) {
		s := newSite(t)
		s.shrinkwrapped("a@1.0.0", fmt.Sprintf(`{"lockfileVersion": 3, "packages": {
			"": {}, "node_modules/b": {"version": "1.0.0", "resolved": "file:%s"}}}`, dir))
		_, err := s.attempt("a@1")
		contains(t, err, "npm-shrinkwrap.json", "node_modules/b", "disk")
		if !is[*lock.EntryError](err) {
			t.Errorf("it is another error: %T", err)
		}
	})
	t.Run("unless the root overrides it", func(t *testing.T) {
		s := newSite(t)
		s.publish("a@1.0.0", "steal@file:"+dir)
		s.publish("steal@1.0.0")
		r, err := s.attemptRoot(&manifest.Manifest{Dependencies: map[string]string{"a": "1"}, Overrides: []byte(`{"steal": "1"}`)})
		if err != nil {
			t.Fatal(err)
		}
		s.want(r, "a=a@1.0.0 steal=steal@1.0.0")
	})
}

// Paths in overrides are relative to the root's folder, whoever depends on what they replace.
func TestOverridesWithFiles(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0", "b@1")
	s.publishWith("p@1.0.0", func(p *registrytest.Package) { p.Manifest["peerDependencies"] = map[string]string{"b": "1"} })
	s.publish("b@1.0.0")
	s.write("mine/package.json", `{"name": "b", "version": "1.0.1"}`)
	s.write("mine/index.js", "mine")
	s.write("mine.tgz", string(registrytest.Tarball(map[string]string{
		"package.json": `{"name": "b", "version": "1.0.1"}`, "index.js": "packed",
	})))
	for override, want := range map[string]string{`{"b": "file:./mine"}`: "mine", `{"b": "file:mine.tgz"}`: "packed"} {
		for _, name := range []string{"a", "p"} {
			for range 2 { // from the lock, too
				r, err := s.attemptRoot(&manifest.Manifest{Dependencies: map[string]string{name: "1"}, Overrides: []byte(override)})
				if err != nil {
					t.Fatal(err)
				}
				if got := files(t, r); !strings.Contains(got, "b="+want) {
					t.Errorf("%s with %s: installed %s", name, override, got)
				}
			}
		}
	}
}

// What a tarball bundles may have any name; the lock can be read again all the same.
func TestLocksCanBeRead(t *testing.T) {
	tests := map[string]struct{ folder, name string }{
		"a folder that no package is called": {"we ird", "we ird"},
		"a hidden one in a scope":            {"@s/.b", "b"},
		"one that begins with _":             {"_b", "b"},
		"a name that is a path":              {"b", "../../b"},
		"no name":                            {"b", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.publishWith("a@1.0.0", func(p *registrytest.Package) {
				p.Manifest["bundleDependencies"] = []string{"b"}
				p.Files["node_modules/"+tt.folder+"/package.json"] = fmt.Sprintf(`{"name": %q, "version": "1.0.0"}`, tt.name)
				p.Files["node_modules/"+tt.folder+"/index.js"] = "bundled"
			})
			s.want(s.install("a@1"), "a/"+strings.ReplaceAll(tt.folder, "node_modules/", "")+"=bundled a=a@1.0.0")
			if r := s.install("a@1"); !r.Reused || !r.Locked {
				t.Errorf("nothing has changed, but the result is %+v", r)
			}
		})
	}
}

// Without a shrinkwrap that is read, dependencies are chosen as usual.
func TestNoShrinkwrap(t *testing.T) {
	s := newSite(t)
	s.publish("b@1.0.0")
	s.shrinkwrapped("old@1.0.0", `{"lockfileVersion": 1, "dependencies": {"b": {"version": "0.9.0"}}}`, "b@1")
	s.shrinkwrapped("ancient@1.0.0", `{"dependencies": {"b": {"version": "0.9.0"}}}`, "b@1")
	s.shrinkwrapped("none@1.0.0", "", "b@1")
	for _, name := range []string{"old", "ancient", "none"} {
		r := s.install(name + "@1")
		if got := files(t, r); !strings.Contains(got, "b=b@1.0.0") || strings.Contains(got, "/") {
			t.Errorf("installed %s", got)
		}
		if name != "none" {
			s.warned(r, npm.WarnLock, name+"@1.0.0", "npm-shrinkwrap.json is of an old format")
		}
	}
}

// What came without a hash has one in the lock, and a lock that has none for it is complained of.
func TestMissingIntegrity(t *testing.T) {
	s := newSite(t)
	b := s.publish("b@1.0.0")
	s.shrinkwrapped("a@1.0.0", fmt.Sprintf(`{"lockfileVersion": 3, "packages": {
		"": {}, "node_modules/b": {"version": "1.0.0", "resolved": "%sb/-/b-1.0.0.tgz"}}}`, s.registry.URL), "b@1")
	s.want(s.install("a@1"), "a/b=b@1.0.0 a=a@1.0.0")
	text, err := os.ReadFile(s.request.Lock)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), b.Integrity) {
		t.Errorf("the lock has no hash of b: %s", text)
	}
	if r := s.install("a@1"); !r.Reused {
		t.Errorf("nothing has changed, but the result is %+v", r)
	}

	s.write("receiver.lock.json", fmt.Sprintf(`{"lockfileVersion": 3, "packages": {"": {"dependencies": {"b": "1"}},
		"node_modules/b": {"version": "1.0.0", "resolved": "%sb/-/b-1.0.0.tgz"}}}`, s.registry.URL))
	s.warned(s.install("b@1"), npm.WarnLock, "b@1.0.0", "no integrity")
}

func TestLockLacksAPackage(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0")
	s.write("receiver.lock.json", `{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "1"}}}}`)
	s.request.Frozen = true
	_, err := s.attempt("a@1")
	if !is[*npm.FrozenError](err) {
		t.Errorf("got %v", err)
	}
	s.request.Frozen = false
	s.want(s.install("a@1"), "a=a@1.0.0")
}

// A package that is left out takes along what lies in it, links too.
func TestLeftOutWithLinks(t *testing.T) {
	s := newSite(t)
	a, b := s.publish("a@1.0.0"), s.publish("b@1.0.0")
	for _, platform := range []string{`"os": ["aix"], `, ""} {
		s.registry.Fail(registrytest.TarballPath("a", "1.0.0"), registrytest.Always, registrytest.Status(404))
		s.write("receiver.lock.json", fmt.Sprintf(`{"lockfileVersion": 3, "packages": {"": {"optionalDependencies": {"a": "1"}},
			"node_modules/a": {"version": "1.0.0", %s"integrity": %q, "optional": true},
			"node_modules/a/node_modules/b": {"version": "1.0.0", "resolved": "b/-/b-1.0.0.tgz", "integrity": %q, "optional": true},
			"node_modules/a/node_modules/b/node_modules/a": {"link": true, "resolved": "node_modules/a"}}}`,
			platform+`"resolved": "a/-/a-1.0.0.tgz", `, a.Integrity, b.Integrity))
		r, err := s.attemptRoot(&manifest.Manifest{OptionalDependencies: map[string]string{"a": "1"}})
		if err != nil {
			t.Fatal(err)
		}
		s.want(r, "")
		if len(r.Packages) != 0 {
			t.Errorf("%v are said to be installed", r.Packages)
		}
	}
}

// npm's locks have packages that only devDependencies and optional ones lead to; the former are not installed here.
func TestDevOptional(t *testing.T) {
	s := newSite(t)
	a := s.publish("a@1.0.0")
	s.write("receiver.lock.json", fmt.Sprintf(`{"lockfileVersion": 3, "packages": {"": {"optionalDependencies": {"a": "1"}},
		"node_modules/a": {"version": "1.0.0", "resolved": "a/-/a-1.0.0.tgz", "integrity": %q, "os": ["aix"], "devOptional": true}}}`, a.Integrity))
	r, err := s.attemptRoot(&manifest.Manifest{OptionalDependencies: map[string]string{"a": "1"}})
	if err != nil {
		t.Fatal(err)
	}
	s.want(r, "")
}

// What is installed twice from one tarball was fetched, and so was what an address names.
func TestFetched(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0")
	s.publish("b@1.0.0")
	deps := []string{"one@npm:a@1", "two@npm:a@1", "away@" + s.registry.URL + "b/-/b-1.0.0.tgz"}
	if r := s.install(deps...); len(r.Packages) != 3 || r.Fetched != 3 || r.FetchedBytes == 0 {
		t.Errorf("%d packages, %d fetched with %d bytes", len(r.Packages), r.Fetched, r.FetchedBytes)
	}
	if err := os.RemoveAll(filepath.Join(s.storeDir, "trees")); err != nil {
		t.Fatal(err)
	}
	if r := s.install(deps...); r.Fetched != 0 || r.FetchedBytes != 0 {
		t.Errorf("from the store %d were fetched with %d bytes", r.Fetched, r.FetchedBytes)
	}
}

// Messages say where, and show no secret.
func TestMessages(t *testing.T) {
	s := newSite(t)
	host := strings.Trim(strings.TrimPrefix(s.registry.URL, "http://"), "/")
	s.publish("a@1.0.0", "b@1")
	s.publish("b@1.0.0")
	_, err := s.attempt("a@^7.0.0")
	contains(t, err, `no version of a matches "^7.0.0"`, host)

	s.registry.Fail(registrytest.TarballPath("b", "1.0.0"), registrytest.Always, registrytest.Body([]byte("else")))
	_, err = s.attempt("a@1")
	contains(t, err, "b@1.0.0", "required by a@1.0.0", host, "hashes to", "--update")
	if !is[*store.IntegrityError](err) {
		t.Errorf("it is another error: %T", err)
	}

	for name, address := range map[string]string{
		"a tarball": "http://joe:hunter2@" + host + "/none.tgz", "no address": "http://joe:hunter2@h ost/x.tgz",
		"a repository": "git+https://joe:hunter2@host.example/x.git",
	} {
		_, err := s.attempt("x@" + address)
		contains(t, err, "***@")
		for e := err; e != nil; e = errors.Unwrap(e) {
			if strings.Contains(e.Error(), "hunter2") {
				t.Errorf("%s: the error tells the password: %v", name, e)
			}
		}
	}
}
