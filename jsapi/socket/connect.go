package socket

import (
	"context"
	"net"
	"net/netip"
	"syscall"

	"github.com/dop251/goja"
)

// target is where to connect to: an address and port, or a Unix socket.
type target struct {
	to, local netip.AddrPort
	unix      string
}

// connect connects, and calls done with an error or undefined.
func (c *Conn) connect(t target, done goja.Callable) {
	ctx, cancel := context.WithCancel(c.s.ctx)
	c.cancel = cancel
	rules := c.s.h.Permissions.Dialer()
	turn := c.s.h.Loop.Reserve()
	go func() {
		var conn net.Conn
		var err error
		if t.unix != "" {
			conn, err = rules.ConnectUnix(ctx, t.unix)
		} else {
			conn, err = rules.Connect(ctx, "tcp", t.to, t.local)
		}
		cancel()
		if err == nil && !c.attach(conn) {
			err = context.Canceled
		}
		turn.Resume(func() error { return c.connected(t, err, done) })
	}()
}

func (c *Conn) connected(t target, err error, done goja.Callable) error {
	problem := goja.Undefined()
	switch {
	case err == nil:
	case t.unix != "":
		problem = NewAddressError(c.s.h.Runtime, "connect", err, t.unix, -1, false)
	default:
		problem = NewAddressError(c.s.h.Runtime, "connect", err, t.to.Addr().String(), int(t.to.Port()), false)
	}
	_, thrown := done(goja.Undefined(), problem)
	return thrown
}

// option sets one of TCP's options, and does nothing where there is no TCP.
func (c *Conn) option(set func(*net.TCPConn) error) error {
	switch conn := c.current().(type) {
	case nil:
		return syscall.EBADF
	case *net.TCPConn:
		return set(conn)
	case interface{ NetConn() net.Conn }: // a TLS connection's
		if tcp, ok := conn.NetConn().(*net.TCPConn); ok {
			return set(tcp)
		}
	}
	return nil
}
