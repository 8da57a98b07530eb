package vm

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"

	"github.com/guthega/guthega/engine/loop"
	"github.com/guthega/guthega/engine/vm/decode"
	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/sources"
)

// VM is one JavaScript runtime with its loop and the receiver's handler in it. submit, kill and what belongs to the
// turnGuard are safe for concurrent use; the rest belongs to the loop's goroutine.
type VM struct {
	opts  *Options
	owner keeper
	made  time.Time

	rt      *goja.Runtime
	loop    *loop.Loop
	host    *jsapi.Host
	decoder *decode.Decoder
	intrinsics
	handler goja.Callable
	modules map[string]goja.Value

	contextPrototype *goja.Object
	contexts         map[*goja.Object]*call // in flight, by their message context

	guard turnGuard
	// For those who have to stop a turn: whose it is, and for whom it runs now (a promise job may be another's).
	turnOf, current atomic.Pointer[call]

	mu     sync.Mutex
	state  state
	calls  callList
	load   atomic.Int32 // messages handed in and not settled
	taking atomic.Bool  // state is serving
	dead   atomic.Bool  // state is closed
	served atomic.Bool  // it has had a message

	looked     []*call        // the slice of fresh's last batch, to be filled next
	fresh      []*call        // to be looked at when the promise jobs of this turn are done
	later      []func() error // to run when the promise jobs of this turn are done
	rejections []rejection
	cold       bool
	loaded     bool        // the factory has settled
	loadResult error       // what it came to
	announce   func(error) // ends the wait for that
	initTime   time.Duration
	final      atomic.Bool   // no message will come any more
	ended      chan struct{} // closed when the loop's goroutine is gone
}

// keeper is told what becomes of a VM. Its methods may be called from any goroutine.
type keeper interface {
	// suspect: v may soon have to be replaced.
	suspect(v *VM)
	// gone: v takes no more messages.
	gone(v *VM)
}

// state only ever grows.
type state uint8

const (
	serving state = iota
	retired       // takes nothing new and closes when what it has is settled
	closed
)

