package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"syscall"
	"time"
)

const (
	// settleLimit is what settling the last messages, and leaving, may take: what killed processes had comes again after
	// a session or claimIdle.
	settleLimit = time.Minute
	// spareGoroutines and spareConnections are how many more an old process may have than a new one: those that a client
	// library keeps for a time after a broker was away, and what a new one had no reason to start.
	spareGoroutines  = 20
	spareConnections = 4
)

// extras are what the elder has in comparison with a process that has just begun.
type extras struct{ goroutines, connections [2]int }

// settle waits until nothing is unsettled.
func (t *trial) settle(ctx context.Context) error {
	return t.await(ctx, "unsettled", t.broker.unsettled)
}

// await asks until nothing is left, which is "". What is left after settleLimit is a problem, and no error.
func (t *trial) await(ctx context.Context, what string, ask func(context.Context) (string, error)) error {
	var left string
	var err error
	if !until(ctx, settleLimit, func() bool { left, err = ask(ctx); return err != nil || left == "" }) {
		t.fleet.breaks(what + " at the end: " + left)
	}
	if err != nil {
		return err
	}
	return context.Cause(ctx)
}

// conclude compares the elder with a new process, has another one leave the group, and looks at what is left.
func (t *trial) conclude(ctx context.Context) (*summary, error) {
	took := t.took()
	if !t.elder.running() {
		t.fleet.breaks(fmt.Sprint(t.elder.outcome()))
	}
	var err error
	if t.extras.connections[0], t.extras.goroutines[0], err = t.inventory(ctx, t.elder); err != nil {
		return nil, err
	}
	newborn, err := t.employ(ctx, "newborn", 2*poisonPeriod)
	if err != nil {
		return nil, err
	}
	if t.extras.connections[1], t.extras.goroutines[1], err = t.inventory(ctx, newborn); err != nil {
		return nil, err
	}
	heir, err := t.employ(ctx, "heir", poisonPeriod)
	if err != nil {
		return nil, err
	}
	t.end(ctx, heir)
	if err := t.await(ctx, "left behind", t.broker.leftovers); err != nil {
		return nil, err
	}
	if !until(ctx, settleLimit, func() bool { return t.proxy.connections() == 0 }) {
		t.fleet.breaks(fmt.Sprintf("left behind at the end: %d connections", t.proxy.connections()))
	}
	letters, err := t.broker.letters(ctx)
	if err != nil {
		return nil, err
	}
	return t.summarize(letters, took), nil
}

// took is the time until the last number was seen.
func (t *trial) took() time.Duration {
	_, _, last := t.fleet.progress()
	return last.Sub(t.began)
}

// employ starts a process and gives it so many messages.
func (t *trial) employ(ctx context.Context, role string, messages int) (*process, error) {
	p, err := t.fleet.start(role)
	if err != nil {
		return nil, err
	}
	if err := t.publish(ctx, messages); err != nil {
		return nil, err
	}
	if err := t.awaitAll(ctx); err != nil {
		return nil, err
	}
	return p, t.settle(ctx)
}

// inventory counts the connections and goroutines of p, the only process that runs, and ends it.
func (t *trial) inventory(ctx context.Context, p *process) (connections, goroutines int, err error) {
	connections = t.proxy.connections()
	until(ctx, time.Second, func() bool { // some are just being closed
		connections = min(connections, t.proxy.connections())
		return false
	})
	begin := time.Now()
	if !p.signal(kill, syscall.SIGQUIT) { // to which Go's runtime prints all goroutines
		return 0, 0, nil
	}
	select {
	case <-p.ended:
	case <-ctx.Done():
		return 0, 0, context.Cause(ctx)
	}
	t.happened(kill, p.name, "to count its goroutines", begin)
	text, err := os.ReadFile(p.stderr)
	if err != nil {
		return 0, 0, err
	}
	for line := range bytes.Lines(text) {
		if bytes.HasPrefix(line, []byte("goroutine ")) && bytes.Contains(line, []byte(" [")) {
			goroutines++
		}
	}
	return connections, goroutines, nil
}

// problems says where the elder has more than it should.
func (e extras) problems() (found []string) {
	for _, c := range []struct {
		what  string
		have  [2]int
		spare int
	}{{"goroutines", e.goroutines, spareGoroutines}, {"connections", e.connections, spareConnections}} {
		if c.have[0] > c.have[1]+c.spare {
			found = append(found, fmt.Sprintf("the process that lived through it all has %d %s, a new one %d", c.have[0], c.what, c.have[1]))
		}
	}
	return found
}
