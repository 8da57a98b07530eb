package npm

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/guthega/guthega/engine/npm/lock"
	"github.com/guthega/guthega/engine/npm/manifest"
	"github.com/guthega/guthega/engine/npm/spec"
	"github.com/guthega/guthega/engine/npm/tree"
)

// readLock reads a lock; nil where there is none.
func readLock(file string) (*lock.Lock, error) {
	if file == "" {
		return nil, nil
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the lock: %w", err)
	}
	l, err := lock.Read(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: restore it, or delete it and run guthega install", file, err)
	}
	return l, nil
}

// placed is what l has, for the tree to start from. Paths in it become absolute ones, below dir.
func placed(l *lock.Lock, dir string) []tree.Placed {
	list := make([]tree.Placed, 0, len(l.Packages))
	for at, e := range l.Packages {
		p := tree.Placed{Path: at, InBundle: e.InBundle}
		if e.Link {
			p.Link = e.Resolved
			list = append(list, p)
			continue
		}
		p.Package = &tree.Package{Manifest: e.Manifest, Resolved: resolved(at, e, dir), Integrity: e.Integrity}
		if file, ok := strings.CutPrefix(p.Resolved, "file:"); ok {
			p.Dir = file
			if e.Integrity != "" { // a tarball
				p.Dir = filepath.Dir(file)
			}
		}
		list = append(list, p)
	}
	return list
}

// newLock is the lock for a tree.
func newLock(root *manifest.Manifest, dir string, top *tree.Node, relative func(name, url string) string) *lock.Lock {
	l := &lock.Lock{Name: root.Name, Version: root.Version, Root: root, Packages: map[string]*lock.Entry{}}
	for n := range top.All() {
		if n.Parent() == nil {
			continue
		}
		e := &lock.Entry{
			Manifest: n.Manifest, Resolved: n.Resolved, Integrity: n.Integrity, InBundle: n.InBundle,
			Optional: n.Optional && !n.Extraneous, Peer: n.Peer && !n.Extraneous, Extraneous: n.Extraneous,
		}
		switch {
		case n.Link != nil:
			e = &lock.Entry{Resolved: n.Link.Path(), Link: true}
		case strings.HasPrefix(n.Resolved, "file:"):
			e.Resolved = relativeFile(n.Resolved, dir)
		case n.Resolved != "":
			// What every registry has at the same place is not written: npm would take a relative path for a file's.
			if e.Resolved = relative(n.Package.Name, n.Resolved); e.Resolved == usual(n.Package.Name, n.Version) {
				e.Resolved = ""
			}
		}
		if n.Link == nil && spec.CheckName(e.Name) != nil { // of a package that is not the registry's; a lock with it could not be read
			m := *e.Manifest // others share it
			m.Name, e.Manifest = n.Name, &m
		}
		l.Packages[n.Path()] = e
	}
	return l
}

// usual is where registries have a tarball, below their base.
func usual(name, version string) string {
	return name + "/-/" + path.Base(name) + "-" + version + ".tgz"
}

// resolved is where the entry at that path comes from: a lock leaves out what is usual.
func resolved(at string, e *lock.Entry, dir string) string {
	if e.Resolved != "" || e.InBundle || e.Version == "" {
		return absolute(e.Resolved, dir)
	}
	name := e.Name
	if name == "" {
		_, name, _ = lock.Split(at)
	}
	return usual(name, e.Version)
}

// relativeFile is a file: address with a path relative to dir, so that a lock can move with its project.
func relativeFile(resolved, dir string) string {
	path := strings.TrimPrefix(resolved, "file:")
	rel, err := filepath.Rel(dir, path)
	if err != nil {
		return resolved
	}
	return "file:" + filepath.ToSlash(rel)
}

// absolute is the other way round; what is no file: address stays as it is.
func absolute(resolved, dir string) string {
	path, ok := strings.CutPrefix(resolved, "file:")
	if !ok || filepath.IsAbs(path) {
		return resolved
	}
	return "file:" + filepath.Join(dir, filepath.FromSlash(path))
}
