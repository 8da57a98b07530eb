package socket

import (
	"errors"
	"net"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// ErrNotConnected is Detach's error for what has no connection (yet, or any more).
var ErrNotConnected = errors.New("the socket is not connected")

// ErrWriting is Detach's error for a socket that has not written all it was given: the caller waits for its drain.
var ErrWriting = errors.New("the socket is still writing")

// Detach takes the connection over from a net.Socket, or from a handle: its goroutine reads no more when Detach returns,
// no event of it comes any more, and the VM does not close conn: the caller does, or hands it to Wrap. leftover is what
// was read and not yet given to a 'data' listener or read(), the stream's own buffer included. The JavaScript object
// keeps its state, with a _handle of null; what it then writes fails.
//
// Errors: ErrNotConnected, ErrWriting. Call it on the VM's goroutine.
func Detach(h *jsapi.Host, v goja.Value) (conn net.Conn, leftover []byte, err error) {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil, nil, ErrNotConnected
	}
	if c, ok := jsapi.State[*Conn](o); ok {
		return c.detach()
	}
	c, ok := jsapi.State[*Conn](o.Get("_handle"))
	if !ok {
		return nil, nil, ErrNotConnected
	}
	conn, unread, err := c.detach()
	if err != nil {
		return nil, nil, err
	}
	leftover = append(readAll(h, o), unread...)
	if err := o.Set("_handle", goja.Null()); err != nil {
		panic(err)
	}
	return conn, leftover, nil
}

// readAll empties the buffer of a readable stream.
func readAll(h *jsapi.Host, stream *goja.Object) (all []byte) {
	state, ok := stream.Get("_readableState").(*goja.Object)
	read, callable := goja.AssertFunction(stream.Get("read"))
	if !ok || !callable {
		return nil
	}
	if n := state.Get("length"); n == nil || n.ToInteger() == 0 {
		return nil
	}
	for {
		chunk, err := read(stream)
		if err != nil {
			panic(err)
		}
		b, ok := jsapi.Bytes(h.Runtime, chunk)
		if !ok {
			return all
		}
		all = append(all, b...)
	}
}

// Prefixed is conn with b to be read before what comes from it. With nothing in b it is conn itself.
func Prefixed(conn net.Conn, b []byte) net.Conn {
	if len(b) == 0 {
		return conn
	}
	return &prefixed{Conn: conn, rest: b}
}

type prefixed struct {
	net.Conn
	rest []byte
}

func (p *prefixed) Read(b []byte) (int, error) {
	if len(p.rest) == 0 {
		return p.Conn.Read(b)
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// CloseWrite ends the sending side, where the connection can.
func (p *prefixed) CloseWrite() error {
	if c, ok := p.Conn.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return nil
}
