package npm

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/guthega/guthega/engine/npm/pick"
	"github.com/guthega/guthega/engine/npm/platform"
	"github.com/guthega/guthega/engine/npm/spec"
	"github.com/guthega/guthega/engine/npm/store"
	"github.com/guthega/guthega/engine/npm/tree"
)

// finder answers the tree's questions: it is its Registry.
type finder struct {
	ctx     context.Context // ends the expectations
	remote  *remote
	store   *store.Store
	fetcher *fetcher
	pick    pick.Options
	host    platform.Platform

	mu      sync.Mutex
	answers map[string]*answer
	ahead   sync.WaitGroup
	known   func(n int) // told how many packages' metadata is there
	names   map[string]bool
	warn    func(kind WarningKind, pkg, format string, args ...any) // called by Inside only, which is not called concurrently
}

// answer is what a spec comes to, now or soon.
type answer struct {
	done chan struct{}
	p    *tree.Package
	err  error
}

// Find is part of tree.Registry.
func (f *finder) Find(ctx context.Context, s spec.Spec) (*tree.Package, error) {
	a := f.ask(s)
	select {
	case <-a.done:
		return a.p, a.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// Expect is part of tree.Registry.
func (f *finder) Expect(s spec.Spec) {
	if s.Kind <= spec.Alias { // reading disks and foreign hosts ahead is not worth it
		f.ask(s)
	}
}

// Placed is part of tree.Registry: its files will most probably be needed, unless it is an optional package for other
// platforms.
func (f *finder) Placed(p *tree.Package) {
	if f.host.Check(p.OS, p.CPU, p.Libc) == nil {
		f.fetcher.begin(p)
	}
}

// ask starts to look for s, unless somebody has.
func (f *finder) ask(s spec.Spec) *answer {
	if s.Alias != nil {
		s = *s.Alias
	}
	key := s.Name + "@" + s.Raw
	if s.Kind > spec.Alias { // what is relative depends on who asks
		key = s.Name + "@" + s.Fetch
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if a := f.answers[key]; a != nil {
		return a
	}
	a := &answer{done: make(chan struct{})}
	f.answers[key] = a
	f.ahead.Go(func() {
		a.p, a.err = f.look(f.ctx, s)
		close(a.done)
		if a.err == nil {
			f.expectAll(a.p)
		}
	})
	return a
}

// expectAll goes on with what p depends on: most of it will be asked for, and a registry answers many at once as fast
// as one.
func (f *finder) expectAll(p *tree.Package) {
	for _, deps := range []map[string]string{p.Dependencies, p.OptionalDependencies, p.PeerDependencies} {
		for name, raw := range deps {
			if p.OptionalPeers[name] {
				continue
			}
			if s, err := spec.Parse(name, raw, p.Dir); err == nil {
				f.Expect(s)
			}
		}
	}
}

func (f *finder) look(ctx context.Context, s spec.Spec) (*tree.Package, error) {
	if err := s.Unsupported(); err != nil {
		return nil, err
	}
	switch s.Kind {
	case spec.Remote:
		return f.tarball(ctx, s.Fetch, func(ctx context.Context) (io.ReadCloser, error) {
			r, err := f.remote.get()
			if err != nil {
				return nil, err
			}
			return r.Tarball(ctx, s.Name, s.Fetch)
		})
	case spec.File:
		return f.tarball(ctx, "file:"+s.Fetch, func(context.Context) (io.ReadCloser, error) { return os.Open(s.Fetch) })
	case spec.Folder:
		return f.folder(s.Fetch)
	}
	return f.published(ctx, s)
}

// published finds a version of the registry.
func (f *finder) published(ctx context.Context, s spec.Spec) (*tree.Package, error) {
	r, err := f.remote.get()
	if err != nil {
		return nil, err
	}
	doc, err := r.Packument(ctx, s.Name)
	if err != nil {
		return nil, err
	}
	f.count(s.Name)
	version, err := pick.Pick(doc, doc.DistTags, s, f.pick)
	if err != nil {
		return nil, fmt.Errorf("%w (registry %s)", err, r.Host(s.Name))
	}
	m, err := doc.Manifest(version)
	if err != nil {
		return nil, err
	}
	if m.Dist.Tarball == "" {
		return nil, fmt.Errorf("the registry's entry for %s@%s names no tarball", s.Name, version)
	}
	integrity, err := store.ParseIntegrity(m.Dist.Integrity, m.Dist.Shasum)
	if err != nil {
		return nil, fmt.Errorf("the registry's entry for %s@%s: %w", s.Name, version, err)
	}
	return &tree.Package{Manifest: m, Resolved: m.Dist.Tarball, Integrity: integrity.String()}, nil
}

func (f *finder) count(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.names[name] = true
	if f.known != nil {
		f.known(len(f.names))
	}
}
