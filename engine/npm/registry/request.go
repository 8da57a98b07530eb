package registry

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// maxRedirects is that of browsers' old days and of net/http.
const maxRedirects = 10

// request is one that may be repeated.
type request struct {
	pkg    string
	path   string // of a tarball, for errors; "" for metadata
	url    *url.URL
	header http.Header
	places chan struct{}
}

// response is an answer whose body must be closed.
type response struct {
	*http.Response
	body       io.Reader // watched
	authorized bool
	end        func()
}

func (r *response) close() {
	_ = r.Response.Body.Close() // read or given up: nothing is lost
	r.end()
}

// send asks once, following redirects. ctx covers the body as well. Every status is an answer.
func (c *Client) send(ctx context.Context, q *request) (*response, error) {
	release, err := take(ctx, q.places)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	end := func() { cancel(nil); release() }
	r, err := c.follow(ctx, cancel, q)
	if err != nil {
		if cause := context.Cause(ctx); errors.Is(cause, errStalled) {
			err = cause
		}
		end()
		return nil, err
	}
	r.end = end
	r.body = &watched{body: r.Response.Body, ctx: ctx, cancel: cancel, clock: c.clock, timeout: c.config.FetchTimeout}
	return r, nil
}

func (c *Client) follow(ctx context.Context, cancel context.CancelCauseFunc, q *request) (*response, error) {
	u, sent := q.url, false
	for range maxRedirects + 1 {
		authorization := c.authorization(q.pkg, u)
		resp, err := c.hop(ctx, cancel, u, q.header, authorization)
		if err != nil {
			return nil, err
		}
		sent = sent || authorization != ""
		location := resp.Header.Get("Location")
		switch resp.StatusCode {
		case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		default:
			location = ""
		}
		if location == "" {
			return &response{Response: resp, authorized: authorization != ""}, nil
		}
		_, _ = io.CopyN(io.Discard, resp.Body, 4<<10) // so that the connection can be used again
		_ = resp.Body.Close()
		if u, err = c.redirected(q.pkg, u, location, sent); err != nil {
			return nil, err
		}
	}
	return nil, &finalError{err: fmt.Errorf("more than %d redirects", maxRedirects)}
}

// redirected returns where a redirect leads. What authorises there is decided anew: nothing is carried on.
func (c *Client) redirected(pkg string, from *url.URL, location string, sent bool) (*url.URL, error) {
	to, err := from.Parse(location)
	if err != nil || to.Scheme != "http" && to.Scheme != "https" || to.Host == "" {
		return nil, &finalError{err: errors.New("redirected to what is no address of HTTP")}
	}
	to.User = nil
	if from.Scheme == "https" && to.Scheme == "http" && (sent || c.authorization(pkg, to) != "") {
		return nil, &finalError{err: fmt.Errorf("redirected from https to http at %s, where credentials would be in the clear", to.Host)}
	}
	return to, nil
}

// hop sends one request.
func (c *Client) hop(ctx context.Context, cancel context.CancelCauseFunc, u *url.URL, header http.Header, authorization string) (*http.Response, error) {
	bare := *u
	bare.User, bare.Fragment = nil, ""
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "", nil)
	if err != nil {
		return nil, err
	}
	req.URL, req.Host, req.Header = &bare, bare.Host, header.Clone()
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	req.Header.Set("User-Agent", cmp.Or(c.options.UserAgent, "guthega"))
	c.requests.Add(1)
	stop := c.clock.AfterFunc(c.config.FetchTimeout, func() { cancel(errStalled) })
	defer stop()
	return c.transports.RoundTrip(req)
}

// authorization is what a request to u carries: what its URL has, or is configured for it, or, where u is at the same
// host and port as the package's registry, for that registry.
func (c *Client) authorization(pkg string, u *url.URL) string {
	if u.User != nil {
		password, _ := u.User.Password()
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(u.User.Username()+":"+password))
	}
	if a := c.config.Authorization(u); a != "" {
		return a
	}
	if base := c.config.Registry(pkg); base.Scheme == u.Scheme && strings.EqualFold(base.Host, u.Host) {
		return c.config.Authorization(base)
	}
	return ""
}
