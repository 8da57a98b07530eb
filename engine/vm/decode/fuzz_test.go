package decode_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/vm/decode"
)

var (
	surrogatePair = regexp.MustCompile(`\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`)
	surrogate     = regexp.MustCompile(`\\u[dD][89a-fA-F]`)
)

// FuzzDecode compares the verdict with encoding/json's and the value with goja's JSON.parse. Known to differ:
//
//   - a byte order mark: both refuse it, so they get the body without it;
//   - depth: encoding/json accepts 10,000 levels, goja any;
//   - numbers beyond float64: goja throws, where JavaScript has Infinity;
//   - lone surrogates and malformed UTF-8: both replace other stretches with U+FFFD than JavaScript.
//
// The last three are left to the table made by Node.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"", "null", "[true,false]", `{"a":1,"b":[1,2.5e3,-0],"a":{"__proto__":null}}`, `{"2":0,"1":1,"x":"\u00e9\n\ud83d\ude00"}`, "\ufeff{}", `"\ud800"`,
		"1e400", "01", "[1,]", `{"a" 1}`, "\"\xff\"", "\"é\x01\"", strings.Repeat("[", 1100), `"` + strings.Repeat("x", 300) + `é"`, "0x1", "1_0", "-", `"\u12`, string(order(1)),
	} {
		f.Add([]byte(seed))
	}
	rt := goja.New()
	d, dump, parse := decode.New(rt), dumper(f, rt), jsonFunc(f, rt, "parse")
	f.Fuzz(func(t *testing.T, body []byte) {
		given := bytes.Clone(body)
		v, err := d.Decode(body)
		if !bytes.Equal(body, given) {
			t.Fatal("the body was changed")
		}
		body = bytes.TrimPrefix(body, []byte("\ufeff"))

		if _, ok := errors.AsType[*decode.DepthError](err); ok {
			if bytes.Count(body, []byte("["))+bytes.Count(body, []byte("{")) <= decode.MaxDepth {
				t.Fatalf("%q is not that deep", body)
			}
			return
		}
		if valid := json.Valid(body); valid != (err == nil) {
			t.Fatalf("%q: error %v; encoding/json: valid is %v", body, err, valid)
		}
		if err != nil {
			var syntax *decode.SyntaxError
			if !errors.As(err, &syntax) || syntax.Offset < 0 || syntax.Offset > len(given) || syntax.Line < 1 || syntax.Column < 1 {
				t.Fatalf("%q: %#v", body, err)
			}
			return
		}
		got := dump(v)
		if strings.Contains(got, "#7ff0") || strings.Contains(got, "#fff0") || surrogate.Match(surrogatePair.ReplaceAll(body, nil)) || !utf8.Valid(body) {
			return
		}
		want, err := parse(goja.Undefined(), rt.ToValue(string(body)))
		if err != nil {
			t.Fatalf("%q: JSON.parse: %v", body, err)
		}
		if want := dump(want); got != want {
			t.Fatalf("%q:\ndecoded    %s\nJSON.parse %s", body, got, want)
		}
	})
}

// FuzzText compares with Go's own decoding, from which only the number of replacement characters may differ: never more.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "abc", "\ufeffé", "\xe2\x82", "\xf0\x9f\x98x", "\xed\xa0\x80", "\xc0\x80", "\xf4\x90\x80\x80"} {
		f.Add([]byte(seed))
	}
	rt := goja.New()
	f.Fuzz(func(t *testing.T, body []byte) {
		got := decode.Text(rt, body).String()
		body = bytes.TrimPrefix(body, []byte("\ufeff"))
		want := string([]rune(string(body)))
		if !utf8.ValidString(got) {
			t.Fatalf("%q became %q, which is not UTF-8", body, got)
		}
		if strings.ReplaceAll(got, "\ufffd", "") != strings.ReplaceAll(want, "\ufffd", "") || strings.Count(got, "\ufffd") > strings.Count(want, "\ufffd") {
			t.Fatalf("%q became %q, Go's %q", body, got, want)
		}
	})
}
