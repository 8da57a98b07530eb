package tree

import (
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/engine/npm/locale"
	"github.com/guthega/guthega/engine/npm/manifest"
)

// TestLikeNpm gives npm the same registry and compares the trees.
func TestLikeNpm(t *testing.T) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("npm is needed here")
		}
		t.Skip("needs npm")
	}
	for name, tt := range scenarios {
		if strings.Contains(tt.packages, "bundle:") || strings.Contains(tt.packages, "os:") {
			continue // npm wants tarballs for those, and marks other platforms when it installs
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, tt.packages)
			root := rootOf(t, tt.root, tt.overrides)
			_, ours := build(t, w, root, Options{})
			if diff := cmp.Diff(npmTree(t, npm, w, root), strings.ReplaceAll(ours, " inert", "")); diff != "" {
				t.Errorf("-npm +ours\n%s", diff)
			}
		})
	}
}

// npmTree is show for the lock that npm makes.
func npmTree(t *testing.T, npm string, w *world, root *manifest.Manifest) string {
	t.Helper()
	srv := httptest.NewServer(w)
	t.Cleanup(srv.Close)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "package.json"), packageJSON(root))
	cmd := exec.Command(npm, "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund",
		"--registry", srv.URL, "--cache", filepath.Join(dir, "cache"), "--userconfig", filepath.Join(dir, "none"))
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "npm_config_omit_lockfile_registry_resolved=false")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("npm: %v\n%s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct {
			Name, Version, Resolved                    string
			Optional, Peer, Extraneous, InBundle, Link bool
		}
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		t.Fatal(err)
	}
	delete(lock.Packages, "")
	paths := make([]string, 0, len(lock.Packages))
	for p := range lock.Packages {
		paths = append(paths, p)
	}
	slices.SortFunc(paths, locale.Compare)
	var s strings.Builder
	for _, p := range paths {
		e := lock.Packages[p]
		short := strings.ReplaceAll(strings.TrimPrefix(p, "node_modules/"), "/node_modules/", "/")
		switch {
		case e.Link:
			s.WriteString(short + " -> " + strings.TrimPrefix(e.Resolved, "node_modules/"))
		case e.Name != "":
			s.WriteString(short + "=" + e.Name + "@" + e.Version)
		default:
			s.WriteString(short + "@" + e.Version)
		}
		if e.Optional {
			s.WriteString(" optional")
		}
		if e.Peer {
			s.WriteString(" peer")
		}
		if e.Extraneous {
			s.WriteString(" extraneous")
		}
		s.WriteByte('\n')
	}
	return s.String()
}

func write(t *testing.T, name string, v any) {
	t.Helper()
	data, err := json.Marshal(v)
	if err == nil {
		err = os.WriteFile(name, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func integrityOf(m *manifest.Manifest) string {
	sum := sha512.Sum512([]byte(m.Name + "@" + m.Version))
	return "sha512-" + base64.StdEncoding.EncodeToString(sum[:])
}

// packageJSON is the manifest as a registry or a file has it.
func packageJSON(m *manifest.Manifest) map[string]any {
	meta := map[string]any{}
	for name := range m.OptionalPeers {
		meta[name] = map[string]bool{"optional": true}
	}
	p := map[string]any{
		"name": m.Name, "version": m.Version, "dependencies": m.Dependencies, "optionalDependencies": m.OptionalDependencies,
		"peerDependencies": m.PeerDependencies, "peerDependenciesMeta": meta,
	}
	if m.Overrides != nil {
		p["overrides"] = m.Overrides
	}
	return p
}

// ServeHTTP serves the packuments.
func (w *world) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	name, err := url.PathUnescape(strings.TrimPrefix(r.URL.EscapedPath(), "/"))
	list := w.versions[name]
	if err != nil || len(list) == 0 {
		http.Error(out, `{"error":"not found"}`, http.StatusNotFound)
		return
	}
	versions := map[string]any{}
	latest := ""
	for _, m := range list {
		p := packageJSON(m)
		p["dist"] = map[string]any{
			"tarball":   fmt.Sprintf("http://%s/%s/-/%s-%s.tgz", r.Host, name, filepath.Base(name), m.Version),
			"integrity": integrityOf(m), // npm takes packages with the same one for the same
		}
		versions[m.Version] = p
		if !strings.Contains(m.Version, "-") {
			latest = m.Version
		}
	}
	out.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(out).Encode(map[string]any{
		"name": name, "dist-tags": map[string]string{"latest": latest}, "versions": versions,
	}); err != nil {
		panic(http.ErrAbortHandler)
	}
}
