package loop

import (
	"runtime"
	"time"
)

// Run runs turns until Close. It is called once, and its goroutine is the loop's goroutine.
func (l *Loop) Run() {
	sleep := time.NewTimer(time.Hour)
	defer sleep.Stop()
	for !l.closed.Load() {
		ran := l.runInbox()
		ran = l.runTimers() || ran
		ran = l.runImmediates() || ran
		if ran || l.linger() {
			continue
		}
		if l.hooks.Idle != nil {
			l.hooks.Idle()
		}
		l.wait(sleep)
	}
}

// lingering is how often a loop that has nothing to run lets other goroutines run before it sleeps.
const lingering = 3

// linger lets other goroutines run and reports whether that has brought something to do. Under load it does: the
// goroutines that this batch's verdicts have woken are about to bring the next messages. Sleeping at once would have
// each of them wake the loop again, and the processor's other threads with it; measured over HTTP, that costs a
// quarter of the throughput. A loop that is truly idle pays a microsecond.
func (l *Loop) linger() bool {
	for range lingering {
		runtime.Gosched()
		l.mu.Lock()
		n := len(l.inbox)
		l.mu.Unlock()
		if n > 0 {
			return true
		}
	}
	return false
}

// wait blocks until there may be something to run.
func (l *Loop) wait(sleep *time.Timer) {
	if len(l.timers) == 0 {
		<-l.wake
		return
	}
	d := time.Duration(l.timers[0].due - l.now())
	if d <= 0 {
		return
	}
	sleep.Reset(d)
	select {
	case <-l.wake:
	case <-sleep.C:
	}
}

func (l *Loop) runInbox() bool {
	l.mu.Lock()
	batch := l.inbox
	l.inbox = l.spare[:0]
	l.mu.Unlock()
	for i := range batch {
		if l.closed.Load() {
			break
		}
		t := &batch[i]
		l.turn(*t)
	}
	clear(batch)
	if cap(batch) > 4096 { // do not keep the slice of a burst for ever
		batch = nil
	}
	l.spare = batch
	return len(batch) > 0
}
