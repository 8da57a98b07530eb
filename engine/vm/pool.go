package vm

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/guthega/guthega/sources"
)

// Pool serves messages with several VMs of one receiver. Its methods are safe for concurrent use.
type Pool struct {
	opts  Options
	slots chan struct{} // one is held by each message in flight
	alone chan struct{} // one is held by each message in a VM of its own

	mu      sync.Mutex
	vms     []*VM // serving, but for the first moments after one stopped to
	all     map[*VM]struct{}
	spare   *VM
	making  int // VMs being made, for vms or as the spare
	failing bool
	// diedYoung counts the VMs in a row that ended before they had a message.
	diedYoung int
	changed   chan struct{} // closed, and made anew, when vms changes
	final     bool

	abandoned atomic.Int32
	ctx       context.Context // ends with the pool
	cancel    context.CancelCauseFunc
	work      sync.WaitGroup // the watchdog and the makers of VMs
}

// errClosed is the verdict on messages that the hard stop catches.
var errClosed = errors.New("the pool is closed")

// NewPool makes the VMs and returns when all of them have run the receiver's factory. ctx bounds that only.
func NewPool(ctx context.Context, o Options) (*Pool, error) {
	p := &Pool{
		opts:    o,
		slots:   make(chan struct{}, o.Concurrency),
		alone:   make(chan struct{}, o.VMs),
		all:     map[*VM]struct{}{},
		changed: make(chan struct{}),
	}
	p.ctx, p.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	// The first VM alone: its error is everyone's, and it fills the caches of compiled code for the others.
	if err := p.add(ctx); err != nil {
		p.cancel(err)
		return nil, err
	}
	others := make(chan error)
	for range o.VMs - 1 {
		go func() { others <- p.add(ctx) }()
	}
	var err error
	for range o.VMs - 1 {
		err = errors.Join(err, <-others)
	}
	if err != nil {
		p.Close()
		return nil, err
	}
	p.work.Go(p.watch)
	return p, nil
}

// add makes one VM and puts it to work.
func (p *Pool) add(ctx context.Context) error {
	v, err := p.make(ctx)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.place(v)
}

// errDiedYoung is why a VM that was just made is of no use.
var errDiedYoung = errors.New("the VM had to be stopped before it had a message: " +
	"the receiver's module or factory leaves something behind that does not end (the log says more)")

// make makes a VM that is known to the pool, and so is watched and closed with it.
func (p *Pool) make(ctx context.Context) (*VM, error) {
	v, err := newVM(ctx, &p.opts, p)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ctx.Err() != nil {
		go v.kill(stopped, nil)
		return nil, context.Cause(p.ctx)
	}
	p.all[v] = struct{}{}
	if p.final {
		v.noMore()
	}
	return v, nil
}

// stopped is the cause of the hard stop.
var stopped = &stopCause{kind: sources.Stopped, name: "AbortError", message: "guthega is stopping"}

// Do makes one attempt at m and waits for the verdict. The wait for a place ends with m.MaxQueue or a.GiveUp; once
// the handler has started only its verdict, its timeout or Close ends it.
func (p *Pool) Do(m *sources.Message, a Attempt) Verdict {
	queued := monotonic()
	if e := p.enter(m, a); e != nil {
		return Verdict{Err: e, Stats: Stats{Queued: time.Duration(monotonic() - queued)}}
	}
	defer func() { <-p.slots }()
	if a.Alone {
		return p.doAlone(m, a, queued)
	}
	c := newCall(m, a.Number, queued)
	for {
		v, e := p.pick(m, a, queued)
		if e != nil {
			return Verdict{Err: e, Stats: Stats{Queued: time.Duration(monotonic() - queued)}}
		}
		if v.submit(c) {
			return <-c.done
		}
	}
}

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

// doAlone runs m in a VM that serves nothing else and is closed afterwards.
func (p *Pool) doAlone(m *sources.Message, a Attempt, queued int64) Verdict {
	refuse := func(e *sources.Error) Verdict {
		return Verdict{Err: e, Stats: Stats{Queued: time.Duration(monotonic() - queued)}}
	}
	select {
	case p.alone <- struct{}{}:
		defer func() { <-p.alone }()
	case <-a.GiveUp:
		return refuse(unavailable("guthega is stopping"))
	case <-p.ctx.Done():
		return refuse(stopped.verdict(nil))
	}
	c := newCall(m, a.Number, queued)
	for wait := firstRetry; ; wait = min(2*wait, lastRetry) {
		v, err := p.make(p.ctx)
		if err == nil && v.submit(c) {
			defer v.kill(nil, nil)
			return <-c.done
		}
		if err == nil {
			err = errDiedYoung
		}
		if p.ctx.Err() == nil {
			p.logNoVM(err, wait)
		}
		if e := p.await(nil, wait, a.GiveUp); e.Kind == sources.Stopped || isClosed(a.GiveUp) {
			return refuse(e)
		}
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// Ready reports whether a VM is there to take messages.
func (p *Pool) Ready() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.vms) > 0 && !p.failing
}

// InFlight is how many messages VMs have and have not settled.
func (p *Pool) InFlight() int {
	n := 0
	for _, v := range p.snapshot() {
		n += int(v.load.Load())
	}
	return n
}

// Final says that no message will come any more: what nothing can settle then fails at once.
func (p *Pool) Final() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.final = true
	for v := range p.all {
		v.noMore()
	}
}

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
