package abort_test

import (
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/jsapitest"
)

func newVM(t testing.TB) *jsapitest.VM {
	vm := jsapitest.New(t, map[string]jsapi.Module{abort.Name: abort.Module})
	vm.Globals(abort.Name, "Event", "CustomEvent", "EventTarget", "AbortController", "AbortSignal", "DOMException")
	return vm
}

func TestAsNode(t *testing.T) {
	for _, file := range []string{"events", "signals"} {
		t.Run(file, func(t *testing.T) { jsapitest.Golden(t, newVM(t), "testdata/"+file+".js") })
	}
}

func TestUncaughtListener(t *testing.T) {
	for name, listener := range map[string]string{
		"throws":  `() => { throw new TypeError('mine'); }`,
		"rejects": `async () => { throw new TypeError('mine'); }`,
	} {
		t.Run(name, func(t *testing.T) {
			vm := newVM(t)
			v, err := vm.Runtime.RunString(`const t = new EventTarget(), log = [];
				t.addEventListener('x', ` + listener + `);
				t.addEventListener('x', () => log.push('next'));
				log.push(t.dispatchEvent(new Event('x')));
				log.join()`)
			if err != nil {
				t.Fatal(err)
			}
			if got := v.String(); got != "next,true" {
				t.Errorf("got %s: the exception must not reach the dispatcher or stop the next listener", got)
			}
			err = vm.Loop.Run()
			if err == nil || !strings.Contains(err.Error(), "mine") {
				t.Errorf("the loop got %v, want the listener's exception", err)
			}
		})
	}
}

func TestTimeout(t *testing.T) {
	vm := newVM(t)
	got := vm.Run(`const s = AbortSignal.timeout(5), log = [];
		s.addEventListener('abort', () => log.push(s.reason.name, s.reason.message, s.reason.code));
		log`)
	if n := got.ToObject(vm.Runtime).Get("length").ToInteger(); n != 0 {
		t.Fatal("the timer kept the loop alive")
	}
	vm.Loop.Timer(1e9, false, func() error { return nil })
	if err := vm.Loop.Run(); err != nil {
		t.Fatal(err)
	}
	if got := got.String(); got != "TimeoutError,The operation was aborted due to timeout,23" {
		t.Error(got)
	}
}

func TestNewSignal(t *testing.T) {
	vm := newVM(t)
	signal, stop := abort.NewSignal(vm.Host)
	if err := vm.Runtime.Set("s", signal); err != nil {
		t.Fatal(err)
	}
	before := vm.Run(`const log = []; s.addEventListener('abort', (e) => log.push(e.type, e.isTrusted));
		[s.aborted, s.reason, s instanceof AbortSignal, Object.keys(s).length].join()`).String()
	stop(abort.Reason(vm.Host, "TimeoutError", "took too long"))
	stop(vm.Runtime.ToValue("again"))
	after := vm.Run(`[log, s.aborted, s.reason.name, s.reason.message, s.reason instanceof DOMException].join()`).String()
	if diff := cmp.Diff([]string{"false,,true,0", "abort,true,true,TimeoutError,took too long,true"}, []string{before, after}); diff != "" {
		t.Error(diff)
	}
	other, stopOther := abort.NewSignal(vm.Host)
	stopOther(nil)
	if got := other.Get("reason").String(); got != "AbortError: This operation was aborted" {
		t.Error(got)
	}
}

