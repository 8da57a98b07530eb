package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// attacks kills processes, restarts the broker and disturbs the network, in a random order.
func (t *trial) attacks(ctx context.Context, random *rand.Rand) error {
	var all []func() error
	for range t.kills {
		all = append(all, func() error { return t.kill(ctx, random) })
	}
	for i := range t.restarts {
		all = append(all, func() error { return t.restart(ctx, i%2 == 1) })
	}
	for i := range t.cuts {
		all = append(all, func() error { return t.disturb(ctx, cuts()[i%len(cuts())]) })
	}
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, attack := range all {
		if err := t.step(ctx, random); err != nil {
			return err
		}
		if err := attack(); err != nil {
			return err
		}
	}
	return nil
}

// kill kills a random process that runs.
func (t *trial) kill(ctx context.Context, random *rand.Rand) error {
	for {
		var p *process
		if !until(ctx, stopLimit, func() bool { p = t.fleet.pick(random, t.elder); return p != nil }) {
			return errors.Join(context.Cause(ctx), errors.New("there is no process to kill"))
		}
		if begin := time.Now(); p.kill() {
			t.happened(kill, p.name, "", begin)
			return nil
		}
	}
}

func (t *trial) restart(ctx context.Context, force bool) error {
	t.using.Lock()
	defer t.using.Unlock()
	begin := time.Now()
	if err := t.broker.restart(ctx, force); err != nil {
		return fmt.Errorf("restarting the broker: %w", err)
	}
	t.happened(restart, "", fmt.Sprintf("by force: %t", force), begin)
	return nil
}

// cut is a disturbance of the network.
type cut struct {
	stalls, refuses bool
	lasts           time.Duration
}

// cuts are those that there are: stalls that nobody notices, stalls longer than sessions and heartbeats last, connections
// that break, and a network that is away for a while.
func cuts() []cut {
	return []cut{{stalls: true, lasts: time.Second}, {}, {stalls: true, lasts: kafkaSession + 3*time.Second}, {refuses: true, lasts: 3 * time.Second}}
}

func (c cut) String() string {
	switch {
	case c.stalls:
		return "stall"
	case c.refuses:
		return "outage"
	}
	return "drop"
}

func (t *trial) disturb(ctx context.Context, c cut) error {
	begin := time.Now()
	if c.stalls {
		t.proxy.stall()
	} else {
		t.proxy.drop(c.refuses)
	}
	sleep(ctx, c.lasts)
	t.proxy.resume()
	t.happened(network, "", c.String(), begin)
	return context.Cause(ctx)
}

// sleep is as long as something is to last.
func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
