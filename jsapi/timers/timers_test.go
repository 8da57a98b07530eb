package timers_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/ecma"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/timers"
)

func newVM(t testing.TB) *jsapitest.VM {
	t.Helper()
	vm := jsapitest.New(t, map[string]jsapi.Module{"timers": timers.Module})
	vm.Globals("timers", "setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval", "clearImmediate", "queueMicrotask")
	vm.Run(`globalThis.out = []; globalThis.put = (...a) => { out.push(a.join(' ')) }`)
	return vm
}

func TestPromisesAsNode(t *testing.T) {
	vm := jsapitest.New(t, map[string]jsapi.Module{"timers": timers.Module, "timers/promises": timers.Promises, abort.Name: abort.Module})
	if err := ecma.New().Install(vm.Host); err != nil {
		t.Fatal(err)
	}
	vm.Globals(abort.Name, "AbortController", "AbortSignal")
	jsapitest.Golden(t, vm, "testdata/promises.js")
}

func TestWhatRuns(t *testing.T) {
	for name, tt := range map[string]struct{ src, want string }{
		"order":                     {`setTimeout(put, 2, 'c'); setTimeout(put, 1, 'a'); setTimeout(put, 1, 'b')`, "a|b|c"},
		"arguments":                 {`setTimeout(put, 0, 1, 'x', null); setImmediate(put, 'i', 2)`, "i 2|1 x "},
		"this is the timer":         {`const t = setTimeout(function() { put(this === t) }, 1)`, "true"},
		"odd delays are 1 ms":       {`setTimeout(put, 2, 'z'); for (const d of [NaN, -5, 2 ** 31, 'x', undefined, null, 0.5, '1', {}, Infinity]) setTimeout(put, d, 1); setTimeout(put)`, "1|1|1|1|1|1|1|1|1|1||z"},
		"fractions are cut":         {`setTimeout(put, 2.9, 'a'); setTimeout(put, 2, 'b')`, "a|b"},
		"clear":                     {`const t = setTimeout(put, 1, 'no'); clearTimeout(t); clearTimeout(t); setTimeout(put, 1, 'yes')`, "yes"},
		"clear by number":           {`const t = setTimeout(put, 1, 'no'); clearTimeout(+t)`, ""},
		"clear by string":           {"const t = setTimeout(put, 1, 'no'); clearTimeout(`${t}`)", ""},
		"clear what is none":        {`for (const v of [undefined, null, 0, 99, 'x', {}, Symbol.iterator, () => 1, true]) { clearTimeout(v); clearInterval(v); clearImmediate(v) }`, ""},
		"number is stable":          {`const t = setTimeout(put, 1); put(+t === +t, +t > 0)`, "true true|"},
		"interval":                  {`let n = 0; const i = setInterval(() => { put(n); if (++n === 3) clearInterval(i) }, 1)`, "0|1|2"},
		"interval by clearTimeout":  {`const i = setInterval(() => { put('x'); clearTimeout(i) }, 1)`, "x"},
		"close":                     {`setTimeout(put, 1, 'no').close()`, ""},
		"immediate cleared":         {`clearImmediate(setImmediate(put, 'no')); clearTimeout(setImmediate(put, 'yes'))`, "yes"},
		"refresh starts anew":       {`const t = setTimeout(put, 5, 'late'); setTimeout(() => { put('r'); t.refresh() }, 4); setTimeout(put, 6, 'six')`, "r|six|late"},
		"refresh after it ran":      {`let n = 0; const t = setTimeout(() => { put(n); if (n++ === 0) t.refresh() }, 1)`, "0|1"},
		"refresh after clear":       {`const t = setTimeout(put, 1, 'no'); clearTimeout(t); t.refresh()`, ""},
		"unref":                     {`setTimeout(put, 5, 'no').unref(); setTimeout(put, 1, 'yes')`, "yes"},
		"ref again":                 {`put(setTimeout(put, 1, 'ran').unref().ref().hasRef())`, "true|ran"},
		"methods chain":             {`const t = setTimeout(() => {}, 1); put(t.ref() === t, t.unref() === t, t.refresh() === t, t.hasRef())`, "true true true false"},
		"names":                     {`put(setTimeout(() => {}).constructor.name, setImmediate(() => {}).constructor.name, setTimeout.name, setTimeout(()=>{}) instanceof setTimeout(()=>{}).constructor)`, "Timeout Immediate setTimeout true"},
		"properties":                {`const t = setTimeout(() => {}); t.x = 1; t.y = 2; t.x = 3; delete t.y; put(Object.keys(t), t.x, 'y' in t, JSON.stringify(t))`, `x 3 false {"x":3}`},
		"microtasks before timers":  {`setTimeout(put, 0, 't'); setImmediate(put, 'i'); Promise.resolve().then(() => put('p1')); queueMicrotask(() => put('m')); Promise.resolve().then(() => put('p2')); put('s')`, "s|p1|m|p2|i|t"},
		"microtask despite patches": {`Promise.prototype.then = null; queueMicrotask(() => put('m'))`, "m"},
		"promises":                  {`const p = require('timers').promises; p.setTimeout(1, 'v').then(put); p.setImmediate('w').then(put); p.setTimeout().then(() => put('n'))`, "w|v|n"},
		"promisify":                 {`setTimeout[Symbol.for('nodejs.util.promisify.custom')](1, 'v').then(put)`, "v"},
		"promises with bad options": {`const p = require('timers').promises; p.setTimeout(1, 0, 5).catch((e) => put(e.code)); p.setTimeout(1, 0, {signal: 1}).catch((e) => put(e.code))`, "ERR_INVALID_ARG_TYPE|ERR_INVALID_ARG_TYPE"},
		"aborted before":            {`require('timers').promises.setTimeout(1, 0, {signal: {aborted: true, reason: 'r'}}).catch((e) => put(e.name, e.code, e.cause))`, "AbortError ABORT_ERR r"},
		"aborted while it waits":    {`let f; require('timers').promises.setTimeout(9, 0, {signal: {addEventListener(n, g) { f = g }, reason: 'r'}}).catch((e) => put(e.name, e.cause)); setTimeout(() => f(), 1)`, "AbortError r"},
		"no longer listens":         {`require('timers').promises.setTimeout(1, 'v', {signal: {addEventListener() { put('+') }, removeEventListener() { put('-') }}}).then(put)`, "+|-|v"},
	} {
		t.Run(name, func(t *testing.T) {
			vm := newVM(t)
			vm.Run(tt.src)
			if diff := cmp.Diff(tt.want, vm.Run(`out.join('|')`).String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCallbackMustBeAFunction(t *testing.T) {
	for _, f := range []string{"setTimeout", "setInterval", "setImmediate", "queueMicrotask"} {
		for _, arg := range []string{"", "'code'", "{}", "null"} {
			t.Run(f+"("+arg+")", func(t *testing.T) {
				got := newVM(t).Run(`try { ` + f + `(` + arg + `); 'none' } catch (e) { e.code + ' ' + e.message }`).String()
				if !strings.HasPrefix(got, `ERR_INVALID_ARG_TYPE The "callback" argument must be of type function. Received `) {
					t.Errorf("threw %s", got)
				}
			})
		}
	}
}

// The bug of others that this names: an exception inside a timer callback that vanishes.
func TestWhatACallbackThrowsReachesTheLoop(t *testing.T) {
	for name, src := range map[string]string{
		"timeout":   `setTimeout(() => { throw new Error('boom') }, 1)`,
		"interval":  `setInterval(() => { throw new Error('boom') }, 1)`,
		"immediate": `setImmediate(() => { throw new Error('boom') })`,
		"microtask": `queueMicrotask(() => { throw new Error('boom') })`,
	} {
		t.Run(name, func(t *testing.T) {
			vm := newVM(t)
			if _, err := vm.Runtime.RunString(src); err != nil {
				t.Fatal(err)
			}
			err := vm.Loop.Run()
			if err == nil || !strings.Contains(err.Error(), "boom") {
				t.Errorf("the loop got %v", err)
			}
		})
	}
}

func TestInterruptInAMicrotaskGoesThrough(t *testing.T) {
	vm := newVM(t)
	if err := vm.Runtime.Set("stop", func(goja.FunctionCall) goja.Value { vm.Runtime.Interrupt("x"); return nil }); err != nil {
		t.Fatal(err)
	}
	_, err := vm.Runtime.RunString(`queueMicrotask(() => { stop(); for (;;) {} })`)
	if _, ok := errors.AsType[*goja.InterruptedError](err); !ok {
		t.Errorf("got %v, want the interrupt", err)
	}
}

// stub is a loop that only takes timers.
type stub struct{ jsapi.Loop }

func (stub) Timer(time.Duration, bool, func() error) jsapi.Timer { return pending{} }

type pending struct{ jsapi.Timer }

func (pending) Stop() {}

func BenchmarkSetAndClearTimeout(b *testing.B) {
	vm := newVM(b)
	vm.Host.Loop = stub{}
	f, ok := goja.AssertFunction(vm.Run(`() => clearTimeout(setTimeout(put, 50))`))
	if !ok {
		b.Fatal("no function")
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f(goja.Undefined()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkQueueMicrotask(b *testing.B) {
	vm := newVM(b)
	f, ok := goja.AssertFunction(vm.Run(`(() => { const f = () => {}; return () => queueMicrotask(f) })()`))
	if !ok {
		b.Fatal("no function")
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f(goja.Undefined()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkInstantiate(b *testing.B) {
	vm := jsapitest.New(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		timers.Module(vm.Host)
	}
}
