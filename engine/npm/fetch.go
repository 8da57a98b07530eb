package npm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/guthega/guthega/engine/npm/store"
	"github.com/guthega/guthega/engine/npm/tree"
)

// FetchError says that a package's files could not be had.
type FetchError struct {
	// Package is "name@version"; By are the packages that depend on it.
	Package string
	By      []string
	// From is the host, or the path on disk, that they should come from.
	From string
	// Err is the registry's or the store's.
	Err error
}

func (e *FetchError) Error() string {
	by := ""
	if len(e.By) > 0 {
		by = " (required by " + strings.Join(e.By, ", ") + ")"
	}
	hint := ""
	if _, other := errors.AsType[*store.IntegrityError](e.Err); other {
		hint = "; nothing of it was kept. The registry, or what is between it and here, serves another file than the lock or its own " +
			`metadata promise: find out why, and if that is right choose anew with "guthega install --update"`
	}
	return fmt.Sprintf("fetching %s%s from %s: %v%s", e.Package, by, e.From, e.Err, hint)
}

// Unwrap returns the cause.
func (e *FetchError) Unwrap() error { return e.Err }

// fetcher gets packages into the store, each once, several at a time.
type fetcher struct {
	ctx    context.Context
	remote *remote
	store  *store.Store
	places chan struct{} // bounds what is being unpacked
	onDone func(n int)

	mu      sync.Mutex
	flights map[string]*flight
	done    int
	network map[string]bool // the keys of those that came over the network
	running sync.WaitGroup
}

// flight is one package on its way.
type flight struct {
	ended chan struct{}
	p     *store.Package
	err   error
}

// unpacking is how many packages are read at a time: enough to hide the registry's latency behind two CPUs' unpacking.
const unpacking = 16

func newFetcher(ctx context.Context, r *remote, s *store.Store, onDone func(int)) *fetcher {
	return &fetcher{
		ctx: ctx, remote: r, store: s, places: make(chan struct{}, unpacking), onDone: onDone, flights: map[string]*flight{},
		network: map[string]bool{},
	}
}

// begin starts to get p, unless that has begun already.
func (f *fetcher) begin(p *tree.Package) *flight {
	key := flightKey(p)
	f.mu.Lock()
	defer f.mu.Unlock()
	if fl := f.flights[key]; fl != nil {
		return fl
	}
	fl := &flight{ended: make(chan struct{})}
	f.flights[key] = fl
	f.running.Go(func() {
		defer close(fl.ended)
		select {
		case f.places <- struct{}{}:
			defer func() { <-f.places }()
		case <-f.ctx.Done():
			fl.err = context.Cause(f.ctx)
			return
		}
		fl.p, fl.err = f.get(f.ctx, p)
		f.count()
	})
	return fl
}

// flightKey is the same for packages with the same files.
func flightKey(p *tree.Package) string { return cmp.Or(p.Integrity, p.Resolved) }

// came notes that p comes over the network.
func (f *fetcher) came(p *tree.Package) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.network[flightKey(p)] = true
}

// overNetwork reports whether p does.
func (f *fetcher) overNetwork(p *tree.Package) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.network[flightKey(p)]
}

func (f *fetcher) count() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.done++
	f.onDone(f.done)
}

// fetch gets p and waits for it.
func (f *fetcher) fetch(ctx context.Context, p *tree.Package) (*store.Package, error) {
	fl := f.begin(p)
	select {
	case <-fl.ended:
		return fl.p, fl.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func (f *fetcher) get(ctx context.Context, p *tree.Package) (*store.Package, error) {
	path, local := strings.CutPrefix(p.Resolved, "file:")
	if local && p.Integrity == "" {
		return f.store.AddFolder(ctx, path)
	}
	open := func(ctx context.Context) (io.ReadCloser, error) {
		if local {
			return os.Open(path)
		}
		client, err := f.remote.get()
		if err != nil {
			return nil, err
		}
		url, err := client.URL(p.Name, p.Resolved)
		if err != nil {
			return nil, err
		}
		f.came(p)
		return client.Tarball(ctx, p.Name, url)
	}
	if p.Integrity == "" {
		return f.store.AddUnverified(ctx, open)
	}
	want, err := store.ParseIntegrity(p.Integrity, "")
	if err != nil {
		return nil, err
	}
	return f.store.Add(ctx, want, open)
}

// wait returns when nothing is under way any more.
func (f *fetcher) wait() { f.running.Wait() }
