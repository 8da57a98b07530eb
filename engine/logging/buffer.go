package logging

import (
	"io"
	"sync"
	"time"
)

const (
	// bufferSize is how much waits for one write. A pipe holds 64 KiB on Linux: larger writes would only block.
	bufferSize = 64 << 10
	// maxAge is how long a line may wait while others follow it.
	maxAge = 100 * time.Millisecond
	// idle is how long the log must be silent for the lines so far to be written.
	idle = 10 * time.Millisecond
)

// buffer collects lines for out. Its background goroutine runs only while something is buffered.
type buffer struct {
	mu      sync.Mutex
	out     io.Writer
	buf     []byte
	err     error
	writes  uint64 // counts Write, so that the flusher sees silence
	pending bool   // a flusher is under way
	closed  bool

	flushers sync.WaitGroup
	quit     chan struct{} // closed to end the flusher
}

func newBuffer(out io.Writer) *buffer {
	return &buffer{out: out, buf: make([]byte, 0, bufferSize), quit: make(chan struct{})}
}

// Write buffers p, a whole number of lines.
func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.writes++
	if len(b.buf)+len(p) > bufferSize {
		b.write()
	}
	if b.closed || len(p) > bufferSize {
		b.write()
		b.put(p)
		return len(p), nil
	}
	b.buf = append(b.buf, p...)
	if !b.pending {
		b.pending = true
		b.flushers.Go(b.flusher)
	}
	return len(p), nil
}

// flusher writes the buffer once it is idle or old, and ends.
func (b *buffer) flusher() {
	start := time.Now()
	tick := time.NewTicker(idle)
	defer tick.Stop()
	for seen, done := uint64(0), false; !done; {
		select {
		case <-tick.C:
		case <-b.quit:
			return
		}
		b.mu.Lock()
		if b.writes == seen || time.Since(start) >= maxAge {
			b.write()
			b.pending, done = false, true
		}
		seen = b.writes
		b.mu.Unlock()
	}
}

// write empties the buffer; b.mu is held, so that a full output blocks whoever logs.
func (b *buffer) write() {
	if len(b.buf) > 0 {
		b.put(b.buf)
		b.buf = b.buf[:0]
	}
}

func (b *buffer) put(p []byte) {
	if _, err := b.out.Write(p); err != nil && b.err == nil {
		b.err = err
	}
}

func (b *buffer) flush() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.write()
}

func (b *buffer) close() error {
	b.mu.Lock()
	b.write()
	if !b.closed {
		b.closed = true
		close(b.quit)
	}
	err := b.err
	b.mu.Unlock()
	b.flushers.Wait()
	return err
}
