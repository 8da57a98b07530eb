package jsapi

import "unicode/utf8"

// ValidUTF8 returns b itself where it is valid UTF-8, else a copy in which each maximal part of an invalid sequence is
// one U+FFFD (WHATWG Encoding, "UTF-8 decoder"); bytes.ToValidUTF8 would write one for a whole run of them.
func ValidUTF8(b []byte) []byte {
	if utf8.Valid(b) {
		return b
	}
	out := make([]byte, 0, len(b)+16)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			n, _ = UTF8Prefix(b)
		}
		out = utf8.AppendRune(out, r)
		b = b[n:]
	}
	return out
}

// UTF8Prefix measures the invalid sequence at the start of b: n bytes, at least one, that become one U+FFFD. more says
// that b ends where the sequence could have gone on, so that the next bytes of a stream may make it valid.
func UTF8Prefix(b []byte) (n int, more bool) {
	// The second byte's range depends on the first (RFC 3629, section 4).
	size, low, high := 0, byte(0x80), byte(0xbf)
	switch c := b[0]; {
	case c >= 0xc2 && c <= 0xdf:
		size = 2
	case c >= 0xe0 && c <= 0xef:
		size = 3
		if c == 0xe0 {
			low = 0xa0
		} else if c == 0xed {
			high = 0x9f
		}
	case c >= 0xf0 && c <= 0xf4:
		size = 4
		if c == 0xf0 {
			low = 0x90
		} else if c == 0xf4 {
			high = 0x8f
		}
	default:
		return 1, false
	}
	for n = 1; n < size; n++ {
		if n == len(b) {
			return n, true
		}
		if b[n] < low || b[n] > high {
			break
		}
		low, high = 0x80, 0xbf
	}
	return n, false
}
