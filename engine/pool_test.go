package engine_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/engine/delivery"
	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/sources"
)

// identified is a receiver whose VMs have names: the results of messages say which VM served them.
const identified = `const name = Math.random().toString(36);
module.exports = () => async ({ act, wait }, { signal }) => {
	if (act === 'loop') for (;;);
	if (act === 'never') return new Promise(() => {});
	if (wait) await new Promise(resolve => setTimeout(resolve, wait));
	return name;
}`

func TestPicksTheLeastLoaded(t *testing.T) {
	o := options(t, `const name = Math.random().toString(36);
		module.exports = ({ log }) => () => { log.info('at ' + name); return new Promise(resolve => setTimeout(resolve, 600000)) }`)
	o.VMs, o.Timeout = 2, time.Hour
	log := new(syncBuffer)
	o.Log = logging.New(log, logging.Options{Level: logging.Info})
	p := newPool(t, o)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() { do(p, `{}`) })
		waitFor(t, func() bool { return p.InFlight() == i+1 })
	}
	waitFor(t, func() bool { o.Log.Flush(); return strings.Count(log.String(), "at 0.") == 20 })
	p.Close()
	all.Wait()
	counts := map[string]int{}
	for _, at := range regexp.MustCompile(`at 0\.\w+`).FindAllString(log.String(), -1) {
		counts[at]++
	}
	for name, n := range counts {
		if n != 10 || len(counts) != 2 {
			t.Errorf("the VM %s had %d of 20 messages", name, n)
		}
	}
}

// TestCulpritRunsAlone: the second attempt of a message that had to be stopped runs in a VM that nobody else sees.
func TestCulpritRunsAlone(t *testing.T) {
	o := options(t, `const name = Math.random().toString(36);
		module.exports = () => (m, { attempt }) => { if (m.act && attempt === 1) for (;;); return name }`)
	o.TurnTimeout = 150 * time.Millisecond
	p := newPool(t, o)
	d := deliverer(p, 2)
	ctx := context.Background()
	culprit := d.Deliver(ctx, ctx, sources.NewMessage("test", []byte(`{"act":1}`)))
	if culprit.Err != nil || culprit.Attempts != 2 {
		t.Fatalf("%v after %d attempts", culprit.Err, culprit.Attempts)
	}
	for range 5 {
		if v := do(p, `{}`); v.Err != nil || string(v.Result.JSON) == string(culprit.Result.JSON) {
			t.Errorf("an innocent message ran in %s (%v), the culprit in %s", v.Result.JSON, v.Err, culprit.Result.JSON)
		}
	}
}

func deliverer(p *vm.Pool, attempts int) *delivery.Deliverer {
	return &delivery.Deliverer{
		Policy: delivery.Policy{Attempts: attempts, InitialBackoff: time.Millisecond, MaxBackoff: time.Millisecond},
		Try:    p.Do,
		Failed: func(*sources.Message, int, *sources.Error, time.Duration) {},
	}
}

// TestRetiredVMIsClosed: a handler that never settles costs its VM, once the others in it have settled, and leaves no
// goroutine behind.
func TestRetiredVMIsClosed(t *testing.T) {
	o := options(t, identified)
	o.Timeout = 20 * time.Millisecond
	p := newPool(t, o)
	first := string(do(p, `{}`).Result.JSON)
	before := runtime.NumGoroutine()
	for range 3 {
		if v := do(p, `{"act":"never"}`); v.Err == nil || v.Err.Kind != sources.Timeout {
			t.Fatalf("got %v", v.Err)
		}
		waitFor(t, p.Ready)
	}
	if again := string(do(p, `{}`).Result.JSON); again == first {
		t.Error("the VM with the zombie still serves")
	}
	// The last replacement left a spare behind, with its goroutine.
	waitFor(t, func() bool { return runtime.NumGoroutine() <= before+1 })
}

// TestPanicInTheHost: a Go panic in a host module is one message's error, and the VM is replaced.
func TestPanicInTheHost(t *testing.T) {
	o := options(t, `module.exports = () => async m => { if (m.act) boom(); return 'fine' }`)
	s := surface()
	s.Modules["boom"] = func(h *jsapi.Host) goja.Value {
		return h.Runtime.ToValue(func(goja.FunctionCall) goja.Value { panic(errors.New("a bug")) })
	}
	s.Globals["boom"] = vm.Global{Module: "boom"}
	o.Surface = s
	log := new(syncBuffer)
	o.Log = logging.New(log, logging.Options{Level: logging.Info})
	p := newPool(t, o)
	if v := do(p, `{"act":1}`); v.Err == nil || v.Err.Name != "InternalError" || !v.Culprit {
		t.Errorf("got %+v", v)
	}
	if v := do(p, `{}`); v.Err != nil || string(v.Result.JSON) != `"fine"` {
		t.Errorf("the next message: %v", v.Err)
	}
	o.Log.Flush()
	if !strings.Contains(log.String(), "A VM had to be stopped") || !strings.Contains(log.String(), "pool_test.go") {
		t.Errorf("the log does not say where: %s", log)
	}
}

