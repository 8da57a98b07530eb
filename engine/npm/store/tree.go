package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Entry is a package's place in a tree.
type Entry struct {
	// Path is slash-separated and of node_modules folders only: "node_modules/a/node_modules/@scope/b".
	Path    string
	Package *Package
	// Link, where Package is nil, is the path of another entry, a package's, that this lies in: a symbolic link to it
	// ends what would nest for ever. Nothing can lie in such an entry.
	Link string
}

// TreeDir returns the folder of the tree of that id, which is complete, or false where there is none. It writes nothing.
func (s *Store) TreeDir(id string) (string, bool) {
	if !isID(id) {
		return "", false
	}
	dir := s.treeDir(id)
	st, err := os.Stat(dir)
	return dir, err == nil && st.IsDir()
}

func (s *Store) treeDir(id string) string { return filepath.Join(s.dir, "trees", id) }

// Tree returns the folder of the tree of that id, and makes it of entries and files where there is none. The caller
// makes id of all that goes into the tree, a hash say: letters, digits, '.', '_' and '-', 128 at most. An entry whose
// path lies in another's package lies there, in place of what that package has at the path (a bundled dependency). The
// files of packages are hard links: nobody must write to them. files are small ones beside node_modules, by name. Calls
// for the same id wait for the first of them. Errors: entries or files that make no tree, before anything is written;
// *UnwritableError; ctx's. After any of them there is nothing of the tree.
func (s *Store) Tree(ctx context.Context, id string, entries []Entry, files map[string][]byte) (string, error) {
	if !isID(id) {
		return "", fmt.Errorf("making a tree: %.200q is no id", id)
	}
	if dir, ok := s.TreeDir(id); ok {
		return dir, nil
	}
	entries, err := inOrder(entries)
	if err != nil {
		return "", fmt.Errorf("making the tree: %w", err)
	}
	for name := range files {
		if flaw(name) != "" || strings.Contains(name, "/") || name == "" || name == "." || fold(name) == modules {
			return "", fmt.Errorf("making the tree: %.200q is no name for a file of it", name)
		}
	}
	return s.trees.do(ctx, id, func() (string, error) {
		if dir, ok := s.TreeDir(id); ok {
			return dir, nil
		}
		return s.makeTree(ctx, id, entries, files)
	})
}

func (s *Store) makeTree(ctx context.Context, id string, entries []Entry, files map[string][]byte) (string, error) {
	work, leave, err := s.work.enter()
	if err != nil {
		return "", s.unwritable(err)
	}
	defer leave()
	if err := s.plant(ctx, work, entries); err != nil {
		return "", fmt.Errorf("making the tree: %w", err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(work, name), content, 0o444); err != nil {
			return "", fmt.Errorf("making the tree: %w", err)
		}
	}
	dir := s.treeDir(id)
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return "", s.unwritable(fmt.Errorf("making a folder of the store: %w", err))
	}
	if err := os.Rename(work, dir); err != nil {
		if dir, ok := s.TreeDir(id); ok { // another process was first
			return dir, nil
		}
		return "", s.unwritable(fmt.Errorf("moving the tree into the store: %w", err))
	}
	return dir, nil
}

const modules = "node_modules"

// inOrder returns entries with parents before what lies in them, or says what is wrong with one.
func inOrder(entries []Entry) ([]Entry, error) {
	entries = slices.SortedFunc(slices.Values(entries), func(a, b Entry) int { return strings.Compare(a.Path, b.Path) })
	before := make(map[string]Entry, len(entries))
	for _, e := range entries {
		if err := e.fault(before); err != nil {
			return nil, err
		}
		before[e.Path] = e
	}
	return entries, nil
}

// fault says what is wrong with e, where before has those in which it may lie.
func (e Entry) fault(before map[string]Entry) error {
	if !isPlace(e.Path) {
		return fmt.Errorf("%.200q is no path of node_modules folders", e.Path)
	}
	if _, ok := before[e.Path]; ok {
		return fmt.Errorf("two packages for %s", e.Path)
	}
	for p := e.Path; ; {
		i := strings.LastIndex(p, "/"+modules+"/")
		if i < 0 {
			break
		}
		if p = p[:i]; before[p].Link != "" { // what is put there would land elsewhere
			return fmt.Errorf("%s lies in %s, which is a link", e.Path, p)
		}
	}
	switch {
	case e.Link == "" && e.Package == nil:
		return fmt.Errorf("no package for %s", e.Path)
	case e.Link == "":
		return nil
	case e.Package != nil:
		return fmt.Errorf("a package and a link for %s", e.Path)
	case !strings.HasPrefix(e.Path, e.Link+"/") || before[e.Link].Package == nil:
		return fmt.Errorf("%s cannot be a link to %.200q, in which it does not lie", e.Path, e.Link)
	}
	return nil
}

// isPlace reports whether p is node_modules/<name>, once or several times over.
func isPlace(p string) bool {
	if flaw(p) != "" {
		return false
	}
	parts := strings.Split(p, "/")
	for len(parts) > 0 {
		n := 2
		if len(parts) > 2 && strings.HasPrefix(parts[1], "@") {
			n = 3
		}
		if len(parts) < n || parts[0] != modules || !isName(strings.TrimPrefix(parts[1], "@")) || !isName(parts[n-1]) {
			return false
		}
		parts = parts[n:]
	}
	return true
}

// isName: the folders that npm keeps its own things in begin with a dot, and no package's name does.
func isName(name string) bool {
	return name != "" && name[0] != '.' && name[0] != '@' && name != modules && !hasDrive(name)
}

func isID(id string) bool {
	for i := range len(id) {
		c := id[i]
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '_' && c != '-' && (c != '.' || i == 0) {
			return false
		}
	}
	return id != "" && len(id) <= 128
}
