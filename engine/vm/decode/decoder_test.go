package decode_test

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/vm/decode"
)

func nest(open, inner, shut string, n int) []byte {
	return []byte(strings.Repeat(open, n) + inner + strings.Repeat(shut, n))
}

func TestDepth(t *testing.T) {
	const limit = decode.MaxDepth
	for _, tc := range []struct {
		name   string
		body   []byte
		offset int // of the error; -1 for none
	}{
		{"arrays at the limit", nest("[", "", "]", limit), -1},
		{"arrays past it", nest("[", "", "]", limit+1), limit},
		{"objects at the limit", nest(`{"a":`, "1", "}", limit), -1},
		{"objects past it", nest(`{"a":`, "1", "}", limit+1), 5 * limit},
		{"both past it", nest(`[{"a":`, "1", "}]", limit/2+1), 6 * (limit / 2)},
		{"a million brackets", bytes.Repeat([]byte("["), 1_000_000), limit},
		{"a million braces", bytes.Repeat([]byte(`{"":`), 1_000_000), 4 * limit},
		{"siblings are not depth", nest("[", strings.Repeat("[],", 5*limit)+"[]", "]", limit-1), -1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			rt := goja.New()
			d := decode.New(rt)
			v, err := d.Decode(tc.body)
			if tc.offset < 0 {
				if err != nil {
					t.Fatal(err)
				}
				if _, err := jsonFunc(t, rt, "stringify")(goja.Undefined(), v); err != nil {
					t.Errorf("JSON.stringify: %v", err)
				}
				return
			}
			var depth *decode.DepthError
			if !errors.As(err, &depth) {
				t.Fatalf("error %v, want a *DepthError", err)
			}
			if depth.Limit != limit || depth.Offset != tc.offset {
				t.Errorf("limit %d at %d, want %d at %d", depth.Limit, depth.Offset, limit, tc.offset)
			}
			if v, err := d.Decode([]byte("[1]")); err != nil || v.String() != "1" {
				t.Errorf("the Decoder after an error: %v, %v", v, err)
			}
		})
	}
}

func TestSyntaxErrorPlace(t *testing.T) {
	for _, tc := range []struct {
		name, body string
		want       decode.SyntaxError
	}{
		{"start", `x`, decode.SyntaxError{Offset: 0, Line: 1, Column: 1, Msg: "Unexpected token 'x' in JSON at position 0 (line 1 column 1)"}},
		{"end", `[1,`, decode.SyntaxError{Offset: 3, Line: 1, Column: 4, Msg: "Unexpected end of JSON input at position 3 (line 1 column 4)"}},
		{"empty", ``, decode.SyntaxError{Offset: 0, Line: 1, Column: 1, Msg: "Unexpected end of JSON input at position 0 (line 1 column 1)"}},
		{"lines", "{\n  \"a\": 1,\r\n  \"b\": x\r}", decode.SyntaxError{Offset: 20, Line: 3, Column: 8, Msg: "Unexpected token 'x' in JSON at position 20 (line 3 column 8)"}},
		{"after a lone return", "[\r\rx", decode.SyntaxError{Offset: 3, Line: 3, Column: 1, Msg: "Unexpected token 'x' in JSON at position 3 (line 3 column 1)"}},
		{"UTF-16 positions", `["é€😀",x]`, decode.SyntaxError{Offset: 13, Line: 1, Column: 9, Msg: "Unexpected token 'x' in JSON at position 8 (line 1 column 9)"}},
		{"byte order mark", "\ufeffx", decode.SyntaxError{Offset: 3, Line: 1, Column: 1, Msg: "Unexpected token 'x' in JSON at position 0 (line 1 column 1)"}},
		{"nothing invisible", "\u2028", decode.SyntaxError{Offset: 0, Line: 1, Column: 1, Msg: "Unexpected token U+2028 in JSON at position 0 (line 1 column 1)"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			v, err := decode.New(goja.New()).Decode([]byte(tc.body))
			var got *decode.SyntaxError
			if !errors.As(err, &got) || *got != tc.want {
				t.Errorf("decoded %v, error %#v, want %#v", v, err, tc.want)
			}
		})
	}
}

// A value must outlive the buffer it came from: sources reuse theirs.
func TestBodyIsNotKept(t *testing.T) {
	body := []byte(`{"short":"abc","` + strings.Repeat("long key ", 20) + `":"` + strings.Repeat("long value ", 40) + `","ключ":"значение é",` +
		`"esc\n":"a\u00e9\ud800","n":[12345,1.5e3,-0],"t":true,"last":"xyz"}`)
	rt := goja.New()
	dump, d := dumper(t, rt), decode.New(rt)
	v, err := d.Decode(body)
	if err != nil {
		t.Fatal(err)
	}
	text := decode.Text(rt, body)
	before, textBefore := dump(v), text.String()
	for i := range body {
		body[i] = '!'
	}
	if after := dump(v); after != before {
		t.Errorf("the value changed with the body:\n%s\n%s", before, after)
	}
	if text.String() != textBefore {
		t.Error("the text changed with the body")
	}
	// The interned keys must not have changed either.
	v, err = d.Decode([]byte(`{"short":"abc","last":1}`))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(v.ToObject(rt).Keys()), "[short last]"; got != want {
		t.Errorf("keys of the next message %s, want %s", got, want)
	}
}

