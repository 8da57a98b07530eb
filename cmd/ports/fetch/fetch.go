package fetch

import (
	"context"
	"fmt"
	"io"
	"path"

	"github.com/guthega/guthega/engine/npm/lock"
	"github.com/guthega/guthega/engine/npm/registry"
	"github.com/guthega/guthega/engine/npm/store"
	"github.com/guthega/guthega/jsapi/node"
	"github.com/guthega/guthega/jsapi/node/pack"
)

// Archive makes the archive. connect is called at most once, when something is not in the store. Errors: those of the
// registry and the store; ctx's; what is wrong with package or lock.
func Archive(ctx context.Context, st *store.Store, connect func() (*registry.Client, error)) ([]byte, error) {
	l, err := lock.Read(node.Lock)
	if err != nil {
		return nil, fmt.Errorf("reading the lock of the ports: %w", err)
	}
	f := &fetcher{store: st, connect: connect}
	defer f.close()
	return pack.Archive(func(name string) (string, error) {
		e := l.Packages["node_modules/"+name]
		if e == nil {
			return "", fmt.Errorf("the lock of the ports has no %s", name)
		}
		dir, err := f.get(ctx, name, e)
		if err != nil {
			return "", fmt.Errorf("fetching %s@%s: %w", name, e.Version, err)
		}
		return dir, nil
	})
}

type fetcher struct {
	store   *store.Store
	connect func() (*registry.Client, error)
	client  *registry.Client
}

// get returns the folder of a package's files.
func (f *fetcher) get(ctx context.Context, name string, e *lock.Entry) (string, error) {
	want, err := store.ParseIntegrity(e.Integrity, "")
	if err != nil {
		return "", err
	}
	resolved := e.Resolved
	if resolved == "" { // the lock leaves out what is usual
		resolved = name + "/-/" + path.Base(name) + "-" + e.Version + ".tgz"
	}
	p, err := f.store.Add(ctx, want, func(ctx context.Context) (io.ReadCloser, error) {
		if f.client == nil {
			if f.client, err = f.connect(); err != nil {
				return nil, err
			}
		}
		url, err := f.client.URL(name, resolved)
		if err != nil {
			return nil, err
		}
		return f.client.Tarball(ctx, name, url)
	})
	if err != nil {
		return "", err
	}
	return p.Dir, nil
}

func (f *fetcher) close() {
	if f.client != nil {
		f.client.Close()
	}
}
