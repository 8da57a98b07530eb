package socket

import (
	"errors"
	"io"
	"net"
	"os"
	"time"

	"github.com/dop251/goja"
)

const (
	// firstRead is what a reader begins with: most connections of a pool are idle, or carry short answers.
	firstRead = 8 << 10
	// fullRead is what it reads at once when there is more, as Node does.
	fullRead = 64 << 10
	// maxPending is how much is read ahead of a VM that is busy.
	maxPending = 256 << 10
)

// readStart lets data flow to JavaScript.
func (c *Conn) readStart() {
	c.mu.Lock()
	conn := c.conn
	if conn == nil || c.gone {
		c.mu.Unlock()
		return
	}
	c.reading, c.paused = true, false
	waiting := len(c.pending) > 0 || c.readErr != nil
	c.changed.Broadcast()
	if !c.started {
		c.started = true
		c.turn = c.s.h.Loop.Reserve()
		c.idle = make(chan struct{})
		go c.readLoop(conn)
	}
	c.mu.Unlock()
	if waiting {
		c.queue()
	}
}

// readStop holds data back from JavaScript, and soon from the VM: the reader ends with what it is about to read.
func (c *Conn) readStop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reading, c.paused = false, true
}

// queue makes a turn for what is there already.
func (c *Conn) queue() {
	if !c.queued {
		c.queued = true
		c.s.h.Loop.Immediate(func() error {
			c.queued = false
			return c.deliver()
		})
	}
}

// readLoop is the goroutine that reads. It holds c.turn's reservation while nothing is on its way, and gives it up at
// its end.
func (c *Conn) readLoop(conn net.Conn) {
	defer close(c.idle)
	buf := make([]byte, firstRead)
	for c.mayRead() {
		n, err := conn.Read(buf)
		if !c.arrived(buf[:n], err) {
			break
		}
		if n == len(buf) && n < fullRead {
			buf = make([]byte, fullRead)
		}
	}
	c.mu.Lock()
	turn := c.turn
	c.turn, c.ended = nil, true
	c.mu.Unlock()
	if turn != nil {
		turn.Release()
	}
}

// mayRead waits until there is room.
func (c *Conn) mayRead() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for !c.gone && (c.paused || len(c.pending) >= maxPending) {
		c.changed.Wait()
	}
	return !c.gone
}

// arrived takes what was read, and rings for a turn if none is on its way. It returns false at the end.
func (c *Conn) arrived(b []byte, err error) bool {
	c.mu.Lock()
	if c.gone {
		if c.detached { // what the deadline came too late for is the new owner's
			c.pending = append(c.pending, b...)
		}
		c.mu.Unlock()
		return false
	}
	c.pending = append(c.pending, b...)
	c.readErr, c.ended = err, err != nil
	turn := c.turn
	c.turn = nil
	c.mu.Unlock()
	if turn != nil {
		turn.Resume(c.arrival)
	}
	return err == nil
}

// arrival is the turn that the reader asked for.
func (c *Conn) arrival() error {
	c.mu.Lock()
	if !c.gone && !c.ended {
		c.turn = c.s.h.Loop.Reserve()
	}
	c.mu.Unlock()
	return c.deliver()
}

// deliver hands what is pending to JavaScript: data in one turn, the end or error in another.
func (c *Conn) deliver() error {
	c.mu.Lock()
	if c.gone || !c.reading {
		c.mu.Unlock()
		return nil
	}
	b, err := c.pending, c.readErr
	c.pending = nil
	if len(b) == 0 {
		c.readErr = nil
	} else {
		c.changed.Broadcast()
	}
	c.mu.Unlock()
	if len(b) > 0 {
		if err != nil {
			c.queue()
		}
		c.read += uint64(len(b))
		return c.emit(c.s.newBuffer(b), goja.Null())
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF):
		return c.emit(goja.Null(), goja.Null())
	}
	return c.emit(goja.Null(), NewError(c.s.h.Runtime, "read", err))
}

func (c *Conn) emit(data, err goja.Value) error {
	if c.s.events.Data == nil {
		return nil
	}
	_, thrown := c.s.events.Data(goja.Undefined(), c.owner, data, err)
	return thrown
}

// detach implements Detach.
func (c *Conn) detach() (conn net.Conn, leftover []byte, err error) {
	c.mu.Lock()
	conn = c.conn
	if conn == nil || c.gone {
		c.mu.Unlock()
		return nil, nil, ErrNotConnected
	}
	if c.writing {
		c.mu.Unlock()
		return nil, nil, ErrWriting
	}
	c.gone, c.detached, c.conn = true, true, nil
	c.changed.Broadcast()
	c.mu.Unlock()
	c.s.Remove(c)
	if c.started {
		// A deadline in the past ends the read that is under way.
		if err := conn.SetReadDeadline(time.Unix(1, 0)); err != nil && !errors.Is(err, os.ErrClosed) {
			return nil, nil, err
		}
		<-c.idle
		if err := conn.SetReadDeadline(time.Time{}); err != nil {
			return nil, nil, err
		}
	}
	return conn, c.pending, nil
}
