package loop

import (
	"slices"
	"sync"

	"github.com/dop251/goja"
)

// Reservation is one promised turn. Exactly one of its methods must be called, once, from any goroutine.
type Reservation struct {
	l     *Loop
	owner Owner
	local *goja.Object
}

// Reserve announces a turn for the current owner, with the current local, that work elsewhere will come back with. The loop is alive until then.
func (l *Loop) Reserve() Reservation {
	l.reserved.Add(1)
	return Reservation{l, l.owner, l.local}
}

// Resume queues the promised turn. It returns false when the loop is closed: fn will then never run.
func (r Reservation) Resume(fn func() error) bool {
	ok := r.l.post(task{owner: r.owner, local: r.local, fn: fn, ready: r.l.now()})
	r.l.reserved.Add(-1) // after Post, so that the loop never looks dead in between
	return ok
}

// Release gives the reservation up.
func (r Reservation) Release() {
	r.l.reserved.Add(-1)
	select { // the loop may have become idle for good: let it see
	case r.l.wake <- struct{}{}:
	default:
	}
}

// OnClose runs fn when the loop is closed, last registered first, on the goroutine that closes it; at once if it is
// closed already. The function it returns takes the registration back.
func (l *Loop) OnClose(fn func()) (cancel func()) { return l.closers.add(fn) }

// closers are the functions to run at close.
type closers struct {
	mu   sync.Mutex
	list []*func()
	done bool
}

func (c *closers) add(fn func()) (cancel func()) {
	c.mu.Lock()
	if c.done {
		c.mu.Unlock()
		fn()
		return func() {}
	}
	entry := &fn
	c.list = append(c.list, entry)
	c.mu.Unlock()
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if i := slices.Index(c.list, entry); i >= 0 {
			c.list = slices.Delete(c.list, i, i+1)
		}
	}
}

func (c *closers) run() {
	c.mu.Lock()
	list := c.list
	c.list, c.done = nil, true
	c.mu.Unlock()
	for _, fn := range slices.Backward(list) {
		(*fn)()
	}
}
