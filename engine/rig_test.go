package engine_test

import (
	"bytes"
	"context"
	"os"
	"runtime/metrics"
	"sync"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/encoding"
	"github.com/guthega/guthega/jsapi/events"
	"github.com/guthega/guthega/jsapi/inspect"
	"github.com/guthega/guthega/jsapi/logger"
	"github.com/guthega/guthega/jsapi/timers"
)

func TestMain(m *testing.M) {
	vm.LimitProcess(200*time.Millisecond, 0)
	os.Exit(m.Run())
}

// surface is enough of the host for these tests.
func surface() *vm.Surface {
	return &vm.Surface{
		Modules: map[string]jsapi.Module{
			"buffer":            buffer.Module,
			"events":            events.Module,
			"internal/encoding": encoding.Module,
			"internal/events":   abort.Module,
			"internal/inspect":  inspect.Module,
			"internal/log":      logger.Module,
			"timers":            timers.Module,
		},
		Globals: map[string]vm.Global{
			"setTimeout":  {Module: "timers", Property: "setTimeout"},
			"setInterval": {Module: "timers", Property: "setInterval"},
		},
		Log: "internal/log",
		Signal: func(h *jsapi.Host) (goja.Value, func(name, message string)) {
			signal, fire := abort.NewSignal(h)
			return signal, func(name, message string) { fire(abort.Reason(h, name, message)) }
		},
		Buffer: func(h *jsapi.Host, b []byte) goja.Value { return jsapi.NewBuffer(h, b) },
	}
}

// options are those of a pool for a receiver in CommonJS, with the defaults of the config but for one VM.
func options(t testing.TB, src string) vm.Options {
	t.Helper()
	prog, err := goja.Compile("receiver.js", "(function (module) {"+src+"\n;return module.exports})({exports: {}})", false)
	if err != nil {
		t.Fatal(err)
	}
	return vm.Options{
		Receiver: func(rt *goja.Runtime, _ func(string) (goja.Value, bool)) (goja.Value, error) {
			return rt.RunProgram(prog)
		},
		Surface:     surface(),
		Permissions: &jsapi.Permissions{},
		VMs:         1,
		Concurrency: 64,
		Timeout:     30 * time.Second,
		TurnTimeout: 5 * time.Second,
		Log:         logging.New(new(syncBuffer), logging.Options{Level: logging.Info}),
	}
}

func newPool(t testing.TB, o vm.Options) *vm.Pool {
	t.Helper()
	p, err := vm.NewPool(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

// syncBuffer is a bytes.Buffer for concurrent use.
type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// waitFor waits until cond holds. It gives up after a minute, so that a test that can never pass does not hang.
func waitFor(t testing.TB, cond func() bool) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for start := time.Now(); !cond(); <-tick.C {
		if time.Since(start) > time.Minute {
			t.Fatal("waited for a minute in vain")
		}
	}
}

func heldMemory() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64() - s[1].Value.Uint64())
}

type (
	runtimeT = *goja.Runtime
	valueT   = goja.Value
	builtinT = func(string) (goja.Value, bool)
)
