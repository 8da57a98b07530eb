package store

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Package is a package in the store: verified, complete, never changed.
type Package struct {
	// Dir is the folder of its files, package.json among them where it has one.
	Dir string
	// ID names its contents: "<algorithm>-<hex>". Packages with the same one have the same files.
	ID string
	// Integrity is the one digest of its tarball that it was verified with or, unverified, has; zero for a folder's.
	Integrity Integrity
	// Files is how many it has, Bytes how large they are in all.
	Files int
	Bytes int64
	// Native are the paths of files that say that it has native code: *.node and binding.gyp. It holds a few at most.
	Native []string
}

// address is where a package is filed.
type address struct{ algorithm, hex string }

func (a address) String() string { return a.algorithm + "-" + a.hex }

// place is the folder for a: one of 256, so that none gets too many.
func (s *Store) place(a address) string {
	return filepath.Join(s.dir, "packages", a.algorithm, a.hex[:2], a.hex[2:])
}

// The two things in a package's place.
const filesDir, infoFile = "files", "info.json"

// info is what info.json says, so that nobody need walk the files. It is written last, and shown with them by the same
// rename.
type info struct {
	Integrity string   `json:"integrity,omitempty"`
	Files     int      `json:"files"`
	Bytes     int64    `json:"bytes"`
	Native    []string `json:"native,omitempty"`
}

func (i info) write(dir string) error {
	data, err := json.Marshal(i)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, infoFile), data, 0o444)
}

// load reads what is filed at a. It fails where that is nothing, or no package.
func (s *Store) load(a address) (*Package, error) {
	dir := s.place(a)
	data, err := os.ReadFile(filepath.Join(dir, infoFile))
	if err != nil {
		return nil, err
	}
	var i info
	if err := json.Unmarshal(data, &i); err != nil {
		return nil, fmt.Errorf("reading %s: %w", filepath.Join(dir, infoFile), err)
	}
	return &Package{
		Dir: filepath.Join(dir, filesDir), ID: a.String(), Integrity: Integrity{i.Integrity},
		Files: i.Files, Bytes: i.Bytes, Native: i.Native,
	}, nil
}
