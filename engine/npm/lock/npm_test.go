package lock

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestNPMTakesIt has npm load our lock, find every dependency met, and write it again: every byte must be the same.
func TestNPMTakesIt(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%v; CI has to show npm our lock", err)
		}
		t.Skip(err)
	}
	l := example()
	delete(l.Packages, "node_modules/x") // npm drops what nothing leads to
	delete(l.Packages, "node_modules/z") // and wants an entry for the folder that a link leads to
	delete(l.Root.Dependencies, "z")
	l.Root.Overrides = nil                  // it does not write them
	l.Packages["node_modules/a"].Libc = nil // which not every version of npm writes
	for _, e := range l.Packages {
		if e.Resolved != "" && !strings.Contains(e.Resolved, ":") {
			e.Resolved = "http://localhost/" + e.Resolved // npm takes a path for that of a file
		}
	}
	dir := t.TempDir()
	root, err := json.Marshal(map[string]any{
		"name": l.Root.Name, "version": l.Root.Version, "dependencies": l.Root.Dependencies, "optionalDependencies": l.Root.OptionalDependencies,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "package.json"), root, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := l.Save(filepath.Join(dir, "package-lock.json")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, filepath.Join("testdata", "npm.js"), dir)
	cmd.Stderr = os.Stderr
	got, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(l.Bytes()), string(got)); diff != "" {
		t.Errorf("-ours +npm\n%s", diff)
	}
}
