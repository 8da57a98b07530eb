package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// trial is all of it on one broker.
type trial struct {
	*options
	name   string
	making making
	proxy  *proxy
	fleet  *fleet
	events *slog.Logger // what was done when, in a file beside the logs

	using  sync.Mutex // the broker, also while it is restarted
	broker broker
	next   int // the number that is sent next
	lost   int // how many are not waited for any longer

	began  time.Time
	elder  *process // nobody touches it until the end
	mu     sync.Mutex
	stops  []*process // those that ended badly after SIGTERM
	extras extras
}

// run makes the trial with its files in dir. An error means that it could not be made.
func (o *options) runTrial(ctx context.Context, name, dir string) (*summary, error) {
	t := &trial{options: o, name: name, making: makings()[name]}
	ctx, cancel := context.WithTimeoutCause(ctx, o.limit, fmt.Errorf("it took longer than %s", o.limit))
	defer cancel()
	events, err := os.Create(filepath.Join(dir, "events"))
	if err != nil {
		return nil, err
	}
	defer events.Close() //nolint:errcheck // it is only there for people to look at
	t.events = slog.New(slog.NewTextHandler(events, nil))
	if t.proxy, err = newProxy(ctx); err != nil {
		return nil, err
	}
	defer t.proxy.close()
	if t.broker, err = t.making.start(ctx, t.proxy); err != nil {
		return nil, err
	}
	s, err := t.serve(ctx, dir)
	return s, errors.Join(err, t.broker.close())
}

// serve makes the trial with a broker that runs.
func (t *trial) serve(ctx context.Context, dir string) (*summary, error) {
	var err error
	if t.fleet, err = newFleet(dir, t.guthega, t.broker.source(), t.making.concurrency, t.delay); err != nil {
		return nil, err
	}
	defer t.fleet.close()
	if t.elder, err = t.fleet.start("elder"); err != nil {
		return nil, err
	}
	t.began = time.Now()
	if err := t.trouble(ctx); err != nil {
		return nil, err
	}
	if err := t.settle(ctx); err != nil {
		return nil, err
	}
	return t.conclude(ctx)
}

// trouble sends the messages and does everything that is to be survived.
func (t *trial) trouble(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var attacking, working sync.WaitGroup
	driver := func(waiting *sync.WaitGroup, number uint64, drive func(ctx context.Context, random *rand.Rand) error) {
		waiting.Go(func() {
			if err := drive(ctx, rand.New(rand.NewPCG(t.seed, number))); err != nil {
				cancel(err)
			}
		})
	}
	over := make(chan struct{})
	driver(&working, 1, func(ctx context.Context, random *rand.Rand) error { return t.terminations(ctx, random, over) })
	driver(&attacking, 2, t.attacks)
	driver(&attacking, 3, t.joins)
	attacking.Wait()
	err := context.Cause(ctx)
	if err == nil {
		err = t.publish(ctx, t.messages-t.next)
	}
	if err == nil {
		err = t.awaitAll(ctx)
	}
	close(over)
	working.Wait()
	return errors.Join(err, context.Cause(ctx))
}

// stalled is after how long without a new number the rest is lost: several times what the slowest recovery takes.
const stalled = time.Minute

// awaitAll waits until all that was sent has been seen, but for what was given up before. That some was not is for the
// referee to say.
func (t *trial) awaitAll(ctx context.Context) error {
	began := time.Now()
	var seen, sent int
	until(ctx, t.limit, func() bool {
		var last time.Time
		seen, sent, last = t.fleet.progress()
		return seen+t.lost == sent || time.Since(last) > stalled && time.Since(began) > stalled
	})
	t.lost = max(t.lost, sent-seen)
	return context.Cause(ctx)
}
