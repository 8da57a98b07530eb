package jsapi

import (
	"reflect"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// units returns the UTF-16 units of s without copying them, or nil where goja does not hold s that way: it is then
// ASCII, or came from Go and still is a Go string, which s.String() returns as it is. goja gives no other way at them
// than one at a time; should its representation change, this returns nil and we are only slower.
func units(s goja.String) []uint16 {
	v := reflect.ValueOf(s)
	if v.Kind() != reflect.Slice || v.Type().Elem().Kind() != reflect.Uint16 {
		return nil
	}
	u, ok := reflect.TypeAssert[[]uint16](v.Convert(reflect.TypeFor[[]uint16]()))
	if !ok || len(u) != s.Length()+1 || u[0] != 0xfeff { // a byte order mark comes first
		return nil
	}
	return u[1:]
}

// runeAt decodes the character at the start of u and counts its units; a lone surrogate is U+FFFD.
func runeAt(u []uint16) (r rune, n int) {
	r = rune(u[0])
	if !utf16.IsSurrogate(r) {
		return r, 1
	}
	if len(u) > 1 {
		if pair := utf16.DecodeRune(r, rune(u[1])); pair != utf8.RuneError {
			return pair, 2
		}
	}
	return utf8.RuneError, 1
}

func utf8Len(s goja.String) (total int) {
	u := units(s)
	if u == nil {
		return len(s.String())
	}
	for len(u) > 0 {
		r, n := runeAt(u)
		total += utf8.RuneLen(r)
		u = u[n:]
	}
	return total
}

func utf8Bytes(s goja.String) []byte {
	u := units(s)
	if u == nil {
		return []byte(s.String())
	}
	b := make([]byte, 0, utf8Len(s))
	for len(u) > 0 {
		r, n := runeAt(u)
		b = utf8.AppendRune(b, r)
		u = u[n:]
	}
	return b
}
