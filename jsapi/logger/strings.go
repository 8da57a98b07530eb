package logger

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"
)

const hexDigits = "0123456789abcdef"

// string appends a JavaScript string. One with lone surrogates, which goja's String turns into U+FFFD, is escaped unit
// by unit.
func (w *writer) string(s goja.String) {
	text := s.String()
	if strings.Contains(text, "\uFFFD") {
		w.units(s)
		return
	}
	w.goString(text)
}

// goString appends s, cut to what fits.
func (w *writer) goString(s string) {
	room := max(w.limit-len(w.dst), 0) + 64 // short strings are always whole, so that markers are
	cut := len(s) > room
	if cut {
		for room > 0 && !utf8.RuneStart(s[room]) {
			room--
		}
		s = s[:room]
	}
	w.dst = append(w.dst, '"')
	w.dst = appendEscaped(w.dst, s)
	if cut {
		w.dst = append(w.dst, "[Truncated]"...)
	}
	w.dst = append(w.dst, '"')
}

// ascii appends a string that needs no escaping.
func (w *writer) ascii(s string) {
	w.dst = append(w.dst, '"')
	w.dst = append(w.dst, s[:min(len(s), max(w.limit-len(w.dst), 64))]...)
	w.dst = append(w.dst, '"')
}

func appendEscaped(dst []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, s[from:i]...)
		from = i + 1
		dst = appendEscape(dst, c)
	}
	return append(dst, s[from:]...)
}

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\t':
		return append(dst, '\\', 't')
	case '\n':
		return append(dst, '\\', 'n')
	case '\f':
		return append(dst, '\\', 'f')
	case '\r':
		return append(dst, '\\', 'r')
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}

// units appends a string that may hold lone surrogates (RFC 8259 section 7 lets them be written as escapes).
func (w *writer) units(s goja.String) {
	w.dst = append(w.dst, '"')
	n := s.Length()
	for i := 0; i < n; i++ {
		if w.full() {
			w.dst = append(w.dst, "[Truncated]"...)
			break
		}
		c := rune(s.CharAt(i))
		if utf16.IsSurrogate(c) {
			pair := utf8.RuneError
			if i+1 < n {
				pair = utf16.DecodeRune(c, rune(s.CharAt(i+1)))
			}
			if pair == utf8.RuneError {
				w.dst = append(w.dst, '\\', 'u', hexDigits[c>>12], hexDigits[c>>8&15], hexDigits[c>>4&15], hexDigits[c&15])
				continue
			}
			c = pair
			i++
		}
		if c < 0x20 || c == '"' || c == '\\' {
			w.dst = appendEscape(w.dst, byte(c))
			continue
		}
		w.dst = utf8.AppendRune(w.dst, c)
	}
	w.dst = append(w.dst, '"')
}
