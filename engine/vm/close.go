package vm

import (
	"errors"
	"sync"
	"time"

	"github.com/guthega/guthega/sources"
)

// errClosed is the verdict on messages that the hard stop catches.
var errClosed = errors.New("the pool is closed")

// stopped is the cause of the hard stop.
var stopped = &stopCause{kind: sources.Stopped, name: "AbortError", message: "guthega is stopping"}

// closeGrace is how long handlers have to answer the AbortSignal of the hard stop.
const closeGrace = 100 * time.Millisecond

// Close is the hard stop: it fires the signals of all messages, interrupts what still runs a moment later, and closes
// the VMs. What was in flight is Stopped. It does nothing the second time.
func (p *Pool) Close() {
	p.mu.Lock()
	if p.ctx.Err() != nil {
		p.mu.Unlock()
		return
	}
	p.cancel(errClosed)
	vms := make([]*VM, 0, len(p.all))
	for v := range p.all {
		vms = append(vms, v)
	}
	p.mu.Unlock()

	var busy sync.WaitGroup
	for _, v := range vms {
		busy.Go(func() { v.stop(closeGrace) })
	}
	busy.Wait()
	p.work.Wait()
}

// stop asks v's handlers to end, and kills it when they have, or after the grace.
func (v *VM) stop(grace time.Duration) {
	defer v.kill(stopped, nil)
	if v.load.Load() == 0 {
		return
	}
	asked := make(chan struct{})
	ok := v.loop.Post(nil, func() error {
		defer close(asked)
		v.mu.Lock()
		calls := v.calls.all()
		v.mu.Unlock()
		for _, c := range calls {
			c.signalAbort(stopped)
		}
		return nil
	})
	if !ok {
		return
	}
	limit := time.NewTimer(grace)
	defer limit.Stop()
	select {
	case <-asked:
	case <-limit.C:
		return
	}
	for tick := time.NewTicker(time.Millisecond); v.load.Load() > 0; {
		select {
		case <-tick.C:
		case <-limit.C:
			tick.Stop()
			return
		}
	}
}
