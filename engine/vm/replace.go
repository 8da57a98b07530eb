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
	for wait := firstRetry; ; wait = min(2*wait, lastRetry) {
		v, err := p.make(p.ctx)
		if p.ctx.Err() != nil {
			return
		}
		p.mu.Lock()
		p.failing = err != nil
		if err == nil {
			p.making--
			p.place(v)
			p.mu.Unlock()
			return
		}
		p.mu.Unlock()
		p.opts.Log.Slog().Error("A VM could not be replaced: the receiver's factory failed, and is tried again",
			"errorMessage", err.Error(), "retryIn", wait)
		select {
		case <-p.ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// place puts a new VM to work, or keeps it as the spare; p.mu is held.
func (p *Pool) place(v *VM) {
	switch {
	case len(p.vms) < p.opts.VMs:
		p.vms = append(p.vms, v)
		p.notify()
	case p.spare == nil:
		p.spare = v
	default:
		go v.kill(nil, nil)
	}
}

func (p *Pool) notify() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// abandon gives up a VM whose turn does not even end when it is interrupted: its messages go on elsewhere, its
// goroutine is left behind until the built-in it is in returns.
func (p *Pool) abandon(v *VM) {
	culprit := v.current.Load()
	cause := v.guard.cause.Load()
	v.kill(cause, culprit)
	n := p.abandoned.Add(1)
	go func() {
		<-v.ended
		p.abandoned.Add(-1)
	}()
	p.opts.Log.Log(logging.Warn, "A VM was abandoned: a built-in function in it does not return",
		withRequestID(nil, culprit))
	if n > maxAbandoned && p.opts.Fatal != nil {
		p.opts.Fatal(fmt.Errorf("%d VMs are stuck in built-in functions that do not return, each busy with a whole core: "+
			"fix the receiver (the log names the messages) and start guthega again", n))
	}
}
