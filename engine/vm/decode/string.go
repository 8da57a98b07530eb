package decode

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// stringValue decodes the string whose opening quote is at pos.
func (d *Decoder) stringValue() (goja.Value, error) {
	start := d.pos + 1
	end, kind, err := d.scan(start)
	if err != nil {
		return nil, err
	}
	switch {
	case kind == plain && end-start <= maxShared:
		d.pos = end + 1
		return d.text.slice(d.rt, d.body, start, end), nil
	case kind != escaped:
		d.pos = end + 1
		return d.rt.ToValue(toUTF8(d.body[start:end])), nil
	}
	if err := d.unescape(start); err != nil {
		return nil, err
	}
	return goja.StringFromUTF16(d.units), nil
}

// name decodes the member name whose opening quote is at pos. One with lone surrogates, which no Go string can hold, comes as wide.
func (d *Decoder) name() (name string, wide goja.Value, err error) {
	start := d.pos + 1
	end, kind, err := d.scan(start)
	if err != nil {
		return "", nil, err
	}
	switch kind {
	case plain:
		d.pos = end + 1
		return d.keys.get(d.body[start:end]), nil, nil
	case unicode:
		d.pos = end + 1
		return toUTF8(d.body[start:end]), nil, nil
	}
	if err := d.unescape(start); err != nil {
		return "", nil, err
	}
	if wellFormed(d.units) {
		return string(utf16.Decode(d.units)), nil, nil
	}
	return "", goja.StringFromUTF16(d.units), nil
}

// stringKind says what scan met before a string's closing quote.
type stringKind int

const (
	plain   stringKind = iota // ASCII only, no escapes
	unicode                   // bytes outside ASCII, no escapes
	escaped                   // a backslash, or a lone surrogate
)

// scan looks for the end of the string whose content starts at i. It returns the offset of the closing quote and what lies
// before it; at the first backslash or lone surrogate it stops, with kind escaped, and unescape has to read the string.
func (d *Decoder) scan(i int) (end int, kind stringKind, err error) {
	b := d.body
	for {
		i += plainRun(b[i:])
		if i >= len(b) {
			return i, kind, d.fail(i, errUnterminated)
		}
		switch c := b[i]; {
		case c == '"':
			return i, kind, nil
		case c == '\\':
			return i, escaped, nil
		case c < ' ':
			return i, kind, d.fail(i, errControl)
		}
		kind = unicode
		for i < len(b) && b[i] >= utf8.RuneSelf {
			if d.wtf8 && isSurrogate(b[i:]) { // only unescape keeps it, and it starts anew
				return i, escaped, nil
			}
			i++
		}
	}
}

// plainRun returns how many bytes at the start of b are ASCII and neither a quote, nor a backslash, nor a control character.
func plainRun(b []byte) int {
	const (
		low  = 0x0101010101010101
		high = 0x80 * low
	)
	i := 0
	for ; i+8 <= len(b); i += 8 {
		// Eight bytes at a time. A byte's high bit is set in w when it is not ASCII, and in the differences when it is below
		// ' ' or, after the exclusive or, zero. Borrows can set bits above the first such byte, but only the first matters.
		w := binary.LittleEndian.Uint64(b[i:])
		quote, slash := w^('"'*low), w^('\\'*low)
		if stop := (w | (w - ' '*low) | (quote - low) | (slash - low)) & high; stop != 0 {
			return i + bits.TrailingZeros64(stop)/8
		}
	}
	for ; i < len(b); i++ {
		if c := b[i]; c == '"' || c == '\\' || c < ' ' || c >= utf8.RuneSelf {
			break
		}
	}
	return i
}

// unescape decodes the string whose content starts at i into d.units and moves pos past its closing quote.
func (d *Decoder) unescape(i int) error {
	d.units = d.units[:0]
	for i < len(d.body) {
		switch c := d.body[i]; {
		case c == '"':
			d.pos = i + 1
			return nil
		case c < ' ':
			return d.fail(i, errControl)
		case c == '\\':
			unit, next, err := d.escape(i + 1)
			if err != nil {
				return err
			}
			d.units = append(d.units, unit)
			i = next
		case c < utf8.RuneSelf:
			d.units = append(d.units, uint16(c))
			i++
		default:
			r, size := d.decodeRune(d.body[i:])
			if utf16.IsSurrogate(r) { // AppendRune would replace it
				d.units = append(d.units, uint16(r))
			} else {
				d.units = utf16.AppendRune(d.units, r)
			}
			i += size
		}
	}
	return d.fail(i, errUnterminated)
}

// escape decodes the escape whose backslash is before i: one UTF-16 code unit, and the offset after it.
func (d *Decoder) escape(i int) (unit uint16, next int, err error) {
	if i >= len(d.body) {
		return 0, i, d.unexpected(i)
	}
	switch c := d.body[i]; c {
	case '"', '\\', '/':
		return uint16(c), i + 1, nil
	case 'b':
		return '\b', i + 1, nil
	case 'f':
		return '\f', i + 1, nil
	case 'n':
		return '\n', i + 1, nil
	case 'r':
		return '\r', i + 1, nil
	case 't':
		return '\t', i + 1, nil
	case 'u':
		for next = i + 1; next < i+5; next++ {
			if next >= len(d.body) {
				return 0, next, d.fail(next, errUnicodeEscape)
			}
			digit, ok := hexDigit(d.body[next])
			if !ok {
				return 0, next, d.fail(next, errUnicodeEscape)
			}
			unit = unit<<4 | digit
		}
		return unit, next, nil
	}
	return 0, i, d.fail(i, errEscape)
}

func hexDigit(c byte) (uint16, bool) {
	switch {
	case '0' <= c && c <= '9':
		return uint16(c - '0'), true
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return uint16(c|0x20-'a') + 10, true
	}
	return 0, false
}

// wellFormed reports whether every surrogate in units is half of a pair.
func wellFormed(units []uint16) bool {
	for i := 0; i < len(units); i++ {
		switch u := units[i]; {
		case u < 0xD800 || u > 0xDFFF:
		case u < 0xDC00 && i+1 < len(units) && 0xDC00 <= units[i+1] && units[i+1] <= 0xDFFF:
			i++
		default:
			return false
		}
	}
	return true
}
