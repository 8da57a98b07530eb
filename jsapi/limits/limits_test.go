package limits_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/limits"
)

func bounded(t testing.TB) *goja.Runtime {
	t.Helper()
	rt := goja.New()
	if err := limits.Install(rt); err != nil {
		t.Fatal(err)
	}
	return rt
}

func TestAsNode(t *testing.T) {
	vm := jsapitest.New(t, nil)
	if err := limits.Install(vm.Runtime); err != nil {
		t.Fatal(err)
	}
	jsapitest.Golden(t, vm, "testdata/limits.js")
}

// Without the bound most of these would end the test process: the depth is past what a Go stack holds.
func TestRefused(t *testing.T) {
	const pattern = `'(?=a)' + '('.repeat(3e6) + ')'.repeat(3e6)`
	const deep, cyclic = "SyntaxError: Invalid regular expression: groups are nested deeper than 1000 levels", "TypeError: Cyclic __proto__ value"
	for _, tt := range []struct{ name, src, want string }{
		{"just too deep", `new RegExp('(?=a)' + '('.repeat(1001) + ')'.repeat(1001))`, deep},
		{"new", `new RegExp(` + pattern + `)`, deep},
		{"not closed", `new RegExp('(?=a)' + '('.repeat(3e6))`, deep},
		{"call", `RegExp(` + pattern + `, 'g')`, deep},
		{"lookaheads", `new RegExp('(?=a'.repeat(3e5) + ')'.repeat(3e5))`, deep},
		{"outside ASCII", `new RegExp('é' + ` + pattern + `)`, deep},
		{"a subclass", `new (class extends RegExp {})(` + pattern + `)`, deep},
		{"Reflect.construct", `Reflect.construct(RegExp, [` + pattern + `], Map)`, deep},
		{"the constructor of a literal", `new (/a/.constructor)(` + pattern + `)`, deep},
		{"compile", `/a/.compile(` + pattern + `)`, deep},
		{"match", `'a'.match(` + pattern + `)`, deep},
		{"matchAll", `'a'.matchAll(` + pattern + `)`, deep},
		{"search", `'a'.search(` + pattern + `)`, deep},
		{"match of an array", `'a'.match([` + pattern + `])`, deep},
		{"an object that changes", `(() => { let n = 0; new RegExp({toString: () => n++ ? ` + pattern + ` : '(('.repeat(600)}) })()`, deep},
		{"after a class", `new RegExp('(?=a)[(]' + '[]' + '[^]' + '('.repeat(3e6))`, deep},
		{"after a bracket that opens nothing", `new RegExp('(?=a)' + '('.repeat(3e6) + '[')`, deep},

		{"Object.setPrototypeOf", `let p = new Proxy({}, {}), o = Object.create(p); Object.setPrototypeOf(p, o); o.x`, cyclic},
		{"Reflect.setPrototypeOf", `let p = new Proxy({}, {}), o = Object.create(p); Reflect.setPrototypeOf(p, o); o.x`, cyclic},
		{"__proto__", `let p = new Proxy({}, {}), o = Object.create(p); p.__proto__ = o; o.x`, cyclic},
		{"the target", `let t = {}, p = new Proxy(t, {}), o = Object.create(p); t.__proto__ = o; o.x`, cyclic},
		{"itself", `let p = new Proxy({}, {}); p.__proto__ = p; p.x`, cyclic},
		{"a proxy of a proxy", `let p = new Proxy(new Proxy({}, {}), {}), o = Object.create(p); p.__proto__ = o; o.x`, cyclic},
		{"the handler", `let h = {}, p = new Proxy({}, h); h.__proto__ = p; p.x`, cyclic},
		{"the handler's handler", `let h = {}, p = new Proxy({}, new Proxy({}, h)); Object.setPrototypeOf(h, p); p.x`, cyclic},
		{"further away", `let t = {}, p = new Proxy(t, {}), o = Object.create(Object.create(Object.create(p))); Object.setPrototypeOf(t, o); o.x`, cyclic},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, err := bounded(t).RunString(`(() => { try { ` + lastReturned(tt.src) + ` } catch (e) { return String(e) } })()`)
			if err != nil {
				t.Fatal(err)
			}
			if got := v.String(); got != tt.want {
				t.Errorf("got %.200s, want %s", got, tt.want)
			}
		})
	}
}

// lastReturned makes the last statement of src a return.
func lastReturned(src string) string {
	if at := strings.LastIndex(src, "; "); at >= 0 && strings.HasPrefix(src, "let ") {
		return src[:at+2] + "return " + src[at+2:]
	}
	return "return " + src
}

func TestAllowed(t *testing.T) {
	for _, tt := range []struct{ name, src string }{
		{"at the limit", `new RegExp('(?=a)' + '('.repeat(1000) + 'a' + ')'.repeat(1000)).test('a')`},
		{"many beside each other", `new RegExp('(?=a)a' + '(?:b|)'.repeat(5000)).test('a')`},
		{"escaped", `new RegExp('(?=\\()' + '\\('.repeat(1500)).test('('.repeat(1500))`},
		{"in classes", `new RegExp('(?=\\()' + '[(\\]]'.repeat(1500)).test('('.repeat(1500))`},
		{"a long alternation", `new RegExp(Array.from({length: 3000}, (_, i) => '(?:w' + i + ')').join('|')).test('w2999')`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, err := bounded(t).RunString(tt.src)
			if err != nil {
				t.Fatal(err)
			}
			if !v.ToBoolean() {
				t.Error("false")
			}
		})
	}
}

// What a receiver does to the built-ins must not switch the bound off, and an interrupt must pass through it.
func TestHostile(t *testing.T) {
	rt := bounded(t)
	v, err := rt.RunString(`
		globalThis.SyntaxError = String.prototype.indexOf = Reflect.construct = null;
		delete RegExp.prototype.constructor;
		let name = '';
		try { 'a'.match('(?=a)' + '('.repeat(1e5)) } catch (e) { name = e.name }
		name`)
	if err != nil {
		t.Fatal(err)
	}
	if v.String() != "SyntaxError" {
		t.Errorf("threw %s", v)
	}
	if err := rt.Set("stop", func() { rt.Interrupt("enough") }); err != nil {
		t.Fatal(err)
	}
	_, err = rt.RunString(`try { 'a'.match({ toString() { stop(); for (;;); } }) } catch (e) { 'caught' }`)
	if _, ok := errors.AsType[*goja.InterruptedError](err); !ok {
		t.Errorf("error %v, want an interrupt", err)
	}
}

func BenchmarkInstall(b *testing.B) {
	for b.Loop() {
		if err := limits.Install(goja.New()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCalls compares the bounded built-ins with goja's own.
func BenchmarkCalls(b *testing.B) {
	for name, src := range map[string]string{
		"new":   `() => { for (let i = 0; i < 1000; i++) new RegExp('a+b') }`,
		"match": `() => { const r = /b+/; for (let i = 0; i < 1000; i++) 'aabb'.match(r) }`,
		"split": `() => { const r = /,/; for (let i = 0; i < 1000; i++) 'a,b,c'.split(r) }`,
	} {
		for kind, rt := range map[string]*goja.Runtime{"goja": goja.New(), "bounded": bounded(b)} {
			v, err := rt.RunString(src)
			if err != nil {
				b.Fatal(err)
			}
			run, _ := goja.AssertFunction(v)
			b.Run(name+"/"+kind, func(b *testing.B) {
				for b.Loop() {
					if _, err := run(goja.Undefined()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
