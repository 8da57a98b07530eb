package conf

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// string reads a string in double quotes, RFC 8259 section 7.
func (p *parser) string() (*value, *syntaxError) {
	start := p.pos
	for p.pos++; p.pos < len(p.src); {
		switch c := p.src[p.pos]; {
		case c == '"':
			p.pos++
			v := &value{kind: stringKind, start: start, end: p.pos}
			if err := json.Unmarshal(p.src[start:p.pos], &v.text); err != nil {
				return nil, p.failed(start, "not a JSON string: "+err.Error(), "")
			}
			return v, nil
		case c == '\\':
			n := escape(p.src[p.pos:])
			if n == 0 {
				return nil, p.failed(p.pos, `a backslash that escapes nothing`, `write \\ for a backslash`)
			}
			p.pos += n
		case c < ' ':
			if c == '\n' || c == '\r' {
				return nil, p.failed(start, "the string that starts here does not end on its line", `close it with ", or write \n for a line break`)
			}
			return nil, p.failed(p.pos, "a control character inside a string", fmt.Sprintf(`write \u%04x`, c))
		default:
			r, size := utf8.DecodeRune(p.src[p.pos:])
			if r == utf8.RuneError && size == 1 {
				return nil, p.failed(p.pos, "bytes that are not UTF-8", "save the file as UTF-8")
			}
			p.pos += size
		}
	}
	return nil, p.failed(start, "the string that starts here does not end", `close it with "`)
}

// escape returns the length of the escape that b starts with, 0 when it is none.
func escape(b []byte) int {
	switch {
	case len(b) >= 2 && strings.IndexByte(`"\/bfnrt`, b[1]) >= 0:
		return 2
	case len(b) >= 6 && b[1] == 'u' && hex(b[2]) && hex(b[3]) && hex(b[4]) && hex(b[5]):
		return 6
	}
	return 0
}

func hex(c byte) bool { return digit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

func digit(c byte) bool { return '0' <= c && c <= '9' }

// number reads a number, RFC 8259 section 6: no leading zeros or plus, digits on both sides of the point.
func (p *parser) number() (*value, *syntaxError) {
	start := p.pos
	if p.peek() == '-' {
		p.pos++
	}
	whole := p.pos
	ok := p.digits() && (p.src[whole] != '0' || p.pos == whole+1)
	if ok && p.peek() == '.' {
		p.pos++
		ok = p.digits()
	}
	if ok && p.peek()|0x20 == 'e' {
		p.pos++
		if c := p.peek(); c == '+' || c == '-' {
			p.pos++
		}
		ok = p.digits()
	}
	if c := p.peek(); !ok || letter(c) || digit(c) || c == '.' {
		return nil, p.failed(start, "not a JSON number", "a value with a unit, such as 30s, goes in double quotes")
	}
	return &value{kind: numberKind, start: start, end: p.pos, text: string(p.src[start:p.pos])}, nil
}

// digits reads one digit or more.
func (p *parser) digits() bool {
	start := p.pos
	for digit(p.peek()) {
		p.pos++
	}
	return p.pos > start
}