// newVM makes a VM and runs the receiver's factory in it. ctx ends the wait for that.
func newVM(ctx context.Context, opts *Options, k keeper) (*VM, error) {
	start := time.Now()
	v := &VM{made: start, opts: opts, owner: k, rt: goja.New(), modules: map[string]goja.Value{}, contexts: map[*goja.Object]*call{}, cold: true,
		ended: make(chan struct{})}
	v.taking.Store(true)
	ready := make(chan error, 1)
	v.announce = func(err error) {
		select {
		case ready <- err:
		default: // said already
		}
	}
	if err := v.prepare(); err != nil {
		return nil, err
	}
	v.loop.Post(nil, func() error {
		return v.start(func(err error) { v.loaded, v.loadResult = true, err })
	})
	go func() {
		defer close(v.ended)
		v.loop.Run()
	}()

	limit := time.NewTimer(initTimeout)
	defer limit.Stop()
	var err error
	select {
	case err = <-ready:
	case <-limit.C:
		err = &LoadError{Message: fmt.Sprintf("the receiver's factory did not settle within %s", initTimeout)}
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	if err != nil {
		v.kill(&stopCause{name: "Error", message: "the VM is closed"}, nil)
		return nil, err
	}
	v.initTime = time.Since(start)
	return v, nil
}

// prepare sets the runtime up, before any code of the receiver runs.
func (v *VM) prepare() error {
	v.rt.SetMaxCallStackSize(maxCallStack)
	v.rt.SetParserOptions(parser.WithDisableSourceMaps) // code for eval could have goja open files through a URL in it
	v.rt.SetPromiseRejectionTracker(v.trackRejection)
	l, err := loop.New(v.rt, loop.Hooks{
		Begin:    v.beginTurn,
		End:      v.endTurn,
		Became:   v.became,
		Drained:  v.drained,
		Uncaught: v.uncaught,
		Idle:     v.idle,
	})
	if err != nil {
		return err
	}
	v.loop = l
	if err := v.capture(v.rt); err != nil {
		return err
	}
	if err := v.makeContextPrototype(); err != nil {
		return err
	}
	v.decoder = decode.New(v.rt)
	v.host = &jsapi.Host{
		Runtime:     v.rt,
		Loop:        hostLoop{l},
		Log:         hostLog{v},
		Permissions: v.opts.Permissions,
		Require:     v.require,
	}
	return v.installGlobals()
}

// start runs the receiver's module and factory; done is called once, in this turn or a later one.
func (v *VM) start(done func(error)) error {
	exports, err := v.opts.Receiver(v.rt, v.builtin)
	if err != nil {
		return v.loadFailed(err, done)
	}
	return v.await(exports, func(factory goja.Value) error {
		call, ok := goja.AssertFunction(factory)
		if !ok {
			done(&LoadError{Message: fmt.Sprintf("the receiver's default export is %s, not a function: "+
				"export a factory, ({log, config}) => async (message, messageContext) => result", describe(factory))})
			return nil
		}
		arg, err := v.factoryArgument()
		if err != nil {
			return v.loadFailed(err, done)
		}
		made, err := call(goja.Undefined(), arg)
		if err != nil {
			return v.loadFailed(err, done)
		}
		return v.await(made, func(handler goja.Value) error {
			fn, ok := goja.AssertFunction(handler)
			if !ok {
				done(&LoadError{Message: fmt.Sprintf("the receiver's factory returned %s, not a function: "+
					"return the handler, async (message, messageContext) => result", describe(handler))})
				return nil
			}
			v.handler = fn
			done(nil)
			return nil
		}, func(reason goja.Value) { done(v.loadError(reason)) })
	}, func(reason goja.Value) { done(v.loadError(reason)) })
}

// await calls resolved with value, or with what it resolves to if it is a promise, else rejected.
func (v *VM) await(value goja.Value, resolved func(goja.Value) error, rejected func(reason goja.Value)) error {
	if _, ok := goja.AssertFunction(value); ok || describe(value) != "an object" {
		return resolved(value)
	}
	p, promise, err := v.promised(value)
	if err != nil {
		return err
	}
	settled := func() error {
		if p.State() == goja.PromiseStateRejected {
			rejected(p.Result())
			return nil
		}
		return resolved(p.Result())
	}
	wake := v.rt.ToValue(func(goja.FunctionCall) goja.Value {
		v.later = append(v.later, settled)
		return goja.Undefined()
	})
	_, err = v.then(promise, wake, wake)
	return err
}

// loadFailed passes err to done; a fatal one ends the VM too.
func (v *VM) loadFailed(err error, done func(error)) error {
	done(v.loadErrorFrom(err))
	if loop.Fatal(err) {
		return err
	}
	return nil
}

// factoryArgument is {log, config}.
func (v *VM) factoryArgument() (goja.Value, error) {
	config := goja.Value(v.rt.NewObject())
	if len(v.opts.Properties) > 0 {
		var err error
		if config, err = v.decoder.Decode(v.opts.Properties); err != nil {
			return nil, fmt.Errorf("reading the receiver's properties: %w", err)
		}
	}
	arg := v.rt.NewObject()
	for name, value := range map[string]goja.Value{"log": v.require(v.opts.Surface.Log), "config": config} {
		if err := arg.Set(name, value); err != nil {
			return nil, err
		}
	}
	return arg, nil
}

// submit hands c in; false means that the VM takes no messages any more.
func (v *VM) submit(c *call) bool {
	v.mu.Lock()
	if v.state != serving {
		v.mu.Unlock()
		return false
	}
	c.vm = v
	v.calls.add(c)
	v.load.Add(1)
	v.mu.Unlock()
	v.served.Store(true)
	v.loop.Post(c, c.run)
	return true
}

// forget takes a settled call out.
func (v *VM) forget(c *call) {
	v.mu.Lock()
	v.calls.remove(c)
	last := v.load.Add(-1) == 0 && v.state == retired
	v.mu.Unlock()
	if last {
		v.kill(nil, nil)
	}
}

// retire lets the VM finish what it has and take nothing more, because a handler in it cannot be stopped otherwise.
func (v *VM) retire() {
	v.mu.Lock()
	if v.state != serving {
		v.mu.Unlock()
		return
	}
	v.state = retired
	v.taking.Store(false)
	v.mu.Unlock()
	v.owner.gone(v)
	if v.load.Load() == 0 {
		v.kill(nil, nil)
	}
}

// kill closes the VM. culprit's verdict is cause, and so is everyone's if the cause is a stop; all others are
// bystanders. Where nobody is known to be the culprit but there is only one message, it is that. A second call does
// nothing.
func (v *VM) kill(cause *stopCause, culprit *call) {
	v.mu.Lock()
	before := v.state
	v.state = closed
	v.taking.Store(false)
	v.dead.Store(true)
	calls := v.calls.all()
	v.mu.Unlock()
	if before == closed {
		return
	}
	if culprit == nil && len(calls) == 1 {
		culprit = calls[0]
	}
	v.owner.gone(v)
	if c := v.current.Load(); c != nil { // its turn ends without charging it
		c.busy.Add(int64(v.guard.elapsed()))
	}
	if cause != nil {
		if turn, _, ok := v.guard.running(); ok {
			v.interrupt(turn, cause)
		}
	}
	v.loop.Close()
	for _, c := range calls {
		c.settle(c.verdictFor(cause, c == culprit))
	}
}

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
		c.settle(Verdict{Err: &sources.Error{Kind: sources.Rejected, Name: "Error", Message: neverSettles}})
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
