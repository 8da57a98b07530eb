package logger_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/logger"
)

func TestEncoder(t *testing.T) {
	tests := map[string]struct{ src, want string }{
		"order and nesting":           {`({b: 1, a: [1, 'x', null, true, 1.5, -0, 1e21, NaN], c: {d: {}}})`, `{"b":1,"a":[1,"x",null,true,1.5,0,1e+21,null],"c":{"d":{}}}`},
		"left out":                    {`({a: undefined, b() {}, c: Symbol('s'), d: [undefined, () => 1, Symbol('x')], e: async () => 1, f: class {}})`, `{"d":[null,null,null]}`},
		"integer keys first":          {`({b: 1, 2: 2, 1: 3})`, `{"1":3,"2":2,"b":1}`},
		"strings":                     {`['"\\\b\f\n\r\t\x01', 'é', '😀', '\u2028', '\x7f']`, `["\"\\\b\f\n\r\t\u0001","é","😀","` + "\u2028" + `","` + "\x7f" + `"]`},
		"lone surrogates":             {`['\ud83d', 'a\udc00é', '\ufffd', '\ud83d😀']`, `["\ud83d","a\udc00é","` + "\uFFFD" + `","\ud83d😀"]`},
		"boxed":                       {`[new Number(1), new String('a'), new Boolean(false), Object(1n)]`, `[1,"a",false,"1"]`},
		"bigint":                      {`[123456789012345678901234567890n]`, `["123456789012345678901234567890"]`},
		"date and toJSON":             {`[new Date(0), new Date(NaN), {toJSON(k) { return {k} }}, {x: {toJSON(k) { return k }}}, {toJSON() { return undefined }}]`, `["1970-01-01T00:00:00.000Z",null,{"k":"2"},{"x":"x"},null]`},
		"toJSON returns this":         {`({a: 1, toJSON() { return this }})`, `{"a":1}`},
		"cycles":                      {`(() => { const a = {n: 1}; a.a = a; a.l = [a]; return a })()`, `{"n":1,"a":"[Circular]","l":["[Circular]"]}`},
		"the same twice":              {`(() => { const a = {n: 1}; return [a, a] })()`, `[{"n":1},{"n":1}]`},
		"cycle by toJSON":             {`(() => { const a = {toJSON() { return {a} }}; return a })()`, `{"a":"[Circular]"}`},
		"error":                       {`(() => { const e = new TypeError('m', {cause: 'c'}); e.stack = 'TypeError: m\n\tat f (a.js:1:2(3))\n'; e.code = 'E'; return e })()`, `{"name":"TypeError","message":"m","stack":"TypeError: m\n    at f (a.js:1:2)","code":"E","cause":"c"}`},
		"error with toJSON":           {`Object.assign(new Error('m'), {toJSON() { return 'json' }})`, `"json"`},
		"maps and sets":               {`[new Map([['a', 1], [2, {}]]), new Map([[{}, 1], ['x', undefined]]), new Set([1, [2]]), new Map(), new Set()]`, `[{"a":1,"2":{}},[[{},1],["x",null]],[1,[2]],{},[]]`},
		"binary":                      {`[new Uint8Array([1, 2, 255]), new Uint16Array([1, 300])]`, `[{"type":"Buffer","length":3,"base64":"AQL/"},[1,300]]`},
		"others":                      {`[/a"/g, Promise.resolve(1), new WeakMap(), new Proxy({a: 1}, {}), new Proxy([1], {})]`, `["/a\"/g","[Promise]",{},{"a":1},[1]]`},
		"throwing getter":             {`({a: 1, get b() { throw new Error('no "b"') }, c: 2})`, `{"a":1,"b":"[Throws: no \"b\"]","c":2}`},
		"throwing toJSON":             {`({a: {x: {toJSON() { throw 5 }}, y: 1}, b: [{toJSON() { throw null }}, 1]})`, `{"a":{"x":"[Throws: 5]","y":1},"b":["[Throws: null]",1]}`},
		"throws an error that throws": {`({get a() { throw {get message() { throw 1 }} }})`, `{"a":"[Throws: an object]"}`},
		"throwing proxies":            {`({a: new Proxy({}, {ownKeys() { throw new Error('trap') }}), b: (() => { const p = Proxy.revocable({}, {}); p.revoke(); return p.proxy })(), c: 1})`, `{"a":"[Throws: trap]","b":"[Throws: proxy has been revoked]","c":1}`},
		"throwing element":            {`[1, Object.defineProperty([], 0, {get() { throw 2 }}), 3]`, `[1,["[Throws: 2]"],3]`},
		"own __proto__":               {`JSON.parse('{"__proto__": 1}')`, `{"__proto__":1}`},
		"arguments":                   {`(function() { return arguments })(1)`, `{"0":1}`},
		"undefined":                   {`undefined`, `null`},
		"throwing at the top":         {`({toJSON() { throw new Error('top') }})`, `"[Throws: top]"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			vm := jsapitest.New(t, nil)
			got := logger.NewEncoder(vm.Host).AppendJSON([]byte("x"), vm.Run(tt.src))
			if string(got) != "x"+tt.want {
				t.Errorf("got  %s\nwant x%s", got, tt.want)
			}
		})
	}
}

func TestEncoderIsBounded(t *testing.T) {
	for name, src := range map[string]string{
		"long string":      `'é'.repeat(1e6)`,
		"long surrogates":  `'\ud800'.repeat(1e6)`,
		"long array":       `new Array(1e6).fill({a: 1})`,
		"many properties":  `(() => { const o = {}; for (let i = 0; i < 1e5; i++) o['k' + i] = i; return o })()`,
		"many long":        `new Array(1e4).fill('x'.repeat(1e4))`,
		"sparse":           `new Array(4294967295)`,
		"deep":             `(() => { let o = {}; for (let i = 0; i < 1e5; i++) o = {o}; return o })()`,
		"wide and deep":    `(() => { let o = {}; for (let i = 0; i < 100; i++) o = {a: o, b: o, c: o}; return o })()`,
		"Map":              `new Map(Array.from({length: 1e5}, (_, i) => [i, i]))`,
		"Map with objects": `new Map(Array.from({length: 1e5}, (_, i) => [{}, i]))`,
		"Set":              `new Set(Array.from({length: 1e5}, (_, i) => i))`,
		"Buffer":           `new Uint8Array(1e6)`,
		"typed array":      `new Float64Array(1e6)`,
		"bigint":           `10n ** 400000n`,
	} {
		t.Run(name, func(t *testing.T) {
			vm := jsapitest.New(t, nil)
			got := logger.NewEncoder(vm.Host).AppendJSON(nil, vm.Run(src))
			if len(got) > 300<<10 {
				t.Errorf("%d bytes", len(got))
			}
			if !json.Valid(got) {
				t.Errorf("not JSON: %.200s … %s", got, got[max(0, len(got)-200):])
			}
		})
	}
}

func FuzzEncoderLikeStringify(f *testing.F) {
	f.Add(`{"a":[1,2.5,"x\u0001é\ud83d",null,true,{"b":{}}],"":1e400}`)
	f.Add(`[[],{},"\u2028\u0000",-0,1e-7,123456789012345680000]`)
	f.Fuzz(func(t *testing.T, text string) {
		vm := jsapitest.New(t, nil)
		if strings.Contains(text, "toJSON") {
			t.Skip("stringify would call it")
		}
		if err := vm.Runtime.Set("text", text); err != nil {
			t.Fatal(err)
		}
		v, err := vm.Runtime.RunString(`(() => { try { return JSON.parse(text) } catch { return 0 } })()`)
		if err != nil {
			t.Skip()
		}
		got := string(logger.NewEncoder(vm.Host).AppendJSON(nil, v))
		if strings.Contains(got, `"[Object]"`) || strings.Contains(got, `"[Array]"`) {
			t.Skip("too deep")
		}
		if err := vm.Runtime.Set("v", v); err != nil {
			t.Fatal(err)
		}
		if want := vm.Run(`JSON.stringify(v)`).String(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	})
}

const order = `({method: 'POST', path: '/orders', headers: {host: 'localhost:3001', 'content-type': 'application/json', 'user-agent': 'bench/1.0'},
	message: {id: '8f14e45f-ceea-467f-a9b3-0c5a8b1b1c9e', customer: {name: 'Ada Lovelace', email: 'ada@example.com', tags: ['vip', 'early']},
	items: [{sku: 'A-1', qty: 2, price: 9.99}, {sku: 'B-2', qty: 1, price: 19.5}], total: 39.48, paid: false, note: null}})`

func BenchmarkEncoder(b *testing.B) {
	vm := jsapitest.New(b, nil)
	v, e := vm.Run(order), logger.NewEncoder(vm.Host)
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst = e.AppendJSON(dst[:0], v)
	}
	b.SetBytes(int64(len(dst)))
}

// BenchmarkStringify is goja's own JSON.stringify on the same value, to compare with.
func BenchmarkStringify(b *testing.B) {
	vm := jsapitest.New(b, nil)
	v := vm.Run(order)
	stringify, ok := goja.AssertFunction(vm.Run(`JSON.stringify`))
	if !ok {
		b.Fatal("no JSON.stringify")
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := stringify(goja.Undefined(), v); err != nil {
			b.Fatal(err)
		}
	}
}
