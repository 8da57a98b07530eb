package inspect

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// JavaScript strings may hold lone surrogates, which UTF-8 cannot. Inside this package a string is WTF-8: UTF-8 in
// which a lone surrogate is written as the three bytes its code point would take. text and value convert.

// text returns s as WTF-8.
func text(s goja.String) string {
	out := s.String()
	if !strings.Contains(out, "\uFFFD") {
		return out
	}
	n := s.Length()
	b := make([]byte, 0, len(out))
	for i := 0; i < n; i++ {
		r := rune(s.CharAt(i))
		if utf16.IsSurrogate(r) {
			if i+1 < n {
				if pair := utf16.DecodeRune(r, rune(s.CharAt(i+1))); pair != utf8.RuneError {
					b = utf8.AppendRune(b, pair)
					i++
					continue
				}
			}
			b = appendSurrogate(b, r)
			continue
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b)
}

func appendSurrogate(b []byte, r rune) []byte {
	return append(b, 0xE0|byte(r>>12), 0x80|byte(r>>6)&0x3F|0x80, 0x80|byte(r)&0x3F)
}

// surrogateAt returns the lone surrogate that begins at s[i].
func surrogateAt(s string, i int) (rune, bool) {
	if s[i] != 0xED || i+2 >= len(s) || s[i+1] < 0xA0 {
		return 0, false
	}
	return 0xD000 | rune(s[i+1]&0x3F)<<6 | rune(s[i+2]&0x3F), true
}

// value returns the WTF-8 string s as a JavaScript string.
func value(r *goja.Runtime, s string) goja.Value {
	lone := false
	for i := range len(s) {
		if s[i] == 0xED {
			if _, ok := surrogateAt(s, i); ok {
				lone = true
				break
			}
		}
	}
	if !lone {
		return r.ToValue(s)
	}
	units := make([]uint16, 0, len(s))
	for i := 0; i < len(s); {
		if c, ok := surrogateAt(s, i); ok {
			units = append(units, uint16(c))
			i += 3
			continue
		}
		c, size := utf8.DecodeRuneInString(s[i:])
		units = utf16.AppendRune(units, c)
		i += size
	}
	return goja.StringFromUTF16(units)
}

// length16 is the length of s in UTF-16 code units, JavaScript's String.length.
func length16(s string) int {
	n := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c < 0x80 || c >= 0xC0 && c < 0xF0:
			n++
		case c >= 0xF0:
			n += 2
		}
	}
	return n
}

// cut16 returns the first n UTF-16 code units of s. A pair that is cut in two leaves its first half.
func cut16(s string, n int) string {
	for i := 0; i < len(s); {
		if n <= 0 {
			return s[:i]
		}
		c, size := rune(0), 3
		if _, lone := surrogateAt(s, i); !lone {
			c, size = utf8.DecodeRuneInString(s[i:])
		}
		if c > 0xFFFF {
			if n == 1 {
				high, _ := utf16.EncodeRune(c)
				return string(appendSurrogate([]byte(s[:i]), high))
			}
			n--
		}
		n--
		i += size
	}
	return s
}

// Width is how many columns s takes on a terminal.
func Width(s string) int { return width(s, false) }

// width is how many columns s takes on a terminal, escape sequences left out when colors is set.
func width(s string, colors bool) int {
	if colors {
		s = stripColors(s)
	}
	n := 0
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			if s[i] >= 0x20 && s[i] != 0x7F {
				n++
			}
			i++
			continue
		}
		c, size := utf8.DecodeRuneInString(s[i:])
		n += runeWidth(c)
		i += size
	}
	return n
}

// wide are the code points that take two columns (Unicode's East Asian Width W and F, and emoji).
var wide = [...][2]rune{
	{0x1100, 0x115F}, {0x231A, 0x231B}, {0x2329, 0x232A}, {0x23E9, 0x23EC}, {0x25FD, 0x25FE}, {0x2614, 0x2615},
	{0x2648, 0x2653}, {0x26AA, 0x26AB}, {0x2E80, 0x303E}, {0x3041, 0x33FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF},
	{0xA000, 0xA4C6}, {0xA960, 0xA97C}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE10, 0xFE19}, {0xFE30, 0xFE6B},
	{0xFF01, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1B000, 0x1B001}, {0x1F200, 0x1F251}, {0x1F300, 0x1F320},
	{0x1F32D, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
}

func runeWidth(c rune) int {
	switch {
	case c <= 0x9F, c >= 0x300 && c <= 0x36F, c >= 0x200B && c <= 0x200F, c >= 0x20D0 && c <= 0x20FF,
		c >= 0xFE00 && c <= 0xFE0F, c >= 0xFE20 && c <= 0xFE2F, c >= 0xE0100 && c <= 0xE01EF:
		return 0
	}
	for _, w := range wide {
		if c >= w[0] && c <= w[1] {
			return 2
		}
	}
	return 1
}

// stripColors removes the SGR sequences that stylize adds.
func stripColors(s string) string {
	if !strings.Contains(s, "\x1b[") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "\x1b[")
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		end := strings.IndexByte(s[i:], 'm')
		if end < 0 {
			return b.String()
		}
		s = s[i+end+1:]
	}
}
