package inspect_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi/inspect"
)

// hostile are values that throw, loop or grow when they are looked at.
var hostile = map[string]string{
	"proxy with throwing traps":    `new Proxy({a: 1}, new Proxy({}, {get() { throw new Error('trap') }}))`,
	"proxy of a proxy":             `new Proxy(new Proxy({a: 1}, {get() { throw 1 }}), {get() { throw 2 }})`,
	"prototype is a hostile proxy": `Object.create(new Proxy({}, {get() { throw 1 }, getOwnPropertyDescriptor() { throw 2 }, getPrototypeOf() { throw 3 }}))`,
	"revoked proxy":                `(() => { const p = Proxy.revocable({}, {}); p.revoke(); return [p.proxy] })()`,
	"throwing toString":            `({toString() { throw new Error('ts') }})`,
	"throwing toPrimitive":         `({[Symbol.toPrimitive]() { throw null }})`,
	"throwing tag":                 `({get [Symbol.toStringTag]() { throw 1 }})`,
	"throwing constructor":         `({get constructor() { throw 1 }})`,
	"constructor with odd name":    `new (class { static name = Symbol('x') })`,
	"throwing hasInstance":         `new (class A { static [Symbol.hasInstance]() { throw 1 } })`,
	"throwing custom":              `({[Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('custom') }})`,
	"throwing custom getter":       `({get [Symbol.for('nodejs.util.inspect.custom')]() { throw 1 }})`,
	"custom without end":           `(() => { const f = () => ({[Symbol.for('nodejs.util.inspect.custom')]: f}); return f() })()`,
	"error with throwing fields":   `(() => { const e = new Error('x'); for (const k of ['stack', 'name', 'message', 'cause', 'errors']) Object.defineProperty(e, k, {get() { throw 1 }}); return e })()`,
	"error with object fields":     `Object.assign(new Error('x'), {name: {}, message: {}, stack: {toString() { throw 1 }}})`,
	"error that causes itself":     `(() => { const e = new Error('x'); e.cause = e; return e })()`,
	"throwing toJSON":              `({toJSON() { throw new Error('json') }})`,
	"throws a symbol":              `({toString() { throw Symbol('s') }})`,
	"throws a hostile error":       `({toString() { throw {get message() { throw 1 }} }})`,
	"sparse array":                 `(() => { const a = []; a[1000000] = 1; return a })()`,
	"long array":                   `new Array(100000).fill(1)`,
	"detached buffer":              `new Uint8Array(8)`,
	"nested":                       `(() => { let a = {}; for (let i = 0; i < 5000; i++) a = {a}; return a })()`,
	"symbol without description":   `Symbol()`,
	"patched Map iteration":        `(() => { Map.prototype.entries = () => { throw 1 }; Map.prototype[Symbol.iterator] = null; return new Map([[1, 2]]) })()`,
}

func TestHostileValuesAreOnlyText(t *testing.T) {
	for name, src := range hostile {
		t.Run(name, func(t *testing.T) {
			r, in := newVM(t)
			v, err := r.RunString(src)
			if err != nil {
				t.Fatal(err)
			}
			deep := inspect.Defaults()
			deep.Depth, deep.ShowHidden, deep.ShowProxy = 1e9, true, true
			verbs := []string{"%s", "%d", "%i", "%f", "%j", "%o", "%O", "%c"}
			texts := make([]string, 0, 3+len(verbs))
			texts = append(texts, in.Inspect(v, inspect.Defaults()), in.Inspect(v, deep), in.Format([]goja.Value{v}))
			for _, verb := range verbs {
				texts = append(texts, in.Format([]goja.Value{r.ToValue("x" + verb), v}))
			}
			for _, s := range texts {
				if s == "" {
					t.Error("printed as nothing")
				}
				if len(s) > 32<<20 {
					t.Errorf("%d bytes printed", len(s))
				}
			}
		})
	}
}

