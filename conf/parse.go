package conf

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// maxDepth is how deep lists and objects may nest. No config comes near it; the parser calls itself for each level.
const maxDepth = 500

// syntaxError says why a text is not JSON.
type syntaxError struct {
	offset        int
	message, hint string
}

// parser reads one JSON text (RFC 8259). It is our own because encoding/json keeps neither the place nor the order of
// what it reads, and because a config file is written by hand: the error should name the slip, not the grammar rule.
type parser struct {
	src []byte
	pos int
}

func parse(src []byte) (*value, *syntaxError) {
	p := &parser{src: src}
	if p.space(); p.pos == len(src) {
		return nil, p.failed(p.pos, "the file is empty", "")
	}
	v, err := p.value(0)
	if err != nil {
		return nil, err
	}
	if p.space(); p.pos < len(src) {
		return nil, p.unexpected("the file to end: it is one JSON object")
	}
	return v, nil
}

func (p *parser) value(depth int) (*value, *syntaxError) {
	if depth > maxDepth {
		return nil, p.failed(p.pos, fmt.Sprintf("lists and objects nest deeper than %d", maxDepth), "")
	}
	switch c := p.peek(); {
	case c == '{':
		return p.object(depth)
	case c == '[':
		return p.list(depth)
	case c == '"':
		return p.string()
	case c == '-' || '0' <= c && c <= '9':
		return p.number()
	case letter(c):
		return p.word()
	}
	return nil, p.unexpected("a value")
}

func (p *parser) object(depth int) (*value, *syntaxError) {
	v := &value{kind: objectKind, start: p.pos}
	p.pos++
	for {
		p.space()
		if p.peek() == '}' && len(v.members) == 0 {
			break
		}
		if err := p.comma('}', v.members != nil); err != nil {
			return nil, err
		}
		if p.peek() != '"' {
			return nil, p.unexpected("a key in double quotes")
		}
		key, err := p.string()
		if err != nil {
			return nil, err
		}
		if p.space(); p.peek() != ':' {
			return nil, p.unexpected(`":" after the key`)
		}
		p.pos++
		p.space()
		item, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		v.members = append(v.members, member{key: key.text, offset: key.start, value: item})
		if p.space(); p.peek() == '}' {
			break
		}
		if p.peek() != ',' {
			return nil, p.unexpected(`"," or "}"`)
		}
		p.pos++
	}
	p.pos++
	v.end = p.pos
	return v, nil
}

func (p *parser) list(depth int) (*value, *syntaxError) {
	v := &value{kind: listKind, start: p.pos}
	p.pos++
	for {
		p.space()
		if p.peek() == ']' && len(v.items) == 0 {
			break
		}
		if err := p.comma(']', v.items != nil); err != nil {
			return nil, err
		}
		item, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		v.items = append(v.items, item)
		if p.space(); p.peek() == ']' {
			break
		}
		if p.peek() != ',' {
			return nil, p.unexpected(`"," or "]"`)
		}
		p.pos++
	}
	p.pos++
	v.end = p.pos
	return v, nil
}

// comma catches the most common slip: a comma that nothing follows, or that nothing precedes.
func (p *parser) comma(closing byte, after bool) *syntaxError {
	c := p.peek()
	if c == ',' || c == closing && after {
		return p.failed(p.pos, fmt.Sprintf("found %q after a comma or bracket, where a value belongs", c), "remove the extra comma")
	}
	return nil
}

// word reads true, false and null.
func (p *parser) word() (*value, *syntaxError) {
	start := p.pos
	for letter(p.peek()) {
		p.pos++
	}
	v := &value{start: start, end: p.pos, text: string(p.src[start:p.pos])}
	switch v.text {
	case "true", "false":
		v.kind = boolKind
	case "null":
		v.kind = null
	default:
		return nil, p.failed(start, fmt.Sprintf("%s is no JSON value", v.text), "text goes in double quotes; JSON's words are true, false and null")
	}
	return v, nil
}

// peek returns the byte that comes next, and 0 at the end.
func (p *parser) peek() byte {
	if p.pos < len(p.src) {
		return p.src[p.pos]
	}
	return 0
}

func (p *parser) space() {
	for p.pos < len(p.src) && bytes.IndexByte([]byte(" \t\r\n"), p.src[p.pos]) >= 0 {
		p.pos++
	}
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' }

func (p *parser) failed(offset int, message, hint string) *syntaxError {
	return &syntaxError{offset: offset, message: message, hint: hint}
}

// unexpected says what stands where something else should.
func (p *parser) unexpected(expected string) *syntaxError {
	if p.pos == len(p.src) {
		return p.failed(p.pos, "the file ends too early, expected "+expected, "")
	}
	rest := p.src[p.pos:]
	if rest[0] == '#' || bytes.HasPrefix(rest, []byte("//")) || bytes.HasPrefix(rest, []byte("/*")) {
		return p.failed(p.pos, "found a comment", "JSON has none: remove it")
	}
	hint := ""
	if rest[0] == '\'' {
		hint = "JSON's quotes are double"
	}
	r, _ := utf8.DecodeRune(rest)
	return p.failed(p.pos, fmt.Sprintf("found %q, expected %s", r, expected), hint)
}
