package npm_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/guthega/guthega/engine/npm"
	"github.com/guthega/guthega/engine/npm/lock"
	"github.com/guthega/guthega/engine/npm/manifest"
	"github.com/guthega/guthega/engine/npm/pick"
	"github.com/guthega/guthega/engine/npm/registry"
	"github.com/guthega/guthega/engine/npm/registrytest"
	"github.com/guthega/guthega/engine/npm/spec"
	"github.com/guthega/guthega/engine/npm/store"
)

func TestInstall(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0", "b@^1.0.0", "@s/c@1")
	s.publish("b@1.0.0")
	s.publish("b@1.1.0")
	s.publish("b@2.0.0")
	s.publish("@s/c@1.0.0", "b@2")

	r := s.install("a@1")
	s.want(r, "@s/c/b=b@2.0.0 @s/c=@s/c@1.0.0 a=a@1.0.0 b=b@1.1.0")
	s.requests(3, 4)
	if !r.Wrote || r.Locked || r.Reused || r.Fetched != 4 || len(r.Packages) != 4 {
		t.Errorf("the result is %+v", r)
	}

	r = s.install("a@1") // nothing to do
	s.want(r, "@s/c/b=b@2.0.0 @s/c=@s/c@1.0.0 a=a@1.0.0 b=b@1.1.0")
	s.requests(0, 0)
	if r.Wrote || !r.Locked || !r.Reused {
		t.Errorf("the second time the result is %+v", r)
	}

	if err := os.RemoveAll(filepath.Join(s.storeDir, "trees")); err != nil {
		t.Fatal(err)
	}
	if r = s.install("a@1"); r.Reused {
		t.Error("there was no tree to reuse")
	}
	s.want(r, "@s/c/b=b@2.0.0 @s/c=@s/c@1.0.0 a=a@1.0.0 b=b@1.1.0")
	s.requests(0, 0)

	s.storeDir = t.TempDir() // on another machine the lock is enough
	s.publish("b@1.2.0")
	s.want(s.install("a@1"), "@s/c/b=b@2.0.0 @s/c=@s/c@1.0.0 a=a@1.0.0 b=b@1.1.0")
	s.requests(0, 4)
}

func TestOffline(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0", "b@1")
	s.publish("b@1.0.0")
	s.install("a@1")
	s.registry.Close()
	s.want(s.install("a@1"), "a=a@1.0.0 b=b@1.0.0")
	if err := os.RemoveAll(filepath.Join(s.storeDir, "trees")); err != nil {
		t.Fatal(err)
	}
	s.want(s.install("a@1"), "a=a@1.0.0 b=b@1.0.0")

	_, err := s.attempt("a@2")
	contains(t, err, "a", strings.TrimPrefix(s.registry.URL, "http://")[:9], "NPM_REGISTRY")
	if !npm.Unavailable(err) {
		t.Errorf("a registry that is down does not count as unavailable: %v", err)
	}
}

func TestUpdate(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0")
	s.install("a@1")
	s.publish("a@1.1.0")
	s.want(s.install("a@1"), "a=a@1.0.0")
	s.request.Update = true
	s.want(s.install("a@1"), "a=a@1.1.0")
	s.request.Update = false
	s.want(s.install("a@1"), "a=a@1.1.0")
}

func TestFrozen(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0")
	s.publish("b@1.0.0")
	s.request.Frozen = true
	_, err := s.attempt("a@1")
	contains(t, err, "there is no lock", "receiver.lock.json", "--frozen")
	if _, ok := errors.AsType[*npm.FrozenError](err); !ok {
		t.Errorf("the error is a %T", err)
	}
	s.request.Frozen = false
	s.install("a@1")
	s.request.Frozen = true
	s.want(s.install("a@1"), "a=a@1.0.0")
	_, err = s.attempt("a@1", "b@1")
	contains(t, err, "b 1 is new", "without --frozen")
	if _, ok := errors.AsType[*lock.StaleError](err); !ok {
		t.Errorf("the error does not say that the lock is stale: %v", err)
	}
}

// A new dependency changes nothing about the others.
func TestStaleLockIsKeptWhereItHolds(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0", "b@1")
	s.publish("b@1.0.0")
	s.publish("c@1.0.0")
	s.install("a@1")
	s.publish("a@1.1.0")
	s.publish("b@1.1.0")
	r := s.install("a@1", "c@1")
	s.want(r, "a=a@1.0.0 b=b@1.0.0 c=c@1.0.0")
	if !r.Wrote {
		t.Error("the lock was not renewed")
	}
	s.want(s.install("c@1"), "c=c@1.0.0")
	s.want(s.install("c@1", "b@^1.1.0"), "b=b@1.1.0 c=c@1.0.0")
}

