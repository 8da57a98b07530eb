package registry

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
)

// maxDocument bounds a document, unpacked: the largest in the wild are below 100 MB, and offsets must fit 32 bits.
const maxDocument = 512 << 20

var errTooLarge = fmt.Errorf("it is larger than %d MiB", maxDocument>>20)

// fetch gets a packument from the cache or the registry.
func (c *Client) fetch(ctx context.Context, name string) (*Packument, error) {
	base := c.config.Registry(name)
	u := packumentURL(base, name)
	accept, form := c.options.form()
	key := form + " " + u.String()
	e := c.cache.open(key)
	if e != nil && (c.options.Offline || !c.options.Fresh && e.fresh(c.clock.Now())) {
		if p, err := c.load(name, e); err == nil {
			c.cached.Add(1)
			return p, nil
		}
		e = nil
	}
	if c.options.Offline {
		return nil, &OfflineError{Package: name, Host: base.Host}
	}
	q := &request{pkg: name, url: u, header: http.Header{"Accept": {accept}}, places: c.metadata}
	q.header.Set("Accept-Encoding", encoding(u))
	f := &fetching{Client: c, name: name, key: key, entry: e, request: q}
	defer f.drop()
	err := c.retry(ctx, q, 1, func() error { return f.attempt(ctx) })
	return f.packument, err
}

// encoding is gzip over a network and none on loopback. There compression only costs: packing takes the registry four
// times as long as reading the same bytes takes here, and unpacking as long again (BenchmarkGzip, BenchmarkScan).
func encoding(u *url.URL) string {
	if ip := net.ParseIP(u.Hostname()); u.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
		return "identity"
	}
	return "gzip"
}

// fetching is one packument's way from the registry.
type fetching struct {
	*Client
	name, key string
	entry     *entry // what the cache has, nil for nothing
	request   *request
	packument *Packument
}

// drop closes what was not used.
func (f *fetching) drop() {
	if f.entry != nil {
		f.entry.close()
	}
}

func (f *fetching) attempt(ctx context.Context) error {
	f.entry.condition(f.request.header)
	r, err := f.send(ctx, f.request)
	if err != nil {
		return err
	}
	defer r.close()
	if err := f.judge(f.request, r); err != nil {
		return err
	}
	if r.StatusCode == http.StatusNotModified {
		r.close()
		return f.confirmed(ctx)
	}
	doc, store, err := f.receive(r)
	if err != nil {
		return f.failure(err)
	}
	f.packument = newPackument(f.name, doc, store.commit(r.Header, f.key))
	return nil
}

// confirmed takes the cache's document, or fetches it after all where it turns out to be damaged.
func (f *fetching) confirmed(ctx context.Context) error {
	e := f.entry
	if e == nil {
		return &finalError{http.StatusNotModified, errors.New("status 304 for a document that was not named")}
	}
	f.entry = nil
	e.touch(f.clock.Now())
	p, err := f.load(f.name, e)
	if err != nil {
		return f.attempt(ctx)
	}
	p.Revalidated = true
	f.revalidated.Add(1)
	f.packument = p
	return nil
}

// receive scans an answer while it comes in.
func (f *fetching) receive(r *response) (doc *document, store *spool, err error) {
	var body io.Reader = &counted{r.body, &f.metadataBytes}
	switch r.Header.Get("Content-Encoding") {
	case "", "identity":
	case "gzip", "x-gzip":
		zip, err := gzip.NewReader(body)
		if err != nil {
			return nil, nil, fmt.Errorf("unpacking: %w", err)
		}
		body = zip
	default:
		return nil, nil, fmt.Errorf("%w: its encoding was not asked for", errNotPackument)
	}
	store = f.cache.spool()
	window := f.windows.Get().([]byte)
	defer f.windows.Put(window) //nolint:staticcheck // the slice's header is small beside the request
	doc, err = readDocument(newScanner(io.TeeReader(&bounded{body, maxDocument}, store), window))
	if err != nil {
		store.discard()
	}
	return doc, store, err
}

// failure says what became of a document: what is no packument will not be one next time.
func (f *fetching) failure(err error) error {
	for _, hopeless := range []error{errSyntax, errNotPackument, errTooLarge} {
		if errors.Is(err, hopeless) {
			return &MalformedError{Package: f.name, Host: f.request.url.Host, Err: err}
		}
	}
	return fmt.Errorf("reading the answer: %w", err)
}

// load makes a packument of an entry, which it takes over.
func (c *Client) load(name string, e *entry) (*Packument, error) {
	window := c.windows.Get().([]byte)
	defer c.windows.Put(window) //nolint:staticcheck // the slice's header is small beside the file
	doc, body, err := e.read(window)
	if err != nil {
		return nil, err
	}
	p := newPackument(name, doc, body)
	p.FromCache = true
	return p, nil
}

// counted adds up what is read.
type counted struct {
	io.Reader
	n *atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// bounded fails with errTooLarge past its limit.
type bounded struct {
	io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}
