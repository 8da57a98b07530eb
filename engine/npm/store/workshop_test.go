package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestOpenSweeps: what nobody owns any more goes, what somebody works on stays.
func TestOpenSweeps(t *testing.T) {
	s := newStore(t)
	dir, leave, err := s.work.enter()
	if err != nil {
		t.Fatal(err)
	}
	tmp := filepath.Join(s.Dir(), "tmp")
	write(t, tmp, map[string]string{"dead.lock": "", "dead/0/files/a": "1", "lone.lock": ""})
	write(t, dir, map[string]string{"a": "1"})
	openStore(t, s.Dir(), Limits{})
	if _, err := os.Stat(filepath.Join(dir, "a")); err != nil {
		t.Errorf("work under way: %v", err)
	}
	for _, name := range []string{"dead", "dead.lock", "lone.lock"} {
		if _, err := os.Stat(filepath.Join(tmp, name)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
	leave()
	if entries, err := os.ReadDir(tmp); err != nil || len(entries) != 0 {
		t.Errorf("at the end there are %v, %v", entries, err)
	}
}

// TestWorkshopShared: one folder serves all who work at the same time.
func TestWorkshopShared(t *testing.T) {
	s := newStore(t)
	one, leaveOne, err := s.work.enter()
	if err != nil {
		t.Fatal(err)
	}
	two, leaveTwo, err := s.work.enter()
	if err != nil {
		t.Fatal(err)
	}
	if one == two || filepath.Dir(one) != filepath.Dir(two) {
		t.Errorf("got %s and %s", one, two)
	}
	leaveOne()
	if _, err := os.Stat(two); err != nil {
		t.Error(err)
	}
	leaveTwo()
	three, leaveThree, err := s.work.enter()
	if err != nil {
		t.Fatal(err)
	}
	defer leaveThree()
	if filepath.Dir(three) == filepath.Dir(two) {
		t.Error("the name of the folder is used again")
	}
}

func TestOpenRefuses(t *testing.T) {
	if _, err := Open("", Limits{}); err == nil {
		t.Error("no name")
	}
	name := filepath.Join(t.TempDir(), "file")
	write(t, filepath.Dir(name), map[string]string{"file": ""})
	if _, err := Open(name, Limits{}); err == nil {
		t.Error("a file")
	}
}

func TestOpenWritesNothing(t *testing.T) {
	s := newStore(t)
	s.Find(integrityOf(nil))
	s.TreeDir("t")
	if _, err := os.Stat(s.Dir()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder: %v", err)
	}
}
