package registry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
)

// Tarball streams a package's tarball from its URL, byte for byte as the registry has it: nothing is unpacked or
// checked. A connection that breaks is replaced, and what had been read already is passed over, as long as the server
// says that it is the same file. The reader must be closed, and holds one of the places (Options.Parallel) until then; ctx
// ends it. Errors: *NotFoundError, *AuthError, *UnavailableError, also from Read; *OfflineError; ctx's.
func (c *Client) Tarball(ctx context.Context, pkg, tarball string) (io.ReadCloser, error) {
	u, err := url.Parse(tarball)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("fetching the tarball of %s: its address is none of HTTP", pkg)
	}
	q := &request{pkg: pkg, path: u.EscapedPath(), url: u, places: c.tarballs}
	if c.options.Offline {
		return nil, &OfflineError{Package: pkg, Host: u.Host, Path: q.path}
	}
	// Servers that set Content-Encoding on a .tgz mean the file's own compression.
	q.header = http.Header{"Accept": {"*/*"}, "Accept-Encoding": {"identity"}}
	t := &tarballReader{client: c, ctx: ctx, request: q}
	if err := t.open(); err != nil {
		return nil, err
	}
	return t, nil
}

// tarballReader is a tarball on its way. Like the body of an HTTP response it lives as long as its request's ctx.
type tarballReader struct {
	client   *Client
	ctx      context.Context
	request  *request
	response *response
	attempts int
	passed   int64 // bytes handed out

	mu  sync.Mutex // of response, and of err: Close may come while Read runs
	err error
}

var errChanged = &finalError{err: errors.New("the file changed while it was read")}

// open asks for the tarball, again where there was an attempt already, up to the byte that comes next.
func (t *tarballReader) open() error {
	return t.client.retry(t.ctx, t.request, t.attempts+1, func() error {
		t.attempts++
		r, err := t.client.send(t.ctx, t.request)
		if err != nil {
			return err
		}
		if err := t.judge(r); err != nil {
			r.close()
			return err
		}
		r.body = &counted{r.body, &t.client.tarballBytes}
		if _, err := io.CopyN(io.Discard, r.body, t.passed); err != nil {
			r.close()
			return fmt.Errorf("reading the answer: %w", unexpected(err))
		}
		return t.take(r)
	})
}

// take reads on from r, unless the reader has been closed meanwhile.
func (t *tarballReader) take(r *response) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err != nil {
		r.close()
		return &finalError{err: t.err}
	}
	t.response = r
	return nil
}

func (t *tarballReader) judge(r *response) error {
	if err := t.client.judge(t.request, r); err != nil {
		return err
	}
	if r.StatusCode != http.StatusOK {
		return &finalError{r.StatusCode, fmt.Errorf("status %d", r.StatusCode)}
	}
	if old := t.response; old != nil && t.passed > 0 &&
		(old.ContentLength != r.ContentLength || old.Header.Get("ETag") != r.Header.Get("ETag")) {
		return errChanged
	}
	return nil
}

func (t *tarballReader) Read(p []byte) (int, error) {
	for {
		if err := t.end(nil); err != nil {
			return 0, err
		}
		n, err := t.response.body.Read(p) // only Read changes response
		t.passed += int64(n)
		switch {
		case errors.Is(err, io.EOF):
			_ = t.end(io.EOF)
		case err != nil && t.end(nil) == nil:
			_ = t.end(t.again(err))
		}
		if n > 0 || len(p) == 0 {
			return n, nil
		}
	}
}

// end makes err what Read returns from now on, unless it has ended already, and returns what that is; nil for nothing.
func (t *tarballReader) end(err error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err == nil {
		t.err = err
	}
	return t.err
}

// again replaces a connection that broke with err, if there are attempts left.
func (t *tarballReader) again(err error) error {
	t.response.close()
	first := true
	return t.client.retry(t.ctx, t.request, t.attempts, func() error {
		if first {
			first = false
			return fmt.Errorf("reading the answer: %w", unexpected(err))
		}
		return t.open()
	})
}

// unexpected is for an end that came too early.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Close gives the place back. It may be called at any time, once or more; a Read that runs ends.
func (t *tarballReader) Close() error {
	_ = t.end(errors.New("reading a tarball: it is closed"))
	t.mu.Lock()
	defer t.mu.Unlock()
	t.response.close()
	return nil
}
