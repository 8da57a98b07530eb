package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// write makes files below dir: those in "bin" are executable, and what begins with "->" is a symbolic link.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, body := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		mode := os.FileMode(0o644)
		if strings.Contains(name, "bin") {
			mode = 0o755
		}
		err := os.WriteFile(name, []byte(body), mode)
		if target, ok := strings.CutPrefix(body, "->"); ok {
			err = errors.Join(os.Remove(name), os.Symlink(target, name))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestAddFolder(t *testing.T) {
	s := newStore(t)
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"package.json": "{}", "lib/a.js": "1", "bin/x": "run", "node_modules/b/index.js": "2", "node_modules/.bin/b": "->../b",
		"lib/node_modules/c/index.js": "3", ".git/HEAD": "ref", ".hidden": "h", "build/x.node": "elf",
	})
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	p, err := s.AddFolder(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"package.json": "{}", "lib/": "", "lib/a.js": "1", "bin/": "", "bin/x": "x run", ".hidden": "h", "build/": "", "build/x.node": "elf",
	}
	if diff := cmp.Diff(want, contents(t, p.Dir)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if p.Files != 5 || p.Bytes != 10 || !p.Integrity.IsZero() || len(p.Native) != 1 || !strings.HasPrefix(p.ID, "folder-") {
		t.Errorf("got %+v", p)
	}
	again, err := s.AddFolder(t.Context(), dir)
	if diff := cmp.Diff(p, again, hashes()); diff != "" || err != nil {
		t.Errorf("a second time: %v, -first +second\n%s", err, diff)
	}
	if got := s.Stats().Packages; got != 1 {
		t.Errorf("%d packages were copied", got)
	}
}

// TestAddFolderChanges: each of these makes it another package.
func TestAddFolderChanges(t *testing.T) {
	s := newStore(t)
	dir := t.TempDir()
	write(t, dir, map[string]string{"a": "1", "b": "2"})
	seen := map[string]string{}
	for _, change := range []struct {
		what string
		do   func() error
	}{
		{"nothing yet", func() error { return nil }},
		{"content", func() error { return os.WriteFile(filepath.Join(dir, "a"), []byte("3"), 0o644) }},
		{"mode", func() error { return os.Chmod(filepath.Join(dir, "a"), 0o755) }},
		{"name", func() error { return os.Rename(filepath.Join(dir, "a"), filepath.Join(dir, "c")) }},
		{"a file more", func() error { return os.WriteFile(filepath.Join(dir, "d"), nil, 0o644) }},
		{"a file less", func() error { return os.Remove(filepath.Join(dir, "b")) }},
	} {
		if err := change.do(); err != nil {
			t.Fatal(err)
		}
		p, err := s.AddFolder(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		if before, ok := seen[p.ID]; ok {
			t.Errorf("%s: the same as after %s", change.what, before)
		}
		seen[p.ID] = change.what
	}
}

func TestAddFolderRefuses(t *testing.T) {
	tests := map[string]struct {
		files  map[string]string
		limits Limits
		reason string
	}{
		"a link to a file":   {map[string]string{"a": "1", "l": "->a"}, Limits{}, "a symbolic link"},
		"a link out":         {map[string]string{"a": "1", "lib/l": "->/etc"}, Limits{}, "a symbolic link"},
		"a backslash":        {map[string]string{`a\b`: "1"}, Limits{}, "a backslash in the path"},
		"case":               {map[string]string{"a": "1", "A": "1"}, Limits{}, `other file systems take it for "A", which is there too`},
		"more than may be":   {map[string]string{"a": "1", "b": "1"}, Limits{Files: 1}, "it has more than 1 files and folders"},
		"larger than may be": {map[string]string{"a": "11"}, Limits{FileBytes: 1}, "it is larger than 1 bytes"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := openStore(t, t.TempDir(), tt.limits)
			dir := t.TempDir()
			write(t, dir, tt.files)
			_, err := s.AddFolder(t.Context(), dir)
			if e, ok := errors.AsType[*HostileError](err); !ok || e.Reason != tt.reason {
				t.Errorf("got %v; want: %s", err, tt.reason)
			}
			if got := leftovers(t, s); got != nil {
				t.Errorf("in the store are %q", got)
			}
		})
	}
}

// TestAddFolderAroundStore: the store may lie in the folder, and does not swallow itself.
func TestAddFolderAroundStore(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a": "1"})
	s := openStore(t, filepath.Join(dir, "store"), Limits{})
	for range 2 {
		p, err := s.AddFolder(t.Context(), dir)
		if err != nil || p.Files != 1 {
			t.Errorf("got %+v, %v", p, err)
		}
	}
}

func TestAddFolderStopped(t *testing.T) {
	s := newStore(t)
	dir := t.TempDir()
	write(t, dir, map[string]string{"a": "1"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.AddFolder(ctx, dir); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := s.AddFolder(t.Context(), filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
