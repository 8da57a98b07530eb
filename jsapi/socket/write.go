package socket

import (
	"net"
	"syscall"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// joined is up to where several chunks are copied together: a system call costs as much as copying this.
const joined = 64 << 10

// write writes the chunks in order. It returns whether all of it is done (or has failed, with err); if not, done is
// called later.
func (c *Conn) write(chunks [][]byte, done goja.Callable) (finished bool, err error) {
	conn := c.current()
	if conn == nil {
		return true, syscall.EBADF
	}
	for _, b := range chunks {
		c.written += uint64(len(b))
	}
	rest := chunks
	if c.raw != nil {
		rest, err = c.direct(chunks)
		if err != nil {
			return true, err
		}
	}
	total := 0
	for _, b := range rest {
		total += len(b)
	}
	if total == 0 {
		return true, nil
	}
	left := make([]byte, 0, total) // JavaScript may go on to write to its buffers
	for _, b := range rest {
		left = append(left, b...)
	}
	c.mu.Lock()
	c.writing = true
	c.mu.Unlock()
	turn := c.s.h.Loop.Reserve()
	go func() {
		_, err := conn.Write(left)
		c.mu.Lock()
		c.writing = false
		c.mu.Unlock()
		turn.Resume(func() error { return c.wrote(err, done) })
	}()
	return false, nil
}

func (c *Conn) wrote(err error, done goja.Callable) error {
	problem := goja.Undefined()
	if err != nil {
		if c.current() == nil { // closed meanwhile: who closed it has told the stream
			err = syscall.ECANCELED
		}
		problem = NewError(c.s.h.Runtime, "write", err)
	}
	_, thrown := done(goja.Undefined(), problem)
	return thrown
}

// direct writes as much as the kernel takes at once, and returns the rest.
func (c *Conn) direct(chunks [][]byte) (rest [][]byte, err error) {
	for len(chunks) > 0 {
		b, n := chunks[0], 1
		if len(chunks) > 1 && len(b)+len(chunks[1]) <= joined {
			c.scratch = c.scratch[:0]
			for n = 0; n < len(chunks) && len(c.scratch)+len(chunks[n]) <= joined; n++ {
				c.scratch = append(c.scratch, chunks[n]...)
			}
			b = c.scratch
		}
		for len(b) > 0 {
			wrote, err := writeOnce(c.raw, b)
			if err != nil {
				return nil, err
			}
			if wrote == 0 { // the kernel's buffer is full
				return append([][]byte{b}, chunks[n:]...), nil
			}
			b = b[wrote:]
		}
		chunks = chunks[n:]
	}
	return nil, nil
}

// shutdown ends the sending side. A TLS connection's alert may block, so that this is done elsewhere.
func (c *Conn) shutdown(done goja.Callable) {
	conn := c.current()
	half, ok := conn.(interface{ CloseWrite() error })
	finish := func(err error) func() error {
		return func() error {
			problem := goja.Undefined()
			if err != nil && c.current() != nil {
				if _, code, _ := Code(err); code != "ENOTCONN" {
					problem = NewError(c.s.h.Runtime, "shutdown", err)
				}
			}
			_, thrown := done(goja.Undefined(), problem)
			return thrown
		}
	}
	if c.raw != nil && ok {
		c.s.h.Loop.Immediate(finish(half.CloseWrite()))
		return
	}
	turn := c.s.h.Loop.Reserve()
	go func() {
		var err error
		if ok {
			err = half.CloseWrite()
		}
		turn.Resume(finish(err))
	}()
}

// rawConn is conn's descriptor where writes to it need not block.
func rawConn(conn net.Conn) syscall.RawConn {
	var raw syscall.RawConn
	var err error
	switch conn := conn.(type) {
	case *net.TCPConn:
		raw, err = conn.SyscallConn()
	case *net.UnixConn:
		raw, err = conn.SyscallConn()
	}
	if err != nil || !writesDirectly {
		return nil
	}
	return raw
}

// chunk is the bytes of a Buffer, or of a string in the given encoding.
func chunk(rt *goja.Runtime, v, encoding goja.Value) []byte {
	if s, ok := v.(goja.String); ok {
		e, _ := jsapi.ParseEncoding(encoding.String()) // the stream has checked it
		return e.Bytes(s)
	}
	b, ok := jsapi.Bytes(rt, v)
	if !ok {
		panic(jsapi.InvalidArgType(rt, "chunk", "of type string or an instance of Buffer or Uint8Array", v))
	}
	return b
}
