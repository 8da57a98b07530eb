package vm

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/guthega/guthega/sources"
)

// turnGuard tells other goroutines about the turn that runs, and lets one of them stop exactly that turn: an
// interrupt that comes too late finds another state and does nothing.
type turnGuard struct {
	// state is the turn's number shifted left by two, and a phase.
	state atomic.Uint64
	start atomic.Int64 // ns after epoch
	cause atomic.Pointer[stopCause]
	since atomic.Int64 // when it was interrupted

	stopping sync.Mutex // held by whoever interrupts
}

// The phases; zero is none, between turns.
const (
	running uint64 = 1 + iota
	interrupted
	phases = running | interrupted // the bits of a phase
)

// stopCause is why a turn is interrupted, and the value of its goja.InterruptedError.
type stopCause struct {
	kind          sources.Kind // the culprit's verdict; Stopped is everyone's
	name, message string
}

// epoch is the origin of the guards' clock: a monotonic reading that fits an atomic.
var epoch = time.Now()

func monotonic() int64 { return int64(time.Since(epoch)) }

func (g *turnGuard) begin() {
	g.start.Store(monotonic())
	g.state.Store(g.state.Load()&^phases + 4 | running)
}

// end ends the turn. It returns true if somebody has interrupted it: the turn got to its end before it noticed, and
// the interrupt, which has been made by then, is to be taken back.
func (g *turnGuard) end() (tooLate bool) {
	s := g.state.Load()
	if s&phases == running && g.state.CompareAndSwap(s, s&^phases) {
		return false
	}
	g.stopping.Lock()
	defer g.stopping.Unlock()
	g.state.Store(s &^ phases)
	return true
}

// running returns the number of the turn that runs and for how long it has.
func (g *turnGuard) running() (turn uint64, since time.Duration, ok bool) {
	s := g.state.Load()
	start := g.start.Load()
	if s&phases != running || g.state.Load() != s {
		return 0, 0, false
	}
	return s, time.Duration(monotonic() - start), true
}

// elapsed is how long the turn has run, whether it was interrupted or not.
func (g *turnGuard) elapsed() time.Duration {
	if g.state.Load()&phases == 0 {
		return 0
	}
	return time.Duration(monotonic() - g.start.Load())
}

// interrupt calls stop if the turn, as running returned it, still runs. The turn cannot end until stop has returned.
func (g *turnGuard) interrupt(turn uint64, cause *stopCause, stop func()) {
	g.stopping.Lock()
	defer g.stopping.Unlock()
	if g.state.Load() != turn {
		return
	}
	g.cause.Store(cause)
	g.since.Store(monotonic())
	if g.state.CompareAndSwap(turn, turn&^phases|interrupted) {
		stop()
	}
}

// stuck reports whether an interrupted turn has not ended within d.
func (g *turnGuard) stuck(d time.Duration) bool {
	return g.state.Load()&phases == interrupted && monotonic()-g.since.Load() > int64(d)
}