// What Node 20 does differently from WHATWG DOM, where we follow the standard.
func TestAsStandard(t *testing.T) {
	for _, tt := range []struct{ name, src, want string }{
		{"any() signals are aborted before any listener runs", `const a = new AbortController(), s = AbortSignal.any([a.signal]), log = [];
			a.signal.onabort = () => log.push(s.aborted); s.onabort = () => log.push('any'); a.abort(); log.join()`, "true,any"},
		{"the first source to abort gives the reason", `const a = new AbortController(), b = new AbortController();
			const s = AbortSignal.any([a.signal, b.signal]); b.abort('b'); a.abort('a'); s.reason`, "b"},
		{"a boolean means capture when removing too", `const t = new EventTarget(), f = () => { throw 1 }; t.addEventListener('x', f, true);
			t.removeEventListener('x', f, true); t.dispatchEvent(new Event('x'))`, "true"},
		{"stopImmediatePropagation lasts for one dispatch", `const t = new EventTarget(), e = new Event('x'), log = [];
			t.addEventListener('x', (e) => { log.push(1); if (log.length === 1) e.stopImmediatePropagation(); });
			t.addEventListener('x', () => log.push(2)); t.dispatchEvent(e); t.dispatchEvent(e); log.join()`, "1,1,2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := newVM(t).Run(tt.src).String(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// A signal that lives long must not collect the any() signals that were once made of it.
func TestAnyForgets(t *testing.T) {
	vm := newVM(t)
	got := vm.Run(`const c = new AbortController();
		for (let i = 0; i < 100; i++) {
			const s = AbortSignal.any([c.signal]);
			const f = () => {};
			s.addEventListener('abort', f);
			if (i % 2) s.removeEventListener('abort', f);
			else s.dispatchEvent(new Event('abort'));
			if (i % 2 === 0) s.removeEventListener('abort', f);
		}
		const state = Object.getOwnPropertySymbols(c.signal).map((k) => c.signal[k]).find((v) => v && 'followers' in v);
		state.followers.size`)
	if got.ToInteger() != 0 {
		t.Errorf("%d followers are left", got.ToInteger())
	}
}

func TestMaxListenersWarning(t *testing.T) {
	vm := newVM(t)
	vm.Run(`const t = new EventTarget(); for (let i = 0; i < 12; i++) t.addEventListener('x', () => i)`)
	want := []jsapitest.Line{{Level: jsapi.Warn, Message: "MaxListenersExceededWarning: Possible EventTarget memory leak detected. " +
		"11 x listeners added to EventTarget. MaxListeners is 10. Use events.setMaxListeners() to increase limit"}}
	if diff := cmp.Diff(want, vm.Log.Lines); diff != "" {
		t.Error(diff)
	}
}

func TestEventHandlerAndView(t *testing.T) {
	vm := newVM(t)
	got := vm.Run(`const { defineEventHandler, fire, targetView } = require('internal/events');
		class Port extends EventTarget {}
		defineEventHandler(Port.prototype, 'message');
		const p = new Port(), log = [];
		fire(p, 'message');
		p.onmessage = (e) => log.push(e.type + e.isTrusted);
		p.addEventListener('message', log.push);
		fire(p, 'message');
		const view = targetView(p);
		log.push(view.listeners('message').length, view.getMaxListeners(), targetView({}) === undefined);
		log.join()`).String()
	if !strings.HasPrefix(got, "messagetrue,") || !strings.HasSuffix(got, "2,10,true") {
		t.Error(got)
	}
}

func BenchmarkInstantiate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		abort.Module(&jsapi.Host{Runtime: goja.New()})
	}
}

func BenchmarkNewSignal(b *testing.B) {
	vm := newVM(b)
	b.ReportAllocs()
	for b.Loop() {
		abort.NewSignal(vm.Host)
	}
}

func BenchmarkAbort(b *testing.B) {
	vm := newVM(b)
	reason := abort.Reason(vm.Host, "AbortError", "stopped")
	b.ReportAllocs()
	for b.Loop() {
		_, stop := abort.NewSignal(vm.Host)
		stop(reason)
	}
}

func BenchmarkDispatch(b *testing.B) {
	vm := newVM(b)
	run, _ := goja.AssertFunction(vm.Run(`const t = new EventTarget(); let n = 0;
		t.addEventListener('x', () => { n++; });
		() => t.dispatchEvent(new Event('x'))`))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := run(goja.Undefined()); err != nil {
			b.Fatal(err)
		}
	}
}
