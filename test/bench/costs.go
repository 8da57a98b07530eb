package main

import (
	"context"
	"fmt"
	"time"

	"github.com/guthega/guthega/engine"
	"github.com/guthega/guthega/engine/delivery"
	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/sources"
)

// cost is what one step takes, in microseconds.
type cost struct {
	name string
	us   float64
}

// measureCosts takes the path of a message apart. No target hangs on these; they say where a missed one was missed.
func measureCosts(ctx context.Context, d time.Duration, orders []order) ([]cost, error) {
	defer withGuthegaGC()()
	var costs []cost
	for _, m := range []struct {
		name    string
		measure func(context.Context, time.Duration, []order) (float64, error)
	}{
		{"log: one timing line, encoded fields to output", costOfLogLine},
		{"pool.Do: decode, context, call, settled promise (1 VM, 1 caller)", costOfDo(1, 1)},
		{"pool.Do: the same with 2 VMs and 32 callers", costOfDo(2, 32)},
		{"engine: pool.Do, delivery and timing line (2 VMs, 32 callers)", costOfMessage},
	} {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		us, err := m.measure(ctx, d, orders)
		if err != nil {
			return nil, fmt.Errorf("measuring %s: %w", m.name, err)
		}
		costs = append(costs, cost{m.name, us})
	}
	return costs, nil
}

// timingFields are those of a usual timing line, as the engine encodes them.
const timingFields = `"name":"messageReceived","requestId":"0b6a1b1e-6a06-4c1a-9a52-3f0c2a0d9c11",` +
	`"gts":"2026-11-23T10:00:00.000Z","source":"http","method":"POST","path":"/","outcome":"resolved","attempt":1,` +
	`"startTime":"2026-11-23T10:00:00.000Z","duration":0.021,"queueDuration":0.113,"vmDuration":0.019,"billedDuration":1`

func costOfLogLine(_ context.Context, d time.Duration, _ []order) (float64, error) {
	log := discardLog()
	defer func() { _ = log.Close() }()
	fields := []byte(timingFields)
	return timePerCall(d, func(int) error {
		log.Log(logging.Info, "Message handler performance", fields)
		return nil
	})
}

func costOfDo(vms, callers int) func(context.Context, time.Duration, []order) (float64, error) {
	return func(ctx context.Context, d time.Duration, orders []order) (float64, error) {
		p, err := newPool(ctx, poolSpec{receiver: string(orderReceiver), vms: vms, concurrency: 64}, discardLog())
		if err != nil {
			return 0, err
		}
		defer p.Close()
		rate, err := rateOf(callers, d, func(n int) error { return attempt(p, orders[n%len(orders)].body) })
		return 1e6 / rate, err
	}
}

// costOfMessage runs the engine with a source that has its messages ready.
func costOfMessage(ctx context.Context, d time.Duration, orders []order) (float64, error) {
	log := discardLog()
	defer func() { _ = log.Close() }()
	p, err := newPool(ctx, poolSpec{receiver: string(orderReceiver), vms: 2, concurrency: 64}, log)
	if err != nil {
		return 0, err
	}
	s := &instantSource{duration: d, orders: orders}
	e := engine.New(engine.Config{
		Source: s, Pool: p, Policy: delivery.Policy{Attempts: 1}, DrainTimeout: time.Second, Log: log,
	})
	if err := e.Run(ctx, context.WithoutCancel(ctx)); err != nil {
		return 0, err
	}
	return 1e6 / s.rate, nil
}

// instantSource hands out messages for a while, from as many callers as the HTTP measurements have connections.
type instantSource struct {
	duration time.Duration
	orders   []order
	rate     float64
}

// Run is part of sources.Source.
func (s *instantSource) Run(ctx context.Context, h sources.Handler) error {
	var err error
	s.rate, err = rateOf(32, s.duration, func(n int) error {
		_, err := h(ctx, newMessage(s.orders[n%len(s.orders)].body))
		return err
	})
	return err
}

var _ sources.Source = (*instantSource)(nil)
