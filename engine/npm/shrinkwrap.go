package npm

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/guthega/guthega/engine/npm/lock"
	"github.com/guthega/guthega/engine/npm/tree"
)

// shrinkwrapped is what the npm-shrinkwrap.json of a package in dir says that it wants.
func shrinkwrapped(dir string) ([]tree.Inner, error) {
	data, err := os.ReadFile(filepath.Join(dir, "npm-shrinkwrap.json"))
	if err != nil {
		return nil, err
	}
	l, err := lock.Read(data)
	if err != nil {
		return nil, fmt.Errorf("npm-shrinkwrap.json: %w", err)
	}
	var list []tree.Inner
	for _, path := range l.Paths() {
		e := l.Packages[path]
		if e.Link || e.Dev || e.Manifest == nil {
			continue
		}
		list = append(list, tree.Inner{
			Path: path, Bundled: e.InBundle,
			Package: &tree.Package{Manifest: e.Manifest, Resolved: e.Resolved, Integrity: e.Integrity},
		})
	}
	return list, nil
}
