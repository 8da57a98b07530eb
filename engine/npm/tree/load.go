package tree

import (
	"fmt"
	"slices"
	"strings"

	"github.com/guthega/guthega/engine/npm/manifest"
)

// Placed is a package in its place, as a lock has it.
type Placed struct {
	// Path is below the root's folder: "node_modules/a/node_modules/b".
	Path string
	*Package
	// InBundle: it comes inside the tarball of one above it. Link is the path it is another name for, "" for most.
	InBundle bool
	Link     string
}

// Load makes the tree that a lock describes, for Options.Prior. Errors: a path below nothing; those of the root's
// overrides.
func Load(root *manifest.Manifest, dir string, placed []Placed) (*Node, error) {
	top, err := newRoot(root, dir)
	if err != nil {
		return nil, err
	}
	at := map[string]*Node{"": top}
	placed = slices.SortedFunc(slices.Values(placed), func(a, b Placed) int {
		return strings.Count(a.Path, "/node_modules/") - strings.Count(b.Path, "/node_modules/")
	})
	for _, p := range placed {
		above, name := within(p.Path)
		parent := at[above]
		if parent == nil {
			return nil, fmt.Errorf("%s lies in nothing", p.Path)
		}
		if p.Package == nil {
			p.Package = &Package{Manifest: &manifest.Manifest{}}
		}
		n := newNode(name, p.Package)
		n.InBundle = p.InBundle
		n.attach(parent)
		at[p.Path] = n
	}
	for _, p := range placed {
		if p.Link != "" {
			at[p.Path].Link = at[p.Link]
		}
	}
	return top, nil
}

// within takes a path apart: the folder whose node_modules it is in, and the name there.
func within(path string) (above, name string) {
	i := strings.LastIndex("/"+path, "/node_modules/")
	if i < 0 {
		return "", path
	}
	return strings.TrimSuffix(path[:i], "/"), path[i+len("node_modules/"):]
}