func TestMinAge(t *testing.T) {
	s := newSite(t)
	s.request.MinAge = 72 * time.Hour
	s.publish("a@1.0.0", "b@1")
	s.publish("b@1.0.0")
	s.publishWith("b@1.1.0", func(p *registrytest.Package) { p.Time = time.Now().Add(-time.Hour) })
	s.want(s.install("a@1"), "a=a@1.0.0 b=b@1.0.0")
	_, err := s.attempt("b@^1.1.0")
	contains(t, err, "b@^1.1.0", "too young", "1.0.0 is old enough")
	if _, ok := errors.AsType[*pick.NoVersionError](err); !ok {
		t.Errorf("the error is a %T", err)
	}
}

func TestErrorsLeaveNothing(t *testing.T) {
	tests := map[string]struct {
		prepare func(s *site)
		want    []string
		is      func(error) bool
	}{
		"another hash": {
			func(s *site) {
				s.registry.Fail(registrytest.TarballPath("b", "1.0.0"), registrytest.Always,
					registrytest.Body(registrytest.Tarball(map[string]string{"index.js": "evil"})))
			},
			[]string{"b@1.0.0", "required by a@1.0.0", "hashes to"},
			is[*store.IntegrityError],
		},
		"a hostile path": {
			func(s *site) {
				s.publishWith("b@1.0.0", func(p *registrytest.Package) {
					p.Tarball = registrytest.Tarball(map[string]string{"../../../evil.js": "evil"})
				})
			},
			[]string{"b@1.0.0", "refused", "evil.js"},
			is[*store.HostileError],
		},
		"missing": {
			func(s *site) { s.publish("a@1.0.0", "gone@1") },
			[]string{"gone", "required by a@1.0.0", "no token"},
			is[*registry.NotFoundError],
		},
		"no such version": {
			func(s *site) { s.publish("a@1.0.0", "b@^3.0.0") },
			[]string{`no version of b matches "^3.0.0"`, "the latest is 1.0.0", "required by a@1.0.0"},
			is[*pick.NoVersionError],
		},
		"from git": {
			func(s *site) { s.publish("a@1.0.0", "b@git+https://host.example/b.git") },
			[]string{"git repository", "required by a@1.0.0"},
			is[*spec.UnsupportedError],
		},
		"a registry that refuses": {
			func(s *site) { s.registry.Fail("/b", registrytest.Always, registrytest.Status(403)) },
			[]string{"refuses package b", "403", "required by a@1.0.0"},
			is[*registry.AuthError],
		},
		"a registry that breaks off": {
			func(s *site) {
				s.registry.Fail(registrytest.TarballPath("b", "1.0.0"), registrytest.Always, registrytest.Truncate(20))
			},
			[]string{"b@1.0.0", "required by a@1.0.0"},
			is[*registry.UnavailableError],
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.publish("a@1.0.0", "b@1")
			s.publish("b@1.0.0")
			tt.prepare(s)
			_, err := s.attempt("a@1")
			contains(t, err, tt.want...)
			if !tt.is(err) {
				t.Errorf("it is another error: %T", err)
			}
			if _, err := os.Stat(s.request.Lock); err == nil {
				t.Error("the lock was written")
			}
			if list, _ := filepath.Glob(filepath.Join(s.storeDir, "trees", "*")); list != nil {
				t.Errorf("there are trees: %v", list)
			}
			matches, err := filepath.Glob(filepath.Join(s.storeDir, "packages", "*", "*", "*"))
			if err != nil {
				t.Fatal(err)
			}
			if len(matches) > 1 { // a may be there, b must not
				t.Errorf("there are packages: %v", matches)
			}
		})
	}
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func TestHiccupsAreSurvived(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0")
	s.registry.Fail("/a", 1, registrytest.Status(503))
	s.registry.Fail(registrytest.TarballPath("a", "1.0.0"), 1, registrytest.Truncate(10))
	s.want(s.install("a@1"), "a=a@1.0.0")
}

