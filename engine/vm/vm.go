package vm

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/loop"
	"github.com/guthega/guthega/engine/vm/decode"
	"github.com/guthega/guthega/jsapi"
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
