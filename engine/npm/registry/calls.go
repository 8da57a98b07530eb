package registry

import (
	"context"
	"errors"

	"github.com/guthega/guthega/engine/npm/spec"
)

// call is a packument that is being fetched, or was.
type call struct {
	done    chan struct{}
	cancel  context.CancelFunc
	waiting int // callers; the client's lock guards it
	p       *Packument
	err     error
}

// Packument returns what the registry of the package knows of it. However many ask, it is fetched once in a client's
// life, failures included; ctx ends the wait, and the request when nobody waits any more. Errors: *spec.InvalidError,
// *NotFoundError, *AuthError, *UnavailableError, *OfflineError, *MalformedError, ctx's.
func (c *Client) Packument(ctx context.Context, name string) (*Packument, error) {
	if err := spec.CheckName(name); err != nil {
		return nil, err
	}
	k := c.join(ctx, name)
	select {
	case <-k.done:
		return k.p, k.err
	case <-ctx.Done():
		c.leave(name, k)
		return nil, context.Cause(ctx)
	}
}

func (c *Client) join(ctx context.Context, name string) *call {
	c.mu.Lock()
	defer c.mu.Unlock()
	if k := c.calls[name]; k != nil {
		k.waiting++
		return k
	}
	// The request is everybody's: the first caller's end must not end it for the others.
	shared, cancel := context.WithCancel(context.WithoutCancel(ctx))
	k := &call{done: make(chan struct{}), cancel: cancel, waiting: 1}
	c.calls[name] = k
	go func() {
		defer cancel()
		k.p, k.err = c.fetch(shared, name)
		if errors.Is(k.err, context.Canceled) {
			c.forget(name, k)
		}
		close(k.done)
	}()
	return k
}

// leave is for a caller that waits no more.
func (c *Client) leave(name string, k *call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if k.waiting--; k.waiting == 0 {
		k.cancel()
		if c.calls[name] == k {
			select {
			case <-k.done:
			default:
				delete(c.calls, name)
			}
		}
	}
}

func (c *Client) forget(name string, k *call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.calls[name] == k {
		delete(c.calls, name)
	}
}