func TestOptional(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0")
	s.publish("b@1.0.0")
	s.publishWith("c@1.0.0", func(p *registrytest.Package) { p.Manifest["os"] = []string{"aix"} })
	s.registry.Fail(registrytest.TarballPath("b", "1.0.0"), 1, registrytest.Status(404))
	root := &manifest.Manifest{
		Dependencies:         map[string]string{"a": "1"},
		OptionalDependencies: map[string]string{"b": "1", "c": "1", "gone": "1"},
	}
	r, err := s.attemptRoot(root)
	if err != nil {
		t.Fatal(err)
	}
	s.want(r, "a=a@1.0.0")
	s.warned(r, npm.WarnOptional, "b@1.0.0", "left out")
	s.warned(r, npm.WarnOptional, "gone", "left out")
	s.registry.Forget()
	if r, err = s.attemptRoot(root); err != nil || !r.Reused {
		t.Errorf("a start looks again for what is missing: %+v, %v", r, err)
	}
	s.want(r, "a=a@1.0.0")
	s.requests(0, 0)
	s.request.Retry = true
	if r, err = s.attemptRoot(root); err != nil { // it is there now
		t.Fatal(err)
	}
	s.want(r, "a=a@1.0.0 b=b@1.0.0")
	s.registry.Forget()
	if r, err = s.attemptRoot(root); err != nil || !r.Reused {
		t.Errorf("what belongs to another platform is looked for again: %+v, %v", r, err)
	}
	s.requests(0, 0)
}

func TestWarnings(t *testing.T) {
	s := newSite(t)
	s.publishWith("a@1.0.0", func(p *registrytest.Package) {
		p.Manifest["scripts"] = map[string]string{"postinstall": "node build.js"}
		p.Manifest["engines"] = map[string]string{"node": ">=99"}
		p.Manifest["os"] = []string{"aix"}
		p.Files["build/x.node"] = "\x7fELF"
		p.Manifest["peerDependencies"] = map[string]string{}
	})
	s.registry.Deprecate("a", "1.0.0", "use b")
	r := s.install("a@1")
	s.warned(r, npm.WarnScript, "a@1.0.0", "does not run")
	s.warned(r, npm.WarnNative, "a@1.0.0", "x.node")
	s.warned(r, npm.WarnEngine, "a@1.0.0", ">=99")
	s.warned(r, npm.WarnPlatform, "a@1.0.0", "aix")
	s.warned(r, npm.WarnDeprecated, "a@1.0.0", "use b")
	if r = s.install("a@1"); len(r.Warnings) > 0 {
		t.Errorf("it is said again: %v", r.Warnings)
	}
}

func TestUnwritableLock(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0")
	s.request.Lock = filepath.Join(s.dir, "no", "such", "folder.lock.json")
	r := s.install("a@1")
	s.want(r, "a=a@1.0.0")
	s.warned(r, npm.WarnLock, "", "could not be written")
}

// A lock that was put together by hand may lack what its packages need.
func TestUnsoundLock(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0", "b@1")
	s.publish("b@1.0.0")
	s.install("a@1")
	data, err := os.ReadFile(s.request.Lock)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lock.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	delete(l.Packages, "node_modules/b")
	if err := l.Save(s.request.Lock); err != nil {
		t.Fatal(err)
	}
	s.warned(s.install("a@1"), npm.WarnLock, "a@1.0.0", "nothing that meets its b@1")
}

func TestUnwritten(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0")
	s.request.Unwritten = true
	s.want(s.install("a@1"), "a=a@1.0.0")
	if _, err := os.Stat(s.request.Lock); err == nil {
		t.Error("the lock was written")
	}
}

func TestBadLock(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0")
	s.write("receiver.lock.json", `{"lockfileVersion": 1, "dependencies": {}}`)
	_, err := s.attempt("a@1")
	contains(t, err, "receiver.lock.json", "lockfileVersion 1", "too old")
	s.request.Update = true
	s.want(s.install("a@1"), "a=a@1.0.0")
}

// A lock that was tampered with does not get other packages in.
func TestLockDecidesWhatIsTrusted(t *testing.T) {
	s := newSite(t)
	s.publish("a@1.0.0")
	s.install("a@1")
	s.storeDir = t.TempDir()
	s.publishWith("a@1.0.0", func(p *registrytest.Package) { p.Files["index.js"] = "evil" }) // the registry has changed it
	_, err := s.attempt("a@1")
	contains(t, err, "a@1.0.0", "hashes to")
}
