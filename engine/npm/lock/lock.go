package lock

import (
	"slices"
	"strings"

	"github.com/guthega/guthega/engine/npm/locale"
	"github.com/guthega/guthega/engine/npm/manifest"
)

// FormatVersion is the lockfileVersion that is written. 2 is read too: it is 3 with the older format beside it.
const FormatVersion = 3

// Lock is a lockfile.
type Lock struct {
	// Name and Version are the root's; "" for a root that has none.
	Name, Version string
	// Root is what the root asked for when the lock was written: its dependencies and overrides.
	Root *manifest.Manifest
	// Packages are by path, "node_modules/a/node_modules/@scope/b".
	Packages map[string]*Entry
}

// Entry is one package of the tree.
type Entry struct {
	// Manifest is what the package says of itself, as far as a lock has it. Its Name is the package's own; in the path is
	// that of the dependency, which is another for an alias. nil for a Link only.
	*manifest.Manifest
	// Resolved is where the package comes from: a path below the registry, an http or https URL, "file:" and a path;
	// of a Link the path that it leads to. "" for what is inside another package's tarball.
	Resolved string
	// Integrity is the tarball's, in the form of Subresource Integrity (W3C). It may be missing where Resolved is a URL or
	// a file, and where nothing is fetched.
	Integrity string

	// Optional: only optional dependencies lead to it; Peer: only peer dependencies do; Dev: only devDependencies, which
	// only npm installs; DevOptional: only both together; Extraneous: nothing does.
	Optional, Peer, Dev, DevOptional, Extraneous bool
	// InBundle: it comes inside the tarball of a package above it.
	InBundle bool
	// Link: the folder is a symbolic link.
	Link bool
}

// Paths returns the paths of the packages in npm's order, in which a folder comes before what is in it.
func (l *Lock) Paths() []string {
	paths := make([]string, 0, len(l.Packages))
	for path := range l.Packages {
		paths = append(paths, path)
	}
	slices.SortFunc(paths, locale.Compare)
	return paths
}

const folder = "node_modules/"

// Split parts the path of a package into that of the folder whose node_modules it is in ("" for the root's) and the
// name of the dependency. ok is false where it is no such path.
func Split(path string) (parent, name string, ok bool) {
	before, name, found := cutLast(path, "/"+folder)
	if !found {
		name, found = strings.CutPrefix(path, folder)
		return "", name, found && name != ""
	}
	return before, name, before != "" && name != ""
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return "", s, false
	}
	return s[:i], s[i+len(sep):], true
}
