package sourcetest

import (
	"bytes"
	"context"
	"sync/atomic"
	"testing"

	"github.com/guthega/guthega/sources"
)

func idleStop(t *testing.T, h Harness) {
	s := start(t, h, echo)
	s.stopCleanly()
}

func stoppedBefore(t *testing.T, h Harness) {
	s := prepare(t, h, echo)
	r := s.send(numbered(1))
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	s.err = s.peer.Source().Run(ctx, s.handle)
	close(s.ended)
	if s.err != nil {
		t.Errorf("Run returned %v", s.err)
	}
	if o := s.await(r); o.State != Returned || len(s.verdicts(numbered(1))) != 0 {
		t.Errorf("the message came to be %v after %d deliveries", o.State, len(s.verdicts(numbered(1))))
	}
}

// held is a handler that says when it has begun and waits to be told to end.
type held struct {
	began, release chan struct{}
	calls          atomic.Int64
}

func newHeld() *held {
	return &held{began: make(chan struct{}, Parallel), release: make(chan struct{})}
}

func (h *held) handle(ctx context.Context, m *sources.Message) (sources.Result, error) {
	h.calls.Add(1)
	h.began <- struct{}{}
	<-h.release
	return echo(ctx, m)
}

func softStopFinishes(t *testing.T, h Harness) {
	inFlight := Parallel
	if h.Traits.Serial {
		inFlight = 1
	}
	handler := newHeld()
	s := start(t, h, handler.handle)
	receipts := make([]Receipt, inFlight)
	for n := range receipts {
		receipts[n] = s.send(numbered(n))
	}
	for range receipts {
		s.wait("the handler began", handler.began)
	}
	s.soft()
	select {
	case <-s.ended:
		t.Error("Run returned with messages in flight")
	default:
	}
	close(handler.release)
	for n, o := range s.awaitAll(receipts) {
		s.wantDone(o, n)
	}
	if err := s.returned(); err != nil {
		t.Errorf("Run returned an error after a clean drain: %v", err)
	}
}

func softStopTakesNothing(t *testing.T, h Harness) {
	handler := newHeld()
	s := start(t, h, handler.handle)
	first := s.send(numbered(0))
	s.wait("the handler began", handler.began)
	s.soft()
	late := make([]Receipt, Parallel)
	for n := range late {
		late[n] = s.send(numbered(n + 1))
	}
	close(handler.release)
	s.wantDone(s.await(first), 0)
	if err := s.returned(); err != nil {
		t.Errorf("Run returned an error after a clean drain: %v", err)
	}
	for n, o := range s.awaitAll(late) {
		if o.State != Returned {
			t.Errorf("the late message %d came to be %v", n+1, o.State)
		}
	}
	if n := handler.calls.Load(); n != 1 {
		t.Errorf("the handler was called %d times, want once", n)
	}
}

// stopUnderLoad stops in the middle of many messages. For each of them, what the other side sees must be what the
// handler did: done if and only if it said so, and otherwise still there. That is the bug of the message read just as
// the stop came.
func stopUnderLoad(t *testing.T, h Harness) {
	const messages, stopAt = 400, 100
	var calls atomic.Int64
	var s *session
	half := make(chan struct{})
	s = prepare(t, h, func(ctx context.Context, m *sources.Message) (sources.Result, error) {
		if calls.Add(1) == stopAt {
			close(half)
		}
		return echo(ctx, m)
	})
	s.run()
	receipts := make([]Receipt, messages)
	for n := range receipts {
		receipts[n] = s.send(numbered(n))
	}
	s.wait("half of the load was handled", half)
	s.stopCleanly()
	for n, o := range s.awaitAll(receipts) {
		switch verdicts := s.verdicts(numbered(n)); {
		case len(verdicts) > 1:
			t.Errorf("message %d was handed out %d times", n, len(verdicts))
		case len(verdicts) == 1 && o.State != Done, len(verdicts) == 0 && o.State != Returned:
			t.Errorf("message %d, handed out %d times, came to be %v", n, len(verdicts), o.State)
		}
	}
}

func hardStop(t *testing.T, h Harness) {
	handler := newHeld()
	s := prepare(t, h, handler.handle)
	t.Cleanup(func() { close(handler.release) }) // before the check for leaks
	s.run()
	r := s.send(numbered(1))
	s.wait("the handler began", handler.began)
	s.soft()
	s.hard()
	if err := s.returned(); err == nil {
		t.Error("Run returned nil although a message is neither finished nor settled")
	}
	// The sender may have been cut off, which a Receipt reports as an error; what must not be is a settled message.
	o, err := r(s.ctx, s.ended)
	if err == nil && o.State != Returned {
		t.Errorf("the message came to be %v", o.State)
	}
	if bytes.Equal(o.Result, numbered(1)) {
		t.Error("the sender was given a result")
	}
}
