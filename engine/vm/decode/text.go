package decode

import (
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// Text returns a body of format text as a JavaScript string: UTF-8, with U+FFFD for what is malformed and without one leading byte
// order mark, as TextDecoder and Response.text read it. The string shares nothing with body.
func Text(rt *goja.Runtime, body []byte) goja.Value {
	return rt.ToValue(toUTF8(body[skipBOM(body):]))
}

// skipBOM returns the length of the byte order mark that body starts with, or 0.
func skipBOM(body []byte) int {
	if len(body) >= 3 && body[0] == 0xEF && body[1] == 0xBB && body[2] == 0xBF {
		return 3
	}
	return 0
}

// toUTF8 copies b into a string, with one U+FFFD for every maximal subpart of a malformed sequence.
func toUTF8(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var s strings.Builder
	s.Grow(len(b) + len(b)/2) // a guess: most bodies that are not UTF-8 are Latin-1, with a few letters of three bytes now
	for len(b) > 0 {
		r, size := decodeRune(b)
		s.WriteRune(r)
		b = b[size:]
	}
	return s.String()
}

// decodeRune is utf8.DecodeRune but for malformed input, of which it takes the maximal subpart: the longest start of a sequence
// that could have become well-formed (Unicode §3.9, table 3-8; WHATWG Encoding §4.8.1). Go takes one byte, and so gives more
// replacement characters. b must not be empty.
func decodeRune(b []byte) (r rune, size int) {
	r, size = utf8.DecodeRune(b)
	if r != utf8.RuneError || size > 1 {
		return r, size
	}
	need, low, high := 0, byte(0x80), byte(0xBF) // how many bytes follow the first; what the next may be
	switch c := b[0]; {
	case 0xC2 <= c && c <= 0xDF:
		need = 1
	case 0xE0 <= c && c <= 0xEF:
		need = 2
		if c == 0xE0 {
			low = 0xA0 // below: overlong
		} else if c == 0xED {
			high = 0x9F // above: surrogates
		}
	case 0xF0 <= c && c <= 0xF4:
		need = 3
		if c == 0xF0 {
			low = 0x90 // below: overlong
		} else if c == 0xF4 {
			high = 0x8F // above: beyond U+10FFFF
		}
	}
	for size = 1; size <= need && size < len(b) && low <= b[size] && b[size] <= high; size++ {
		low, high = 0x80, 0xBF
	}
	return utf8.RuneError, size
}
