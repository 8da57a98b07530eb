package tls

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// maxQueued is how much a stream is given, or gives, ahead of what has been taken.
const maxQueued = 256 << 10

// streamConn is a JavaScript Duplex as a net.Conn. Read, Write and Close are for any goroutine; the rest for the VM's.
type streamConn struct {
	h     *jsapi.Host
	write goja.Callable // (Buffer) → whether there is room for more

	mu      sync.Mutex
	changed sync.Cond
	in, out []byte
	err     error // why there is nothing more to read
	full    bool  // the stream asked to wait for its 'drain'
	closed  bool
	turn    jsapi.Reservation // nil while a turn is on its way
	cancel  func()
}

func newStreamConn(h *jsapi.Host, write goja.Callable) *streamConn {
	c := &streamConn{h: h, write: write, turn: h.Loop.Reserve()}
	c.changed.L = &c.mu
	c.cancel = h.Loop.OnClose(func() { _ = c.Close() }) // it cannot fail
	return c
}

// object is what JavaScript tells the connection through: push(Buffer), end(), drained().
func (c *streamConn) object() *goja.Object {
	rt := c.h.Runtime
	o := rt.NewObject()
	jsapi.SetMethod(rt, o, "push", func(call goja.FunctionCall) goja.Value {
		b, _ := jsapi.Bytes(rt, call.Argument(0))
		c.mu.Lock()
		defer c.mu.Unlock()
		c.in = append(c.in, b...)
		c.changed.Broadcast()
		return rt.ToValue(len(c.in) < maxQueued)
	})
	jsapi.SetMethod(rt, o, "end", func(goja.FunctionCall) goja.Value {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.err == nil {
			c.err = io.EOF
		}
		c.changed.Broadcast()
		return goja.Undefined()
	})
	jsapi.SetMethod(rt, o, "drained", func(goja.FunctionCall) goja.Value {
		c.mu.Lock()
		c.full = false
		c.changed.Broadcast()
		c.mu.Unlock()
		return goja.Undefined()
	})
	return o
}

// Read waits for what the stream emits.
func (c *streamConn) Read(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.in) == 0 && c.err == nil && !c.closed {
		c.changed.Wait()
	}
	switch {
	case c.closed:
		return 0, net.ErrClosed
	case len(c.in) == 0:
		return 0, c.err
	}
	n := copy(b, c.in)
	c.in = c.in[n:]
	if len(c.in) == 0 {
		c.in = nil
	}
	return n, nil
}

// Write queues b, and waits while too much is queued.
func (c *streamConn) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for (c.full || len(c.out) >= maxQueued) && !c.closed {
		c.changed.Wait()
	}
	if c.closed {
		return 0, net.ErrClosed
	}
	c.out = append(c.out, b...)
	if turn := c.turn; turn != nil {
		c.turn = nil
		turn.Resume(c.flush)
	}
	return len(b), nil
}

// flush gives the stream what is queued.
func (c *streamConn) flush() error {
	c.mu.Lock()
	b := c.out
	c.out = nil
	if !c.closed {
		c.turn = c.h.Loop.Reserve()
	}
	c.mu.Unlock()
	if len(b) == 0 {
		return nil
	}
	more, err := c.write(goja.Undefined(), jsapi.NewBuffer(c.h, b))
	if err != nil {
		return err
	}
	c.mu.Lock()
	c.full = !more.ToBoolean()
	c.changed.Broadcast()
	c.mu.Unlock()
	return nil
}

// Close ends what waits. The stream itself is its owner's to end.
func (c *streamConn) Close() error {
	c.mu.Lock()
	turn := c.turn
	c.closed, c.turn = true, nil
	c.changed.Broadcast()
	c.mu.Unlock()
	c.cancel()
	if turn != nil {
		turn.Resume(c.flush) // what was written last is not lost
	}
	return nil
}

type streamAddr struct{}

func (streamAddr) Network() string { return "stream" }
func (streamAddr) String() string  { return "stream" }

func (*streamConn) LocalAddr() net.Addr  { return streamAddr{} }
func (*streamConn) RemoteAddr() net.Addr { return streamAddr{} }

// Deadlines are there for the interface only: crypto/tls sets one when it closes, and goes on where it cannot.
var errNoDeadline = errors.New("a stream has no deadlines")

func (*streamConn) SetDeadline(time.Time) error      { return errNoDeadline }
func (*streamConn) SetReadDeadline(time.Time) error  { return errNoDeadline }
func (*streamConn) SetWriteDeadline(time.Time) error { return errNoDeadline }
