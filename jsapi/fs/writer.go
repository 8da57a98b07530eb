package fs

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/folders"
)

// access decides what may be read and what may be written. It does not change, and is safe for concurrent use.
type access struct {
	*folders.Set
	// writes are the folders below which may be written, but for what is below kept: the receiver's own tree and the
	// store, whose files are run.
	writes, kept *folders.Set
}

func newAccess(p *jsapi.Permissions) *access {
	a := &access{Set: p.Readable(), writes: folders.New(), kept: folders.New()}
	if p != nil {
		a.writes, a.kept = folders.New(p.Write...), folders.New(slices.Concat(p.Own, p.Kept)...)
	}
	return a
}

// place is a path below a folder that may be written, to be used through an os.Root of that folder: whoever puts a symbolic link in
// its way after it was checked gets no further than that folder.
type place struct {
	root, name string
	path       string // both together
}

// target is the place that path names. The last part need not be there, and where it is a symbolic link that is followed, unless
// link is true: then it is meant itself.
func (a *access) target(path string, link bool) (place, error) {
	abs, err := folders.Absolute(path)
	if err != nil {
		return place{}, err
	}
	resolved := filepath.Join(folder(filepath.Dir(abs)), filepath.Base(abs))
	for range 40 { // as many as Linux follows
		to, err := os.Readlink(resolved)
		if err != nil || link {
			break
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(resolved), to)
		}
		resolved = filepath.Join(folder(filepath.Dir(to)), filepath.Base(to)) // also one that leads nowhere yet
	}
	if a.kept.Within(resolved) || !a.writes.Within(resolved) {
		return place{}, &folders.Denied{Path: abs, Write: true, Kept: a.kept.Within(resolved)}
	}
	for _, root := range a.writes.Roots() {
		if rel, err := filepath.Rel(root, resolved); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			if info, err := os.Lstat(root); err == nil && info.IsDir() {
				return place{root, rel, resolved}, nil
			}
		}
	}
	return place{}, &fs.PathError{Op: "open", Path: path, Err: syscall.ENOENT}
}

// folder is the real path of a folder, as far as it is there.
func folder(dir string) string {
	if resolved, err := filepath.EvalSymlinks(dir); err == nil {
		return resolved
	}
	return folders.Deepest(dir)
}

// source is the place of a file that may be read.
func (a *access) source(path string) (place, error) {
	resolved, err := a.File(path)
	if err != nil {
		return place{}, err
	}
	for _, root := range a.Roots() {
		if rel, err := filepath.Rel(root, resolved); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			if info, err := os.Lstat(root); err == nil && info.IsDir() {
				return place{root, rel, resolved}, nil
			}
		}
	}
	return place{filepath.Dir(resolved), filepath.Base(resolved), resolved}, nil
}

// in opens the folder of a place for f.
func (p place) in(f func(r *os.Root) error) error {
	root, err := os.OpenRoot(p.root)
	if err != nil {
		return err
	}
	defer root.Close() //nolint:errcheck // it was opened to look only
	return f(root)
}

// open opens a regular file or a folder. Anything else could keep whoever reads from it waiting for ever.
func (p place) open(flag int, mode os.FileMode) (file *os.File, err error) {
	err = p.in(func(r *os.Root) error {
		file, err = r.OpenFile(p.name, flag|syscall.O_NONBLOCK, mode)
		if err != nil {
			return err
		}
		info, err := file.Stat()
		if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
			err = &folders.Denied{Path: p.path, Special: true}
		}
		if err != nil {
			_ = file.Close() // nothing was written
			file = nil
		}
		return err
	})
	return file, err
}