func TestHugeSparseArrayCostsNothing(t *testing.T) {
	r, in := newVM(t)
	v, err := r.RunString(`(() => { const a = []; a[4294967294] = 1; return a })()`)
	if err != nil {
		t.Fatal(err)
	}
	const want = "[ <4294967294 empty items>, 1 ]"
	if got := in.Inspect(v, inspect.Defaults()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestGettersOfPropertiesAreNotCalled(t *testing.T) {
	r, in := newVM(t)
	v, err := r.RunString(`globalThis.calls = 0; ({get a() { calls++ }, b: {get c() { calls++ }}, d: [Object.defineProperty([], 0, {get() { calls++ }})]})`)
	if err != nil {
		t.Fatal(err)
	}
	const want = "{ a: [Getter], b: { c: [Getter] }, d: [ [ [Getter] ] ] }"
	if got := in.Inspect(v, inspect.Defaults()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if n := r.Get("calls").ToInteger(); n != 0 {
		t.Errorf("%d getters called", n)
	}
}

func TestInterruptGoesThrough(t *testing.T) {
	r, in := newVM(t)
	if err := r.Set("show", func(call goja.FunctionCall) goja.Value {
		return r.ToValue(in.Inspect(call.Argument(0), inspect.Defaults()))
	}); err != nil {
		t.Fatal(err)
	}
	if err := r.Set("stop", func(goja.FunctionCall) goja.Value { r.Interrupt("stopped"); return nil }); err != nil {
		t.Fatal(err)
	}
	_, err := r.RunString(`show({[Symbol.for('nodejs.util.inspect.custom')]() { stop(); for (;;) {} }})`)
	if _, ok := errors.AsType[*goja.InterruptedError](err); !ok {
		t.Fatalf("got %v, want the interrupt", err)
	}
}

func TestGojaStacksLookLikeNodes(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"named and anonymous": {"TypeError: boo\n\tat f (a.js:1:21(3))\n\tat b.js:1:50(5)\n", "TypeError: boo\n    at f (a.js:1:21)\n    at b.js:1:50"},
		"native":              {"Error: x\n\tat map (native)\n", "Error: x\n    at map (native)"},
		"Node's own":          {"Error: x\n    at f (a.js:1:2)", "Error: x\n    at f (a.js:1:2)"},
		"file with digits":    {"Error\n\tat f (a(1).js:1:2(3))\n", "Error\n    at f (a(1).js:1:2)"},
		"none":                {"Error: x\n", "Error: x"},
		"host frames": {
			"Error: x\n\tat f (a.js:1:2(3))\n\tat github.com/guthega/guthega/engine/loop.New.func1 (native)\n\tat guthega:turn:1:22(2)\n" +
				"\tat internalize (guthega:json:3:4(5))\n\tat main.surface.func1 (native)\n", "Error: x\n    at f (a.js:1:2)",
		},
		"host frames between":       {"Error: x\n\tat guthega:turn:1:22(2)\n\tat f (a.js:1:2(3))\n", "Error: x\n    at f (a.js:1:2)"},
		"nothing but host frames":   {"Error: x\n\tat guthega:turn:1:22(2)\n", "Error: x"},
		"the receivers that ship":   {"Error: x\n\tat f (guthega:scripts/simple.js:1:2(3))\n\tat guthega:scripts/a.js:4:5(6)", "Error: x\n    at f (guthega:scripts/simple.js:1:2)\n    at guthega:scripts/a.js:4:5"},
		"a path that looks like it": {"Error: x\n\tat f (/opt/guthega:turn/a.js:1:2(3))\n\tat bound main (native)", "Error: x\n    at f (/opt/guthega:turn/a.js:1:2)\n    at bound main (native)"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := inspect.Stack(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestBufferWithoutItsOwnInspection(t *testing.T) {
	r, in := newVM(t)
	v, err := r.RunString(`class Buffer extends Uint8Array {}; [Buffer.from([1, 255]), new Buffer(52), new Buffer(0)]`)
	if err != nil {
		t.Fatal(err)
	}
	got := in.Inspect(v, inspect.Defaults())
	want := "[\n  <Buffer 01 ff>,\n  <Buffer" + strings.Repeat(" 00", 50) + " ... 2 more bytes>,\n  <Buffer>\n]"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzFormat(f *testing.F) {
	for _, s := range []string{"", "%s", "%%%d%", "é%o\xed\xa0\x80", "100%", "%c%j%O%i%f"} {
		f.Add(s, "x")
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		r, in := newVM(t)
		plain := in.Format([]goja.Value{r.ToValue(first)})
		if want := strings.ToValidUTF8(first, "\uFFFD"); plain != want && plain != first {
			t.Errorf("one string %q printed as %q", first, plain)
		}
		in.Format([]goja.Value{r.ToValue(first), r.ToValue(second), goja.Undefined()})
		in.Inspect(r.ToValue(second), inspect.Defaults())
	})
}

func BenchmarkInspectOrder(b *testing.B) {
	r, in := newVM(b)
	v, err := r.RunString(`({id:'8f14e45f',customer:{name:'Ada',tags:['vip','early']},items:[{sku:'A-1',qty:2},{sku:'B-2',qty:1}],total:39.48,note:null})`)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		in.Inspect(v, inspect.Defaults())
	}
}

func BenchmarkFormatStrings(b *testing.B) {
	r, in := newVM(b)
	args := []goja.Value{r.ToValue("%s has %d items"), r.ToValue("order"), r.ToValue(3)}
	b.ReportAllocs()
	for b.Loop() {
		in.Format(args)
	}
}

func BenchmarkInstantiate(b *testing.B) {
	r, _ := newVM(b)
	h := host(r)
	b.ReportAllocs()
	for b.Loop() {
		inspect.Module(h)
	}
}
