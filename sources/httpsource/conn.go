package httpsource

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// listener hands out *conn, and can stop without resetting a client the kernel has already let in.
type listener struct {
	*net.TCPListener
	writeTimeout time.Duration
	accepting    func() // called when net/http has begun to accept
}

// lastAccept is how long an ending listener goes on accepting. Closing a listening socket resets every connection
// that waits in its queue, so the queue is made as short as it can be, and emptied.
const lastAccept = 10 * time.Millisecond

// stop makes Accept take what is still in the queue and then fail with net.ErrClosed; http.Server closes the socket
// at once when it sees that.
func (l *listener) stop() {
	shrinkBacklog(l.TCPListener)
	_ = l.SetDeadline(time.Now().Add(lastAccept))
}

func (l *listener) Accept() (net.Conn, error) {
	l.accepting()
	c, err := l.AcceptTCP()
	if err != nil {
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return nil, net.ErrClosed // http.Server would take a timeout for something that passes
		}
		return nil, err
	}
	return &conn{TCPConn: c, writeTimeout: l.writeTimeout}, nil
}

// conn is a connection that knows whether a request is on it, and that bounds its writes.
type conn struct {
	*net.TCPConn
	busy         atomic.Bool
	writeTimeout time.Duration
	armed        time.Time // when the write deadline was last set; Write is never called concurrently
}

// Write renews the write deadline when a quarter of it has passed. One timer change for each reply would cost more
// than all of our own work on the reply.
func (c *conn) Write(p []byte) (int, error) {
	if now := time.Now(); now.Sub(c.armed) > c.writeTimeout/4 {
		if err := c.TCPConn.SetWriteDeadline(now.Add(c.writeTimeout)); err != nil {
			return 0, err
		}
		c.armed = now
	}
	return c.TCPConn.Write(p)
}

// SetWriteDeadline ignores the zero time, with which net/http takes the deadline away after each reply.
func (c *conn) SetWriteDeadline(t time.Time) error {
	if t.IsZero() {
		return nil
	}
	return c.TCPConn.SetWriteDeadline(t)
}

// traffic counts what a drain has to wait for: messages with the handler, and requests on connections.
type traffic struct {
	handed   atomic.Int64
	draining atomic.Bool
	changed  chan struct{} // holds one token when something changed while draining

	mu   sync.Mutex
	open map[*conn]struct{}
}

func newTraffic() *traffic {
	return &traffic{changed: make(chan struct{}, 1), open: make(map[*conn]struct{})}
}

// observe is http.Server's ConnState hook. net/http calls it with StateActive when a request's header is read, and
// with StateIdle or StateClosed when its reply is flushed.
func (t *traffic) observe(nc net.Conn, state http.ConnState) {
	if c, ok := nc.(*tls.Conn); ok {
		nc = c.NetConn()
	}
	c := nc.(*conn) // what listener.Accept gives
	switch state {
	case http.StateNew:
		t.mu.Lock()
		t.open[c] = struct{}{}
		t.mu.Unlock()
	case http.StateActive:
		c.busy.Store(true)
	case http.StateIdle:
		c.busy.Store(false)
	case http.StateClosed, http.StateHijacked:
		t.mu.Lock()
		delete(t.open, c)
		t.mu.Unlock()
	}
	t.poke()
}

func (t *traffic) enter() { t.handed.Add(1) }

func (t *traffic) leave() {
	t.handed.Add(-1)
	t.poke()
}

func (t *traffic) poke() {
	if !t.draining.Load() {
		return
	}
	select {
	case t.changed <- struct{}{}:
	default:
	}
}

// count returns how many messages are with the handler, how many connections have a request on them, and how many are
// open at all.
func (t *traffic) count() (handed int64, busy, open int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for c := range t.open {
		if c.busy.Load() {
			busy++
		}
	}
	return t.handed.Load(), busy, len(t.open)
}
