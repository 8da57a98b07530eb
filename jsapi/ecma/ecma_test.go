package ecma_test

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/ecma"
	"github.com/guthega/guthega/jsapi/jsapitest"
)

func install(t testing.TB) *jsapitest.VM {
	t.Helper()
	l := ecma.New()
	vm := jsapitest.New(t, map[string]jsapi.Module{ecma.WeakModule: l.Weak, ecma.IteratorModule: l.Iterator})
	if err := l.Install(vm.Host); err != nil {
		t.Fatal(err)
	}
	vm.Globals(ecma.WeakModule, "WeakRef", "FinalizationRegistry")
	return vm
}

func TestAsNode(t *testing.T) {
	jsapitest.Golden(t, install(t), "testdata/ecma.js")
}

// BenchmarkInstall is what the package adds to the start of a VM.
func BenchmarkInstall(b *testing.B) {
	l := ecma.New()
	b.ReportAllocs()
	for b.Loop() {
		if err := l.Install(&jsapi.Host{Runtime: goja.New()}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		goja.New()
	}
}

func BenchmarkError(b *testing.B) {
	vm := install(b)
	v := vm.Run(`(function () { return new Error('x') })`)
	f, _ := goja.AssertFunction(v)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f(goja.Undefined()); err != nil {
			b.Fatal(err)
		}
	}
}

// TestBeyondNode is what Node 20 does not have.
func TestBeyondNode(t *testing.T) {
	vm := install(t)
	for _, tt := range []struct{ src, want string }{
		{`[1, 2, 3].values().map((x) => x * 2).filter((x) => x > 2).toArray().join()`, "4,6"},
		{`new Set([1, 2, 3, 4]).values().drop(1).take(2).toArray().join()`, "2,3"},
		{`[1, 2].values().flatMap((x) => [x, x]).reduce((a, b) => a + b)`, "6"},
		{`[[1, 2].values().some((x) => x > 1), [1, 2].values().every((x) => x > 1), [1, 2].values().find((x) => x > 1)].join()`, "true,false,2"},
		{`let closed = 0; function* g() { try { yield 1; yield 2 } finally { closed++ } }; for (const x of g().map((x) => x)) break; closed`, "1"},
		{`let done = 0; function* f() { try { yield 1 } finally { done++ } }; try { f().forEach(() => { throw 1 }) } catch {} done`, "1"},
		{`const own = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([].values()))); own.map = 5; Object.keys(own).join() + own.map`, "map5"},
		{`const { Iterator } = require('internal/iterator'); [typeof Iterator, [].values() instanceof Iterator, Iterator.from({ next: () => ({ done: true }) }).toArray().length, String([].values())].join()`,
			"function,true,0,[object Array Iterator]"},
		{`Object.entries(Object.groupBy([1, 2, 3], (x) => x % 2 ? 'odd' : 'even')).join(';')`, "odd,1,3;even,2"},
		{`[...Map.groupBy([1, 2, 3], (x) => x % 2)].join(';')`, "1,1,3;0,2"},
		{`Object.keys(Promise.withResolvers()).join()`, "promise,resolve,reject"},
		{`let tried; Promise.try((a) => a + 1, 1).then((v) => { tried = v }); 0`, "0"},
		{`tried`, "2"},
		{`let listed; Array.fromAsync([Promise.resolve(1), 2], (x) => x * 2).then((v) => { listed = v.join() }); 0`, "0"},
		{`listed`, "2,4"},
		{`let counted; Array.fromAsync({ [Symbol.asyncIterator]() { let n = 0; return { next: async () => ({ value: n, done: n++ > 2 }) } } }).then((v) => { counted = v.join() }); 0`, "0"},
		{`counted`, "0,1,2"},
		{`RegExp.escape('a.b-c\u2028 \ud800\ud83d\ude00')`, `\x61\.b\x2dc\u2028\x20\ud800` + "\U0001f600"},
	} {
		if got := vm.Run(tt.src).String(); got != tt.want {
			t.Errorf("%s\ngot  %s\nwant %s", tt.src, got, tt.want)
		}
	}
}
