package npm_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guthega/guthega/engine/npm"
	"github.com/guthega/guthega/engine/npm/manifest"
	"github.com/guthega/guthega/engine/npm/npmrc"
	"github.com/guthega/guthega/engine/npm/registry"
	"github.com/guthega/guthega/engine/npm/registrytest"
	"github.com/guthega/guthega/engine/npm/store"
)

// site is a registry, and somebody who installs from it.
type site struct {
	t        *testing.T
	registry *registrytest.Registry
	dir      string // the project's folder
	storeDir string
	request  npm.Request // but for its root
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, registry: registrytest.New(t), dir: t.TempDir(), storeDir: t.TempDir()}
	s.request = npm.Request{Dir: s.dir, Lock: filepath.Join(s.dir, "receiver.lock.json")}
	return s
}

// publish publishes "name@version" with dependencies, "name@spec" each.
func (s *site) publish(id string, deps ...string) registrytest.Published {
	s.t.Helper()
	return s.publishWith(id, nil, deps...)
}

func (s *site) publishWith(id string, change func(*registrytest.Package), deps ...string) registrytest.Published {
	s.t.Helper()
	name, version := split(id)
	p := registrytest.Package{
		Name: name, Version: version, Time: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC),
		Manifest: map[string]any{"dependencies": specs(deps)},
		Files:    map[string]string{"index.js": "module.exports = '" + id + "'"},
	}
	if change != nil {
		change(&p)
	}
	return s.registry.Publish(p)
}

func specs(deps []string) map[string]string {
	m := map[string]string{}
	for _, d := range deps {
		name, spec := split(d)
		m[name] = spec
	}
	return m
}

func split(s string) (name, rest string) {
	at := strings.Index(s[1:], "@")
	return s[:at+1], s[at+2:]
}

// attempt installs what deps ask for.
func (s *site) attempt(deps ...string) (*npm.Result, error) {
	s.t.Helper()
	return s.attemptRoot(&manifest.Manifest{Dependencies: specs(deps)})
}

func (s *site) attemptRoot(root *manifest.Manifest) (*npm.Result, error) {
	s.t.Helper()
	st, err := store.Open(s.storeDir, store.Limits{})
	if err != nil {
		s.t.Fatal(err)
	}
	in := npm.Installer{
		Store: st, NodeVersion: "20.19.0",
		Connect: func(full bool) (*registry.Client, error) {
			config, err := npmrc.Load(npmrc.Sources{
				Dirs: []string{s.dir}, Home: s.dir, Environ: []string{"NPM_REGISTRY=" + s.registry.URL, "npm_config_fetch_retry_mintimeout=1"},
			})
			if err != nil {
				return nil, err
			}
			return registry.New(config, registry.Options{Cache: filepath.Join(s.storeDir, "metadata"), Full: full, Fresh: true})
		},
	}
	r := s.request
	r.Root = root
	return in.Install(s.t.Context(), r)
}

// install is attempt where that must work.
func (s *site) install(deps ...string) *npm.Result {
	s.t.Helper()
	r, err := s.attempt(deps...)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// files lists the packages on disk as "path=content of index.js".
func files(t *testing.T, r *npm.Result) string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(r.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != "index.js" {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(r.Dir, filepath.Dir(path))
		short := strings.ReplaceAll(strings.TrimPrefix(filepath.ToSlash(rel), "node_modules/"), "/node_modules/", "/")
		list = append(list, short+"="+strings.Trim(strings.TrimPrefix(string(data), "module.exports = "), "'"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

func (s *site) want(r *npm.Result, want string) {
	s.t.Helper()
	if got := files(s.t, r); got != want {
		s.t.Errorf("installed %q, want %q", got, want)
	}
}

// requests wants that many requests for metadata and for tarballs since the last time.
func (s *site) requests(metadata, tarballs int) {
	s.t.Helper()
	if m, b := s.registry.Count(); m != metadata || b != tarballs {
		s.t.Errorf("%d requests for metadata and %d for tarballs, want %d and %d", m, b, metadata, tarballs)
	}
	s.registry.Forget()
}

// warned wants a warning of that kind about that package, with text in it.
func (s *site) warned(r *npm.Result, kind npm.WarningKind, pkg, text string) {
	s.t.Helper()
	if !slices.ContainsFunc(r.Warnings, func(w npm.Warning) bool {
		return w.Kind == kind && w.Package == pkg && strings.Contains(w.Text, text)
	}) {
		s.t.Errorf("no warning %s about %s with %q; there are %v", kind, pkg, text, r.Warnings)
	}
}

func (s *site) write(name, text string) string {
	s.t.Helper()
	file := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
	return file
}

func contains(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error is %q, want %q in it", err, part)
		}
	}
}