// What a receiver does to the built-in prototypes must not reach into decoding, nor be told of it.
func TestTamperedPrototypes(t *testing.T) {
	rt := goja.New()
	dump, d := dumper(t, rt), decode.New(rt)
	_, err := rt.RunString(`
		globalThis.seen = 0;
		for (const key of ["a", "b", "0", "__proto__"]) {
			Object.defineProperty(Object.prototype, key, { get() { seen++; return 7 }, set() { seen++ }, configurable: true });
			Object.defineProperty(Array.prototype, key, { get() { seen++; return 7 }, set() { seen++ }, configurable: true });
		}
		Object.defineProperty(Object.prototype, "frozen", { value: 1, writable: false });
		Object.defineProperty = Reflect.set = Reflect.defineProperty = () => { seen++ };
		globalThis.Object = globalThis.Array = globalThis.Reflect = null;`)
	if err != nil {
		t.Fatal(err)
	}
	v, err := d.Decode([]byte(`{"a":1,"__proto__":{"b":2},"frozen":3,"0":4,"\ud800":5,"list":[1,{"a":2}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if n := rt.Get("seen").ToInteger(); n != 0 {
		t.Errorf("decoding ran a receiver's code %d times", n)
	}
	const want = `{"0":#4010000000000000,"a":#3ff0000000000000,"__proto__":{"b":#4000000000000000},"frozen":#4008000000000000,` +
		`"\ud800":#4014000000000000,"list":[#3ff0000000000000,{"a":#4000000000000000}]}`
	if got := dump(v); got != want {
		t.Errorf("decoded\n%s, want\n%s", got, want)
	}
}

// Two messages, and two parts of one, must not share anything that can be changed.
func TestValuesAreIndependent(t *testing.T) {
	rt := goja.New()
	d := decode.New(rt)
	body := []byte(`{"a":{"list":[1,2]},"b":{"list":[1,2]}}`)
	for _, name := range []string{"first", "second"} {
		v, err := d.Decode(body)
		if err != nil {
			t.Fatal(err)
		}
		if err := rt.Set(name, v); err != nil {
			t.Fatal(err)
		}
	}
	got, err := rt.RunString(`first.a.list.push(3); first.a.x = 1; delete first.b.list; JSON.stringify(second)`)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(body) {
		t.Errorf("the second message became %s", got)
	}
}

// Strings are made in several ways; JavaScript must see no difference between them and its own.
func TestStringsBehave(t *testing.T) {
	rt := goja.New()
	d := decode.New(rt)
	long := strings.Repeat("x", 300)
	for _, s := range []string{"", "a", "sku-1", "seventeen chars!!", long, "é", "na\u00efve and long enough to be lazy", long + "é", `a\nb`, `\u0041`, `\u00e9`} {
		v, err := d.Decode([]byte(`["` + s + `"]`))
		if err != nil {
			t.Fatal(err)
		}
		if err := rt.Set("decoded", v.ToObject(rt).Get("0")); err != nil {
			t.Fatal(err)
		}
		got, err := rt.RunString(`(() => { const own = "` + s + `", v = decoded; return [typeof v === "string", v === own, own === v, v == own, v.length === own.length,
			new Map([[own, 1]]).get(v) === 1, new Set([v]).has(own), ({ [own]: 1 })[v] === 1, own + v === v + own, v.toUpperCase() === own.toUpperCase(),
			[...v].join("") === own, v.slice(1) === own.slice(1), !(v < own), v.indexOf(own) === 0, Object.is(v, own)].join() })()`)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(got.String(), "false") {
			t.Errorf("%.20q: %s", s, got)
		}
	}
}

// An object with many index keys in the wrong order must not cost the square of their number when it is enumerated.
func TestIndexKeysInOrder(t *testing.T) {
	const n = 5000
	var b strings.Builder
	b.WriteString(`{"name":0`)
	for i := n - 1; i >= 0; i-- {
		fmt.Fprintf(&b, `,"%d":%d,"k%d":0`, i, i, i)
	}
	b.WriteString(`,"7":"last"}`)
	rt := goja.New()
	v, err := decode.New(rt).Decode([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	keys := v.ToObject(rt).Keys()
	if len(keys) != 2*n+1 {
		t.Fatalf("%d keys, want %d", len(keys), 2*n+1)
	}
	for i, key := range keys {
		want := strconv.Itoa(i)
		switch {
		case i == n:
			want = "name"
		case i > n:
			want = fmt.Sprintf("k%d", 2*n-i)
		}
		if key != want {
			t.Fatalf("key %d is %q, want %q", i, key, want)
		}
	}
	if got := v.ToObject(rt).Get("7").String(); got != "last" {
		t.Errorf(`"7" is %s, want the last value`, got)
	}
}

// Decoding does not run JavaScript and so does not notice an interrupt, except for a key that only JavaScript can set.
func TestInterruptedRuntime(t *testing.T) {
	rt := goja.New()
	d := decode.New(rt)
	rt.Interrupt("stop")
	if _, err := d.Decode([]byte(`{"a":[1,{"b":"c"}]}`)); err != nil {
		t.Errorf("an ordinary body: %v", err)
	}
	_, err := d.Decode([]byte(`{"\ud800":1}`))
	if _, ok := errors.AsType[*goja.InterruptedError](err); !ok {
		t.Errorf("error %v, want an *InterruptedError", err)
	}
	rt.ClearInterrupt()
	if _, err := d.Decode([]byte(`{"\ud800":1}`)); err != nil {
		t.Errorf("after the interrupt: %v", err)
	}
}
