package vm

import (
	"github.com/guthega/guthega/engine/loop"
	"github.com/guthega/guthega/sources"
)

// beginTurn begins the turn's guard.
func (v *VM) beginTurn(o loop.Owner) {
	c, _ := o.(*call)
	v.turnOf.Store(c)
	v.guard.begin()
}

// became follows the loop's owner.
func (v *VM) became(o loop.Owner) {
	c, _ := o.(*call)
	v.current.Store(c)
}

// endTurn ends the turn's guard. That the receiver is loaded is said here, and not when its factory returns: what its
// promise jobs do to the VM belongs to loading it.
func (v *VM) endTurn() {
	if v.guard.end() {
		v.rt.ClearInterrupt()
	}
	if v.loaded && v.announce != nil {
		v.announce(v.loadResult)
		v.announce = nil
	}
}

// uncaught is what becomes of errors that no JavaScript caught.
func (v *VM) uncaught(o loop.Owner, err error) {
	c, _ := o.(*call)
	if !loop.Fatal(err) {
		e := v.translate(err)
		v.logError("Uncaught exception in a callback", c, e)
		if c != nil {
			c.uncaught(e)
		}
		return
	}
	cause := causeOf(err)
	if v.announce != nil {
		v.announce(&LoadError{Name: cause.name, Message: cause.message})
		v.announce = nil
	} else {
		v.logLost(c, err)
	}
	v.kill(cause, c)
}

// idle runs when nothing is ready: when nothing is under way either, a factory that is pending will be for ever, and so
// will be messages if no other comes any more.
func (v *VM) idle() {
	if !v.loaded && !v.loop.Alive() {
		v.announce(&LoadError{Message: "the receiver's factory returned a promise that can never settle: " +
			"no timer, no I/O and no other work is left in its VM"})
		return
	}
	if !v.final.Load() || v.load.Load() == 0 || v.loop.Alive() {
		return
	}
	v.mu.Lock()
	calls := v.calls.all()
	v.mu.Unlock()
	for _, c := range calls {
		if c.started.Load() != 0 { // else its first turn is about to be posted: submit counts it before that
			c.settle(Verdict{Err: &sources.Error{Kind: sources.Rejected, Name: "Error", Message: neverSettles}})
		}
	}
}

// neverSettles is what can be said of a promise that is pending while its VM has nothing left to do.
const neverSettles = "the handler's promise can never settle: no timer, no I/O and no other work is left in its VM. " +
	"Is there a path that neither returns nor calls resolve or reject?"

// noMore says that no message will come any more.
func (v *VM) noMore() {
	v.final.Store(true)
	v.loop.Post(nil, func() error { return nil })
}
