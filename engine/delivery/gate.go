package delivery

import (
	"sync"
	"sync/atomic"
)

// gate keeps new messages from starting while something is the matter. The zero value is open.
type gate struct {
	shuts atomic.Int32 // by how many it is shut: the fast way past it
	mu    sync.Mutex
	open  chan struct{} // closed when nobody keeps it shut any more
}

// shut shuts the gate until reopen is called.
func (g *gate) shut() (reopen func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shuts.Add(1) == 1 {
		g.open = make(chan struct{})
	}
	return sync.OnceFunc(func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.shuts.Add(-1) == 0 {
			close(g.open)
		}
	})
}

// wait returns when the gate is open, and false when giveUp came first.
func (g *gate) wait(giveUp <-chan struct{}) bool {
	for g.shuts.Load() > 0 {
		g.mu.Lock()
		open := g.open
		g.mu.Unlock()
		select {
		case <-open:
		case <-giveUp:
			return false
		}
	}
	return true
}
