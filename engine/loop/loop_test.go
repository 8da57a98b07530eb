package loop

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"
)

// rig is a running loop whose turns append to a trace.
type rig struct {
	t        *testing.T
	rt       *goja.Runtime
	loop     *Loop
	trace    []string
	uncaught chan string
	done     chan struct{}
}

// person is an Owner that keeps its account.
type person struct {
	name         string
	busy, waited time.Duration
}

func (p *person) Busy(d time.Duration)   { p.busy += d }
func (p *person) Waited(d time.Duration) { p.waited += d }

func nameOf(o Owner) string {
	if p, ok := o.(*person); ok && p != nil {
		return p.name
	}
	return "-"
}

func newRig(t *testing.T, hooks Hooks) *rig {
	t.Helper()
	r := &rig{t: t, rt: goja.New(), uncaught: make(chan string, 100), done: make(chan struct{})}
	r.rt.SetMaxCallStackSize(1000)
	hooks.Uncaught = func(o Owner, err error) { r.uncaught <- nameOf(o) + ": " + firstLine(err.Error()) }
	l, err := New(r.rt, hooks)
	if err != nil {
		t.Fatal(err)
	}
	r.loop = l
	set := func(name string, fn func(goja.FunctionCall) goja.Value) {
		if err := r.rt.Set(name, fn); err != nil {
			t.Fatal(err)
		}
	}
	set("trace", func(f goja.FunctionCall) goja.Value {
		r.trace = append(r.trace, f.Argument(0).String())
		return goja.Undefined()
	})
	set("owner", func(goja.FunctionCall) goja.Value { return r.rt.ToValue(nameOf(l.Owner())) })
	set("timeout", func(f goja.FunctionCall) goja.Value {
		l.Timer(time.Duration(f.Argument(1).ToInteger())*time.Millisecond, false, r.callback(f.Argument(0)))
		return goja.Undefined()
	})
	set("immediate", func(f goja.FunctionCall) goja.Value {
		l.Immediate(r.callback(f.Argument(0)))
		return goja.Undefined()
	})
	set("tick", func(f goja.FunctionCall) goja.Value {
		l.Tick(r.callback(f.Argument(0)))
		return goja.Undefined()
	})
	set("done", func(goja.FunctionCall) goja.Value { close(r.done); return goja.Undefined() })
	ended := make(chan struct{})
	go func() { defer close(ended); l.Run() }()
	t.Cleanup(func() { l.Close(); <-ended })
	return r
}

func firstLine(s string) string { line, _, _ := strings.Cut(s, "\n"); return line }

func (r *rig) callback(v goja.Value) func() error {
	fn, ok := goja.AssertFunction(v)
	if !ok {
		panic(r.rt.NewTypeError("not a function"))
	}
	return func() error { _, err := fn(goja.Undefined()); return err }
}

// post runs src as a turn of owner.
func (r *rig) post(owner Owner, src string) {
	r.t.Helper()
	prog, err := goja.Compile("test.js", src, false)
	if err != nil {
		r.t.Fatal(err)
	}
	r.loop.Post(owner, func() error { _, err := r.rt.RunProgram(prog); return err })
}

// read runs fn on the loop's goroutine.
func (r *rig) read(fn func()) {
	done := make(chan struct{})
	r.loop.Post(nil, func() error { defer close(done); fn(); return nil })
	<-done
}

