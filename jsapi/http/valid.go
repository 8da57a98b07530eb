package http

import (
	"strings"

	"github.com/dop251/goja"
)

// each calls f with the code units of v's text until it says false, and reports whether it never did.
func each(v goja.Value, f func(c uint16) bool) bool {
	s, ok := v.(goja.String)
	if !ok { // a number, most likely
		for _, c := range v.String() {
			if c > 0xffff || !f(uint16(c)) {
				return false
			}
		}
		return true
	}
	for i := range s.Length() {
		if !f(s.CharAt(i)) {
			return false
		}
	}
	return true
}

// IsToken reports whether v is a token (RFC 9110, 5.6.2): the name of a field, or a method.
func IsToken(v goja.Value) bool {
	if !goja.IsString(v) || v.String() == "" {
		return false
	}
	return each(v, func(c uint16) bool {
		return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c < 0x80 && strings.IndexByte("!#$%&'*+-.^_`|~", byte(c)) >= 0
	})
}

// BadValue reports whether v cannot be the value of a field: control characters would begin another one (response splitting), and
// what is not ISO 8859-1 cannot be sent.
func BadValue(v goja.Value) bool {
	return !each(v, func(c uint16) bool { return c == '\t' || ' ' <= c && c <= '~' || 0x80 <= c && c <= 0xff })
}

// badPath reports whether v cannot be a request's target.
func badPath(v goja.Value) bool {
	return !each(v, func(c uint16) bool { return '!' <= c && c <= 0xff })
}
