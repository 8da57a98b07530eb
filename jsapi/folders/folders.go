// Package folders decides which files a receiver may reach: those below folders that its permissions name, after symbolic
// links are resolved. The fs module and require ask the same Set.
package folders

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Denied is the error for what permissions.read, or write, does not cover; JavaScript sees it as ERR_ACCESS_DENIED.
type Denied struct {
	Path  string
	Write bool
	// Kept: it is the receiver's own code, or the store.
	Kept bool
	// Special: it is no regular file.
	Special bool
}

func (e *Denied) Error() string {
	switch {
	case e.Special:
		return `access to "` + e.Path + `" is denied: it is no regular file, and guthega opens no others`
	case e.Kept:
		return `writing to "` + e.Path + `" is denied: it is the receiver's own code or the package store, which no permission lets it change`
	case e.Write:
		return `writing to "` + e.Path + `" is denied: add its folder to the receiver's permissions.write to allow it`
	}
	return `access to "` + e.Path + `" is denied: add its folder to the receiver's permissions.read to allow it`
}

// Permission is what Node's permission model calls it.
func (e *Denied) Permission() string {
	if e.Write {
		return "FileSystemWrite"
	}
	return "FileSystemRead"
}

// Set is folders and all that is below them. It does not change, and is safe for concurrent use.
type Set struct{ roots []string }

// New makes a Set of folders; relative ones are relative to the working directory. One that does not exist covers nothing until
// somebody makes it.
func New(list ...string) *Set {
	s := &Set{}
	for _, f := range list {
		abs, err := filepath.Abs(f)
		if err != nil {
			continue
		}
		if resolved, err := filepath.EvalSymlinks(abs); err == nil {
			s.roots = append(s.roots, resolved)
		}
		s.roots = append(s.roots, abs) // for what does not exist below it
	}
	return s
}

// Roots are the folders, absolute: each as it was named, and as it is called with symbolic links resolved.
func (s *Set) Roots() []string { return s.roots }

// Within reports whether path, whose symbolic links are resolved, is in the set.
func (s *Set) Within(path string) bool {
	for _, root := range s.roots {
		if path == root || strings.HasPrefix(path, strings.TrimSuffix(root, string(filepath.Separator))+string(filepath.Separator)) {
			return true
		}
	}
	return false
}

// File is the real path of what path names, if that is in the set. What is not there is an error of the system's only
// where it would be in the set if it were there: nobody learns from the answer what else exists. Errors: *Denied, ErrNUL,
// *fs.PathError.
func (s *Set) File(path string) (string, error) {
	abs, err := Absolute(path)
	if err != nil {
		return "", err
	}
	resolved, err := filepath.EvalSymlinks(abs)
	switch {
	case err == nil && s.Within(resolved):
		return resolved, nil
	case err != nil && s.Within(Deepest(abs)):
		return "", err
	}
	return "", &Denied{Path: abs}
}

// Permit is for one who looks for himself, and asks again when the symbolic links in path are resolved: nil where path, as
// it is written or as it leads, is in the set, whether it is there or not. Errors: *Denied, ErrNUL.
func (s *Set) Permit(path string) error {
	if filepath.IsAbs(path) && s.Within(filepath.Clean(path)) {
		return nil // nothing was asked of the system
	}
	if _, err := s.File(path); err != nil {
		if _, denied := errors.AsType[*Denied](err); denied || errors.Is(err, ErrNUL) {
			return err
		}
	}
	return nil
}

// Open opens a file by its real path, and only where that still leads below one of the folders: a link that was put in its way
// meanwhile is not followed out of there. Errors: *Denied, and those of the system.
func (s *Set) Open(path string) (*os.File, error) {
	for _, root := range s.roots {
		if rel, err := filepath.Rel(root, path); err == nil && filepath.IsLocal(rel) {
			return os.OpenInRoot(root, rel)
		}
	}
	return nil, &Denied{Path: path}
}

// Link is File for a symbolic link itself: the folder that it is in is resolved.
func (s *Set) Link(path string) (string, error) {
	abs, err := Absolute(path)
	if err != nil {
		return "", err
	}
	if slices.Contains(s.roots, abs) {
		return s.File(path)
	}
	dir, err := s.File(filepath.Dir(abs))
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, filepath.Base(abs)), nil
}

// Deepest is path, which is not there, with what is there of it resolved.
func Deepest(path string) string {
	for dir := path; ; {
		up := filepath.Dir(dir)
		if resolved, err := filepath.EvalSymlinks(up); err == nil || up == dir {
			return filepath.Join(resolved, strings.TrimPrefix(path, up))
		}
		dir = up
	}
}

// Absolute is path from the root on. Errors: ErrNUL, and a *fs.PathError for the empty path.
func Absolute(path string) (string, error) {
	if path == "" {
		return "", &fs.PathError{Op: "open", Path: path, Err: os.ErrNotExist}
	}
	if strings.IndexByte(path, 0) >= 0 {
		return "", ErrNUL
	}
	return filepath.Abs(path)
}

// ErrNUL is for a path that no system call can be given.
var ErrNUL = errors.New("the path has a NUL in it")
