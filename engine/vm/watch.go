package vm

import (
	"fmt"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"github.com/dlclark/regexp2/v2"

	"github.com/guthega/guthega/sources"
)

const (
	// watchEvery bounds how late a turn's limit is noticed; a twentieth of the limit, if that is less.
	watchEvery = 100 * time.Millisecond
	// watchMemoryEvery is short because a loop allocates a gigabyte in less than a second.
	watchMemoryEvery = 10 * time.Millisecond
)

// watch keeps the limits on turns and on memory until the pool closes.
func (p *Pool) watch() {
	every := min(watchEvery, max(p.opts.TurnTimeout/20, time.Millisecond))
	if p.opts.MemoryLimit > 0 {
		every = min(every, watchMemoryEvery)
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	memory, relief := memoryMeter(), reliever{pool: p}
	for {
		select {
		case <-p.ctx.Done():
			return
		case <-tick.C:
		}
		vms := p.snapshot()
		for _, v := range vms {
			p.watchTurn(v)
		}
		if p.opts.MemoryLimit > 0 && memory() > p.opts.MemoryLimit {
			relief.relieve(vms)
		}
	}
}

func (p *Pool) snapshot() []*VM {
	p.mu.Lock()
	defer p.mu.Unlock()
	vms := make([]*VM, 0, len(p.all))
	for v := range p.all {
		vms = append(vms, v)
	}
	return vms
}

func (p *Pool) watchTurn(v *VM) {
	if v.guard.stuck(interruptGrace) {
		p.abandon(v)
		return
	}
	turn, since, ok := v.guard.running()
	switch {
	case !ok:
	case since > p.opts.TurnTimeout:
		v.interrupt(turn, &stopCause{kind: sources.Timeout, name: "TimeoutError", message: fmt.Sprintf(
			"JavaScript ran for more than %s without a pause (turnTimeout)", p.opts.TurnTimeout)})
	case since > p.opts.TurnTimeout/2:
		p.suspect(v)
	}
}

// reliever frees memory when the process is past its limit.
type reliever struct {
	pool *Pool
	last time.Time // when it last retired a VM
}

// retireEvery is how often a VM is retired while the memory does not shrink.
const retireEvery = 5 * time.Second

// relieve interrupts the turn that has run longest, in the belief that it is the one that allocates, and collects what
// it leaves. Where no turn runs, what fills the memory is what receivers keep: then the VMs are retired, one by one.
func (r *reliever) relieve(vms []*VM) {
	var worst *VM
	var turn uint64
	var longest time.Duration
	for _, v := range vms {
		if t, since, ok := v.guard.running(); ok && since >= longest {
			worst, turn, longest = v, t, since
		}
	}
	limit := r.pool.opts.MemoryLimit >> 20
	if worst != nil && longest > watchMemoryEvery { // a shorter one has not allocated that much
		worst.interrupt(turn, &stopCause{kind: sources.Rejected, name: "RangeError", message: fmt.Sprintf(
			"the process went past its memoryLimit of %d MiB while this ran", limit)})
		debug.FreeOSMemory()
		return
	}
	if time.Since(r.last) < retireEvery || len(vms) == 0 {
		return
	}
	r.last = time.Now()
	debug.FreeOSMemory()
	r.pool.opts.Log.Slog().Warn("The process is past its memoryLimit with no handler at work: a VM is replaced, "+
		"and with it goes what the receiver keeps in it. Does it keep more and more, or is the limit too low?",
		"memoryLimitMiB", limit)
	oldest := vms[0]
	for _, v := range vms {
		if v.made.Before(oldest.made) {
			oldest = v
		}
	}
	oldest.retire()
}

// interrupt stops the turn, if it still runs.
func (v *VM) interrupt(turn uint64, cause *stopCause) {
	v.guard.interrupt(turn, cause, func() { v.rt.Interrupt(cause) })
}

// memoryMeter returns a function that reads the bytes of memory that the process holds. The garbage collector works to
// keep that below the limit (debug.SetMemoryLimit), so above it is not garbage.
func memoryMeter() func() int64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	return func() int64 {
		metrics.Read(samples)
		return int64(samples[0].Value.Uint64() - samples[1].Value.Uint64())
	}
}

// LimitProcess sets the limits that belong to the process and not to a pool: of a regular expression's search, which
// no interrupt reaches and so ends by itself a little after the turn it is in should have; and of memory, where the
// garbage collector is to work harder (0 is no limit). Call it before the first JavaScript is compiled.
func LimitProcess(turnTimeout time.Duration, memoryLimit int64) {
	if limit := turnTimeout + regexpSlack; limit != regexp2.DefaultMatchTimeout { // which JavaScript being compiled reads
		regexp2.DefaultMatchTimeout = limit
	}
	if memoryLimit > 0 {
		debug.SetMemoryLimit(memoryLimit / 10 * 9)
	}
}

// regexpSlack lets the turn's interrupt come first: goja takes a search that timed out for one without a match, and
// the handler must not go on with that.
const regexpSlack = 150 * time.Millisecond
