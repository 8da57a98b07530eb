package ecma

import (
	"strings"
	"unicode/utf16"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

func installStrings(h *jsapi.Host) error {
	rt := h.Runtime
	proto := prototype(rt, "String")
	this := func(call goja.FunctionCall, name string) goja.String {
		if goja.IsUndefined(call.This) || goja.IsNull(call.This) {
			panic(rt.NewTypeError("String.prototype." + name + " called on null or undefined"))
		}
		return jsapi.ToString(rt, call.This)
	}
	if err := method(rt, proto, "isWellFormed", 0, func(call goja.FunctionCall) goja.Value {
		return rt.ToValue(loneSurrogate(this(call, "isWellFormed"), 0) < 0)
	}); err != nil {
		return err
	}
	if err := method(rt, proto, "toWellFormed", 0, func(call goja.FunctionCall) goja.Value {
		s := this(call, "toWellFormed")
		if loneSurrogate(s, 0) < 0 {
			return s
		}
		units := make([]uint16, s.Length())
		for i := range units {
			units[i] = s.CharAt(i)
		}
		for i := loneSurrogate(s, 0); i >= 0; i = loneSurrogate(s, i+1) {
			units[i] = 0xFFFD
		}
		return goja.StringFromUTF16(units)
	}); err != nil {
		return err
	}
	return method(rt, rt.Get("RegExp").ToObject(rt), "escape", 1, func(call goja.FunctionCall) goja.Value {
		s, ok := call.Argument(0).(goja.String)
		if !ok {
			panic(rt.NewTypeError("RegExp.escape needs a string"))
		}
		return goja.StringFromUTF16(escapeForRegExp(s))
	})
}

// loneSurrogate returns the index of the first code unit from i on that is half of a pair without the other half, or -1.
func loneSurrogate(s goja.String, i int) int {
	for n := s.Length(); i < n; i++ {
		c := s.CharAt(i)
		switch {
		case c < 0xD800 || c > 0xDFFF:
		case c < 0xDC00 && i+1 < n && s.CharAt(i+1)&0xFC00 == 0xDC00:
			i++
		default:
			return i
		}
	}
	return -1
}

// escapeForRegExp is ECMA-262's EncodeForRegExpEscape of each code point.
func escapeForRegExp(s goja.String) []uint16 {
	const hex = "0123456789abcdef"
	controls := map[uint16]byte{'\t': 't', '\n': 'n', '\v': 'v', '\f': 'f', '\r': 'r'}
	out := make([]uint16, 0, s.Length())
	ascii := func(text string) {
		for i := range len(text) {
			out = append(out, uint16(text[i]))
		}
	}
	for i, n := 0, s.Length(); i < n; i++ {
		c := s.CharAt(i)
		letter, control := controls[c]
		alnum := c < 0x80 && (c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z')
		paired := c&0xFC00 == 0xD800 && i+1 < n && s.CharAt(i+1)&0xFC00 == 0xDC00
		switch {
		case paired:
			out = append(out, c, s.CharAt(i+1))
			i++
		case c < 0x80 && strings.IndexByte(`^$\.*+?()[]{}|/`, byte(c)) >= 0:
			out = append(out, '\\', c)
		case control:
			out = append(out, '\\', uint16(letter))
		case i == 0 && alnum, c < 0x80 && strings.IndexByte(",-=<>#&!%:;@~'`\"", byte(c)) >= 0, c == ' ', c == 0xA0:
			ascii(`\x` + string([]byte{hex[c>>4&15], hex[c&15]}))
		case utf16.IsSurrogate(rune(c)), isSpace(c):
			ascii(`\u` + string([]byte{hex[c>>12], hex[c>>8&15], hex[c>>4&15], hex[c&15]}))
		default:
			out = append(out, c)
		}
	}
	return out
}

// isSpace reports WhiteSpace and LineTerminator outside Latin-1.
func isSpace(c uint16) bool {
	return c == 0x1680 || c >= 0x2000 && c <= 0x200A || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF
}