func TestOrder(t *testing.T) {
	tests := map[string]struct {
		src  string
		want []string
	}{
		"equal delays fire in the order they were made": {
			`for (let i = 0; i < 5; i++) timeout(() => trace(i), 3); timeout(done, 4)`,
			[]string{"0", "1", "2", "3", "4"},
		},
		"the shorter delay first": {
			`timeout(() => { trace('b'); done() }, 8); timeout(() => trace('a'), 2)`,
			[]string{"a", "b"},
		},
		"zero counts as one millisecond": {
			`timeout(() => trace('one'), 1); timeout(() => trace('zero'), 0); timeout(done, 2)`,
			[]string{"one", "zero"},
		},
		"promise jobs before immediates before timers": {
			`timeout(() => { trace('timer'); done() }, 1); immediate(() => trace('immediate'));
			 Promise.resolve().then(() => trace('job')); trace('sync')`,
			[]string{"sync", "job", "immediate", "timer"},
		},
		"an immediate made by an immediate waits for the next round": {
			`immediate(() => { trace('a'); immediate(() => { trace('c'); done() }) }); immediate(() => trace('b'))`,
			[]string{"a", "b", "c"},
		},
		"promise jobs run between timers that are due together": {
			`timeout(() => { trace('1'); Promise.resolve().then(() => trace('job')) }, 1);
			 timeout(() => { trace('2'); done() }, 1)`,
			[]string{"1", "job", "2"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, Hooks{})
			r.post(nil, tt.src)
			<-r.done
			r.read(func() {
				if diff := cmp.Diff(tt.want, r.trace); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestTicksComeBeforePromiseJobs(t *testing.T) {
	r := newRig(t, Hooks{})
	r.post(nil, `Promise.resolve().then(() => { trace('job'); tick(() => trace('tick of a job')) })
		.then(() => trace('job of a job'));
		tick(() => { trace('tick'); tick(() => trace('tick of a tick')); Promise.resolve().then(() => trace('job of a tick')) });
		trace('sync'); immediate(done)`)
	<-r.done
	// What Node 20 prints for the same program.
	want := []string{"sync", "tick", "tick of a tick", "job", "job of a tick", "job of a job", "tick of a job"}
	r.read(func() {
		if diff := cmp.Diff(want, r.trace); diff != "" {
			t.Error(diff)
		}
	})
}

func TestExceptionsAreReported(t *testing.T) {
	tests := map[string]struct{ src, want string }{
		"in a task":       {`throw new Error('x')`, "ada: Error: x at"},
		"in a timer":      {`timeout(() => { throw new Error('x') }, 1)`, "ada: Error: x at"},
		"in a tick":       {`tick(() => { throw new Error('x') })`, "ada: Error: x at"},
		"in an immediate": {`immediate(() => { throw new TypeError('y') })`, "ada: TypeError: y at"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, Hooks{})
			r.post(&person{name: "ada"}, tt.src)
			if got := <-r.uncaught; !strings.HasPrefix(got, tt.want) {
				t.Errorf("got %q, want %q…", got, tt.want)
			}
			r.post(nil, `done()`) // and the loop goes on
			<-r.done
		})
	}
}

func TestOwnerFollows(t *testing.T) {
	r := newRig(t, Hooks{})
	r.post(&person{name: "ada"}, `(async () => {
		await null; trace('await ' + owner());
		await new Promise(resolve => timeout(resolve, 2)); trace('timer ' + owner());
		await new Promise(resolve => immediate(resolve)); trace('immediate ' + owner());
		await new Promise(resolve => tick(resolve)); trace('tick ' + owner());
		await new Promise(resolve => { globalThis.release = resolve }); trace('released by another ' + owner());
	})().finally(done)`)
	r.post(&person{name: "bob"}, `timeout(() => { trace('bob ' + owner()); release() }, 20)`)
	<-r.done
	want := []string{"await ada", "timer ada", "immediate ada", "tick ada", "bob bob", "released by another ada"}
	r.read(func() {
		if diff := cmp.Diff(want, r.trace); diff != "" {
			t.Error(diff)
		}
		if got := nameOf(r.loop.Owner()); got != "-" {
			t.Errorf("a turn of nobody's belongs to %s", got)
		}
	})
}

// spin is JavaScript that keeps the loop busy.
const spin = `const end = Date.now() + 30; while (Date.now() < end);`

func TestTimeIsChargedToItsOwner(t *testing.T) {
	r := newRig(t, Hooks{})
	ada, bob := &person{name: "ada"}, &person{name: "bob"}
	gate := make(chan struct{})
	r.loop.Post(nil, func() error { <-gate; return nil }) // both are ready before the first runs
	r.post(ada, `{`+spin+`}`)
	r.post(bob, `Promise.resolve().then(() => {}); timeout(done, 1)`)
	close(gate)
	<-r.done
	r.read(func() {
		if ada.busy < 25*time.Millisecond {
			t.Errorf("ada was busy for 30 ms, charged %s", ada.busy)
		}
		if bob.busy >= ada.busy {
			t.Errorf("bob did next to nothing, charged %s", bob.busy)
		}
		if bob.waited < 25*time.Millisecond {
			t.Errorf("bob stood behind ada for 30 ms, was told %s", bob.waited)
		}
	})
}

func TestFatalErrorsNameWhoRan(t *testing.T) {
	tests := map[string]struct {
		src       string
		interrupt bool
		want      string
	}{
		"overflow":             {src: `(function f() { f() })()`, want: "ada: "},
		"interrupt":            {src: `globalThis.started(); for (;;);`, interrupt: true, want: "ada: "},
		"interrupt in a job":   {src: `Promise.resolve().then(() => { started(); for (;;); })`, interrupt: true, want: "ada: "},
		"interrupt in a tick":  {src: `tick(() => { started(); for (;;); })`, interrupt: true, want: "ada: "},
		"panic in a host call": {src: `boom()`, want: "ada: internal panic: boom"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, Hooks{})
			started := make(chan struct{})
			r.read(func() {
				for name, fn := range map[string]func(goja.FunctionCall) goja.Value{
					"started": func(goja.FunctionCall) goja.Value { close(started); return goja.Undefined() },
					"boom":    func(goja.FunctionCall) goja.Value { panic(errors.New("boom")) },
				} {
					if err := r.rt.Set(name, fn); err != nil {
						t.Error(err)
					}
				}
			})
			r.post(&person{name: "ada"}, tt.src)
			if tt.interrupt {
				<-started
				r.rt.Interrupt("stop")
			}
			if got := <-r.uncaught; !strings.HasPrefix(got, tt.want) {
				t.Errorf("got %q, want %q…", got, tt.want)
			}
		})
	}
}

func TestTimerHandle(t *testing.T) {
	r := newRig(t, Hooks{})
	fired := make(chan string, 10)
	r.read(func() {
		l := r.loop
		note := func(s string) func() error { return func() error { fired <- s; return nil } }
		stopped := l.Timer(time.Millisecond, false, note("stopped"))
		stopped.Stop()
		stopped.Stop()
		gone := l.Immediate(note("stopped immediate"))
		gone.Stop()
		if l.Alive() {
			t.Error("stopped timers keep the loop alive")
		}
		quiet := l.Timer(time.Hour, false, note("never"))
		quiet.SetRef(false)
		if l.Alive() || quiet.HasRef() || !quiet.Pending() {
			t.Error("an unref'd timer keeps the loop alive")
		}
		quiet.SetRef(true)
		if !l.Alive() {
			t.Error("a ref'd timer does not keep the loop alive")
		}
		quiet.Stop()
		n := 0
		var every *Timer
		every = l.Timer(time.Millisecond, true, func() error {
			if n++; n == 3 {
				every.Stop()
				fired <- "three times"
			}
			return nil
		})
		late := l.Timer(2*time.Millisecond, false, note("refreshed"))
		late.Refresh()
	})
	got := map[string]bool{<-fired: true, <-fired: true}
	if !got["three times"] || !got["refreshed"] {
		t.Errorf("fired %v", got)
	}
	r.read(func() {
		if r.loop.Alive() {
			t.Error("alive with nothing left")
		}
	})
}

func TestReserve(t *testing.T) {
	r := newRig(t, Hooks{})
	ada := &person{name: "ada"}
	var res Reservation
	r.loop.Post(ada, func() error { res = r.loop.Reserve(); return nil })
	r.read(func() {
		if !r.loop.Alive() {
			t.Error("a reservation does not keep the loop alive")
		}
	})
	who := make(chan string)
	if !res.Resume(func() error { who <- nameOf(r.loop.Owner()); return nil }) {
		t.Error("an open loop refused the turn")
	}
	if got := <-who; got != "ada" {
		t.Errorf("the turn belongs to %s", got)
	}
	r.read(func() {
		res = r.loop.Reserve()
		res.Release()
		if r.loop.Alive() {
			t.Error("alive after the reservation was given up")
		}
		res = r.loop.Reserve()
	})
	r.loop.Close()
	if res.Resume(func() error { t.Error("ran on a closed loop"); return nil }) {
		t.Error("a closed loop took the turn")
	}
}

func TestCloseRunsClosersOnceLastFirst(t *testing.T) {
	r := newRig(t, Hooks{})
	var got []string
	note := func(s string) func() { return func() { got = append(got, s) } }
	r.read(func() {
		r.loop.OnClose(note("first"))
		r.loop.OnClose(note("taken back"))()
		r.loop.OnClose(note("last"))
	})
	r.loop.Close()
	r.loop.Close()
	r.loop.OnClose(note("too late: at once"))
	if diff := cmp.Diff([]string{"last", "first", "too late: at once"}, got); diff != "" {
		t.Error(diff)
	}
	if r.loop.Post(nil, func() error { return nil }) {
		t.Error("a closed loop took a task")
	}
}

func BenchmarkTurn(b *testing.B) {
	rt := goja.New()
	l, err := New(rt, Hooks{})
	if err != nil {
		b.Fatal(err)
	}
	v, err := rt.RunString(`(async () => 1)`)
	if err != nil {
		b.Fatal(err)
	}
	fn, _ := goja.AssertFunction(v)
	call := func() error { _, err := fn(goja.Undefined()); return err }
	b.ReportAllocs()
	for b.Loop() {
		l.turn(task{fn: call})
	}
}
