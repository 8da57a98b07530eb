package stdinsource

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// reader reads lines in a goroutine of its own, since a Read of a terminal or a pipe may block for ever.
type reader struct {
	lines chan *line // closed when there are no more
	err   error      // why, once lines is closed; nil at the end of the input
	atEnd bool       // the input has ended; once lines is closed
	in    io.Reader
	quit  chan struct{}
}

func startReader(c Config) *reader {
	r := &reader{lines: make(chan *line), in: c.In, quit: make(chan struct{})}
	go r.read(&lines{in: newBuffer(c.In), format: c.Format, max: c.MaxBytes})
	return r
}

func (r *reader) read(l *lines) {
	defer close(r.lines)
	for {
		next, err := l.next()
		if errors.Is(err, io.EOF) {
			r.atEnd = true
			return
		}
		if err != nil {
			r.err = fmt.Errorf("reading line %d of the input: %w", l.number+1, err)
			return
		}
		select {
		case r.lines <- next:
		case <-r.quit:
			return
		}
	}
}

// close ends the goroutine, and says whether the input is known to have ended with the last line received. A Read that
// blocks is interrupted where the input can do that, as pipes and sockets can; otherwise the goroutine stays in it.
func (r *reader) close() (atEnd bool) {
	close(r.quit)
	if isEnded(r.lines) {
		return r.atEnd
	}
	if in, ok := r.in.(interface{ SetReadDeadline(time.Time) error }); ok && in.SetReadDeadline(time.Now()) == nil {
		for range r.lines { // what was read in vain
		}
		_ = in.SetReadDeadline(time.Time{})
	}
	return false
}

func isEnded(lines <-chan *line) bool {
	select {
	case _, open := <-lines:
		return !open
	default:
		return false
	}
}
