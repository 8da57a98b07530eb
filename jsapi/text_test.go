package jsapi_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"testing"
	"unicode/utf8"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/jsapi"
)

var encodings = []jsapi.Encoding{jsapi.UTF8, jsapi.UTF16LE, jsapi.Latin1, jsapi.ASCII, jsapi.Base64, jsapi.Base64URL, jsapi.Hex}

// A string is held by goja in three ways; all must give the same bytes.
func TestEncodingBytesOfEachRepresentation(t *testing.T) {
	rt := goja.New()
	for _, text := range []string{"", "ascii", "ascii, and long enough to be imported", "é€😀", "é€😀, and long enough to be imported", "ffé"} {
		imported := rt.ToValue(text).(goja.String)
		native, err := rt.RunString("s => s.split('').join('')")
		if err != nil {
			t.Fatal(err)
		}
		split, _ := goja.AssertFunction(native)
		v, err := split(nil, imported)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range encodings {
			if diff := cmp.Diff(e.Bytes(imported), e.Bytes(v.(goja.String))); diff != "" {
				t.Errorf("encoding %d of %q: (-imported +native)\n%s", e, text, diff)
			}
			if got := len(e.Bytes(imported)); e < jsapi.Base64 && got != e.ByteLength(imported) {
				t.Errorf("encoding %d of %q: ByteLength %d, but %d bytes", e, text, e.ByteLength(imported), got)
			}
		}
	}
}

func TestValidUTF8(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"valid", "aé€😀", "aé€😀"},
		{"truncated at the end", "a\xe2\x82", "a\ufffd"},
		{"truncated before ASCII", "\xf0\x9f\x98a", "\ufffda"},
		{"overlong", "\xc0\x80", "\ufffd\ufffd"},
		{"overlong, three bytes", "\xe0\x80\x80", "\ufffd\ufffd\ufffd"},
		{"surrogate", "\xed\xa0\x80", "\ufffd\ufffd\ufffd"},
		{"above U+10FFFF", "\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd"},
		{"two truncated in a row", "\xe2\x82\xe2\x82", "\ufffd\ufffd"},
		{"lone continuation", "\x80a\xbf", "\ufffda\ufffd"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, string(jsapi.ValidUTF8([]byte(tt.in)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// FuzzText: bytes → string → bytes loses nothing where the encoding can write every byte, and never fails.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "a", "\xff\xfe", "é€😀", "\xe2\x82", "YQ==YQ", "0g"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		rt := goja.New()
		for _, e := range []jsapi.Encoding{jsapi.Latin1, jsapi.Hex, jsapi.Base64, jsapi.Base64URL} {
			if got := e.Bytes(e.Text(rt, b).(goja.String)); !bytes.Equal(got, b) {
				t.Errorf("encoding %d: %x became %x", e, b, got)
			}
		}
		valid := jsapi.UTF8.Bytes(jsapi.UTF8.Text(rt, b).(goja.String))
		if !utf8.Valid(valid) || utf8.Valid(b) && !bytes.Equal(valid, b) {
			t.Errorf("UTF-8: %x became %x", b, valid)
		}
		text := rt.ToValue(string(valid)).(goja.String)
		for _, e := range encodings {
			if got := len(e.Bytes(text)); got > e.ByteLength(text) {
				t.Errorf("encoding %d of %q: %d bytes, but ByteLength %d", e, text, got, e.ByteLength(text))
			}
		}
		if want, err := base64.StdEncoding.Strict().DecodeString(string(b)); err == nil && !bytes.ContainsAny(b, "\r\n") {
			if got := jsapi.Base64.Bytes(text); !bytes.Equal(got, want) {
				t.Errorf("base64 %q: %x, want %x", b, got, want)
			}
		}
		if want, err := hex.DecodeString(string(b)); err == nil {
			if got := jsapi.Hex.Bytes(text); !bytes.Equal(got, want) {
				t.Errorf("hex %q: %x, want %x", b, got, want)
			}
		}
	})
}
