package engine

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/guthega/guthega/engine/delivery"
	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/sources"
)

// Config is what an Engine joins. All fields are required but where a zero is explained.
type Config struct {
	Source sources.Source
	Pool   *vm.Pool
	Policy delivery.Policy
	// Letters takes messages that failed for good; nil drops them.
	Letters *delivery.Letters
	// DrainTimeout is how long messages in flight may take to finish after the soft stop.
	DrainTimeout time.Duration
	Log          *logging.Logger
}

// Engine runs one source against one receiver.
type Engine struct {
	cfg      Config
	deliver  delivery.Deliverer
	inFlight atomic.Int64
	counts   counts
}

// New makes an engine; it starts nothing.
func New(cfg Config) *Engine {
	e := &Engine{cfg: cfg}
	e.deliver = delivery.Deliverer{Policy: cfg.Policy, Try: cfg.Pool.Do, Letters: cfg.Letters, Failed: e.logFailure}
	if f, ok := cfg.Source.(sources.Featured); ok {
		e.deliver.Features = f.Features()
	}
	if l := cfg.Letters; l != nil {
		l.Retrying = e.logLetterRetry
	}
	return e
}

// InFlight is how many messages have come from the source and are not settled.
func (e *Engine) InFlight() int64 { return e.inFlight.Load() }

// settleGrace is how long a source may take to give its messages back after the hard stop.
const settleGrace = 5 * time.Second

// Run serves until the source's input ends or soft does; then messages in flight have DrainTimeout, or until hard
// ends, to finish, and what has not is stopped. It returns nil after a clean end, and closes the pool.
func (e *Engine) Run(soft, hard context.Context) error {
	start := time.Now()
	hard, stop := context.WithCancelCause(hard)
	defer stop(nil)
	if f, ok := e.cfg.Source.(sources.Finite); ok {
		go e.finish(hard, f)
	}
	done := make(chan error, 1)
	go func() { done <- e.runSource(soft, hard) }()

	var stopping time.Time
	var err error
	select {
	case err = <-done:
	case <-soft.Done():
		stopping = time.Now()
		err = e.drain(hard, stop, done)
	case <-hard.Done():
		stopping = time.Now()
		err = e.halt(stop, done)
	}
	e.cfg.Pool.Close()
	e.logSummary(start, stopping, err)
	return err
}

// finish tells the pool when the source has no more messages.
func (e *Engine) finish(hard context.Context, f sources.Finite) {
	select {
	case <-f.Ended():
		e.cfg.Pool.Final()
	case <-hard.Done():
	}
}

// drain waits for the source to finish what it has.
func (e *Engine) drain(hard context.Context, stop context.CancelCauseFunc, done <-chan error) error {
	e.cfg.Log.Slog().Info("Stopping: messages in flight may finish",
		"inFlight", e.inFlight.Load(), "drainTimeout", e.cfg.DrainTimeout)
	limit := time.NewTimer(e.cfg.DrainTimeout)
	defer limit.Stop()
	select {
	case err := <-done:
		return err
	case <-limit.C:
	case <-hard.Done():
	}
	return e.halt(stop, done)
}

// halt is the hard stop.
func (e *Engine) halt(stop context.CancelCauseFunc, done <-chan error) error {
	e.cfg.Log.Slog().Warn("Stopping now: messages in flight are interrupted and given back",
		"inFlight", e.inFlight.Load())
	e.cfg.Pool.Close() // first, so that the source gets its verdicts while it can still settle
	select {
	case err := <-done:
		return err
	case <-time.After(closeGrace):
	}
	stop(context.Canceled)
	select {
	case err := <-done:
		return err
	case <-time.After(settleGrace):
		return fmt.Errorf("the source did not stop within %s of the hard stop", settleGrace)
	}
}

// closeGrace is how long after the interrupted handlers' verdicts a source may still settle as in a soft stop.
const closeGrace = time.Second

func (e *Engine) runSource(soft, hard context.Context) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("the source panicked: %v\n%s", x, debug.Stack())
		}
	}()
	ctx := sources.WithHard(soft, hard)
	return e.cfg.Source.Run(ctx, func(_ context.Context, m *sources.Message) (sources.Result, error) {
		return e.handle(soft, hard, m)
	})
}

// handle is the sources.Handler: every message comes through here and leaves with one timing line.
func (e *Engine) handle(soft, hard context.Context, m *sources.Message) (result sources.Result, err error) {
	e.inFlight.Add(1)
	defer e.inFlight.Add(-1)
	o := e.outcome(soft, hard, m)
	e.counts.add(o.Verdict)
	e.logTiming(m, &o)
	return o.Result, o.Error()
}

// outcome delivers m. A panic here is a bug of guthega; it costs this message only.
func (e *Engine) outcome(soft, hard context.Context, m *sources.Message) (o delivery.Outcome) {
	defer func() {
		if x := recover(); x != nil {
			o = delivery.Outcome{Verdict: delivery.Rejected, Attempts: 1, Err: &sources.Error{
				Kind: sources.Rejected, Name: "InternalError",
				Message: fmt.Sprintf("guthega failed while delivering the message: %v", x), Stack: string(debug.Stack()),
			}}
			e.logFailure(m, 1, o.Err, 0)
		}
	}()
	return e.deliver.Deliver(soft, hard, m)
}
