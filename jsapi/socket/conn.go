package socket

import (
	"context"
	"net"
	"sync"
	"syscall"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// Conn is one stream connection of a VM. Its fields are the VM goroutine's but for those below mu.
type Conn struct {
	s      *Sockets
	object *goja.Object // the handle
	owner  goja.Value   // the net.Socket, the first argument of every event

	raw     syscall.RawConn // nil where a write may block
	cancel  context.CancelFunc
	reading bool // readStart was called last, not readStop
	started bool // there is a goroutine that reads, or there was
	unref   bool // JavaScript asked that it should not keep the loop alive: the loop has no such turns yet
	queued  bool // a turn is to come that was not made by the reader

	written uint64 // bytes that were handed over to be written
	read    uint64 // bytes that JavaScript got
	scratch []byte // where small writes are joined

	mu       sync.Mutex
	changed  sync.Cond // paused, gone or pending changed
	conn     net.Conn  // nil until connected, and after close
	paused   bool
	gone     bool // closed or detached: nothing is delivered any more
	detached bool
	pending  []byte
	readErr  error             // what ended the reading, delivered after pending
	ended    bool              // the reader is at its end, or soon will be: it takes no more turns
	turn     jsapi.Reservation // nil while a turn is on its way
	writing  bool              // a goroutine writes
	idle     chan struct{}     // closed when the reader has ended
}

// NewConn makes a handle without a connection, for connecting.
func (s *Sockets) NewConn() *Conn {
	c := &Conn{s: s, owner: goja.Undefined(), cancel: func() {}}
	c.changed.L = &c.mu
	c.object = jsapi.NewState(s.h.Runtime, c)
	if err := c.object.SetPrototype(s.connProto); err != nil {
		panic(err)
	}
	return c
}

// Wrap makes a connected handle of conn, which it closes from here on.
func (s *Sockets) Wrap(conn net.Conn) *goja.Object {
	c := s.NewConn()
	c.attach(conn)
	return c.object
}

// attach gives c its connection. It closes conn and returns false where c, or the VM, was closed meanwhile.
func (c *Conn) attach(conn net.Conn) bool {
	c.mu.Lock()
	if c.gone || !c.s.Add(c) {
		c.gone = true
		c.mu.Unlock()
		closeConn(conn)
		return false
	}
	c.conn = conn
	c.mu.Unlock()
	c.raw = rawConn(conn)
	return true
}

// close ends the connection. The goroutines end by themselves.
func (c *Conn) close() {
	c.cancel()
	c.s.Remove(c)
	c.Shut()
}

// Shut implements Closer.
func (c *Conn) Shut() {
	c.mu.Lock()
	conn := c.conn
	c.gone, c.conn, c.pending = true, nil, nil
	c.changed.Broadcast()
	c.mu.Unlock()
	if conn != nil {
		closeConn(conn)
	}
}

// reset closes with an RST instead of a FIN, where there is such a thing.
func (c *Conn) reset() {
	c.mu.Lock()
	if tcp, ok := c.conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // an ordinary close is the next best thing
	}
	c.mu.Unlock()
	c.close()
}

// closeConn closes in the background what may block in it: a TLS connection says goodbye first.
func closeConn(conn net.Conn) {
	switch conn.(type) {
	case *net.TCPConn, *net.UnixConn:
		_ = conn.Close() // nobody is left to be told
	default:
		go func() { _ = conn.Close() }()
	}
}

// current is the connection, nil if there is none.
func (c *Conn) current() net.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conn
}

// Object is the handle.
func (c *Conn) Object() *goja.Object { return c.object }
