package main

import (
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/node"
)

// surfaceOptions are those of a pool of one VM in which src runs before the factory is made.
func surfaceOptions(t testing.TB, s *vm.Surface, src string) vm.Options {
	t.Helper()
	main, err := goja.Compile("receiver.js", "(function (require) {"+src+"\n;return () => async () => {}})", false)
	if err != nil {
		t.Fatal(err)
	}
	return vm.Options{
		Receiver: func(rt *goja.Runtime, builtin func(string) (goja.Value, bool)) (goja.Value, error) {
			v, err := rt.RunProgram(main)
			if err != nil {
				return nil, err
			}
			f, _ := goja.AssertFunction(v)
			return f(goja.Undefined(), rt.ToValue(func(name string) goja.Value {
				exports, _ := builtin(name)
				return exports
			}))
		},
		Surface:     s,
		Permissions: &jsapi.Permissions{},
		VMs:         1,
		Concurrency: 1,
		Timeout:     time.Minute,
		TurnTimeout: time.Minute,
		Log:         logging.New(io.Discard, logging.Options{Level: logging.Error}),
	}
}

// BenchmarkVM is what a VM takes to start, and the heap that it holds then: as it is, with every global made, and with the
// modules that pg and its like require.
func BenchmarkVM(b *testing.B) {
	s := surface(node.New(nil))
	names := make([]string, 0, len(s.Globals))
	for name := range s.Globals {
		names = append(names, name)
	}
	for _, c := range []struct{ name, src string }{
		{"start", ""},
		{"globals", strings.Join(names, ";")},
		{"stream", `require('stream')`},
		{"clients", `['stream', 'net', 'tls', 'crypto', 'dns', 'util', 'events', 'url', 'zlib'].forEach(require)`},
	} {
		b.Run(c.name, func(b *testing.B) {
			o := surfaceOptions(b, s, c.src)
			make1(b, o).Close() // compiles what is compiled once
			for b.Loop() {
				make1(b, o).Close()
			}
			b.StopTimer()
			b.ReportMetric(heldBy(b, o)/1e3, "kB/VM")
		})
	}
}

func make1(b *testing.B, o vm.Options) *vm.Pool {
	p, err := vm.NewPool(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// heldBy is how many bytes of the heap one more pool keeps alive.
func heldBy(b *testing.B, o vm.Options) float64 {
	const n = 20
	pools := make([]*vm.Pool, 0, n)
	before := heap()
	for range n {
		pools = append(pools, make1(b, o))
	}
	held := heap() - before
	for _, p := range pools {
		p.Close()
	}
	return held / n
}

func heap() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
