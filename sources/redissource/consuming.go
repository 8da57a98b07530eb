package redissource

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/guthega/guthega/sources"
)

// consuming is one Run of a Streams: a fetcher and a settler for each lane, and the workers between them, which all lanes
// share.
type consuming struct {
	source  *Streams
	ctx     context.Context // for the run's life, which is the call of Run
	handler sources.Handler
	work    chan job

	load     atomic.Int64 // entries that were fetched and have no verdict
	stopping context.Context
	stop     context.CancelCauseFunc
	judged   chan struct{} // closed when all verdicts are with the settlers
	giveUp   context.Context
	release  func()
	tally    tally
}

// job is an entry for a worker.
type job struct {
	lane  *lane
	entry *entry
}

func newConsuming(ctx context.Context, s *Streams, h sources.Handler) *consuming {
	r := &consuming{
		source: s, ctx: ctx, handler: h, judged: make(chan struct{}),
		// Each lane reads as much as there is room for; several may do so at once.
		work: make(chan job, 2*s.config.Concurrency),
	}
	r.stopping, r.stop = context.WithCancelCause(ctx)
	r.giveUp, r.release = afterGrace(sources.Hard(ctx))
	return r
}

func (r *consuming) run() error {
	defer r.release()
	defer r.stop(nil)
	var fetchers, workers, settlers sync.WaitGroup
	for _, l := range r.source.lanes {
		fetchers.Go(func() { l.fetch(r) })
		settlers.Go(func() { l.settleAll(r) })
	}
	for range r.source.config.Concurrency {
		workers.Go(r.judgeAll)
	}
	<-r.stopping.Done()
	// A read may wait for seconds and hears of no context; what it was given is found by settling.leave.
	_ = r.source.reader.Close()
	fetchers.Wait()
	close(r.work)
	settled := make(chan struct{})
	go func() {
		defer close(settled)
		workers.Wait()
		close(r.judged)
		settlers.Wait()
	}()
	select {
	case <-settled:
	case <-r.giveUp.Done():
	}
	return r.conclude()
}

// room waits until l may fetch, and says how much; false at the stop.
func (r *consuming) room(l *lane) (int, bool) {
	for r.stopping.Err() == nil {
		if n := r.source.config.Concurrency - int(r.load.Load()); n > 0 {
			return max(n/len(r.source.lanes), 1), true
		}
		select {
		case <-l.freed:
		case <-r.stopping.Done():
		}
	}
	return 0, false
}

// hand gives entries to the workers. At the stop it gives them back.
func (r *consuming) hand(l *lane, entries []*entry) {
	r.load.Add(int64(len(entries)))
	for _, e := range entries {
		select {
		case r.work <- job{l, e}:
		case <-r.stopping.Done():
			r.verdict(l, e, true)
		}
	}
}

// judgeAll is a worker. What has not started at the stop is given back.
func (r *consuming) judgeAll() {
	c := &r.source.config
	for j := range r.work {
		if r.stopping.Err() != nil {
			r.verdict(j.lane, j.entry, true)
			continue
		}
		r.tally.handed.Add(1)
		err := judge(r.ctx, r.handler, j.entry.message(j.lane.stream, c.Field, c.Format), r.source.log)
		switch kind := sources.KindOf(err); {
		case err == nil:
			r.tally.done.Add(1)
			r.verdict(j.lane, j.entry, false)
		case kind == sources.Fatal: // stays as it is
			r.tally.returned.Add(1)
			r.stop(err)
			r.free()
		case kind == sources.Unavailable, kind == sources.Stopped:
			r.tally.returned.Add(1)
			r.verdict(j.lane, j.entry, true)
		default:
			r.tally.failed.Add(1)
			r.verdict(j.lane, j.entry, false)
		}
	}
}

func (r *consuming) verdict(l *lane, e *entry, back bool) {
	r.settle(l, verdict{e, back})
	r.free()
}

// settle passes v to l's settler.
func (r *consuming) settle(l *lane, v verdict) {
	select {
	case l.verdicts <- v:
		return
	default:
	}
	select {
	case l.verdicts <- v:
	case <-r.giveUp.Done():
	}
}

// free notes that an entry is in flight no more, and wakes the fetchers when that makes room where there was none.
func (r *consuming) free() {
	if r.load.Add(-1) != int64(r.source.config.Concurrency)-1 {
		return
	}
	for _, l := range r.source.lanes {
		select {
		case l.freed <- struct{}{}:
		default:
		}
	}
}

// conclude writes the one line that says what became of the entries, and chooses Run's error.
func (r *consuming) conclude() error {
	unsettled := 0
	for _, l := range r.source.lanes {
		unsettled += len(l.heldIDs())
	}
	r.source.log.Info("Redis streams were left", slog.Int64("handedOut", r.tally.handed.Load()),
		slog.Int64("done", r.tally.done.Load()), slog.Int64("failed", r.tally.failed.Load()),
		slog.Int64("returned", r.tally.returned.Load()), slog.Int("unsettled", unsettled))
	switch {
	case r.ctx.Err() == nil: // nobody asked to stop
		return context.Cause(r.stopping)
	case unsettled > 0 && r.giveUp.Err() != nil:
		return fmt.Errorf("hard stop: %d entries are unsettled and stay pending: %w", unsettled, context.Cause(r.giveUp))
	}
	return nil
}
