package registry

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// finalError is a failure that would be the same at the next attempt.
type finalError struct {
	status int
	err    error
}

func (e *finalError) Error() string { return e.err.Error() }
func (e *finalError) Unwrap() error { return e.err }

// statusError is an answer that another attempt may improve.
type statusError struct {
	status int
	after  time.Duration // Retry-After
}

func (e *statusError) Error() string {
	return fmt.Sprintf("status %d %s", e.status, http.StatusText(e.status))
}

// retry calls attempt until it succeeds, fails for good, or has failed fetch-retries times more. first is the number of
// the first attempt, 1 unless some have been made already.
func (c *Client) retry(ctx context.Context, q *request, first int, attempt func() error) error {
	for n := first; ; n++ {
		err := attempt()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("fetching %s: %w", subject(q.pkg, q.path), context.Cause(ctx))
		}
		if decided(err) {
			return err
		}
		err = bare(err)
		if final(err) || n > c.config.FetchRetries {
			return &UnavailableError{Package: q.pkg, Host: q.url.Host, Path: q.path, Attempts: n, Status: statusOf(err), Err: err}
		}
		wait := c.backoff(n, err)
		c.retries.Add(1)
		if c.options.OnRetry != nil {
			c.options.OnRetry(Retry{Package: q.pkg, Host: q.url.Host, Attempt: n, Wait: wait, Err: err})
		}
		if err := c.clock.Sleep(ctx, wait); err != nil {
			return fmt.Errorf("fetching %s: %w", subject(q.pkg, q.path), err)
		}
	}
}

// decided reports whether err already is what the caller shall see.
func decided(err error) bool {
	switch err.(type) { //nolint:errorlint // these are never wrapped here
	case *NotFoundError, *AuthError, *MalformedError, *UnavailableError:
		return true
	}
	return false
}

func final(err error) bool {
	if _, ok := errors.AsType[*finalError](err); ok {
		return true
	}
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	return untrusted
}

func statusOf(err error) int {
	if s, ok := errors.AsType[*statusError](err); ok {
		return s.status
	}
	if f, ok := errors.AsType[*finalError](err); ok {
		return f.status
	}
	return 0
}

// backoff is how long to wait after attempt n: exponentially longer, between half of that and all of it at random so
// that clients which failed together do not come back together, and no shorter than the server asks for. It is bounded
// by fetch-retry-maxtimeout, whatever the server says.
func (c *Client) backoff(n int, err error) time.Duration {
	longest := c.config.FetchRetryMax
	wait := float64(c.config.FetchRetryMin) * math.Pow(c.config.FetchRetryFactor, float64(n-1))
	wait = min(wait, float64(longest)) * (0.5 + rand.Float64()/2)
	if s, ok := errors.AsType[*statusError](err); ok {
		return min(max(time.Duration(wait), s.after), longest)
	}
	return time.Duration(wait)
}

// judge turns a status that is no success into an error; the answer stays open.
func (c *Client) judge(q *request, r *response) error {
	switch code := r.StatusCode; {
	case code == http.StatusOK || code == http.StatusNotModified:
		return nil
	case code == http.StatusNotFound || code == http.StatusGone:
		return &NotFoundError{Package: q.pkg, Host: q.url.Host, Path: q.path, Authorized: r.authorized}
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		return &AuthError{Package: q.pkg, Host: q.url.Host, Path: q.path, Status: code, Authorized: r.authorized}
	case code == http.StatusRequestTimeout || code == http.StatusTooManyRequests || code >= 500:
		return &statusError{code, retryAfter(r.Header.Get("Retry-After"), c.clock.Now())}
	default:
		return &finalError{code, fmt.Errorf("status %d %s", code, http.StatusText(code))}
	}
}

// retryAfter reads the header: seconds or a date (RFC 9110, 10.2.3); 0 where it is neither.
func retryAfter(text string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}
