package redissource

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/guthega/guthega/sources"
)

// receiving is one Run of a PubSub: a reader (subscription.go), the queue, and the workers that call the handler.
type receiving struct {
	source  *PubSub
	ctx     context.Context // for the run's life, which is the call of Run
	handler sources.Handler
	queue   *queue

	stopping context.Context // ends when nothing more may be subscribed to
	stop     context.CancelCauseFunc
	giveUp   context.Context // ends a little after the hard stop
	release  func()
	revoked  <-chan struct{} // closed at the hard stop
	tally    tally
	gaps     atomic.Int64
}

// tally counts verdicts.
type tally struct{ handed, done, failed, returned atomic.Int64 }

// hardGrace is how long, after the hard stop, the engine has to return the messages it interrupted.
const hardGrace = 500 * time.Millisecond

func newReceiving(ctx context.Context, s *PubSub, h sources.Handler) *receiving {
	r := &receiving{source: s, ctx: ctx, handler: h, queue: newQueue(s.config.MaxQueued, s.config.MaxQueuedBytes)}
	r.stopping, r.stop = context.WithCancelCause(ctx)
	hard := sources.Hard(ctx)
	r.giveUp, r.release = afterGrace(hard)
	if r.revoked = hard.Done(); r.revoked == nil {
		r.revoked = r.giveUp.Done()
	}
	return r
}

// afterGrace returns a context that ends hardGrace after hard, with its cause.
func afterGrace(hard context.Context) (context.Context, func()) {
	giveUp, cancel := context.WithCancelCause(context.WithoutCancel(hard))
	stop := context.AfterFunc(hard, func() {
		time.AfterFunc(hardGrace, func() { cancel(context.Cause(hard)) })
	})
	return giveUp, func() { stop(); cancel(nil) }
}

func (r *receiving) run() error {
	defer r.release()
	defer r.stop(nil)
	var workers sync.WaitGroup
	for range r.source.config.Concurrency {
		workers.Go(r.work)
	}
	newSubscription(r).read()
	close(r.queue.c)
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		workers.Wait()
	}()
	var undone error
	select {
	case <-finished:
	case <-r.giveUp.Done():
		left := r.tally.handed.Load() - r.tally.done.Load() - r.tally.failed.Load() - r.tally.returned.Load()
		undone = fmt.Errorf("hard stop: %d messages in flight and %d waiting are lost: %w",
			left, len(r.queue.c), context.Cause(r.giveUp))
	}
	r.conclude()
	if r.ctx.Err() == nil { // nobody asked to stop
		return context.Cause(r.stopping)
	}
	return undone
}

// work hands on messages until there are no more. After the hard stop it hands on none.
func (r *receiving) work() {
	for m := range r.queue.c {
		r.queue.taken(m)
		if r.giveUp.Err() != nil {
			return
		}
		r.tally.handed.Add(1)
		message := sources.NewMessage("redis", []byte(m.Payload))
		message.Received, message.Format = m.at, r.source.config.Format
		// What comes back at the soft stop is lost here, so that only the hard stop asks for it.
		message.Revoked = r.revoked
		message.Meta = sources.Fields{{Key: "pattern", Value: m.Pattern}, {Key: "channel", Value: m.Channel}}
		r.settle(judge(r.ctx, r.handler, message, r.source.log))
	}
}

// settle counts what became of a message; there is nobody to tell.
func (r *receiving) settle(err error) {
	switch {
	case err == nil:
		r.tally.done.Add(1)
	case sources.KindOf(err) == sources.Fatal:
		r.tally.returned.Add(1)
		r.stop(err)
	case sources.KindOf(err) == sources.Unavailable, sources.KindOf(err) == sources.Stopped:
		r.tally.returned.Add(1)
	default:
		r.tally.failed.Add(1)
	}
}

// conclude writes the one line that says what was lost.
func (r *receiving) conclude() {
	level := slog.LevelInfo
	if r.tally.returned.Load() > 0 || r.gaps.Load() > 0 {
		level = slog.LevelWarn
	}
	r.source.log.Log(context.WithoutCancel(r.ctx), level, "Redis subscription ended",
		slog.Int64("handedOut", r.tally.handed.Load()), slog.Int64("done", r.tally.done.Load()),
		slog.Int64("failed", r.tally.failed.Load()), slog.Int64("lost", r.tally.returned.Load()),
		slog.Int64("gaps", r.gaps.Load()))
}
