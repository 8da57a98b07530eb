package npm

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/guthega/guthega/engine/npm/lock"
	"github.com/guthega/guthega/engine/npm/manifest"
	"github.com/guthega/guthega/engine/npm/platform"
	"github.com/guthega/guthega/engine/npm/spec"
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
	parts, links, err := w.parts(l)
	if err != nil {
		return err
	}
	folders, err := w.folders(ctx, parts)
	if err != nil {
		return err
	}
	id := w.treeID(l, folders)
	if w.reuse(id) || !w.request.Retry && w.reuse(id+partial) {
		w.describe(parts)
		return nil
	}
	if err := w.sound(l); err != nil {
		return err
	}
	w.progress(func(p *Progress) { p.Wanted, p.Placed = len(parts), true })
	missing, err := w.fetch(ctx, parts)
	if err != nil {
		return err
	}
	id = w.treeID(l, folders) // what had no hash has one now
	if len(missing) > 0 {     // a tree of its own, so that the install command can try again
		id += partial
		parts = slices.DeleteFunc(parts, func(p *part) bool { return p.stored == nil || within(p.path, missing) })
		links = slices.DeleteFunc(links, func(l store.Entry) bool { return within(l.Path, missing) })
	}
	entries := make([]store.Entry, 0, len(parts)+len(links))
	for _, p := range parts {
		entries = append(entries, store.Entry{Path: p.path, Package: p.stored})
		if w.fetcher.overNetwork(p.pkg) {
			w.result.Fetched++
		}
	}
	entries = append(entries, links...)
	files := map[string][]byte{"package-lock.json": l.Bytes()} // for people who wonder what this folder is
	if w.result.Dir, err = w.Store.Tree(ctx, id, entries, files); err != nil {
		return err
	}
	w.describe(parts)
	return nil
}

// partial marks the tree that lacks optional packages which could not be fetched. The first such tree stays: what is
// fetched later makes it whole, or does not count.
const partial = "-partial"

// reuse takes the tree of that id where it is there.
func (w *work) reuse(id string) bool {
	dir, ok := w.Store.TreeDir(id)
	if ok {
		w.result.Dir, w.result.Reused = dir, true
	}
	return ok
}

// sound warns of a lock that lacks what its own packages need, as one does that was merged by hand.
func (w *work) sound(l *lock.Lock) error {
	if !w.result.Locked {
		return nil
	}
	top, err := tree.Load(w.request.Root, w.request.Dir, placed(l, w.request.Dir))
	if err != nil {
		return fmt.Errorf("%s: %w", w.request.Lock, err)
	}
	for _, e := range top.Unmet() {
		w.warn(WarnLock, e.From.Name+"@"+e.From.Version, "the lock has nothing that meets its %s@%s: guthega install --update makes a new one",
			e.Name, spec.Redact(e.Spec()))
	}
	return nil
}

// parts are the packages of l that are to be fetched: those inside others' tarballs come with these, and those that do
// not run here are left out where they are optional, with what only they need.
func (w *work) parts(l *lock.Lock) (parts []*part, links []store.Entry, err error) {
	skipped, err := w.skipped(l)
	if err != nil {
		return nil, nil, err
	}
	var left []string
	for _, at := range l.Paths() {
		e := l.Packages[at]
		_, name, _ := lock.Split(at)
		switch {
		case e.Dev || e.InBundle || within(at, left):
			continue
		case e.Link:
			links = append(links, store.Entry{Path: at, Link: e.Resolved})
			continue
		case skipped[at]:
			left = append(left, at)
			continue
		}
		if e.Name == "" {
			e.Name = name
		}
		parts = append(parts, &part{path: at, name: name, entry: e, pkg: &tree.Package{
			Manifest: e.Manifest, Resolved: resolved(at, e, w.request.Dir), Integrity: e.Integrity,
		}})
	}
	return parts, links, nil
}

// skipped are the paths that are not installed on this platform. Most locks have nothing for other platforms, and need
// not be looked at as a tree.
func (w *work) skipped(l *lock.Lock) (map[string]bool, error) {
	foreign := false
	for _, e := range l.Packages {
		foreign = foreign || !e.Link && (e.Optional || e.DevOptional || e.Extraneous) && !w.runs(e.Manifest)
	}
	if !foreign {
		return nil, nil
	}
	top, err := tree.Load(w.request.Root, w.request.Dir, placed(l, w.request.Dir))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", w.request.Lock, err)
	}
	return top.Skipped(func(m *manifest.Manifest) bool { return !w.runs(m) }), nil
}

// within reports whether path lies in one of others.
func within(path string, others []string) bool {
	return slices.ContainsFunc(others, func(o string) bool { return strings.HasPrefix(path, o+"/") })
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
			return nil, w.unfetched(parts, p, err)
		}
		ids[p.path] = stored.ID
	}
	return ids, nil
}

// treeID names a tree by all that decides what is in it.
func (w *work) treeID(l *lock.Lock, folders map[string]string) string {
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%s\n%v %s\n%v\n", l.Bytes(), platform.Host(), w.NodeVersion, folders) // a hash takes everything
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
			w.trust(p)
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case (p.entry.Optional || p.entry.DevOptional) && !untrustworthy(err): // there is no dev here
			w.warn(WarnOptional, p.label(), "optional, and left out: %v", err)
			missing = append(missing, p.path)
		default:
			return nil, w.unfetched(parts, p, err)
		}
	}
	return missing, nil
}

// trust deals with a package that came without a hash: a shrinkwrap or a lock that somebody else wrote has such. The new
// lock gets the hash of what came, so that it stays what it is; an old one is left alone.
func (w *work) trust(p *part) {
	switch {
	case p.pkg.Integrity != "" || p.stored.Integrity.IsZero(): // a folder has none
	case w.result.Locked:
		w.warn(WarnLock, p.label(), `has no integrity in the lock, so that nothing says whether it is the right one: "guthega install --update" writes it`)
	default:
		p.entry.Integrity = p.stored.Integrity.String()
	}
}

// unfetched says whose files could not be had.
func (w *work) unfetched(parts []*part, p *part, err error) error {
	e := &FetchError{Package: p.label(), By: w.dependents(parts, p), From: spec.Redact(p.pkg.Resolved), Err: err}
	if u, urlErr := url.Parse(p.pkg.Resolved); urlErr == nil && u.Host != "" {
		e.From = u.Host
	} else if client, clientErr := w.remote.get(); clientErr == nil && u != nil && u.Scheme == "" {
		e.From = client.Host(p.entry.Name)
	}
	return e
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
