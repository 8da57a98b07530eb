package vm

import (
	"sync/atomic"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/loop"
	"github.com/guthega/guthega/sources"
)

// call is one attempt at a message in a VM. It is the loop's owner of all that the handler does.
type call struct {
	msg     *sources.Message
	attempt Attempt
	queued  int64        // when it came to the pool, on monotonic's clock
	done    chan Verdict // receives exactly one

	vm         *VM
	prev, next *call // in the VM's list

	settled atomic.Bool
	started atomic.Int64 // 0 until it starts
	busy    atomic.Int64
	cold    atomic.Bool

	// These belong to the loop's goroutine.
	promise     *goja.Promise
	value       goja.Value // the promise as a value, or what the handler returned instead of one
	waited      int64
	waitedUntil int64
	deadline    *loop.Timer
	context     *goja.Object               // the key in the VM's contexts
	signal      goja.Value                 // nil until the handler reads it
	abort       func(name, message string) // fires its signal; nil until that is read
	aborted     *stopCause                 // why its signal fired, or would have
}

func newCall(m *sources.Message, attempt Attempt, queued int64) *call {
	return &call{msg: m, attempt: attempt, queued: queued, done: make(chan Verdict, 1)}
}

// Busy is part of loop.Owner.
func (c *call) Busy(d time.Duration) { c.busy.Add(int64(d)) }

// Waited is part of loop.Owner: time that this call was held up by other turns does not count against its timeout.
// Several of its turns may have waited side by side; that time counts once.
func (c *call) Waited(d time.Duration) {
	now := monotonic()
	from := max(now-int64(d), c.waitedUntil)
	if now > from {
		c.waited += now - from
	}
	c.waitedUntil = now
}

// run calls the handler: the first turn of a call.
func (c *call) run() error {
	if c.settled.Load() {
		return nil
	}
	v := c.vm
	now := monotonic()
	c.started.Store(now)
	c.waited, c.waitedUntil = 0, now
	if v.cold {
		v.cold = false
		c.cold.Store(true)
	}
	body, malformed := v.body(c.msg)
	if malformed != nil {
		c.settle(Verdict{Err: malformed})
		return nil //nolint:nilerr // the error is the message's, and the verdict carries it
	}
	context, err := v.messageContext(c)
	if err != nil {
		return c.failed(err)
	}
	returned, err := v.handler(goja.Undefined(), body, context)
	if err != nil {
		return c.failed(err)
	}
	c.value = returned
	v.fresh = append(v.fresh, c)
	return nil
}

// failed settles the call with what its handler threw, and passes on what the VM does not survive.
func (c *call) failed(err error) error {
	if loop.Fatal(err) {
		return err
	}
	c.settle(Verdict{Err: c.vm.translate(err)})
	return nil
}

// drained looks at the calls whose handler returned, or whose promise settled, in this turn, now that its promise jobs
// are done: a handler that awaited nothing pending is finished here, without another turn of the loop.
//
// Nothing of this happens in a promise job: goja, called from a job outside any JavaScript frame, would run the jobs
// that are queued behind it first.
func (v *VM) drained() error {
	if len(v.rejections) > 0 {
		for _, c := range v.fresh { // what becomes of these promises is the messages' verdict
			if p := asPromise(c.value); p != nil {
				v.handled(p)
			}
		}
		v.reportRejections()
	}
	for len(v.fresh) > 0 {
		batch := v.fresh
		v.fresh = v.looked[:0]
		for _, c := range batch {
			v.loop.Become(c)
			if err := c.look(); err != nil {
				return err
			}
		}
		clear(batch)
		v.looked = batch
	}
	for len(v.later) > 0 {
		next := v.later[0]
		v.later = v.later[1:]
		if err := next(); err != nil {
			return err
		}
	}
	v.reportRejections()
	return nil
}

// look settles the call if its promise has settled, else waits for it.
func (c *call) look() error {
	if c.settled.Load() {
		return nil
	}
	v := c.vm
	first := c.promise == nil
	if first {
		p, value, err := v.promised(c.value)
		if err != nil {
			return c.failed(err)
		}
		c.promise, c.value = p, value
	}
	switch c.promise.State() {
	case goja.PromiseStateFulfilled:
		return c.resolved(c.promise.Result())
	case goja.PromiseStateRejected:
		return c.rejected(c.promise.Result())
	}
	if first {
		return c.pending()
	}
	return nil
}

// pending waits for the promise, and for the message's timeout.
func (c *call) pending() error {
	v := c.vm
	wake := v.rt.ToValue(func(goja.FunctionCall) goja.Value {
		v.fresh = append(v.fresh, c)
		return goja.Undefined()
	})
	if _, err := v.then(c.value, wake, wake); err != nil {
		return c.failed(err)
	}
	c.armDeadline(v.opts.Timeout - c.active())
	return nil
}

func (c *call) resolved(value goja.Value) error {
	if c.settled.Load() {
		return nil
	}
	if c.attempt.NoResult {
		c.settle(Verdict{})
		return nil
	}
	json, err := c.vm.encode(value)
	if err != nil {
		return c.failed(err)
	}
	c.settle(Verdict{Result: sources.Result{JSON: json}})
	return nil
}

func (c *call) rejected(reason goja.Value) error {
	if c.settled.Load() {
		return nil
	}
	e := c.vm.rejection(reason)
	if c.aborted != nil { // it gave up because it was told to
		e = c.aborted.verdict(e)
	}
	c.settle(Verdict{Err: e})
	return nil
}

// uncaught settles the call with an exception that one of its callbacks threw. Its handler may go on for all that: if it
// has not settled by the message's timeout and grace, its VM is retired like any other zombie's.
func (c *call) uncaught(e *sources.Error) {
	if c.settled.Load() {
		return
	}
	if c.aborted != nil { // thrown in answer to the abort
		e = c.aborted.verdict(e)
	}
	c.settle(Verdict{Err: e})
	c.armDeadline(c.vm.opts.Timeout + grace - c.active())
}

// zombie reports whether the call has its verdict but its handler goes on.
func (c *call) zombie() bool {
	return c.promise != nil && c.promise.State() == goja.PromiseStatePending
}

// settle ends the call with verdict, once; later ones are ignored. It may be called from any goroutine.
func (c *call) settle(verdict Verdict) {
	if !c.settled.CompareAndSwap(false, true) {
		return
	}
	v := c.vm
	if v.current.Load() == c && !v.dead.Load() { // else the loop's goroutine may be stuck in this very call
		v.loop.Settle()
	}
	if !v.dead.Load() { // so this is the loop's goroutine
		if c.deadline != nil {
			c.deadline.Stop()
		}
		c.forgetContext()
	}
	verdict.Stats = c.stats()
	v.forget(c)
	c.done <- verdict
}

func (c *call) stats() Stats {
	now := monotonic()
	started := c.started.Load()
	if started == 0 {
		return Stats{Queued: time.Duration(now - c.queued)}
	}
	s := Stats{
		Started:  epoch.Add(time.Duration(started)),
		Queued:   time.Duration(started - c.queued),
		Duration: time.Duration(now - started),
		Busy:     time.Duration(c.busy.Load()),
	}
	s.Busy = min(s.Busy, s.Duration) // its turn began a moment before the handler did
	if c.cold.Load() {
		s.ColdStart, s.Init = true, c.vm.initTime
	}
	return s
}
