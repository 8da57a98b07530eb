package vm

import (
	"context"
	"errors"
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

// NewPool makes the VMs and returns when all of them have run the receiver's factory. ctx bounds that only.
func NewPool(ctx context.Context, o Options) (*Pool, error) {
	if o.MaxAbandoned == 0 {
		o.MaxAbandoned = defaultMaxAbandoned
	}
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
	c := newCall(m, a, queued)
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
