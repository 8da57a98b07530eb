package npm

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/guthega/guthega/engine/npm/lock"
	"github.com/guthega/guthega/engine/npm/tree"
)

// oldShrinkwrapError is one of before npm 7, which says too little of the packages in it.
type oldShrinkwrapError struct{ *lock.VersionError }

func (*oldShrinkwrapError) Is(target error) bool { return target == tree.ErrNoShrinkwrap }

// shrinkwrapped is what the npm-shrinkwrap.json of a package in dir says that it wants.
func shrinkwrapped(dir string) ([]tree.Inner, error) {
	data, err := os.ReadFile(filepath.Join(dir, "npm-shrinkwrap.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, tree.ErrNoShrinkwrap
	}
	if err != nil {
		return nil, err
	}
	l, err := lock.Read(data)
	if e, ok := errors.AsType[*lock.VersionError](err); ok && e.Version < lock.FormatVersion {
		return nil, &oldShrinkwrapError{e}
	}
	if err != nil {
		return nil, fmt.Errorf("npm-shrinkwrap.json: %w", err)
	}
	var list []tree.Inner
	for _, path := range l.Paths() {
		e := l.Packages[path]
		if e.Link || e.Dev || e.Manifest == nil {
			continue
		}
		if strings.HasPrefix(e.Resolved, "file:") { // it would pack up what is on this disk
			return nil, fmt.Errorf("npm-shrinkwrap.json: %w", &lock.EntryError{
				Path: path, Why: "resolved is a path on its author's disk: use another version of the package",
			})
		}
		list = append(list, tree.Inner{
			Path: path, Bundled: e.InBundle,
			Package: &tree.Package{Manifest: e.Manifest, Resolved: e.Resolved, Integrity: e.Integrity},
		})
	}
	return list, nil
}
