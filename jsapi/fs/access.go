package fs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// deniedError is for what permissions.read, or write, does not cover.
type deniedError struct {
	path    string
	write   bool
	kept    bool // it is the receiver's own code, or the store
	special bool // it is no regular file
}

func (e *deniedError) Error() string {
	switch {
	case e.special:
		return `access to "` + e.path + `" is denied: it is no regular file, and guthega opens no others`
	case e.kept:
		return `writing to "` + e.path + `" is denied: it is the receiver's own code or the package store, which no permission lets it change`
	case e.write:
		return `writing to "` + e.path + `" is denied: add its folder to the receiver's permissions.write to allow it`
	}
	return `access to "` + e.path + `" is denied: add its folder to the receiver's permissions.read to allow it`
}

// reader decides what may be read. It does not change, and is safe for concurrent use.
type reader struct{ roots []string }

// newReader takes the folders that may be read. Those that do not exist permit nothing.
func newReader(folders []string) *reader {
	r := &reader{}
	for _, f := range folders {
		abs, err := filepath.Abs(f)
		if err != nil {
			continue
		}
		if resolved, err := filepath.EvalSymlinks(abs); err == nil {
			r.roots = append(r.roots, resolved)
		}
		r.roots = append(r.roots, abs) // for what does not exist below it
	}
	return r
}

func (r *reader) within(path string) bool {
	for _, root := range r.roots {
		if path == root || strings.HasPrefix(path, strings.TrimSuffix(root, string(filepath.Separator))+string(filepath.Separator)) {
			return true
		}
	}
	return false
}

// file is the real path of what path names, if that may be read. What is not there is an error of the system's only
// where it could be read if it were there: nobody learns from the answer what else exists.
func (r *reader) file(path string) (string, error) {
	abs, err := absolute(path)
	if err != nil {
		return "", err
	}
	resolved, err := filepath.EvalSymlinks(abs)
	switch {
	case err == nil && r.within(resolved):
		return resolved, nil
	case err != nil && r.within(deepest(abs)):
		return "", err
	}
	return "", &deniedError{path: abs}
}

// deepest is path, which is not there, with what is there of it resolved.
func deepest(path string) string {
	for dir := path; ; {
		up := filepath.Dir(dir)
		if resolved, err := filepath.EvalSymlinks(up); err == nil || up == dir {
			return filepath.Join(resolved, strings.TrimPrefix(path, up))
		}
		dir = up
	}
}

// link is file for a symbolic link itself: the folder that it is in is resolved.
func (r *reader) link(path string) (string, error) {
	abs, err := absolute(path)
	if err != nil {
		return "", err
	}
	if slices.Contains(r.roots, abs) {
		return r.file(path)
	}
	dir, err := r.file(filepath.Dir(abs))
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, filepath.Base(abs)), nil
}

func absolute(path string) (string, error) {
	if path == "" {
		return "", &fs.PathError{Op: "open", Path: path, Err: os.ErrNotExist}
	}
	if strings.IndexByte(path, 0) >= 0 {
		return "", errNUL
	}
	return filepath.Abs(path)
}

var errNUL = errors.New("the path has a NUL in it")
