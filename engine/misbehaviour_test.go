package engine_test

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/delivery"
	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/sources"
)

// misbehaviour is what a handler can do to the VM that it shares with others. Every bystander awaits a timer of 300 ms
// and so is in flight when the culprit strikes.
const misbehaving = `
const kept = [];
const acts = {
	loop() { for (;;); },
	regexp() { return /^(a|aa|aaa)+\1$/.test('a'.repeat(60) + 'b'); },
	async jobs() { for (;;) await null; },
	deaf({ signal }) { return new Promise(() => { signal.aborted; setInterval(() => {}, 1000) }); },
	never() { return new Promise(() => {}); },
	overflow() { return acts.overflow() + 1; },
	memory() { for (;;) kept.push(new Array(1000).fill(kept.length)); },
	async memoryAwaiting() { for (;;) { kept.push(new Array(1000).fill(kept.length)); await null; } },
	builtin() { return Array.prototype.lastIndexOf.call({ length: LENGTH }, 1); },
};
module.exports = () => async (message, context) => {
	if (message.act) return acts[message.act](context);
	await new Promise(resolve => setTimeout(resolve, 300));
	return { n: message.n };
};`

// slowLength is a length for which a lastIndexOf takes about two seconds here: well past the turn's limit and the time
// after which its VM is abandoned, but not for ever.
func slowLength(t *testing.T) int {
	t.Helper()
	const sample = 200_000
	start := time.Now()
	if _, err := goja.New().RunString(fmt.Sprintf("Array.prototype.lastIndexOf.call({ length: %d }, 1)", sample)); err != nil {
		t.Fatal(err)
	}
	return int(sample * float64(2*time.Second) / float64(time.Since(start)))
}

func TestMisbehaviourCostsNobodyElse(t *testing.T) {
	const bystanders = 50
	tests := map[string]struct {
		act    string
		memory int64
		err    string
	}{
		"an endless loop":                       {act: "loop", err: "TimeoutError: JavaScript ran for more than 200ms without a pause"},
		"a regexp that backtracks":              {act: "regexp", err: "TimeoutError: JavaScript ran for more than 200ms without a pause"},
		"promise jobs without end":              {act: "jobs", err: "TimeoutError: JavaScript ran for more than 200ms without a pause"},
		"a handler that ignores its signal":     {act: "deaf", err: "TimeoutError: the handler did not settle within 1s"},
		"a promise that nobody can settle":      {act: "never", err: "TimeoutError: the handler did not settle within 1s"},
		"infinite recursion":                    {act: "overflow", err: "RangeError: Maximum call stack size exceeded"},
		"allocation without end":                {act: "memory", memory: 200 << 20, err: "RangeError: the process went past its memoryLimit"},
		"allocation without end, in jobs":       {act: "memoryAwaiting", memory: 200 << 20, err: "RangeError: the process went past its memoryLimit"},
		"a built-in that cannot be interrupted": {act: "builtin", err: "TimeoutError: JavaScript ran for more than 200ms without a pause"},
	}
	for name, tt := range tests {
		for _, callerRetries := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/callerRetries=%t", name, callerRetries), func(t *testing.T) {
				o := options(t, strings.Replace(misbehaving, "LENGTH", strconv.Itoa(slowLength(t)), 1))
				o.VMs, o.Timeout, o.TurnTimeout = 1, time.Second, 200*time.Millisecond
				if tt.memory > 0 {
					runtime.GC()
					o.MemoryLimit, o.TurnTimeout = heldMemory()+tt.memory, time.Minute
				}
				pool := newPool(t, o)
				d := delivery.Deliverer{
					Policy:   delivery.Policy{Attempts: 2, InitialBackoff: time.Millisecond, MaxBackoff: time.Millisecond},
					Features: sources.Features{CallerRetries: callerRetries},
					Try:      pool.Do,
					Failed:   func(*sources.Message, int, *sources.Error, time.Duration) {},
				}
				var all sync.WaitGroup
				outcomes := make([]delivery.Outcome, bystanders)
				var finished atomic.Int64 // on a machine so slow that the first are done before the last begin
				for i := range bystanders {
					all.Go(func() {
						m := sources.NewMessage("test", fmt.Appendf(nil, `{"n":%d}`, i))
						outcomes[i] = d.Deliver(context.Background(), context.Background(), m)
						finished.Add(1)
					})
				}
				waitFor(t, func() bool { return pool.InFlight()+int(finished.Load()) >= bystanders })
				culprit := d.Deliver(context.Background(), context.Background(),
					sources.NewMessage("test", fmt.Appendf(nil, `{"act":%q}`, tt.act)))
				all.Wait()

				if culprit.Err == nil || !strings.HasPrefix(culprit.Err.Error(), tt.err) {
					t.Errorf("the culprit's error is %v, want %q…", culprit.Err, tt.err)
				}
				if want := map[bool]int{false: 2, true: 1}[callerRetries]; culprit.Attempts != want {
					t.Errorf("the culprit had %d attempts, want %d", culprit.Attempts, want)
				}
				for i, o := range outcomes {
					switch {
					case o.Err == nil && string(o.Result.JSON) == fmt.Sprintf(`{"n":%d}`, i):
					case callerRetries && o.Verdict == delivery.Refused && o.Err.Kind == sources.Unavailable:
					default:
						t.Errorf("bystander %d: %s %s %v", i, o.Verdict, o.Result.JSON, o.Err)
					}
					if o.Attempts != 1 {
						t.Errorf("bystander %d was charged %d attempts", i, o.Attempts)
					}
				}
				again := pool.Do(sources.NewMessage("test", []byte(`{"n":1}`)), vm.Attempt{Number: 1})
				if again.Err != nil {
					t.Errorf("the next message: %v", again.Err)
				}
			})
		}
	}
}
