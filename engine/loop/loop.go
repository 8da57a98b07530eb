package loop

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"
)

// Owner is whom a turn belongs to. Its methods are called on the loop's goroutine.
type Owner interface {
	// Busy is told of time the loop's goroutine spent on this owner.
	Busy(d time.Duration)
	// Waited is told how long a turn of this owner was ready but stood behind other turns.
	Waited(d time.Duration)
}

// Hooks are the loop's calls to whoever made it, all on the loop's goroutine. A nil hook is not called.
type Hooks struct {
	// Begin and End bracket every turn; Begin is told whose it is.
	Begin func(Owner)
	End   func()
	// Became is told whenever another owner becomes current; nil is nobody.
	Became func(Owner)
	// Drained runs at the end of a turn that the runtime survived, when its ticks and promise jobs are done, as the
	// turn's owner. It is called from Go, with no JavaScript frame around it, so that an interrupt which comes while it
	// runs no JavaScript goes unnoticed.
	Drained func() error
	// Uncaught gets what a turn failed with. An exception belongs to the owner of the callback that threw it. After
	// a *goja.InterruptedError, a *goja.StackOverflowError or a *PanicError it is the owner that was running (in code that
	// runs for nobody, the one whose turn it was), and the runtime must not be used again: promise jobs were lost.
	Uncaught func(owner Owner, err error)
	// Idle runs when nothing is ready, before the loop waits.
	Idle func()
}

// Loop is one event loop. The methods Post, Close and those of Reservation may be called from any goroutine, all
// others only from within a turn (or before Run).
type Loop struct {
	hooks Hooks
	base  time.Time

	mu     sync.Mutex
	inbox  []task
	spare  []task // the slice of the last batch, to be filled next
	closed atomic.Bool
	wake   chan struct{}

	reserved atomic.Int64

	timers     timerHeap
	seq        uint64
	immediates []*Timer
	refs       int // timers and immediates that keep the loop alive

	owner Owner
	since int64        // when owner became current, in ns after base
	local *goja.Object // see Local
	frame *frame       // what tracker has last made of owner and local

	ticks      []task
	trampoline goja.Callable
	entering   func() error
	enterErr   error

	closers closers
}

// task is one turn to be. ready is when it became runnable, in ns after base.
type task struct {
	owner Owner
	local *goja.Object
	fn    func() error
	ready int64
}

// New makes the loop of rt and registers itself as rt's AsyncContextTracker.
func New(rt *goja.Runtime, hooks Hooks) (*Loop, error) {
	if hooks.Drained == nil {
		hooks.Drained = nothing
	}
	l := &Loop{hooks: hooks, base: time.Now(), wake: make(chan struct{}, 1)}
	fn, err := rt.RunProgram(trampolineSource())
	if err != nil {
		return nil, fmt.Errorf("making the event loop: %w", err)
	}
	call, _ := goja.AssertFunction(fn)
	body := rt.ToValue(func(goja.FunctionCall) goja.Value {
		l.enterErr = l.entering()
		l.runTicks()
		rethrow(l.enterErr)
		return goja.Undefined()
	})
	l.trampoline = func(this goja.Value, _ ...goja.Value) (goja.Value, error) { return call(this, body) }
	rt.SetAsyncContextTracker(tracker{l})
	return l, nil
}

// now is the time since the loop was made; monotonic.
func (l *Loop) now() int64 { return int64(time.Since(l.base)) }

// Post queues a turn for owner. It returns false when the loop is closed: fn will then never run. A true answer is no
// promise either, since the loop may be closed before fn's turn comes.
func (l *Loop) Post(owner Owner, fn func() error) bool {
	return l.post(task{owner: owner, fn: fn, ready: l.now()})
}

func (l *Loop) post(t task) bool {
	l.mu.Lock()
	if l.closed.Load() {
		l.mu.Unlock()
		return false
	}
	l.inbox = append(l.inbox, t)
	first := len(l.inbox) == 1
	l.mu.Unlock()
	if first { // whoever found the inbox empty wakes the loop; it takes all there is
		select {
		case l.wake <- struct{}{}:
		default:
		}
	}
	return true
}

// Alive reports whether anything is left that could lead to another turn: timers and immediates that are ref'd,
// reservations, posted turns.
func (l *Loop) Alive() bool {
	if l.refs > 0 || l.reserved.Load() > 0 {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.inbox) > 0
}

// Close ends the loop: the turn that runs now is its last, nothing queued runs any more. The functions registered
// with OnClose run before Close returns, on the caller's goroutine. Closing twice does nothing.
func (l *Loop) Close() {
	l.mu.Lock()
	already := l.closed.Swap(true)
	l.inbox = nil
	l.mu.Unlock()
	if already {
		return
	}
	select {
	case l.wake <- struct{}{}:
	default:
	}
	l.closers.run()
}
