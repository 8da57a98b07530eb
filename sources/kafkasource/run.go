package kafkasource

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/IBM/sarama"

	"github.com/guthega/guthega/sources"
)

// hardGrace is what a hard stop leaves for the last commit and for leaving the group.
const hardGrace = 2 * time.Second

// run is one call of Source.Run.
type run struct {
	*Source
	handler sources.Handler
	// values is what handlers are called with; soft ends at the soft stop or with the reason why the source must stop;
	// hard at the hard stop.
	values, soft, hard context.Context
	stop               context.CancelCauseFunc
	pool               *pool
	// plain: the brokers keep less beside an offset than maxMetadata; nothing is kept there.
	plain atomic.Bool
	seed  maphash.Seed // of the keys' lanes

	mu     sync.Mutex
	claims []*claim // those that have unfinished jobs, or may get some
}

func newRun(ctx context.Context, s *Source, h sources.Handler) *run {
	soft, stop := context.WithCancelCause(ctx)
	return &run{
		Source: s, handler: h, values: context.WithoutCancel(ctx), soft: soft, hard: sources.Hard(ctx), stop: stop,
		pool: newPool(), seed: maphash.MakeSeed(),
	}
}

func (r *run) run() error {
	defer r.stop(nil)
	var workers sync.WaitGroup
	for range r.config.Concurrency {
		workers.Go(r.work)
	}
	served, done := make(chan struct{}), make(chan struct{})
	go func() {
		r.serve()
		close(served)
		r.pool.close()
		workers.Wait()
		close(done)
	}()
	defer r.letters.close()
	select {
	case <-done:
	case <-r.hard.Done():
		timer := time.NewTimer(hardGrace)
		defer timer.Stop()
		select {
		case <-served:
		case <-timer.C:
		}
		r.conns.end()
		r.pool.close()
	}
	err := context.Cause(r.soft)
	if errors.Is(err, context.Canceled) { // asked to, not failed
		err = nil
	}
	if n := r.unfinished(); n > 0 {
		err = errors.Join(err, fmt.Errorf("the hard stop left %d messages unfinished; they will come again", n))
	}
	return err
}

// serve is a member of the group until the soft stop.
func (r *run) serve() {
	w := &waiting{source: r.Source}
	client, err := r.connect(r.soft, w)
	if err != nil {
		r.stop(err)
		return
	}
	defer client.Close() //nolint:errcheck // everything is settled, or was cut off
	group, err := sarama.NewConsumerGroupFromClient(r.config.GroupID, client)
	if err != nil {
		r.stop(fmt.Errorf("joining the group %q at %s: %w", r.config.GroupID, r.where, err))
		return
	}
	var watching sync.WaitGroup
	watching.Go(func() { r.watchErrors(group.Errors()) })
	for r.soft.Err() == nil {
		r.session(group, client, w)
	}
	if err := group.Close(); err != nil && r.hard.Err() == nil {
		r.log.Warn("Leaving the consumer group failed; its partitions are free after the session timeout",
			slog.String("group", r.config.GroupID), slog.String("error", flat(err)))
	}
	watching.Wait()
}

// session is a member of the group for one generation.
func (r *run) session(group sarama.ConsumerGroup, client sarama.Client, w *waiting) {
	topics, err := r.topics(client)
	if err == nil {
		ctx, cancel := context.WithCancel(r.soft)
		defer cancel()
		var watching sync.WaitGroup
		if r.pattern != nil {
			watching.Go(func() { r.watchTopics(ctx, client, topics, cancel) })
		}
		h := &session{run: r, client: client, waiting: w}
		began := time.Now()
		err = group.Consume(ctx, topics, h)
		cancel()
		watching.Wait()
		h.committing.Wait()
		if err == nil && time.Since(began) < firstRetry { // something ends sessions at once: not in a tight loop
			sleep(r.soft, firstRetry)
		}
	}
	if err == nil || r.soft.Err() != nil {
		return
	}
	doing := fmt.Sprintf("joining the group %q", r.config.GroupID)
	if why := r.refused(doing, err); why != nil {
		r.stop(why)
		return
	}
	w.wait(r.soft, doing, err)
}

// watchErrors logs what the library could not do, and ends the run where another try will not help.
func (r *run) watchErrors(errs <-chan error) {
	last, at := "", time.Time{}
	for err := range errs {
		if errors.Is(err, sarama.ErrOffsetMetadataTooLarge) && !r.plain.Swap(true) {
			r.log.Warn("The brokers keep too little beside a committed offset (offset.metadata.max.bytes): what is finished beyond an unfinished record may come again after a stop",
				slog.String("brokers", r.where))
			continue
		}
		if why := r.refused(fmt.Sprintf("reading as group %q", r.config.GroupID), err); why != nil {
			r.stop(why)
		}
		// The same for every partition, and again with every try: once in a while is enough.
		if text := flat(err); text != last || time.Since(at) > lastRetry {
			last, at = text, time.Now()
			r.log.Warn("Kafka reported an error; it is tried again", slog.String("brokers", r.where), slog.String("error", text))
		}
	}
}

// metadataLimit is how much may be kept beside a committed offset, in bytes.
func (r *run) metadataLimit() int {
	if r.plain.Load() {
		return 0
	}
	return r.maxMetadata
}

// work settles jobs until the pool is closed.
func (r *run) work() {
	for j := r.pool.next(nil); j != nil; j = r.pool.next(j) {
		r.settle(j)
	}
}

// settle hands a job to the handler, again and again while it says that it does not count, and notes the verdict.
func (r *run) settle(j *job) {
	pause := firstRetry
	for {
		if j.claim.isGone() {
			j.claim.over(j, false)
			return
		}
		err := r.judge(j)
		if err == nil {
			j.claim.over(j, true)
			return
		}
		switch sources.KindOf(err) {
		case sources.Fatal:
			r.stop(err)
			j.claim.over(j, false)
			return
		case sources.Unavailable, sources.Stopped:
			// The only place that it can be given back to is here. The lane waits, and so the order is kept.
			if j.claim.waitGone(pause) {
				j.claim.over(j, false)
				return
			}
			pause = min(2*pause, lastRetry)
		default:
			j.claim.over(j, true)
			return
		}
	}
}

// judge calls the handler. A panic in it says nothing of the record, so that the source must stop.
func (r *run) judge(j *job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			r.log.Error("A handler panicked", slog.Any("panic", p), slog.String("stack", string(debug.Stack())))
			err = &sources.Error{Kind: sources.Fatal, Name: "InternalError", Message: "the message handler panicked; the message stays unsettled"}
		}
	}()
	_, err = r.handler(r.values, &j.message)
	return err
}

// add registers a claim, and forgets those that are over.
func (r *run) add(c *claim) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.claims = slices.DeleteFunc(r.claims, (*claim).ended)
	r.claims = append(r.claims, c)
}

func (r *run) unfinished() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, c := range r.claims {
		n += c.running()
	}
	return n
}

// record finds the record of a message that is in flight.
func (r *run) record(m *sources.Message) (found *sarama.ConsumerMessage) {
	r.mu.Lock()
	claims := slices.Clone(r.claims)
	r.mu.Unlock()
	for _, c := range claims {
		if c.gone != m.Revoked {
			continue
		}
		c.mu.Lock()
		c.tracker.unfinished(func(j *job) bool {
			if &j.message == m {
				found = j.record
			}
			return found == nil
		})
		c.mu.Unlock()
	}
	return found
}
