package services

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// folder writes a package with those files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// packument is the part of a package's document that the tests look at.
type packument struct {
	Name     string
	Tags     map[string]string `json:"dist-tags"`
	Versions map[string]struct {
		Main string
		Dist struct{ Tarball, Integrity string }
	}
}

func (r *Registry) read(t *testing.T, token, name string) (p packument, status int) {
	t.Helper()
	err := r.send(t.Context(), request{method: http.MethodGet, path: "/" + url.PathEscape(name), token: token}, &p)
	if refused, ok := errors.AsType[*StatusError](err); ok {
		return p, refused.Status
	}
	if err != nil {
		t.Fatal(err)
	}
	return p, http.StatusOK
}

// TestVerdaccio starts registries for real: one with a scope for users only, and one above which it is.
func TestVerdaccio(t *testing.T) {
	r := Verdaccio(t, RegistryOptions{Private: []string{"@acme/*"}})
	ctx := t.Context()
	token, err := r.AddUser(ctx, "ann", "secret")
	if err != nil {
		t.Fatal(err)
	}
	orders := folder(t, map[string]string{
		"package.json":              `{"name": "@acme/orders", "version": "1.2.0", "main": "lib/index.js", "custom": 1}`,
		"lib/index.js":              "module.exports = () => 1",
		"node_modules/left/left.js": "not ours",
	})
	open := folder(t, map[string]string{
		"package.json": `{"name": "open", "version": "2.0.0-beta.1", "publishConfig": {"tag": "next"}}`,
	})

	t.Run("without a token nothing is published", func(t *testing.T) {
		err := r.Publish(ctx, "", orders)
		if refused, ok := errors.AsType[*StatusError](err); !ok || refused.Status != http.StatusUnauthorized {
			t.Errorf("got %v, want status 401", err)
		}
	})
	for _, dir := range []string{orders, open} {
		if err := r.Publish(ctx, token, dir); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("a private package wants a token", func(t *testing.T) {
		if _, status := r.read(t, "", "@acme/orders"); status != http.StatusUnauthorized {
			t.Errorf("status %d, want 401", status)
		}
	})
	t.Run("a public one does not", func(t *testing.T) {
		p, _ := r.read(t, "", "open")
		if p.Tags["next"] != "2.0.0-beta.1" {
			t.Errorf("dist-tags %v, want next", p.Tags)
		}
	})
	t.Run("everything is there after a restart", func(t *testing.T) {
		if err := r.Stop(); err != nil {
			t.Fatal(err)
		}
		if err := r.send(ctx, request{method: http.MethodGet, path: "/-/ping"}, nil); err == nil {
			t.Error("a stopped registry answers")
		}
		if err := r.Start(ctx); err != nil {
			t.Fatal(err)
		}
		if err := r.Start(ctx); err == nil {
			t.Error("it starts twice")
		}
		p, status := r.read(t, token, "@acme/orders")
		if status != http.StatusOK || p.Tags["latest"] != "1.2.0" || p.Versions["1.2.0"].Main != "lib/index.js" {
			t.Fatalf("status %d, got %+v", status, p)
		}
		checkTarball(t, p.Versions["1.2.0"].Dist.Tarball, token)
	})
	t.Run("an uplink is asked for what is not here", func(t *testing.T) {
		below := Verdaccio(t, RegistryOptions{Uplink: r.URL})
		if p, status := below.read(t, "", "open"); status != http.StatusOK || p.Name != "open" {
			t.Errorf("status %d, got %+v", status, p)
		}
	})
	log, err := r.Log()
	if err != nil || !strings.Contains(log, "@acme%2Forders") {
		t.Errorf("the log has no line for @acme/orders (%v):\n%s", err, log)
	}
}

// checkTarball fetches a tarball and looks at the files in it.
func checkTarball(t *testing.T, address, token string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	names := tarNames(t, res.Body)
	if diff := cmp.Diff([]string{"package/package.json", "package/lib/index.js"}, names); diff != "" {
		t.Errorf("%s (-want +got):\n%s", address, diff)
	}
}

// TestVerdaccioLock holds the lock to what it may have: hashes, and no address to fetch from.
func TestVerdaccioLock(t *testing.T) {
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "test", "verdaccio", "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct{ Resolved, Integrity string }
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		t.Fatal(err)
	}
	for path, p := range lock.Packages {
		if path != "" && (p.Resolved != "" || p.Integrity == "") {
			t.Errorf("%s: resolved %q, integrity %q: install with the .npmrc that lies there", path, p.Resolved, p.Integrity)
		}
	}
}

func TestPublishRefuses(t *testing.T) {
	noVersion := folder(t, map[string]string{"package.json": `{"name": "x"}`})
	noJSON := folder(t, map[string]string{"package.json": `{`})
	none := folder(t, map[string]string{"index.js": ""})
	text := folder(t, map[string]string{"x.tgz": "text"})
	tests := map[string]struct{ path, want string }{
		"no version":      {noVersion, "wants a name and a version"},
		"no JSON":         {noJSON, "unexpected end of JSON input"},
		"no package.json": {none, "it has no package.json"},
		"no archive":      {filepath.Join(text, "x.tgz"), "EOF"},
		"nothing":         {filepath.Join(text, "nothing"), "no such file"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var r Registry
			if err := r.Publish(t.Context(), "", tt.path); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
