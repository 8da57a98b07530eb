package amqpsource

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/guthega/guthega/sources"
)

// deadLetters is the publisher of the dead letters, connected at the first one.
type deadLetters struct {
	lock chan struct{} // a lock that ctx can end the wait for; it guards the rest

	publisher *publisher
	declared  bool
	closed    bool
}

var errClosed = errors.New("the source has stopped")

// DeadLetter publishes a copy of m to the queue of the dead letters and returns nil when the broker has confirmed it and
// has not returned it. The copy is persistent; it has the body, properties and headers of the original, and
//
//	guthega-original-queue, -exchange, -routing-key   where it came from
//	guthega-original-expiration, -user-id, -cc        what would have the copy expire, be refused, or go elsewhere too
//	guthega-cut                                       the names of headers that were cut or left out for want of room
//
// beside headers. A queue that has been deleted is declared again. While the broker takes nothing it waits until ctx
// ends. Where the channel m came on has been lost the error is of Kind Unavailable: m is the broker's again, and a copy
// would be one too many.
func (s *Source) DeadLetter(ctx context.Context, m *sources.Message, headers []sources.Header) error {
	w := s.find(m)
	if w != nil {
		var cancel context.CancelFunc
		ctx, cancel = while(ctx, w.session.lost)
		defer cancel()
	}
	err := s.deadLetter(ctx, m, w, headers)
	switch {
	case err == nil:
		return nil
	case w != nil && w.session.isLost():
		return &sources.Error{Kind: sources.Unavailable, Name: "Error", Message: "no dead letter: " + errLost.Error(), Err: errLost}
	}
	return fmt.Errorf("dead letter in the queue %q of %s: %w", s.config.DeadLetterQueue, s.server.address, err)
}

// while returns a context that ends with ctx or when lost is closed. The caller must call cancel.
func while(ctx context.Context, lost <-chan struct{}) (_ context.Context, cancel context.CancelFunc) {
	ctx, cancel = context.WithCancel(ctx)
	if isClosed(lost) {
		cancel()
		return ctx, cancel
	}
	go func() {
		select {
		case <-lost:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

func (s *Source) deadLetter(ctx context.Context, m *sources.Message, w *work, headers []sources.Header) error {
	for again := true; ; again = false {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		p, err := s.deadPublisher(ctx)
		if err != nil {
			return err
		}
		err = p.publish(ctx, s.config.DeadLetterQueue, s.letter(m, w, headers, p.link.frameSize()))
		if !errors.Is(err, errUnroutable) || !again {
			return err
		}
		if err := s.undeclare(ctx, p); err != nil {
			return err
		}
	}
}

// deadPublisher returns the publisher, connected and with its queue declared.
func (s *Source) deadPublisher(ctx context.Context) (*publisher, error) {
	d := &s.dead
	if err := d.acquire(ctx); err != nil {
		return nil, err
	}
	defer d.release()
	if d.closed {
		return nil, errClosed
	}
	if d.publisher != nil && isClosed(d.publisher.lost) {
		d.publisher = nil
	}
	if d.publisher == nil {
		l, err := s.dialer.dial(ctx, "guthega "+s.config.DeadLetterQueue)
		if err != nil {
			return nil, fmt.Errorf("connecting: %w", err)
		}
		d.declared = false
		if d.publisher, err = newPublisher(l, s.server, s.log); err != nil {
			_ = l.CloseDeadline(time.Now().Add(closeLimit)) // the error is reported
			return nil, err
		}
	}
	if !d.declared {
		if err := s.declareDead(d.publisher.link); err != nil {
			return nil, fmt.Errorf("declaring it: %w", err)
		}
		d.declared = true
	}
	return d.publisher, nil
}

// undeclare has the queue declared again before the next dead letter of p.
func (s *Source) undeclare(ctx context.Context, p *publisher) error {
	d := &s.dead
	if err := d.acquire(ctx); err != nil {
		return err
	}
	defer d.release()
	if d.publisher == p {
		d.declared = false
	}
	return nil
}

func (d *deadLetters) acquire(ctx context.Context) error {
	select {
	case d.lock <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting for a connection: %w", ctx.Err())
	}
}

func (d *deadLetters) release() { <-d.lock }

// close ends the connection for good. A handler that the hard stop left behind may be connecting; it is not waited for
// longer than that takes.
func (d *deadLetters) close() {
	d.lock <- struct{}{}
	defer d.release()
	d.closed = true
	if d.publisher != nil {
		d.publisher.close()
		d.publisher = nil
	}
}
