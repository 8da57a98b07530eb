package redissource

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// subscription reads for one Run. Its connection may break any number of times; every time is a gap.
type subscription struct {
	r    *receiving
	link *link

	frames  atomic.Int64 // grows with everything that comes and with every message handed on
	handing atomic.Bool  // the reader waits for room in the queue, and so for nothing from the server

	mu      sync.Mutex
	current *redis.PubSub
}

// unsubscribeLimit is how long the server may take to confirm that nothing more will come: longer than a round trip
// anywhere, shorter than anybody minds at a stop.
const unsubscribeLimit = time.Second

func newSubscription(r *receiving) *subscription { return &subscription{r: r, link: r.source.link} }

// read returns when the subscription has ended: after the soft stop, or at an error that waiting does not mend, which it
// stops the run with.
func (s *subscription) read() {
	reading, done := context.WithCancel(s.r.giveUp)
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		s.keep(reading, done)
	}()
	defer func() { done(); <-kept }()
	for reading.Err() == nil && s.r.stopping.Err() == nil {
		err := s.receive(reading)
		if err == nil || s.r.stopping.Err() != nil {
			return
		}
		if a := advice(err); a != "" {
			s.r.stop(s.link.failed(err, a))
			return
		}
		if !sleep(s.r.stopping, s.link.lost(err)) {
			return
		}
	}
}

// receive subscribes on a connection of its own and reads until that breaks. It returns nil when the server has confirmed
// that the subscription is over.
func (s *subscription) receive(ctx context.Context) error {
	patterns := s.r.source.config.Patterns
	ps := s.r.source.client.PSubscribe(ctx, patterns...)
	s.set(ps)
	defer s.set(nil)
	for ctx.Err() == nil {
		// Not with a timeout: one that fires within a reply would leave the rest of it to be taken for the next.
		frame, err := ps.Receive(ctx)
		if err != nil {
			return err
		}
		s.frames.Add(1)
		switch frame := frame.(type) {
		case *redis.Message:
			if !s.hand(ctx, received{frame, time.Now()}) {
				return ctx.Err()
			}
		case *redis.Subscription:
			switch {
			case frame.Kind == "psubscribe" && frame.Count == len(patterns):
				s.subscribed()
			case frame.Kind == "punsubscribe" && frame.Count == 0:
				return nil
			}
		}
	}
	return ctx.Err()
}

func (s *subscription) set(ps *redis.PubSub) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current != nil {
		_ = s.current.Close() // its errors are the socket's, which is gone either way
	}
	s.current = ps
}

// with calls do with the current connection, if there is one.
func (s *subscription) with(do func(*redis.PubSub) error) error {
	s.mu.Lock()
	ps := s.current
	s.mu.Unlock()
	if ps == nil {
		return redis.ErrClosed
	}
	return do(ps)
}

func (s *subscription) hand(ctx context.Context, m received) bool {
	if s.r.queue.full() {
		s.handing.Store(true)
		defer func() {
			s.frames.Add(1)
			s.handing.Store(false)
		}()
	}
	return s.r.queue.put(ctx, m)
}

func (s *subscription) subscribed() {
	gap, again := s.link.found()
	if again {
		s.r.source.log.Warn("The subscription was interrupted: what was published meanwhile is lost",
			slog.Duration("for", gap), slog.Int64("gaps", s.r.gaps.Add(1)))
	}
}

// keep watches over the connection until ctx ends: it asks a silent one for an answer, breaks one that gives none, and
// unsubscribes at the stop.
func (s *subscription) keep(ctx context.Context, done func()) {
	tick := time.NewTicker(s.r.source.config.HealthInterval)
	defer tick.Stop()
	last, asked := int64(0), false
	for {
		select {
		case <-tick.C:
			now := s.frames.Load()
			silent := now == last && !s.handing.Load()
			last = now
			switch {
			case !silent:
				asked = false
			case asked:
				s.r.source.log.Warn("The subscription has gone silent, and is made anew")
				_ = s.with(func(ps *redis.PubSub) error { return ps.Close() })
				asked = false
			default:
				// A ping that cannot be sent breaks the connection, which the reader sees.
				asked = s.with(func(ps *redis.PubSub) error { return ps.Ping(ctx) }) == nil
			}
		case <-s.r.stopping.Done():
			if ok, _ := s.link.state(); ok {
				s.unsubscribe(ctx)
			}
			done() // first: a connection that the reader sets after close is then not used
			s.close()
			return
		case <-ctx.Done():
			s.close()
			return
		}
	}
}

// unsubscribe asks the server to send nothing more, and returns when the reader has ended, or nothing comes any more.
func (s *subscription) unsubscribe(ctx context.Context) {
	if s.with(func(ps *redis.PubSub) error { return ps.PUnsubscribe(ctx) }) != nil {
		return
	}
	limit := time.NewTimer(unsubscribeLimit)
	defer limit.Stop()
	for seen := int64(-1); ; { // a reader that is busy with what has come is not cut off
		select {
		case <-limit.C:
			now := s.frames.Load()
			if now == seen && !s.handing.Load() {
				return
			}
			seen = now
			limit.Reset(unsubscribeLimit)
		case <-ctx.Done():
			return
		}
	}
}

func (s *subscription) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current != nil {
		_ = s.current.Close() // the reader closes it again
	}
}
