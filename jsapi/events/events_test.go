package events_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/events"
	"github.com/guthega/guthega/jsapi/jsapitest"
)

func newVM(t testing.TB, more map[string]jsapi.Module) *jsapitest.VM {
	modules := map[string]jsapi.Module{"events": events.Module}
	maps.Copy(modules, more)
	return jsapitest.New(t, modules)
}

func TestMaxListenersWarning(t *testing.T) {
	vm := newVM(t, nil)
	vm.Run(`const EE = require('events');
		const e = new EE(); for (let i = 0; i < 15; i++) e.on('x', () => i);
		class Mine extends EE {} const m = new Mine(); m.setMaxListeners(1); m.on(Symbol('s'), () => 1);
		for (let i = 0; i < 3; i++) m.prependListener('a', () => i);
		const quiet = new EE(); quiet.setMaxListeners(0); for (let i = 0; i < 15; i++) quiet.on('x', () => i);`)
	const text = "MaxListenersExceededWarning: Possible EventEmitter memory leak detected. "
	want := []jsapitest.Line{
		{Level: jsapi.Warn, Message: text + "11 x listeners added to [EventEmitter]. MaxListeners is 10. Use emitter.setMaxListeners() to increase limit"},
		{Level: jsapi.Warn, Message: text + "2 a listeners added to [Mine]. MaxListeners is 1. Use emitter.setMaxListeners() to increase limit"},
	}
	if diff := cmp.Diff(want, vm.Log.Lines); diff != "" {
		t.Error(diff)
	}
}

func TestUnhandledErrorUsesInspect(t *testing.T) {
	util := func(h *jsapi.Host) goja.Value {
		v, err := h.Runtime.RunString(`({ inspect: (v) => v.bad ? null.x : '{ inspected }' })`)
		if err != nil {
			panic(err)
		}
		return v
	}
	for _, tt := range []struct {
		name, src, want string
		modules         map[string]jsapi.Module
	}{
		{"util", `{}`, "Unhandled error. ({ inspected })", map[string]jsapi.Module{"util": util}},
		{"inspect throws", `{ bad: true }`, "Unhandled error. ([Object])", map[string]jsapi.Module{"util": util}},
		{"no util", `[]`, "Unhandled error. ([Array])", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			vm := newVM(t, tt.modules)
			got := vm.Run(`let text; try { new (require('events'))().emit('error', ` + tt.src + `) } catch (e) { text = e.message } text`).String()
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A rejection that nobody handles must come out at the loop, not vanish.
func TestCapturedRejectionWithoutListener(t *testing.T) {
	vm := newVM(t, nil)
	if _, err := vm.Runtime.RunString(`const e = new (require('events'))({ captureRejections: true });
		e.on('x', async () => { throw new RangeError('nobody listens'); }); e.emit('x')`); err != nil {
		t.Fatal(err)
	}
	if err := vm.Loop.Run(); err == nil || !strings.Contains(err.Error(), "nobody listens") {
		t.Errorf("got %v", err)
	}
}

func BenchmarkInstantiate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		events.Module(&jsapi.Host{Runtime: goja.New()})
	}
}

func BenchmarkEmit(b *testing.B) {
	vm := newVM(b, nil)
	run, _ := goja.AssertFunction(vm.Run(`const e = new (require('events'))(); let n = 0;
		e.on('x', (d) => { n += d; });
		() => { for (let i = 0; i < 100; i++) e.emit('x', i); }`))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := run(goja.Undefined()); err != nil {
			b.Fatal(err)
		}
	}
}
