package amqpsource

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/sources"
)

// run is one Run. Its own goroutine connects and gives deliveries to the workers, of which there is one for each message
// that may be in flight; each calls the handler and tells the delivery's settler what came of it.
type run struct {
	source  *Source
	handler sources.Handler
	values  context.Context // what the handler is given: Run's values, without its end
	jobs    chan job
	idle    chan struct{} // closed when all workers have ended

	// soft ends when nothing more may be handed out: with Run's context, and by stop.
	soft    context.Context
	cancel  context.CancelFunc
	mu      sync.Mutex
	haltErr error
}

const (
	// firstPause and lastPause bound the pause before another try to connect; it doubles.
	firstPause = 100 * time.Millisecond
	lastPause  = 10 * time.Second
	// steady is how long a session must have lived for the next pause to be the first again.
	steady = 30 * time.Second
	// hardGrace is how long, after the hard stop, the engine has to return the messages it interrupted.
	hardGrace = 500 * time.Millisecond
)

func (r *run) run(hard context.Context) error {
	s := r.source
	r.startWorkers()
	last, err := r.consume()
	r.stop(nil)
	if last != nil {
		last.cancel(hard)
	}
	close(r.jobs)
	undone := r.await(hard)
	var closing error
	if last != nil {
		closing = last.finish()
	}
	s.dead.close()
	s.isAway("stopped")
	r.mu.Lock()
	defer r.mu.Unlock()
	return errors.Join(r.haltErr, err, undone, closing)
}

// stop ends the handing out. A reason that is nil is somebody's wish.
func (r *run) stop(reason error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cancel()
	if reason != nil && r.haltErr == nil {
		r.haltErr = reason
	}
}

// await waits for the workers, after the hard stop for a moment only.
func (r *run) await(hard context.Context) error {
	select {
	case <-r.idle:
		return nil
	case <-hard.Done():
	}
	select {
	case <-r.idle:
		return nil
	case <-time.After(hardGrace):
		return fmt.Errorf("hard stop with messages in flight, which go back to the queue: %w", context.Cause(hard))
	}
}

// consume connects and hands out, again and again, until soft ends. It returns the session that was at work then, if any, or
// why the broker is not to be asked again.
func (r *run) consume() (*session, error) {
	s := r.source
	w := waiting{source: s}
	for connected := false; r.soft.Err() == nil; {
		o, err := s.open(r.soft, connected)
		if r.soft.Err() != nil {
			return o, nil //nolint:nilerr // the stop is why, if it failed
		}
		if err != nil {
			if err = w.failed(err, connected); isPermanent(err) {
				return nil, err
			}
			w.pause(r.soft)
			continue
		}
		connected = true
		w.succeeded()
		err = r.serve(o)
		if err == nil {
			return o, nil
		}
		o.abandon()
		w.ended(err)
		w.pause(r.soft)
	}
	return nil, nil
}

// serve hands out what comes in o until soft ends (nil) or until it is lost.
func (r *run) serve(o *session) error {
	for {
		err := o.handOut(r.soft.Done(), r.jobs)
		if !errors.Is(err, errCancelled) {
			return err
		}
		r.source.log.Warn("The consumer was cancelled by the broker; declaring and consuming again",
			slog.String("queue", r.source.config.Queue), slog.String("broker", r.source.server.address))
		if err := o.resume(r.soft.Done()); err != nil {
			return fmt.Errorf("%w: %w", errCancelled, err)
		}
	}
}

// waiting is the time between two sessions.
type waiting struct {
	source     *Source
	since      time.Time // when the waiting began; zero while connected
	began      time.Time // when the session did
	next       time.Duration
	tries      int
	suspicions int // how often in a row a login has ended without a word
}

// failed notes that connecting failed with err and returns what that means.
func (w *waiting) failed(err error, before bool) error {
	s := w.source
	w.tries++
	if w.since.IsZero() {
		w.since = time.Now()
	}
	if errors.Is(err, amqp.ErrCredentials) {
		w.suspicions++
	} else {
		w.suspicions = 0
	}
	if err = s.server.refused(err, before, w.suspicions); isPermanent(err) {
		return err
	}
	s.isAway(fmt.Sprintf("waiting for %s: %v", s.server.address, err))
	s.log.Warn("Waiting for the broker", slog.String("broker", s.server.address), slog.String("queue", s.config.Queue),
		slog.String("tried", "to connect, declare and consume"), slog.Int("tries", w.tries),
		slog.Duration("for", time.Since(w.since).Round(time.Millisecond)), slog.Any("error", err))
	return err
}

func (w *waiting) succeeded() {
	s := w.source
	attrs := []any{slog.String("queue", s.config.Queue), slog.String("broker", s.server.address), slog.Int("prefetch", s.config.Concurrency)}
	if !w.since.IsZero() {
		attrs = append(attrs, slog.Duration("after", time.Since(w.since).Round(time.Millisecond)))
	}
	s.log.Info("Consuming", attrs...)
	s.away.Store(nil)
	w.since, w.began, w.tries, w.suspicions = time.Time{}, time.Now(), 0, 0
}

// ended notes that a session was lost.
func (w *waiting) ended(reason error) {
	s := w.source
	if time.Since(w.began) > steady {
		w.next = 0
	}
	w.since = time.Now()
	s.isAway(fmt.Sprintf("reconnecting to %s: %v", s.server.address, reason))
	attrs := []any{slog.String("broker", s.server.address), slog.String("queue", s.config.Queue), slog.Any("reason", reason)}
	if codeOf(reason) == amqp.PreconditionFailed {
		attrs = append(attrs, slog.String("hint", "a message in flight for longer than the broker's consumer_timeout (30 minutes unless it "+
			"is configured) closes the channel: attempts and timeout of the receiver must fit into it"))
	}
	s.log.Warn("Lost the broker; what is in flight will be delivered again", attrs...)
}

// pause waits before the next try: longer each time, and shortened by chance by up to a half, so that the consumers of
// a broker that comes back do not all come at once.
func (w *waiting) pause(soft context.Context) {
	w.next = min(max(2*w.next, firstPause), lastPause)
	t := time.NewTimer(w.next - rand.N(w.next/2))
	defer t.Stop()
	select {
	case <-t.C:
	case <-soft.Done():
	}
}
