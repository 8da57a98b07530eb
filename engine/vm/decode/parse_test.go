package decode_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/vm/decode"
	"github.com/guthega/guthega/jsapi/jsapitest"
)

// parsing returns a runtime with our JSON.parse.
func parsing(t testing.TB) *goja.Runtime {
	t.Helper()
	rt := goja.New()
	if err := decode.New(rt).Install(); err != nil {
		t.Fatal(err)
	}
	return rt
}

func TestParseAsNode(t *testing.T) {
	vm := jsapitest.New(t, nil)
	if err := decode.New(vm.Runtime).Install(); err != nil {
		t.Fatal(err)
	}
	jsapitest.Golden(t, vm, "testdata/parse.js")
}

func TestParseDepth(t *testing.T) {
	for _, tt := range []struct{ name, src, want string }{
		{"at the limit", `JSON.stringify(JSON.parse('['.repeat(1000) + ']'.repeat(1000))).length`, "2000"},
		{"at the limit, revived", `JSON.stringify(JSON.parse('['.repeat(1000) + ']'.repeat(1000), (k, v) => v)).length`, "2000"},
		{"past it", `JSON.parse('['.repeat(1001) + ']'.repeat(1001))`,
			"SyntaxError: JSON is nested deeper than 1000 levels (at byte 1000): send it flatter"},
		{"four million", `JSON.parse('['.repeat(4e6) + ']'.repeat(4e6))`,
			"SyntaxError: JSON is nested deeper than 1000 levels (at byte 1000): send it flatter"},
		{"objects", `JSON.parse('{"a":'.repeat(4e6), (k, v) => v)`,
			"SyntaxError: JSON is nested deeper than 1000 levels (at byte 5000): send it flatter"},
		{"a reviver that nests", `JSON.parse('[0, 0]', function (k, v) { this[1] = [0, 0]; return v })`,
			"RangeError: JSON.parse: what the reviver put in is nested deeper than 1000 levels"},
		{"a reviver that makes a cycle", `JSON.parse('[0, 0]', function (k, v) { this[1] = this; return v })`,
			"RangeError: JSON.parse: what the reviver put in is nested deeper than 1000 levels"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rt := parsing(t)
			v, err := rt.RunString(`(() => { try { return ` + tt.src + ` } catch (e) { return String(e) } })()`)
			if err != nil {
				t.Fatal(err)
			}
			if got := v.String(); got != tt.want {
				t.Errorf("got %.200s, want %s", got, tt.want)
			}
		})
	}
}

