package jsapitest

import (
	"slices"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// Loop is an event loop on virtual time: a timer is due when nothing else is ready, however long its delay.
type Loop struct {
	call    goja.Callable // runs one task as JavaScript's caller, so that promise jobs run after it
	task    func() error
	ticks   []func() error
	ready   []*timer // immediates
	timers  []*timer
	now     time.Duration
	seq     int
	working int
	resumed chan func() error
	closers []func()
}

func newLoop(rt *goja.Runtime) *Loop {
	l := &Loop{resumed: make(chan func() error, 1<<10)} // room enough that what comes back never waits for the VM
	l.call, _ = goja.AssertFunction(rt.ToValue(func(goja.FunctionCall) goja.Value {
		if err := l.task(); err != nil {
			panic(rt.NewGoError(err))
		}
		return goja.Undefined()
	}))
	return l
}

// Run runs what is due until nothing keeps the loop alive, and returns the first error.
func (l *Loop) Run() error {
	for {
		task := l.next()
		if task == nil {
			return nil
		}
		l.task = task
		if _, err := l.call(goja.Undefined()); err != nil {
			return err
		}
	}
}

func (l *Loop) next() func() error {
	switch {
	case len(l.ticks) > 0:
		fn := l.ticks[0]
		l.ticks = l.ticks[1:]
		return fn
	case len(l.ready) > 0:
		t := l.ready[0]
		l.ready = l.ready[1:]
		t.pending = false
		return t.fn
	case l.working > 0:
		fn := <-l.resumed
		l.working--
		return fn
	case !slices.ContainsFunc(l.timers, func(t *timer) bool { return t.ref }):
		return nil
	}
	t := slices.MinFunc(l.timers, func(a, b *timer) int {
		if a.due != b.due {
			return int(a.due - b.due)
		}
		return a.seq - b.seq
	})
	t.Stop()
	l.now = t.due
	if t.repeat {
		t.Refresh()
	}
	return t.fn
}

// Timer implements jsapi.Loop.
func (l *Loop) Timer(delay time.Duration, repeat bool, fn func() error) jsapi.Timer {
	t := &timer{loop: l, delay: max(delay, time.Millisecond), repeat: repeat, fn: fn, ref: true}
	t.Refresh()
	return t
}

// Immediate implements jsapi.Loop.
func (l *Loop) Immediate(fn func() error) jsapi.Timer {
	t := &timer{loop: l, fn: fn, ref: true, pending: true}
	l.ready = append(l.ready, t)
	return t
}

// Tick implements jsapi.Loop.
func (l *Loop) Tick(fn func() error) { l.ticks = append(l.ticks, fn) }

// Reserve implements jsapi.Loop.
func (l *Loop) Reserve() jsapi.Reservation {
	l.working++
	return reservation{l}
}

// OnClose implements jsapi.Loop.
func (l *Loop) OnClose(fn func()) (cancel func()) {
	i := len(l.closers)
	l.closers = append(l.closers, fn)
	return func() { l.closers[i] = nil }
}

// Close runs what OnClose registered, last first.
func (l *Loop) Close() {
	for _, fn := range slices.Backward(l.closers) {
		if fn != nil {
			fn()
		}
	}
}

type reservation struct{ l *Loop }

func (r reservation) Resume(fn func() error) bool {
	r.l.resumed <- fn
	return true
}

func (r reservation) Release() { r.l.resumed <- func() error { return nil } }

type timer struct {
	loop         *Loop
	delay, due   time.Duration
	seq          int
	repeat       bool
	ref, pending bool
	fn           func() error
}

func (t *timer) Stop() {
	same := func(o *timer) bool { return o == t }
	t.loop.timers = slices.DeleteFunc(t.loop.timers, same)
	t.loop.ready = slices.DeleteFunc(t.loop.ready, same)
	t.pending = false
}

func (t *timer) Refresh() {
	t.Stop()
	t.loop.seq++
	t.seq, t.due, t.pending = t.loop.seq, t.loop.now+t.delay, true
	t.loop.timers = append(t.loop.timers, t)
}

func (t *timer) SetRef(on bool) { t.ref = on }
func (t *timer) HasRef() bool   { return t.ref }
func (t *timer) Pending() bool  { return t.pending }
