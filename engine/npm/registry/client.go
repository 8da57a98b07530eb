package registry

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/guthega/guthega/engine/npm/npmrc"
)

// defaultParallel is between npm's 15 and the 64 at which small registries begin to answer 429.
const defaultParallel = 24

// Options of a client; the zero value fetches abbreviated documents and keeps none on disk.
type Options struct {
	// Cache is the folder of the metadata cache, made when it is first written to. Without one large documents stay in
	// memory as long as their Packument.
	Cache string
	// Full asks for full documents, which have the times of publication, and are several times larger.
	Full bool
	// Fresh asks the registry again about what the cache holds, however young.
	Fresh bool
	// Offline serves metadata from the cache, however old, and connects to nothing.
	Offline bool
	// UserAgent is the header.
	UserAgent string
	// Parallel is how many requests for metadata are under way at once, and as many for tarballs; 0 is maxsockets of
	// .npmrc, or 24.
	Parallel int
	// OnRetry is called before the wait for another attempt, and Warn with what the user should know; concurrently.
	OnRetry func(Retry)
	Warn    func(string)
	// Clock is the system's by default.
	Clock Clock
}

// Retry is an attempt that failed and will be repeated.
type Retry struct {
	Package, Host string
	// Attempt counts from 1: the one that failed.
	Attempt int
	Wait    time.Duration
	Err     error
}

// Stats count what a client has done so far.
type Stats struct {
	// Requests are those sent, redirects and repetitions included, Retries the latter.
	Requests, Retries int64
	// Cached documents were taken from disk unasked, Revalidated ones after the registry had confirmed them.
	Cached, Revalidated int64
	// MetadataBytes and TarballBytes are of bodies, as they came over the network.
	MetadataBytes, TarballBytes int64
}

// Client fetches from the registries that a configuration names. It is safe for concurrent use.
type Client struct {
	config     *npmrc.Config
	options    Options
	clock      Clock
	transports *transports
	cache      *cache
	windows    sync.Pool
	// What is under way. Tarballs have places of their own: whoever reads one slowly must not keep metadata from being
	// fetched, and the other way round.
	metadata, tarballs chan struct{}

	mu    sync.Mutex
	calls map[string]*call

	requests, retries, cached, revalidated, metadataBytes, tarballBytes atomic.Int64
}

// New makes a client. Errors: certificates that cannot be read.
func New(config *npmrc.Config, o Options) (*Client, error) {
	o.Parallel = cmp.Or(o.Parallel, config.MaxSockets, defaultParallel)
	t, err := newTransports(config, o.Parallel)
	if err != nil {
		return nil, fmt.Errorf("making a registry client: %w", err)
	}
	c := &Client{
		config: config, options: o, clock: o.Clock, transports: t, calls: map[string]*call{},
		metadata: make(chan struct{}, o.Parallel), tarballs: make(chan struct{}, o.Parallel),
	}
	if c.clock == nil {
		c.clock = systemClock{}
	}
	if o.Cache != "" {
		c.cache = newCache(o.Cache, c.clock, c.warn)
	}
	c.windows.New = func() any { return make([]byte, windowSize) }
	return c, nil
}

// Close closes connections that are idle.
func (c *Client) Close() { c.transports.closeIdle() }

// Stats returns the counts so far.
func (c *Client) Stats() Stats {
	return Stats{
		Requests: c.requests.Load(), Retries: c.retries.Load(), Cached: c.cached.Load(), Revalidated: c.revalidated.Load(),
		MetadataBytes: c.metadataBytes.Load(), TarballBytes: c.tarballBytes.Load(),
	}
}

func (c *Client) warn(format string, args ...any) {
	if c.options.Warn != nil {
		c.options.Warn(fmt.Sprintf(format, args...))
	}
}

// take waits for a place; release gives it back and may be called more than once.
func take(ctx context.Context, places chan struct{}) (release func(), err error) {
	select {
	case places <- struct{}{}:
		return sync.OnceFunc(func() { <-places }), nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// form is the Accept header of a kind of document, and its name in the cache.
func (o *Options) form() (accept, name string) {
	if o.Full {
		return "application/json", "full"
	}
	// As npm sends it: some registries compare the whole header.
	return "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*", "abbreviated"
}
