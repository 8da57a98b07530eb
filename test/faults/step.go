package main

import (
	"context"
	"math/rand/v2"
	"time"
)

// publish sends the next so many numbers.
func (t *trial) publish(ctx context.Context, count int) error {
	t.using.Lock()
	defer t.using.Unlock()
	const batch = 500
	for end := t.next + count; t.next < end; {
		to := min(t.next+batch, end)
		t.fleet.expect(to)
		if err := t.broker.publish(ctx, t.next, to); err != nil {
			return err
		}
		t.next = to
	}
	return nil
}

// steps is how many things are done, each with its share of the messages.
func (o *options) steps() int { return o.kills + o.restarts + o.joins + o.cuts }

// stepLimit is how long a step waits for progress: a group without leader makes none for a while.
const stepLimit = 8 * time.Second

// step sends one share and waits until a random part of it has been seen.
func (t *trial) step(ctx context.Context, random *rand.Rand) error {
	share := t.messages / (t.steps() + 1)
	before, _, _ := t.fleet.progress()
	if err := t.publish(ctx, share); err != nil {
		return err
	}
	part := before + int(float64(share)*(0.05+0.5*random.Float64()))
	until(ctx, stepLimit, func() bool {
		seen, _, _ := t.fleet.progress()
		return seen >= part
	})
	return context.Cause(ctx)
}

// happened notes that something was done, begun at begin.
func (t *trial) happened(k kind, process, what string, begin time.Time) {
	f := fault{kind: k, process: process, begin: begin, end: time.Now(), what: what}
	t.fleet.happened(f)
	seen, sent, _ := t.fleet.progress()
	t.events.Info(f.String(), "seen", seen, "sent", sent)
}
