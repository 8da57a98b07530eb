package npm

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/guthega/guthega/engine/npm/lock"
	"github.com/guthega/guthega/engine/npm/platform"
	"github.com/guthega/guthega/engine/npm/store"
	"github.com/guthega/guthega/engine/npm/tree"
)

// part is one package of the tree that is to be made.
type part struct {
	path, name string
	entry      *lock.Entry
	pkg        *tree.Package
	stored     *store.Package
}

// label is how messages name it.
func (p *part) label() string { return p.entry.Name + "@" + p.entry.Version }

// plant makes the tree that l describes, or finds it made.
func (w *work) plant(ctx context.Context, l *lock.Lock) error {
	parts, links := w.parts(l)
	folders, err := w.folders(ctx, parts)
	if err != nil {
		return err
	}
	id := treeID(l, folders, nil)
	if dir, ok := w.Store.TreeDir(id); ok {
		w.result.Dir, w.result.Reused = dir, true
		w.describe(parts)
		return nil
	}
	w.progress(func(p *Progress) { p.Wanted, p.Placed = len(parts), true })
	missing, err := w.fetch(ctx, parts)
	if err != nil {
		return err
	}
	if len(missing) > 0 { // a tree of its own, so that the next installation tries again
		id = treeID(l, folders, missing)
		parts = slices.DeleteFunc(parts, func(p *part) bool { return p.stored == nil })
	}
	entries := make([]store.Entry, 0, len(parts)+len(links))
	for _, p := range parts {
		if !slices.ContainsFunc(missing, func(m string) bool { return strings.HasPrefix(p.path, m+"/") }) {
			entries = append(entries, store.Entry{Path: p.path, Package: p.stored})
		}
	}
	entries = append(entries, links...)
	files := map[string][]byte{"package-lock.json": l.Bytes()} // for people who wonder what this folder is
	if w.result.Dir, err = w.Store.Tree(ctx, id, entries, files); err != nil {
		return err
	}
	w.result.Fetched = w.fetcher.network
	if w.remote.used() {
		w.result.FetchedBytes = w.remote.client.Stats().TarballBytes
	}
	w.describe(parts)
	return nil
}

// parts are the packages of l that are to be fetched: those inside others' tarballs come with these, and those that do
// not run here are left out where they are optional.
func (w *work) parts(l *lock.Lock) (parts []*part, links []store.Entry) {
	var left []string
	for _, path := range l.Paths() {
		e := l.Packages[path]
		_, name, _ := lock.Split(path)
		switch {
		case e.Link:
			links = append(links, store.Entry{Path: path, Link: e.Resolved})
			continue
		case e.Dev || e.InBundle || slices.ContainsFunc(left, func(p string) bool { return strings.HasPrefix(path, p+"/") }):
			continue
		case (e.Optional || e.Extraneous) && !w.runs(e.Manifest):
			left = append(left, path)
			continue
		}
		if e.Name == "" {
			e.Name = name
		}
		parts = append(parts, &part{path: path, name: name, entry: e, pkg: &tree.Package{
			Manifest: e.Manifest, Resolved: absolute(e.Resolved, w.request.Dir), Integrity: e.Integrity,
		}})
	}
	return parts, links
}

// folders adds the packages that lie on disk, whose contents the lock does not know.
func (w *work) folders(ctx context.Context, parts []*part) (map[string]string, error) {
	ids := map[string]string{}
	for _, p := range parts {
		if p.pkg.Integrity != "" || !strings.HasPrefix(p.pkg.Resolved, "file:") {
			continue
		}
		stored, err := w.fetcher.fetch(ctx, p.pkg)
		if err != nil {
			return nil, &FetchError{Package: p.label(), By: w.dependents(parts, p), Err: err}
		}
		ids[p.path] = stored.ID
	}
	return ids, nil
}

// treeID names a tree by all that decides what is in it.
func treeID(l *lock.Lock, folders map[string]string, missing []string) string {
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%s\n%v\n%v\n%v\n", l.Bytes(), platform.Host(), folders, missing) // a hash takes everything
	return hex.EncodeToString(h.Sum(nil))
}

// fetch gets all parts. Optional ones may be missing: their paths are returned.
func (w *work) fetch(ctx context.Context, parts []*part) (missing []string, err error) {
	for _, p := range parts {
		w.fetcher.begin(p.pkg)
	}
	for _, p := range parts {
		p.stored, err = w.fetcher.fetch(ctx, p.pkg)
		switch {
		case err == nil:
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case p.entry.Optional && !untrustworthy(err):
			w.warn(WarnOptional, p.label(), "optional, and left out: %v", err)
			missing = append(missing, p.path)
		default:
			return nil, &FetchError{Package: p.label(), By: w.dependents(parts, p), Err: err}
		}
	}
	return missing, nil
}

// untrustworthy reports whether err is about what a tarball contains, which no installation goes on after.
func untrustworthy(err error) bool {
	_, other := errors.AsType[*store.IntegrityError](err)
	_, hostile := errors.AsType[*store.HostileError](err)
	_, unwritable := errors.AsType[*store.UnwritableError](err)
	return other || hostile || unwritable
}

// dependents are the packages that depend on p, as far as the lock shows it: a few will do for a message.
func (w *work) dependents(parts []*part, p *part) []string {
	const enough = 3
	var list []string
	for _, other := range parts {
		_, prod := other.entry.Dependencies[p.name]
		_, optional := other.entry.OptionalDependencies[p.name]
		_, peer := other.entry.PeerDependencies[p.name]
		if (prod || optional || peer) && len(list) < enough && found(other.path, p, parts) {
			list = append(list, other.label())
		}
	}
	return list
}

// found reports whether requiring p's name in the folder path finds p.
func found(path string, p *part, parts []*part) bool {
	for {
		at := "node_modules/" + p.name
		if path != "" {
			at = path + "/" + at
		}
		if slices.ContainsFunc(parts, func(o *part) bool { return o.path == at }) {
			return at == p.path
		}
		if path == "" {
			return false
		}
		path, _, _ = lock.Split(path)
	}
}
