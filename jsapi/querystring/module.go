package querystring

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

//go:embed querystring.js
var source string

// script is immutable once compiled and shared by every VM of the process.
var script = jsapi.NewScript("node:querystring", source)

// Module makes the exports of "querystring".
func Module(h *jsapi.Host) goja.Value {
	host := jsapi.NewScriptHost(h)
	jsapi.SetMethod(h.Runtime, host, "unescapeBuffer", func(call goja.FunctionCall) goja.Value {
		s := jsapi.ToString(h.Runtime, call.Argument(0))
		return jsapi.NewBuffer(h, unescape(jsapi.Latin1.Bytes(s), call.Argument(1).ToBoolean()))
	})
	return script.Run(h.Runtime, host)
}

// unescape replaces each % with two hexadecimal digits by the byte that they say, in place; a + by a space if spaces.
func unescape(b []byte, spaces bool) []byte {
	out := b[:0]
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '+' && spaces:
			out = append(out, ' ')
		case c == '%' && i+2 < len(b) && digit(b[i+1]) >= 0 && digit(b[i+2]) >= 0:
			out = append(out, byte(digit(b[i+1])<<4|digit(b[i+2])))
			i += 2
		default:
			out = append(out, c)
		}
	}
	return out
}

// digit is the value of a hexadecimal digit, -1 for what is none.
func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
