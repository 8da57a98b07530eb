package net_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/loop"
	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/blob"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/dns"
	"github.com/guthega/guthega/jsapi/encoding"
	"github.com/guthega/guthega/jsapi/events"
	"github.com/guthega/guthega/jsapi/inspect"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/net"
	"github.com/guthega/guthega/jsapi/node/nodetest"
	"github.com/guthega/guthega/jsapi/process"
	"github.com/guthega/guthega/jsapi/socket"
	"github.com/guthega/guthega/jsapi/stringdecoder"
	"github.com/guthega/guthega/jsapi/timers"
	"github.com/guthega/guthega/jsapi/util"
)

func modules() map[string]jsapi.Module {
	all := map[string]jsapi.Module{
		"buffer": buffer.Module, "dns": dns.Module, "dns/promises": dns.Promises, "events": events.Module, "net": net.Module,
		"process": process.Module, "string_decoder": stringdecoder.Module, "timers": timers.Module,
		abort.Name: abort.Module, blob.Name: blob.Module, socket.Name: socket.Module,
		"internal/inspect": inspect.Module, "internal/encoding": encoding.Module, "util": util.Module,
	}
	maps.Copy(all, nodetest.Ports().Modules())
	return all
}

// rig is a VM on the real event loop, since sockets and virtual time do not go together.
type rig struct {
	t    testing.TB
	rt   *goja.Runtime
	host *jsapi.Host
	loop *loop.Loop
	done chan struct{} // closed when the loop's goroutine has ended
}

type realLoop struct{ l *loop.Loop }

func (r realLoop) Timer(d time.Duration, repeat bool, fn func() error) jsapi.Timer {
	return r.l.Timer(d, repeat, fn)
}
func (r realLoop) Immediate(fn func() error) jsapi.Timer { return r.l.Immediate(fn) }
func (r realLoop) Tick(fn func() error)                  { r.l.Tick(fn) }
func (r realLoop) Reserve() jsapi.Reservation            { return r.l.Reserve() }
func (r realLoop) OnClose(fn func()) func()              { return r.l.OnClose(fn) }

func newRig(t testing.TB, p *jsapi.Permissions) *rig {
	t.Helper()
	rt := goja.New()
	l, err := loop.New(rt, loop.Hooks{Uncaught: func(_ loop.Owner, err error) { t.Errorf("uncaught: %v", err) }})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, rt: rt, loop: l, done: make(chan struct{})}
	known, exports := modules(), map[string]goja.Value{}
	r.host = &jsapi.Host{Runtime: rt, Loop: realLoop{l}, Log: &jsapitest.Log{}, Permissions: p}
	r.host.Require = func(name string) goja.Value {
		if exports[name] == nil {
			if known[name] == nil {
				panic(rt.NewTypeError("no module %q", name))
			}
			exports[name] = known[name](r.host)
		}
		return exports[name]
	}
	global := func(name string, v any) {
		if err := rt.Set(name, v); err != nil {
			t.Fatal(err)
		}
	}
	global("require", func(call goja.FunctionCall) goja.Value { return r.host.Require(call.Argument(0).String()) })
	for name, module := range map[string]string{"Buffer": "buffer", "setTimeout": "timers", "setImmediate": "timers", "AbortController": abort.Name, "EventTarget": abort.Name, "Event": abort.Name, "AbortSignal": abort.Name} {
		global(name, r.host.Require(module).ToObject(rt).Get(name))
	}
	global("process", r.host.Require("process"))
	go func() { defer close(r.done); l.Run() }()
	t.Cleanup(r.close)
	return r
}

func (r *rig) close() {
	r.loop.Close()
	<-r.done
}

// patience is how long a test may take before it is given up.
const patience = 30 * time.Second

// do runs fn on the VM's goroutine.
func (r *rig) do(fn func()) {
	done := make(chan struct{})
	r.loop.Post(nil, func() error { defer close(done); fn(); return nil })
	<-done
}

// run runs the body of an async function and returns what it returns as a string.
func (r *rig) run(body string) string {
	r.t.Helper()
	got := make(chan string, 2)
	r.do(func() {
		settle := func(prefix string) func(goja.FunctionCall) goja.Value {
			return func(call goja.FunctionCall) goja.Value {
				got <- prefix + call.Argument(0).String()
				return goja.Undefined()
			}
		}
		v, err := r.rt.RunString("(async () => {" + body + "})()")
		if err != nil {
			got <- "throws " + err.Error()
			return
		}
		then, _ := goja.AssertFunction(v.ToObject(r.rt).Get("then"))
		if _, err := then(v, r.rt.ToValue(settle("")), r.rt.ToValue(settle("rejected: "))); err != nil {
			got <- err.Error()
		}
	})
	select {
	case s := <-got:
		return s
	case <-time.After(patience):
		r.t.Fatalf("nothing came of %s", strings.TrimSpace(body))
		return ""
	}
}

var everything = &jsapi.Permissions{Net: jsapi.NetPermission{All: true}}