// TestVMsThatDieYoung: what a factory leaves behind kills its VM. Nothing spins, nothing hangs.
func TestVMsThatDieYoung(t *testing.T) {
	t.Run("in the factory's own turn", func(t *testing.T) {
		_, err := vm.NewPool(context.Background(), options(t, `module.exports = () => {
			Promise.resolve().then(() => { (function f() { f() })() });
			return () => 1;
		}`))
		if err == nil || !strings.Contains(err.Error(), "Maximum call stack size exceeded") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("later", func(t *testing.T) {
		made := new(atomic.Int64)
		o := options(t, `module.exports = () => { setTimeout(() => { (function f() { f() })() }, 1); return () => 1 }`)
		receiver := o.Receiver
		o.Receiver = func(rt runtimeT, b builtinT) (valueT, error) { made.Add(1); return receiver(rt, b) }
		p := newPool(t, o)
		waitFor(t, func() bool { return !p.Ready() })
		m := sources.NewMessage("test", []byte(`{}`))
		m.MaxQueue = 20 * time.Millisecond
		if v := p.Do(m, vm.Attempt{Number: 1}); v.Err != nil && v.Err.Kind != sources.Unavailable {
			t.Errorf("got %v", v.Err)
		}
		p.Close() // and this ends
		if n := made.Load(); n > 10 {
			t.Errorf("%d VMs were made in no time", n)
		}
	})
}

func TestFactoryThatNeverSettles(t *testing.T) {
	_, err := vm.NewPool(context.Background(), options(t, `module.exports = () => new Promise(() => {})`))
	if err == nil || !strings.Contains(err.Error(), "can never settle") {
		t.Errorf("got %v", err)
	}
}

// TestQuarantineRetriesTheFactory: when the VM for a culprit's next attempt cannot be made, that is tried again.
func TestQuarantineRetriesTheFactory(t *testing.T) {
	var fails atomic.Int64
	o := options(t, `module.exports = () => (m, { attempt }) => { if (attempt === 1) for (;;); return 'fine' }`)
	o.TurnTimeout = 150 * time.Millisecond
	receiver := o.Receiver
	o.Receiver = func(rt runtimeT, b builtinT) (valueT, error) {
		if fails.Add(-1) >= 0 {
			return nil, errors.New("no database")
		}
		return receiver(rt, b)
	}
	p := newPool(t, o)
	fails.Store(2)
	ctx := context.Background()
	out := deliverer(p, 2).Deliver(ctx, ctx, sources.NewMessage("test", []byte(`{}`)))
	if out.Err != nil || string(out.Result.JSON) != `"fine"` {
		t.Errorf("got %v", out.Err)
	}
}

// TestCodeThatRunsForNobody: the then of a foreign thenable is nobody's; when it loops, the message whose turn it is is
// the culprit.
func TestCodeThatRunsForNobody(t *testing.T) {
	o := options(t, `module.exports = () => async () => { await null; return { then() { for (;;); } } }`)
	o.TurnTimeout = 150 * time.Millisecond
	v := do(newPool(t, o), `{}`)
	if v.Err == nil || v.Err.Kind != sources.Timeout || !v.Culprit || v.Bystander {
		t.Errorf("got %+v", v)
	}
}

func TestExceptionInAnAbortListener(t *testing.T) {
	o := options(t, `const name = Math.random();
		module.exports = () => ({ bad }, { signal }) => bad ? new Promise(() => {
			signal.addEventListener('abort', () => { throw new Error('in the listener') });
		}) : name`)
	o.Timeout = 20 * time.Millisecond
	p := newPool(t, o)
	first := string(do(p, `{}`).Result.JSON)
	if v := do(p, `{"bad":true}`); v.Err == nil || v.Err.Kind != sources.Timeout {
		t.Errorf("got %+v", v.Err)
	}
	waitFor(t, func() bool { // the handler never settled, so its VM goes
		v := do(p, `{}`)
		return v.Err == nil && string(v.Result.JSON) != first
	})
}

// TestBusyTimeOfWhatWasStopped: the most expensive messages have their cost too.
func TestBusyTimeOfWhatWasStopped(t *testing.T) {
	t.Run("abandoned", func(t *testing.T) {
		o := options(t, fmt.Sprintf(`module.exports = () => () => Array.prototype.lastIndexOf.call({ length: %d }, 1)`, slowLength(t)))
		o.TurnTimeout = 150 * time.Millisecond
		if v := do(newPool(t, o), `{}`); v.Err == nil || v.Stats.Busy < o.TurnTimeout {
			t.Errorf("busy %s, %v", v.Stats.Busy, v.Err)
		}
	})
	t.Run("at the hard stop", func(t *testing.T) {
		o := options(t, identified)
		p := newPool(t, o)
		got := make(chan vm.Verdict)
		go func() { got <- do(p, `{"act":"loop"}`) }()
		waitFor(t, func() bool { return p.InFlight() == 1 })
		p.Close()
		if v := <-got; v.Err == nil || v.Err.Kind != sources.Stopped || v.Stats.Busy <= 0 {
			t.Errorf("busy %s, %v", v.Stats.Busy, v.Err)
		}
	})
}

func TestSignalBelongsToItsMessage(t *testing.T) {
	o := options(t, `module.exports = () => async (m, context) => {
		const signal = Object.create(context).signal;
		const frozen = Object.freeze(context).signal;
		const proxied = new Proxy(context, {}).signal;
		return [signal === frozen, signal === proxied, signal === context.signal, Object.keys({ ...context }).includes('signal')];
	}`)
	v := do(newPool(t, o), `{}`)
	if got := string(v.Result.JSON); got != `[true,true,true,false]` {
		t.Errorf("got %s %v", got, v.Err)
	}
}

func TestSignalOutlivesItsMessage(t *testing.T) {
	o := options(t, `let last; module.exports = () => async (m, context) => {
		const was = last && last.signal === last.was;
		last = context; if (m.read) context.was = context.signal;
		return was;
	}`)
	p := newPool(t, o)
	do(p, `{"read":true}`)
	if v := do(p, `{}`); string(v.Result.JSON) != "true" {
		t.Errorf("a context's signal changed when its message settled: %s %v", v.Result.JSON, v.Err)
	}
}

// TestKeptMemory: a receiver keeps more than the limit while no handler runs; its VM is replaced, and it says so.
func TestKeptMemory(t *testing.T) {
	o := options(t, `const kept = []; const name = Math.random();
		module.exports = () => ({ n }) => { for (let i = 0; i < n; i++) kept.push(new Array(1000).fill(i)); return name }`)
	runtime.GC()
	o.MemoryLimit = heldMemory() + 64<<20
	log := new(syncBuffer)
	o.Log = logging.New(log, logging.Options{Level: logging.Info})
	p := newPool(t, o)
	first := string(do(p, `{"n":0}`).Result.JSON)
	waitFor(t, func() bool { // in pieces, each too short to be taken for the culprit
		v := do(p, `{"n":20}`)
		return v.Err == nil && string(v.Result.JSON) != first
	})
	o.Log.Flush()
	if !strings.Contains(log.String(), "past its memoryLimit") {
		t.Errorf("the log does not say why: %s", log)
	}
}

// TestTooManyAbandoned: when more VMs are stuck than the process can bear, it is told to end.
func TestTooManyAbandoned(t *testing.T) {
	length := 3 * slowLength(t)
	o := options(t, `module.exports = () => () => Array.prototype.lastIndexOf.call({ length: `+strconv.Itoa(length)+` }, 1)`)
	o.TurnTimeout, o.MaxAbandoned = 50*time.Millisecond, -1 // one is too many
	fatal := make(chan error, 10)
	o.Fatal = func(err error) { fatal <- err }
	p := newPool(t, o)
	do(p, `{}`)
	select {
	case err := <-fatal:
		if !strings.Contains(err.Error(), "stuck in built-in functions") {
			t.Errorf("got %v", err)
		}
	case <-time.After(time.Minute):
		t.Error("nobody was told")
	}
}

// TestWarmSpare: when a turn has used half its time a VM is made ready, so that the next message does not wait for one.
func TestWarmSpare(t *testing.T) {
	made := new(atomic.Int64)
	o := options(t, identified)
	o.TurnTimeout = 400 * time.Millisecond
	receiver := o.Receiver
	o.Receiver = func(rt runtimeT, b builtinT) (valueT, error) { made.Add(1); return receiver(rt, b) }
	p := newPool(t, o)
	if made.Load() != 1 {
		t.Fatalf("%d VMs at the start, want 1: a spare would run the factory for nothing", made.Load())
	}
	got := make(chan vm.Verdict)
	go func() { got <- do(p, `{"act":"loop"}`) }()
	waitFor(t, func() bool { return made.Load() == 2 })
	select {
	case v := <-got:
		t.Errorf("the spare came after the verdict %v", v.Err)
	default:
	}
	<-got
	if v := do(p, `{}`); v.Err != nil {
		t.Error(v.Err)
	}
	if diff := cmp.Diff(int64(2), made.Load()); diff != "" {
		t.Errorf("the spare was not used: %s", diff)
	}
}

// After the last message was announced, one that is just being handed in is not taken for one that nothing can settle.
func TestFinalBeforeAMessageStarts(t *testing.T) {
	p := newPool(t, options(t, `module.exports = () => async (m) => m`))
	p.Final()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 2000 {
				if v := p.Do(sources.NewMessage("test", []byte(`1`)), vm.Attempt{Number: 1}); v.Err != nil {
					t.Errorf("it came to %v", v.Err)
					return
				}
			}
		})
	}
	wg.Wait()
}
