package stdinsource

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/guthega/guthega/sources"
)

// run is one Run. Lines go through three stages: a reader cuts the input into lines; the dispatcher, which is Run's own
// goroutine, starts a handler for each and queues it; and a writer settles the queue in its order. The queue's capacity
// bounds what is in flight.
type run struct {
	source  *Source
	ctx     context.Context // for the run's life, which is the call of Run
	handler sources.Handler
	queue   chan *job

	halt    chan struct{} // closed when nothing more may be handed out
	mu      sync.Mutex
	halted  bool
	haltErr error

	// handed and position (the last line that was taken) are the dispatcher's until it ends.
	handed, position int
	settled          tally // the writer's, until it ends
}

// job is one line with the handler.
type job struct {
	line   *line
	done   chan struct{} // closed when result and err are set
	result sources.Result
	err    error
}

// hardGrace is how long, after the hard stop, the engine has to return the lines it interrupted, and the output to take
// the last results.
const hardGrace = 500 * time.Millisecond

func (r *run) run() error {
	giveUp, release := afterGrace(sources.Hard(r.ctx))
	defer release()
	in := startReader(r.source.config)
	wrote := make(chan struct{})
	go func() {
		defer close(wrote)
		r.write(giveUp)
	}()

	inputErr := r.dispatch(in)
	r.source.endInput()
	close(r.queue)
	atEnd := in.close()

	select {
	case <-wrote:
	case <-giveUp.Done():
		select { // the writer sees giveUp as well; only an output that takes nothing can hold it now
		case <-wrote:
		case <-time.After(hardGrace):
			return fmt.Errorf("hard stop: the output does not take the results: %w", context.Cause(giveUp))
		}
	}
	return r.conclude(inputErr, atEnd)
}

// afterGrace returns a context that ends hardGrace after hard, with its cause.
func afterGrace(hard context.Context) (context.Context, func()) {
	giveUp, cancel := context.WithCancelCause(context.WithoutCancel(hard))
	stop := context.AfterFunc(hard, func() {
		time.AfterFunc(hardGrace, func() { cancel(context.Cause(hard)) })
	})
	return giveUp, func() { stop(); cancel(nil) }
}

// stop ends the handing out. The first reason stays, and a Fatal verdict is added to it.
func (r *run) stop(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.halted {
		r.halted = true
		close(r.halt)
	}
	if err != nil && (r.haltErr == nil || sources.KindOf(err) == sources.Fatal) {
		r.haltErr = errors.Join(r.haltErr, err)
	}
}

// dispatch hands out lines until the input ends, the soft stop, or halt. Its error is the input's.
func (r *run) dispatch(in *reader) error {
	var entering sync.WaitGroup
	defer entering.Wait() // Ended is closed after this, and only when the handler has the last line
	for !r.stopping() {   // select takes any case that is ready, but a stop comes first
		var next *line
		select {
		case <-r.ctx.Done():
			continue
		case <-r.halt:
			continue
		case next = <-in.lines:
		}
		if next == nil {
			return in.err
		}
		j := &job{line: next, done: make(chan struct{})}
		select { // a place first, and only then the handler
		case <-r.ctx.Done():
			continue
		case <-r.halt:
			continue
		case r.queue <- j:
		}
		r.handed++
		r.position = next.number
		entering.Add(1)
		go func() {
			defer close(j.done)
			entering.Done()
			j.result, j.err = r.judge(j.line)
		}()
	}
	return nil
}

func (r *run) stopping() bool { return r.ctx.Err() != nil || isClosed(r.halt) }

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// judge calls the handler. A panic is a bug in what is below us: the line stays unsettled and the source stops.
func (r *run) judge(l *line) (result sources.Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			r.source.log.Error("The handler panicked", slog.Int("line", l.number), slog.Any("panic", p),
				slog.String("stack", string(debug.Stack())))
			err = &sources.Error{Kind: sources.Fatal, Name: "Error", Message: fmt.Sprintf("the handler panicked: %v", p)}
		}
	}()
	m := sources.NewMessage("stdin", l.body)
	m.Format = r.source.config.Format
	m.Meta = sources.Fields{{Key: "line", Value: l.number}}
	m.Fault = l.fault()
	return r.handler(r.ctx, m)
}

// conclude writes the one line that says what became of the input, and chooses Run's error.
func (r *run) conclude(inputErr error, atEnd bool) error {
	t := &r.settled
	attrs := []any{
		slog.Int("handedOut", r.handed), slog.Int("done", t.done), slog.Int("failed", t.failed),
		slog.Int("returned", t.returned),
	}
	first := t.first
	if first == 0 && !atEnd {
		first = r.position + 1 // if there is one: nobody has looked
	}
	if first == 0 {
		r.source.log.Info("Input ended", attrs...)
	} else {
		r.source.log.Warn("Input was left before its end",
			append(attrs, slog.Int("firstUnprocessedLine", first))...)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return errors.Join(r.haltErr, inputErr)
}
