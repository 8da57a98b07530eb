package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"
)

// joins has a second and a third process come and go.
func (t *trial) joins(ctx context.Context, random *rand.Rand) error {
	for range t.options.joins {
		if err := t.step(ctx, random); err != nil {
			return err
		}
		begin := time.Now()
		var visitors [2]*process
		for i, role := range []string{"second", "third"} {
			p, err := t.fleet.start(role)
			if err != nil {
				return err
			}
			visitors[i] = p
		}
		until(ctx, stepLimit, func() bool { return t.fleet.works(visitors[0]) && t.fleet.works(visitors[1]) })
		sleep(ctx, time.Duration(random.Int64N(int64(time.Second))))
		var leaving sync.WaitGroup
		for _, p := range visitors {
			leaving.Go(func() { t.end(ctx, p) })
		}
		leaving.Wait()
		t.happened(join, "", visitors[0].name+" and "+visitors[1].name, begin)
	}
	return nil
}

// terminations keeps a process that gets a SIGTERM every few seconds, until over is closed.
func (t *trial) terminations(ctx context.Context, random *rand.Rand, over <-chan struct{}) error {
	for {
		p, err := t.fleet.start("worker")
		if err != nil {
			return err
		}
		last := false
		select {
		case <-time.After(3*time.Second + time.Duration(random.Int64N(int64(2*time.Second)))):
		case <-p.ended:
		case <-over:
			last = true
		case <-ctx.Done():
			last = true
		}
		t.end(ctx, p)
		if last {
			return nil
		}
		if p.endedBy() == "" { // it may do so each time
			sleep(ctx, time.Second)
		}
	}
}

// end terminates p, if it runs, and notes how that went.
func (t *trial) end(ctx context.Context, p *process) {
	until(ctx, stepLimit, func() bool { return t.fleet.isUp(p) })
	begin := time.Now()
	if err := p.terminate(ctx); err != nil && ctx.Err() == nil {
		t.fleet.breaks(err.Error())
	}
	<-p.read
	if p.endedBy() == stop {
		t.happened(stop, p.name, p.state.String(), begin)
	}
	err := p.outcome()
	switch {
	case errors.Is(err, errStopped):
		t.mu.Lock()
		t.stops = append(t.stops, p)
		t.mu.Unlock()
	case err != nil:
		t.fleet.breaks(err.Error())
	}
}
