package npm

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/guthega/guthega/engine/npm/lock"
	"github.com/guthega/guthega/engine/npm/manifest"
	"github.com/guthega/guthega/engine/npm/pick"
	"github.com/guthega/guthega/engine/npm/platform"
	"github.com/guthega/guthega/engine/npm/registry"
	"github.com/guthega/guthega/engine/npm/spec"
	"github.com/guthega/guthega/engine/npm/tree"
)

// FrozenError is a lock that would have to change.
type FrozenError struct {
	Lock string
	// Err is why: a *lock.StaleError; nil where there is no lock.
	Err error
}

func (e *FrozenError) Error() string {
	const hint = `run "guthega install" without --frozen, and keep the lock with the config`
	if e.Err == nil {
		return fmt.Sprintf("there is no lock %s, and --frozen makes none: %s", e.Lock, hint)
	}
	return fmt.Sprintf("%s: %v: %s", e.Lock, e.Err, hint)
}

// Unwrap returns why.
func (e *FrozenError) Unwrap() error { return e.Err }

// Install makes what r asks for.
//
// Errors: *FrozenError; *tree.ConflictError; *tree.MissingError around those of the registry, of package pick and of
// package spec; *FetchError around those of the registry and the store; a lock that cannot be read; ctx's. After any of
// them neither lock nor trees have changed. A lock that cannot be written is a Warning.
func (in *Installer) Install(ctx context.Context, r Request) (*Result, error) {
	began := time.Now()
	ctx, cancel := context.WithCancel(ctx)
	w := in.start(ctx, r)
	defer w.ended()
	defer cancel() // what was begun in advance ends before ended waits for it
	l, err := w.lock(ctx)
	if err != nil {
		return nil, err
	}
	if err := w.plant(ctx, l); err != nil {
		return nil, err
	}
	w.save(l)
	w.result.Took = time.Since(began)
	return &w.result, nil
}

// work is one Install.
type work struct {
	*Installer
	request Request
	host    platform.Platform
	remote  *remote
	finder  *finder
	fetcher *fetcher
	result  Result
	mu      sync.Mutex // of progress
	now     Progress
}

func (in *Installer) start(ctx context.Context, r Request) *work {
	w := &work{Installer: in, request: r, host: platform.Host()}
	w.remote = &remote{connect: func() (*registry.Client, error) { return in.Connect(r.MinAge > 0) }}
	w.fetcher = newFetcher(ctx, w.remote, in.Store, func(n int) { w.progress(func(p *Progress) { p.Fetched = n }) })
	o := pick.Options{Engines: platform.Engines{Node: in.NodeVersion}}
	if r.MinAge > 0 {
		now := time.Now
		if in.Now != nil {
			now = in.Now
		}
		o.Before = now().Add(-r.MinAge)
	}
	w.finder = &finder{
		ctx: ctx, remote: w.remote, store: in.Store, fetcher: w.fetcher, pick: o, host: w.host,
		answers: map[string]*answer{}, names: map[string]bool{}, warn: w.warn,
		known: func(n int) { w.progress(func(p *Progress) { p.Resolved = n }) },
	}
	return w
}

// ended waits until nothing of this work goes on.
func (w *work) ended() {
	w.finder.ahead.Wait()
	w.fetcher.wait()
	w.result.FetchedBytes = w.remote.stats().TarballBytes
	w.remote.close()
}

func (w *work) progress(change func(*Progress)) {
	if w.Progress == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	change(&w.now)
	w.Progress(w.now)
}

func (w *work) warn(kind WarningKind, pkg, format string, args ...any) {
	w.result.Warnings = append(w.result.Warnings, Warning{Package: pkg, Kind: kind, Text: fmt.Sprintf(format, args...)})
}

// lock returns what is to be installed: the lock as it is, or a new one.
func (w *work) lock(ctx context.Context) (*lock.Lock, error) {
	r := w.request
	old, err := readLock(r.Lock)
	if err != nil && (!r.Update || r.Frozen) {
		return nil, err
	}
	var stale error
	switch {
	case old != nil && !r.Update:
		if stale = old.Matches(r.Root); stale == nil {
			w.result.Locked = true
			return old, nil
		}
	case r.Frozen && r.Lock != "" && old == nil:
		return nil, &FrozenError{Lock: r.Lock}
	}
	if r.Frozen && stale != nil {
		return nil, &FrozenError{Lock: r.Lock, Err: stale}
	}
	var o tree.Options
	if old == nil && !r.Update {
		o.Prior = w.seed()
	}
	if stale != nil { // what it says of the rest still holds
		if o.Prior, err = tree.Load(r.Root, r.Dir, placed(old, r.Dir)); err != nil {
			return nil, fmt.Errorf("%s: %w", r.Lock, err)
		}
	}
	o.Skip = func(m *manifest.Manifest) bool { return !w.runs(m) }
	t, err := tree.Build(ctx, r.Root, r.Dir, w.finder, o)
	if err != nil {
		return nil, err
	}
	w.report(t)
	return newLock(r.Root, r.Dir, t.Root, w.relative), nil
}

// runs reports whether a package is made for this platform and for the version of Node.js that guthega stands for.
func (w *work) runs(m *manifest.Manifest) bool {
	return w.host.Check(m.OS, m.CPU, m.Libc) == nil && w.finder.pick.Engines.Meets(m.Engines)
}

// seed is the tree of a lock that npm has left. One that cannot be used is no reason to fail.
func (w *work) seed() *tree.Node {
	l, err := readLock(w.request.Seed)
	if l == nil || err != nil {
		if err != nil {
			w.warn(WarnLock, "", "not used to begin with: %v", err)
		}
		return nil
	}
	top, err := tree.Load(w.request.Root, w.request.Dir, placed(l, w.request.Dir))
	if err != nil {
		w.warn(WarnLock, "", "%s is not used to begin with: %v", w.request.Seed, err)
		return nil
	}
	w.result.Seeded = true
	return top
}

func (w *work) relative(name, url string) string {
	client, err := w.remote.get()
	if err != nil { // then nothing came from it
		return url
	}
	return client.Relative(name, url)
}

// report notes what the tree could not have.
func (w *work) report(t *tree.Result) {
	for _, n := range t.Failed {
		w.warn(WarnOptional, n.Name, "optional, and left out: %v", n.Err)
	}
	for _, e := range t.Conflicts {
		found := "nothing"
		if e.To != nil {
			found = cmp.Or(e.To.Version, "another package")
		}
		w.warn(WarnPeer, e.From.Name+"@"+e.From.Version, "wants %s@%s beside it and gets %s", e.Name, spec.Redact(e.Spec()), found)
	}
}

// save writes the lock where it is new.
func (w *work) save(l *lock.Lock) {
	if w.result.Locked || w.request.Lock == "" || w.request.Frozen || w.request.Unwritten {
		return
	}
	if old, err := os.ReadFile(w.request.Lock); err == nil && bytes.Equal(old, l.Bytes()) {
		return
	}
	err := l.Save(w.request.Lock)
	if e, ok := errors.AsType[*lock.WriteError](err); ok {
		w.warn(WarnLock, "", "the lock could not be written, so that the next start may choose other versions: %v", e)
		return
	}
	w.result.Wrote = err == nil
}
