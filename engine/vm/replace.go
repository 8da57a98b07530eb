package vm

import (
	"fmt"
	"slices"
	"time"

	"github.com/guthega/guthega/engine/logging"
)

const (
	firstRetry = 200 * time.Millisecond
	lastRetry  = 30 * time.Second
)

// gone is part of keeper: v takes no more messages, so another has to take its place.
func (p *Pool) gone(v *VM) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if v.dead.Load() {
		delete(p.all, v)
	}
	i := slices.Index(p.vms, v)
	if i < 0 { // the spare, or one that was made for a single message
		if p.spare == v {
			p.spare = nil
		}
		return
	}
	p.vms = slices.Delete(p.vms, i, i+1)
	if v.served.Load() {
		p.diedYoung = 0
	} else {
		p.diedYoung++
	}
	if p.ctx.Err() != nil {
		return
	}
	if p.spare != nil {
		p.vms = append(p.vms, p.spare)
		p.spare = nil
	}
	p.fill()
	p.notify()
}

// suspect is part of keeper: v may have to be replaced soon, so a warm spare is made now. There is none otherwise: its
// factory would run, with all its side effects, for nothing.
func (p *Pool) suspect(*VM) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.spare == nil && p.making == 0 && p.ctx.Err() == nil {
		p.making++
		p.work.Go(p.grow)
	}
}

// fill starts making what is missing; p.mu is held.
func (p *Pool) fill() {
	for missing := p.opts.VMs - len(p.vms) - p.making; missing > 0; missing-- {
		p.making++
		p.work.Go(p.grow)
	}
}

// grow makes one VM and puts it where it is needed, trying until it can. p.making counts it.
func (p *Pool) grow() {
	p.mu.Lock()
	wait := p.youngPause()
	p.mu.Unlock()
	for wait == 0 || p.pause(wait) {
		v, err := p.make(p.ctx)
		p.mu.Lock()
		if err == nil {
			err = p.place(v)
		}
		if p.failing = err != nil; !p.failing {
			p.making--
			p.mu.Unlock()
			return
		}
		p.mu.Unlock()
		wait = min(max(2*wait, firstRetry), lastRetry)
		if p.ctx.Err() == nil {
			p.logNoVM(err, wait)
		}
	}
}

// youngPause is how long to wait before the next VM when the last ones died without having had a message: such a
// receiver would have the pool make VMs without end. p.mu is held.
func (p *Pool) youngPause() time.Duration {
	if p.diedYoung == 0 {
		return 0
	}
	return min(firstRetry<<min(p.diedYoung-1, 10), lastRetry)
}

// pause returns false when the pool is closed first.
func (p *Pool) pause(d time.Duration) bool {
	select {
	case <-p.ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

func (p *Pool) logNoVM(err error, retryIn time.Duration) {
	p.opts.Log.Slog().Error("A VM could not be made, and is tried again", "errorMessage", err.Error(), "retryIn", retryIn)
}

// place puts a new VM to work, or keeps it as the spare; p.mu is held. It fails for one that has died meanwhile.
func (p *Pool) place(v *VM) error {
	switch {
	case !v.taking.Load():
		p.diedYoung++
		return errDiedYoung
	case len(p.vms) < p.opts.VMs:
		p.vms = append(p.vms, v)
		p.notify()
	case p.spare == nil:
		p.spare = v
	default:
		go v.kill(nil, nil)
	}
	return nil
}

func (p *Pool) notify() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// abandon gives up a VM whose turn does not even end when it is interrupted: its messages go on elsewhere, its
// goroutine is left behind until the built-in it is in returns.
func (p *Pool) abandon(v *VM) {
	culprit := v.current.Load()
	if culprit == nil {
		culprit = v.turnOf.Load()
	}
	cause := v.guard.cause.Load()
	v.kill(cause, culprit)
	n := p.abandoned.Add(1)
	go func() {
		<-v.ended
		p.abandoned.Add(-1)
	}()
	p.opts.Log.Log(logging.Warn, "A VM was abandoned: a built-in function in it does not return",
		withRequestID(nil, culprit))
	if n > int32(p.opts.MaxAbandoned) && p.opts.Fatal != nil {
		p.opts.Fatal(fmt.Errorf("%d VMs are stuck in built-in functions that do not return, each busy with a whole core: "+
			"fix the receiver (the log names the messages) and start guthega again", n))
	}
}
