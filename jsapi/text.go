package jsapi

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// Encoding is one of the ways in which Node writes bytes as strings (Node: "Buffers and character encodings").
type Encoding uint8

// The encodings. Latin1 is also called binary, UTF16LE ucs2.
const (
	UTF8 Encoding = iota
	UTF16LE
	Latin1
	ASCII
	Base64
	Base64URL
	Hex
)

// ParseEncoding finds an encoding by one of Node's names for it, in any case.
func ParseEncoding(name string) (Encoding, bool) {
	switch strings.ToLower(name) {
	case "utf8", "utf-8":
		return UTF8, true
	case "utf16le", "utf-16le", "ucs2", "ucs-2":
		return UTF16LE, true
	case "latin1", "binary":
		return Latin1, true
	case "ascii":
		return ASCII, true
	case "base64":
		return Base64, true
	case "base64url":
		return Base64URL, true
	case "hex":
		return Hex, true
	}
	return 0, false
}

// Bytes returns the bytes that s stands for. As in Node it never fails: Hex ends at the first pair that is not
// hexadecimal, both Base64 read either alphabet, skip what is in neither and end at the padding, ASCII and Latin1 keep the low eight bits,
// and UTF8 writes U+FFFD for a lone surrogate.
func (e Encoding) Bytes(s goja.String) []byte {
	switch e {
	case UTF16LE:
		b := make([]byte, 2*s.Length())
		for i := range s.Length() {
			c := s.CharAt(i)
			b[2*i], b[2*i+1] = byte(c), byte(c>>8)
		}
		return b
	case Latin1, ASCII:
		if u := units(s); u != nil {
			b := make([]byte, len(u))
			for i, c := range u {
				b[i] = byte(c)
			}
			return b
		}
		text, n := s.String(), s.Length()
		if len(text) == n { // every character outside ASCII takes more bytes than UTF-16 units
			return []byte(text)
		}
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(s.CharAt(i))
		}
		return b
	case Base64, Base64URL:
		return lenientBase64(s.String(), base64Len(s))
	case Hex:
		text := s.String()
		b := make([]byte, hex.DecodedLen(len(text)))
		n, _ := hex.Decode(b, []byte(text[:len(text)&^1])) // the error says only where it ended
		return b[:n]
	default:
		return utf8Bytes(s)
	}
}

// ByteLength is what Node's Buffer.byteLength says of s: exact, but for Hex and Base64 an upper bound, that counts what
// Bytes skips.
func (e Encoding) ByteLength(s goja.String) int {
	switch e {
	case UTF16LE:
		return 2 * s.Length()
	case Latin1, ASCII:
		return s.Length()
	case Base64, Base64URL:
		return base64Len(s)
	case Hex:
		return s.Length() / 2
	default:
		return utf8Len(s)
	}
}

// Text returns b as a JavaScript string. In UTF8 each maximal part of an invalid sequence becomes one U+FFFD (WHATWG
// Encoding, "UTF-8 decoder"); in UTF16LE an odd last byte is left out; ASCII drops the high bit.
func (e Encoding) Text(rt *goja.Runtime, b []byte) goja.Value {
	switch e {
	case UTF16LE:
		units := make([]uint16, len(b)/2)
		for i := range units {
			units[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
		}
		return goja.StringFromUTF16(units)
	case Latin1:
		if isASCII(b) {
			return rt.ToValue(string(b))
		}
		units := make([]uint16, len(b))
		for i, c := range b {
			units[i] = uint16(c)
		}
		return goja.StringFromUTF16(units)
	case ASCII:
		low := make([]byte, len(b))
		for i, c := range b {
			low[i] = c & 0x7f
		}
		return rt.ToValue(string(low))
	case Base64:
		return rt.ToValue(base64.StdEncoding.EncodeToString(b))
	case Base64URL:
		return rt.ToValue(base64.RawURLEncoding.EncodeToString(b))
	case Hex:
		return rt.ToValue(hex.EncodeToString(b))
	default:
		return rt.ToValue(string(ValidUTF8(b)))
	}
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// base64Len trusts the length of s and at most two padding characters at its end, as Node does.
func base64Len(s goja.String) int {
	n := s.Length()
	for range 2 {
		if n > 0 && s.CharAt(n-1) == '=' {
			n--
		}
	}
	return n * 3 / 4
}

// lenientBase64 reads both alphabets, skips every other character and stops at the first padding, or after limit bytes.
func lenientBase64(s string, limit int) []byte {
	s, _, _ = strings.Cut(s, "=")
	b := make([]byte, base64.RawStdEncoding.DecodedLen(len(s)))
	if n, err := base64.RawStdEncoding.Decode(b, []byte(s)); err == nil {
		return b[:min(n, limit)]
	}
	n, bits, acc := 0, 0, uint32(0)
	for i := 0; i < len(s) && n < limit; i++ {
		v := sextet(s[i])
		if v < 0 {
			continue
		}
		acc, bits = acc<<6|uint32(v), bits+6
		if bits >= 8 {
			bits -= 8
			b[n] = byte(acc >> bits)
			n++
		}
	}
	return b[:n]
}

func sextet(c byte) int {
	switch {
	case c >= 'A' && c <= 'Z':
		return int(c - 'A')
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 26
	case c >= '0' && c <= '9':
		return int(c-'0') + 52
	case c == '+' || c == '-':
		return 62
	case c == '/' || c == '_':
		return 63
	}
	return -1
}

// ToString is ECMAScript's ToString: it throws for a Symbol, and keeps lone surrogates.
func ToString(rt *goja.Runtime, v goja.Value) goja.String {
	if s, ok := v.(goja.String); ok {
		return s
	}
	if _, ok := v.(*goja.Symbol); ok {
		panic(rt.NewTypeError("Cannot convert a Symbol value to a string"))
	}
	if s, ok := v.ToString().(goja.String); ok { // an object's
		return s
	}
	return rt.ToValue(v.String()).(goja.String)
}
