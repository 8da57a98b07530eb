package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// escapes is a receiver that tries to get at what it was not granted.
//
//go:embed testdata/escape/receiver.js
var escapes []byte

// attempt is what came of one try.
type attempt struct{ Value, Code, Text string }

const secret = "SECRET"

// TestEscapes has a receiver try to get round each of the permissions.
func TestEscapes(t *testing.T) {
	outside, own := secretFolder(t), t.TempDir()
	write(t, filepath.Join(own, "receiver.js"), string(escapes))
	for link, to := range map[string]string{"link": outside, "file-link.txt": filepath.Join(outside, "secret.txt"), "file-link.json": filepath.Join(outside, "secret.json")} {
		if err := os.Symlink(to, filepath.Join(own, link)); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GUTHEGA_TEST_SECRET", secret)
	redirect := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		to := "http://169.254.169.254/latest/meta-data/"
		if r.URL.Path == "/twice" {
			to = "/metadata"
		}
		http.Redirect(w, r, to, http.StatusFound)
	}))
	defer redirect.Close()

	try := func(t *testing.T, kind string, permissions map[string]any) map[string]attempt {
		t.Helper()
		config, err := json.Marshal(map[string]any{"module": "./receiver.js", "vms": 1, "timeout": "2m", "permissions": permissions})
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(own, "receiver.json"), string(config))
		message, err := json.Marshal(map[string]any{"kind": kind, "secret": outside, "redirect": redirect.URL})
		if err != nil {
			t.Fatal(err)
		}
		var stdout, stderr bytes.Buffer
		code := execute(t.Context(), []string{"invoke", "--receiver", filepath.Join(own, "receiver.json"), "--message", string(message), "--log-level", "error"},
			stdio{strings.NewReader(""), &stdout, &stderr, os.LookupEnv})
		if code != exitOK {
			t.Fatalf("exit code %d: %s", code, &stderr)
		}
		var results map[string]attempt
		if err := json.Unmarshal(stdout.Bytes(), &results); err != nil {
			t.Fatalf("%v: %s", err, &stdout)
		}
		if len(results) < 10 {
			t.Fatalf("%d attempts were made", len(results))
		}
		return results
	}
	for kind, names := range map[string]string{"read": `permissions\.read`, "never": `denied|guthega`, "net": `"permissions": \{"net": \[`} {
		t.Run(kind, func(t *testing.T) {
			allowed := regexp.MustCompile(names)
			for name, a := range try(t, kind, map[string]any{"net": true}) {
				// As if there were none; and such spellings of an address are no names to us.
				hidden := a.Code == "MODULE_NOT_FOUND" && (name == "createRequire, a package there" || name == "module.require, as another file") ||
					a.Code == "ENOTFOUND" && regexp.MustCompile(`^http [0-9a-fx.]+$`).MatchString(name)
				if (a.Code != "ERR_ACCESS_DENIED" || !allowed.MatchString(a.Text)) && !hidden {
					t.Errorf("%s: %q, %q, %q; want ERR_ACCESS_DENIED and what would allow it (%s)", name, a.Value, a.Code, a.Text, names)
				}
				if strings.Contains(a.Text+a.Value, secret) {
					t.Errorf("%s: the secret is in %+v", name, a)
				}
			}
		})
	}
	t.Run("absent", func(t *testing.T) {
		for name, a := range try(t, "absent", map[string]any{}) {
			if strings.Contains(a.Value+a.Text, secret) {
				t.Errorf("%s: the secret is in %+v", name, a)
			}
		}
	})
	// The same attempts with the permission are no attempts any more: this test could fail.
	t.Run("granted", func(t *testing.T) {
		for name, a := range try(t, "read", map[string]any{"read": []string{outside}}) {
			tells := strings.Contains(a.Value, secret) || strings.Contains(a.Value+a.Text, "secret") || name == "opendirSync" && a.Value != ""
			if a.Code == "ERR_ACCESS_DENIED" || !tells {
				t.Errorf("%s: %+v although it is permitted", name, a)
			}
		}
		for name, a := range try(t, "absent", map[string]any{"env": []string{"GUTHEGA_TEST_SECRET"}}) {
			if strings.HasPrefix(name, "process.env") && !strings.Contains(a.Value, secret) && name != "process.env, prototype" {
				t.Errorf("%s: %+v although it is permitted", name, a)
			}
		}
	})
	for _, name := range []string{"new", "other", "folder"} {
		if _, err := os.Lstat(filepath.Join(outside, name)); err == nil {
			t.Errorf("%s was made outside", name)
		}
	}
	if text, err := os.ReadFile(filepath.Join(own, "receiver.js")); err != nil || !bytes.Equal(text, escapes) {
		t.Errorf("the receiver has changed itself: %v", err)
	}
	if entries, err := os.ReadDir(own); err != nil || len(entries) != 5 {
		t.Errorf("%v %v beside the receiver", entries, err)
	}
}

// secretFolder is a folder that nobody has permitted.
func secretFolder(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "node_modules", "hidden"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"secret.json": `{"password": "SECRET"}`, "secret.txt": secret + " is = the password\n", "secret.js": `module.exports = "SECRET";`,
		"node_modules/hidden/index.js": `module.exports = "SECRET";`,
	} {
		write(t, filepath.Join(dir, name), text)
	}
	l, err := net.Listen("unix", filepath.Join(dir, "secret.sock"))
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = http.Serve(l, http.NotFoundHandler()) }() //nolint:gosec // it ends with the listener
	t.Cleanup(func() { _ = l.Close() })
	return dir
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
