package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
)

// Store is one on disk. Its methods may be called concurrently. It holds nothing open between calls.
type Store struct {
	dir    string
	limits Limits
	work   workshop
	tools  sync.Pool // of *tools
	adds   flights[*Package]
	trees  flights[string]

	packages, files, linked, copied, bytes atomic.Int64
}

// Stats is what a Store has done since Open.
type Stats struct {
	// Packages, Files and Bytes are what was unpacked and kept.
	Packages, Files, Bytes int64
	// Linked and Copied are the files of trees; copies are for file systems without hard links.
	Linked, Copied int64
}

// Open returns the store in dir, which is made when something is first written. It removes what killed processes have
// left behind there, as far as it may. It fails where dir is something else than a folder.
func Open(dir string, limits Limits) (*Store, error) {
	if dir == "" {
		return nil, errors.New("opening the store: no folder is named")
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	switch st, err := os.Stat(abs); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("opening the store: %w", err)
	case !st.IsDir():
		return nil, fmt.Errorf("opening the store: %s is not a folder", abs)
	}
	s := &Store{dir: abs, limits: limits.orDefault()}
	s.work.dir = filepath.Join(abs, "tmp")
	s.tools.New = func() any { return newTools() }
	s.work.sweep()
	return s, nil
}

// Dir is the store's folder, absolute.
func (s *Store) Dir() string { return s.dir }

// Stats returns what has been done so far.
func (s *Store) Stats() Stats {
	return Stats{
		Packages: s.packages.Load(), Files: s.files.Load(), Bytes: s.bytes.Load(),
		Linked: s.linked.Load(), Copied: s.copied.Load(),
	}
}

// Find returns the package whose tarball hashes to one of i. It reads one small file, and writes nothing.
func (s *Store) Find(i Integrity) (*Package, bool) {
	for one := range i.each() {
		if p, err := s.load(one.address()); err == nil {
			return p, true
		}
	}
	return nil, false
}

// publish shows what lies finished in dir as the package at a, or returns the one that somebody else has shown.
func (s *Store) publish(dir string, a address, i info) (*Package, error) {
	place := s.place(a)
	if err := i.write(dir); err != nil {
		return nil, fmt.Errorf("writing what is known of the package: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
		return nil, s.unwritable(fmt.Errorf("making a folder of the store: %w", err))
	}
	err := os.Rename(dir, place)
	if err != nil {
		if p, err := s.load(a); err == nil {
			return p, nil
		}
		// What is there is no package: somebody has been at it by hand. It goes where work is thrown away.
		if os.Rename(place, dir+".damaged") == nil {
			err = os.Rename(dir, place)
		}
	}
	if err != nil {
		return nil, s.unwritable(fmt.Errorf("moving the package into the store: %w", err))
	}
	s.packages.Add(1)
	s.files.Add(int64(i.Files))
	s.bytes.Add(i.Bytes)
	return s.load(a)
}
