package decode_test

import (
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/vm/decode"
)

func TestText(t *testing.T) {
	const bad = "\ufffd"
	for _, tc := range []struct{ name, body, want string }{
		{"empty", "", ""},
		{"ASCII", "hello", "hello"},
		{"control characters", "a\x00b\nc", "a\x00b\nc"},
		{"all lengths", "é€😀", "é€😀"},
		{"one byte order mark", "\ufeff\ufeffx", "\ufeffx"},
		{"byte order mark inside", "x\ufeff", "x\ufeff"},
		{"half a byte order mark", "\xef\xbbx", bad + "x"},
		{"Latin-1", "caf\xe9 noir", "caf" + bad + " noir"},
		{"U+FFFD itself", bad, bad},
		{"cut after two of three", "\xe2\x82", bad},
		{"cut after three of four", "\xf0\x9f\x98", bad},
		{"cut, then ASCII", "\xf0\x9f\x98a", bad + "a"},
		{"cut, then a good one", "\xf0\x9f€", bad + "€"},
		{"stray continuations", "\x80\xbf", bad + bad},
		{"overlong", "\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf", strings.Repeat(bad, 9)},
		{"surrogates", "\xed\xa0\xbd\xed\xb8\x80", strings.Repeat(bad, 6)},
		{"beyond U+10FFFF", "\xf4\x90\x80\x80\xf5\x80\x80\x80", strings.Repeat(bad, 8)},
		{"never in UTF-8", "\xfe\xff", bad + bad},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := decode.Text(goja.New(), []byte(tc.body)).String(); got != tc.want {
				t.Errorf("got %+q, want %+q", got, tc.want)
			}
		})
	}
}
