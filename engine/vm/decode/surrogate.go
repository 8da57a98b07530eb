package decode

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// A JavaScript string can hold surrogates that are not half of a pair, and UTF-8 cannot. While a Decoder reads such a string it
// holds them as generalized UTF-8 writes them, in three bytes (WTF-8: https://simonsapin.github.io/wtf-8/).

// isSurrogate reports whether b starts with a surrogate in generalized UTF-8.
func isSurrogate(b []byte) bool {
	return len(b) >= 3 && b[0] == 0xED && b[1] >= 0xA0 && b[1] <= 0xBF
}

// decodeRune is the function of that name, but for surrogates where the body may have them.
func (d *Decoder) decodeRune(b []byte) (r rune, size int) {
	if d.wtf8 && isSurrogate(b) {
		return 0xD000 | rune(b[1]&0x3F)<<6 | rune(b[2]&0x3F), 3
	}
	return decodeRune(b)
}

// appendWTF8 appends s, lone surrogates and all.
func appendWTF8(b []byte, s goja.String) []byte {
	for i, n := 0, s.Length(); i < n; i++ {
		r := rune(s.CharAt(i))
		if utf16.IsSurrogate(r) {
			if i+1 < n {
				if pair := utf16.DecodeRune(r, rune(s.CharAt(i+1))); pair != utf8.RuneError {
					b = utf8.AppendRune(b, pair)
					i++
					continue
				}
			}
			b = append(b, 0xED, 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
			continue
		}
		b = utf8.AppendRune(b, r)
	}
	return b
}
