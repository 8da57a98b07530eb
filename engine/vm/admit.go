package vm

import (
	"fmt"
	"time"

	"github.com/guthega/guthega/sources"
)

// enter takes a place among the messages in flight.
func (p *Pool) enter(m *sources.Message, a Attempt) *sources.Error {
	select {
	case p.slots <- struct{}{}:
		return nil
	default:
	}
	limit, stop := timeLimit(m.MaxQueue)
	defer stop()
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-limit:
		return unavailable("no room: %d messages were in flight for %s", cap(p.slots), m.MaxQueue)
	case <-a.GiveUp:
		return unavailable("guthega is stopping")
	case <-p.ctx.Done():
		return stopped.verdict(nil)
	}
}

// pick returns the VM with the fewest messages in flight; where there is none it waits for one.
func (p *Pool) pick(m *sources.Message, a Attempt, queued int64) (*VM, *sources.Error) {
	for {
		p.mu.Lock()
		var best *VM
		for _, v := range p.vms {
			if !v.taking.Load() { // on its way out: gone will take it from the list, and say that it changed
				continue
			}
			if best == nil || v.load.Load() < best.load.Load() {
				best = v
			}
		}
		changed := p.changed
		p.mu.Unlock()
		if best != nil {
			return best, nil
		}
		left := m.MaxQueue
		if left > 0 {
			left = max(left-time.Duration(monotonic()-queued), time.Nanosecond)
		}
		if e := p.await(changed, left, a.GiveUp); e != nil {
			return nil, e
		}
	}
}

func (p *Pool) await(changed <-chan struct{}, left time.Duration, giveUp <-chan struct{}) *sources.Error {
	limit, stop := timeLimit(left)
	defer stop()
	select {
	case <-changed:
		return nil
	case <-limit:
		return unavailable("no VM is ready")
	case <-giveUp:
		return unavailable("guthega is stopping")
	case <-p.ctx.Done():
		return stopped.verdict(nil)
	}
}

// timeLimit is a timer for d, or one that never fires for zero.
func timeLimit(d time.Duration) (<-chan time.Time, func()) {
	if d <= 0 {
		return nil, func() {}
	}
	t := time.NewTimer(d)
	return t.C, func() { t.Stop() }
}

func unavailable(format string, args ...any) *sources.Error {
	return &sources.Error{Kind: sources.Unavailable, Name: "Unavailable", Message: fmt.Sprintf(format, args...)}
}
