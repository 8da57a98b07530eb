package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// stopSignals returns a context that ends at the first SIGINT or SIGTERM and one that ends at the second; nothing else
// ends them. A third signal kills the process, whatever it is waiting for. stop gives the signals their usual meaning
// back.
func stopSignals(ctx context.Context) (soft, hard context.Context, stop func()) {
	soft, endSoft := context.WithCancel(ctx)
	hard, endHard := context.WithCancel(context.WithoutCancel(ctx))
	signals := make(chan os.Signal, 3)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	quit := make(chan struct{})
	go func() {
		for _, end := range []func(){endSoft, endHard} {
			select {
			case <-signals:
				end()
			case <-quit:
				return
			}
		}
		signal.Stop(signals)
		select {
		case s := <-signals: // came before Stop
			_ = syscall.Kill(os.Getpid(), s.(syscall.Signal)) // a process may always signal itself
		default:
		}
	}()
	return soft, hard, func() {
		signal.Stop(signals)
		close(quit)
	}
}

// lastResort is how long after the hard stop everything has to be over. The engine and its source take 6 s at most.
const lastResort = 8 * time.Second

// watchStop calls stuck when lastResort has passed since the hard stop: hard, or drain after soft. What can hold the
// process so long is an output that nobody reads, where even the lines about the stop wait. watch ends when cancel is
// called.
func watchStop(soft, hard context.Context, drain time.Duration, stuck func()) (cancel func()) {
	quit := make(chan struct{})
	go func() {
		var deadline <-chan time.Time
		select {
		case <-soft.Done():
			deadline = time.After(drain)
		case <-quit:
			return
		}
		select {
		case <-hard.Done():
		case <-deadline:
		case <-quit:
			return
		}
		select {
		case <-time.After(lastResort):
			stuck()
		case <-quit:
		}
	}()
	return func() { close(quit) }
}

// abandon ends the process with exit code 1 and says why, if stderr takes it.
func (s stdio) abandon() {
	said := make(chan struct{})
	go func() {
		defer close(said)
		_, _ = fmt.Fprintf(s.err, "guthega: the process did not end within %s of the hard stop and is given up, perhaps with "+
			"log lines unwritten: is the log's output being read?\n", lastResort)
	}()
	select {
	case <-said:
	case <-time.After(time.Second): // stderr is not read either
	}
	os.Exit(exitFailed)
}

// stoppedEarly reports whether soft has ended by a signal, and not because the receiver failed for good.
func stoppedEarly(soft context.Context) bool {
	return soft.Err() != nil && errors.Is(context.Cause(soft), context.Canceled)
}
