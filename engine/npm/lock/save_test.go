package lock

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func contents(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// alone checks that nothing was left beside the file.
func alone(t *testing.T, path string, n int) {
	t.Helper()
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(files) != n {
		t.Errorf("got %v, %v, want %d files", files, err, n)
	}
}

func TestSave(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.lock.json")
	l := example()
	if err := l.Save(path); err != nil {
		t.Fatal(err)
	}
	if got := contents(t, path); got != string(l.Bytes()) {
		t.Errorf("got %s", got)
	}
	alone(t, path, 1)
}

func TestSaveKeepsMode(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.lock.json")
	if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o664); err != nil {
		t.Fatal(err)
	}
	if err := example().Save(path); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o664 {
		t.Errorf("got %v", info.Mode())
	}
	alone(t, path, 1)
}

func TestSaveThroughLink(t *testing.T) {
	dir := t.TempDir()
	target, path := filepath.Join(dir, "real"), filepath.Join(dir, "link")
	if err := os.WriteFile(target, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	l := example()
	if err := l.Save(path); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode().Type() != fs.ModeSymlink || contents(t, target) != string(l.Bytes()) {
		t.Errorf("%v, %v: %s", info, err, contents(t, target))
	}
	alone(t, path, 2)
}

func TestSaveLeavesTheSameAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.lock.json")
	if err := example().Save(path); err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := example().Save(path); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(before, after) {
		t.Error("another file was written")
	}
}

func TestSaveFails(t *testing.T) {
	tests := map[string]func(dir string) string{
		"no such folder": func(dir string) string { return filepath.Join(dir, "gone", "a.json") },
		"a folder is there": func(dir string) string {
			path := filepath.Join(dir, "a.json")
			if err := os.MkdirAll(filepath.Join(path, "full"), 0o700); err != nil {
				panic(err)
			}
			return path
		},
	}
	for name, place := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := place(dir)
			before, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			failed, ok := errors.AsType[*WriteError](example().Save(path))
			if !ok || failed.Path != path || failed.Err == nil {
				t.Errorf("got %+v", failed)
			}
			alone(t, filepath.Join(dir, "x"), len(before))
		})
	}
}
