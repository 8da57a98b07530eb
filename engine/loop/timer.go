package loop

import (
	"container/heap"
	"math"
	"time"

	"github.com/dop251/goja"
)

// Timer is a pending timer or immediate, for use within turns of its loop only.
type Timer struct {
	l         *Loop
	owner     Owner
	local     *goja.Object
	fn        func() error
	delay     time.Duration
	repeat    bool
	immediate bool
	unref     bool
	pending   bool
	due       int64 // ns after the loop's base
	seq       uint64
	index     int // in the heap
}

// maxDelay is the longest delay of Node's timers; a longer one becomes 1 ms (Node.js documentation, "Timers").
const maxDelay = math.MaxInt32 * time.Millisecond

// Timer runs fn once after delay, then every delay again if repeat. Delays under 1 ms or over 2^31-1 ms count as
// 1 ms. Timers that are due at the same time run in the order they were made.
func (l *Loop) Timer(delay time.Duration, repeat bool, fn func() error) *Timer {
	if delay < time.Millisecond || delay > maxDelay {
		delay = time.Millisecond
	}
	t := &Timer{l: l, owner: l.owner, local: l.local, fn: fn, delay: delay, repeat: repeat}
	t.start()
	return t
}

// Immediate runs fn after the turns that are ready now, before the loop waits again.
func (l *Loop) Immediate(fn func() error) *Timer {
	t := &Timer{l: l, owner: l.owner, local: l.local, fn: fn, immediate: true, pending: true, due: l.now()}
	l.immediates = append(l.immediates, t)
	l.refs++
	return t
}

func (t *Timer) start() {
	l := t.l
	l.seq++
	t.seq, t.due, t.pending = l.seq, l.now()+int64(t.delay), true
	heap.Push(&l.timers, t)
	if !t.unref {
		l.refs++
	}
}

// task is the turn that the timer is.
func (t *Timer) task() task { return task{owner: t.owner, local: t.local, fn: t.fn, ready: t.due} }

// drop forgets a timer that no longer waits.
func (t *Timer) drop() {
	t.pending = false
	if !t.unref {
		t.l.refs--
	}
}

// Stop takes the timer out; it does nothing for one that is not pending, except that a repeating timer stopped from
// its own callback does not run again.
func (t *Timer) Stop() {
	t.repeat = false
	if !t.pending {
		return
	}
	if !t.immediate { // a stopped immediate stays in its list and is passed over
		heap.Remove(&t.l.timers, t.index)
	}
	t.drop()
}

// Refresh starts the delay anew, also after the timer ran. It does nothing for an immediate.
func (t *Timer) Refresh() {
	if t.immediate {
		return
	}
	if t.pending {
		heap.Remove(&t.l.timers, t.index)
		t.drop()
	}
	t.start()
}

// SetRef says whether the timer keeps the loop alive; it does when made.
func (t *Timer) SetRef(on bool) {
	if t.unref == !on {
		return
	}
	t.unref = !on
	if !t.pending {
		return
	}
	if on {
		t.l.refs++
	} else {
		t.l.refs--
	}
}

// HasRef reports whether the timer keeps the loop alive while it is pending.
func (t *Timer) HasRef() bool { return !t.unref }

// Pending reports whether the timer is still to run.
func (t *Timer) Pending() bool { return t.pending }

// runTimers runs what is due. Timers that callbacks make wait for the next round.
func (l *Loop) runTimers() bool {
	if len(l.timers) == 0 {
		return false
	}
	now, ran := l.now(), false
	for len(l.timers) > 0 && l.timers[0].due <= now && !l.closed.Load() {
		t, _ := heap.Pop(&l.timers).(*Timer)
		t.drop()
		ran = true
		again := t.repeat
		l.turn(t.task())
		if again && t.repeat && !t.pending { // neither stopped nor refreshed by its callback
			t.start()
		}
	}
	return ran
}

func (l *Loop) runImmediates() bool {
	batch := l.immediates
	l.immediates = nil
	for _, t := range batch {
		if l.closed.Load() {
			break
		}
		if t.pending {
			t.drop()
			l.turn(t.task())
		}
	}
	return len(batch) > 0
}

// timerHeap orders timers by due time, then by age (container/heap).
type timerHeap []*Timer

func (h timerHeap) Len() int { return len(h) }
func (h timerHeap) Less(i, j int) bool {
	return h[i].due < h[j].due || h[i].due == h[j].due && h[i].seq < h[j].seq
}
func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

// Push is part of heap.Interface.
func (h *timerHeap) Push(x any) {
	t, _ := x.(*Timer)
	t.index = len(*h)
	*h = append(*h, t)
}

// Pop is part of heap.Interface.
func (h *timerHeap) Pop() any {
	last := len(*h) - 1
	t := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	return t
}
