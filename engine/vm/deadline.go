package vm

import (
	"fmt"
	"time"

	"github.com/guthega/guthega/sources"
)

// active is how much of the message's time has passed: since its start, less what it spent behind other turns.
func (c *call) active() time.Duration {
	return time.Duration(monotonic() - c.started.Load() - c.waited)
}

// armDeadline has the call looked at in d. The timer belongs to nobody: its own lateness is not the message's wait.
func (c *call) armDeadline(d time.Duration) {
	l := c.vm.loop
	owner := l.Owner()
	l.Become(nil)
	c.deadline = l.Timer(d, false, c.overdue)
	c.deadline.SetRef(false)
	l.Become(owner)
}

// overdue queues the look behind what is ready now: if a turn of this message is among that, it was held up by others,
// and the look will see how long.
func (c *call) overdue() error {
	c.vm.loop.Post(nil, c.expire)
	return nil
}

// expire fires the message's signal at its timeout, and refuses the message after the grace that follows; a handler
// that has not settled even then costs its VM.
func (c *call) expire() error {
	v := c.vm
	if c.settled.Load() {
		if c.zombie() {
			v.retire()
		}
		return nil
	}
	limit := v.opts.Timeout
	if c.aborted != nil {
		limit += grace
	}
	if left := limit - c.active(); left > 0 {
		c.armDeadline(left)
		return nil
	}
	if c.aborted == nil {
		v.owner.suspect(v)
		c.signalAbort(c.timeoutCause())
		c.armDeadline(grace)
		return nil
	}
	c.settle(Verdict{Err: c.aborted.verdict(nil)})
	v.retire()
	return nil
}

func (c *call) timeoutCause() *stopCause {
	message := fmt.Sprintf("the handler did not settle within %s", c.vm.opts.Timeout)
	if !c.vm.loop.Alive() {
		message += "; " + neverSettles
	}
	return &stopCause{kind: sources.Timeout, name: "TimeoutError", message: message}
}

// signalAbort fires the message's AbortSignal, if its handler ever asked for it.
func (c *call) signalAbort(cause *stopCause) {
	c.aborted = cause
	if c.abort != nil {
		l := c.vm.loop
		owner := l.Owner()
		l.Become(c)
		c.abort(cause.name, cause.message)
		l.Become(owner)
	}
}