func TestParseErrorPlace(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"plain", `'[1,\n x]'`, "SyntaxError: Unexpected token 'x' in JSON at position 5 (line 2 column 2)"},
		{"after a lone surrogate", `'["é\ud800😀", x]'`, "SyntaxError: Unexpected token 'x' in JSON at position 9 (line 1 column 10)"},
		{"a lone surrogate", `'[\udc00]'`, "SyntaxError: Unexpected token U+DC00 in JSON at position 1 (line 1 column 2)"},
		{"one that is escaped", `'["\\\ud800"]'`, "SyntaxError: Bad escaped character in JSON at position 3 (line 1 column 4)"},
		{"byte order mark", `'\ufeff1'`, "SyntaxError: Unexpected token U+FEFF in JSON at position 0 (line 1 column 1)"},
		{"undefined", `undefined`, `SyntaxError: "undefined" is not valid JSON`},
		{"an object", `{}`, `SyntaxError: "[object Object]" is not valid JSON`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, err := parsing(t).RunString(`(() => { try { return JSON.parse(` + tt.text + `) } catch (e) { return String(e) } })()`)
			if err != nil {
				t.Fatal(err)
			}
			if got := v.String(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// What a receiver does to the built-ins must not reach into JSON.parse.
func TestParseIsUntouchable(t *testing.T) {
	v, err := parsing(t).RunString(`
		const parse = JSON.parse;
		Array.isArray = Object.keys = Reflect.apply = Reflect.defineProperty = Reflect.deleteProperty = () => { throw 'touched' };
		Function.prototype.call = Function.prototype.apply = Array.prototype[Symbol.iterator] = null;
		Object.defineProperty(Array.prototype, '0', { set() { throw 'setter' }, configurable: true });
		Object.defineProperty(Object.prototype, '', { set() { throw 'setter' }, configurable: true });
		globalThis.SyntaxError = globalThis.RangeError = null;
		let name;
		try { parse('[') } catch (e) { name = e.name }
		name + ' ' + JSON.stringify(parse('{"a":[1,2]}', (k, v) => k === '0' ? undefined : v))`)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := v.String(), `SyntaxError {"a":[null,2]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// An interrupt in a reviver must not become an exception that JavaScript can catch.
func TestParseInterrupted(t *testing.T) {
	rt := parsing(t)
	if err := rt.Set("stop", func() { rt.Interrupt("enough") }); err != nil {
		t.Fatal(err)
	}
	_, err := rt.RunString(`try { JSON.parse('[1,2]', () => { stop(); for (;;); }) } catch (e) { 'caught' }`)
	if _, ok := errors.AsType[*goja.InterruptedError](err); !ok {
		t.Errorf("error %v, want an interrupt", err)
	}
	rt.ClearInterrupt()
	if v, err := rt.RunString(`JSON.parse('[1]', (k, v) => v)[0]`); err != nil || v.String() != "1" {
		t.Errorf("afterwards: %v, %v", v, err)
	}
}

// The scratch copy of a text is reused: what was parsed before must not change with it.
func TestParseKeepsNothing(t *testing.T) {
	v, err := parsing(t).RunString(`
		const long = 'x'.repeat(300), wide = 'é'.repeat(30) + '\ud800';
		const a = JSON.parse(JSON.stringify([long, 'short', wide]) + ' ');
		const b = JSON.parse('["' + 'y'.repeat(300) + '","other","' + 'ü'.repeat(30) + '\udc00"]');
		a[0] === long && a[1] === 'short' && a[2] === wide`)
	if err != nil {
		t.Fatal(err)
	}
	if !v.ToBoolean() {
		t.Error("the first value changed with the second text")
	}
}

// FuzzParseSurrogates: a string survives JSON.parse as a literal and as an element, whatever its code units are.
func FuzzParseSurrogates(f *testing.F) {
	for _, seed := range []string{"", "a", "\xd8\x00", "\xd8\x3d\xde\x00\xdc\x00", "\x00\xe9\xd8\x00\x00\\\xdc\x00", "\xff\xfd\xd8\x00", "\xdb\xff\xd8\x00\xdc\x00"} {
		f.Add([]byte(seed))
	}
	rt := parsing(f)
	check, err := rt.RunString(`(s) => {
		let text = '"';
		for (let i = 0; i < s.length; i++) {
			const c = s[i];
			text += c === '"' || c === '\\' ? '\\' + c : c < ' ' ? '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0') : c;
		}
		text += '"';
		return JSON.parse(text) === s && JSON.parse('[1,' + text + ']')[1] === s && Object.keys(JSON.parse('{' + text + ':1}'))[0] === s;
	}`)
	if err != nil {
		f.Fatal(err)
	}
	same, _ := goja.AssertFunction(check)
	f.Fuzz(func(t *testing.T, b []byte) {
		units := make([]uint16, len(b)/2)
		for i := range units {
			units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
		}
		v, err := same(goja.Undefined(), goja.StringFromUTF16(units))
		if err != nil {
			t.Fatalf("%x: %v", units, err)
		}
		if !v.ToBoolean() {
			t.Errorf("%x did not survive", units)
		}
	})
}

func BenchmarkInstall(b *testing.B) {
	for b.Loop() {
		rt := goja.New()
		if err := decode.New(rt).Install(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for _, m := range append(bodies(), struct {
		name string
		list [][]byte
	}{"wide", [][]byte{[]byte(strings.Replace(string(orders(10<<10, 0)), "Ada", "Adá", 1))}}) {
		b.Run(m.name, func(b *testing.B) {
			rt := parsing(b)
			parse := jsonFunc(b, rt, "parse")
			b.SetBytes(int64(len(m.list[0])))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := parse(goja.Undefined(), rt.ToValue(string(m.list[i%len(m.list)]))); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
