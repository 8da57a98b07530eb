package registry

import (
	"context"
	"errors"
	"io"
	"time"
)

// errStalled is a server from which nothing came for fetch-timeout.
var errStalled = errors.New("the server has sent nothing for too long (fetch-timeout)")

// watched is a body whose request is given up when a read brings nothing for the timeout. Time in which nobody reads
// does not count.
type watched struct {
	body    io.Reader
	ctx     context.Context // of the request, which is what is watched
	cancel  context.CancelCauseFunc
	clock   Clock
	timeout time.Duration
}

func (w *watched) Read(p []byte) (int, error) {
	stop := w.clock.AfterFunc(w.timeout, func() { w.cancel(errStalled) })
	n, err := w.body.Read(p)
	stop()
	if err != nil && !errors.Is(err, io.EOF) {
		if cause := context.Cause(w.ctx); cause != nil {
			err = cause
		}
	}
	return n, err
}
