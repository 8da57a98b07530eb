package regexp

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// setClass reads a class of a v pattern (ECMA-262 §22.2.1, ClassContents with UnicodeSets), nested ones included.
func (w *writer) setClass() set {
	w.at++ // [
	negated := w.take("^")
	out, op := set{}, ""
	ranged := false // the first operand is a range, which no operation takes
	for n := 0; ; n++ {
		if w.at >= len(w.in) {
			panic(syntaxError("Unterminated character class"))
		}
		if w.take("]") {
			break
		}
		next := ""
		if n > 0 && (w.take("&&") || w.take("--")) {
			next = w.in[w.at-2 : w.at]
		}
		if n == 1 && !ranged {
			op = next
		}
		if next != op {
			panic(syntaxError("Invalid set operation in character class"))
		}
		if w.at >= len(w.in) {
			panic(syntaxError("Unterminated character class"))
		}
		operand, isRange := w.operand(next == "")
		ranged = ranged || isRange
		switch next {
		case "&&":
			out = out.intersect(operand)
		case "--":
			out = out.minus(operand)
		default:
			out = out.union(operand)
		}
	}
	if negated {
		return out.complement()
	}
	return out
}

// take skips text if it is here.
func (w *writer) take(text string) bool {
	if strings.HasPrefix(w.in[w.at:], text) {
		w.at += len(text)
		return true
	}
	return false
}

// operand reads one, and a range where those may be.
func (w *writer) operand(ranges bool) (s set, isRange bool) {
	if w.in[w.at] == '[' {
		return w.setClass(), false
	}
	if w.in[w.at] == '\\' {
		if s, ok := w.property(); ok {
			return s, false
		}
		if s, ok := w.shorthand(); ok {
			return s, false
		}
	}
	lo := w.character()
	hi := lo
	if ranges && strings.HasPrefix(w.in[w.at:], "-") && !strings.HasPrefix(w.in[w.at:], "--") {
		w.at++
		if w.at >= len(w.in) {
			panic(syntaxError("Unterminated character class"))
		}
		if hi = w.character(); hi < lo {
			panic(syntaxError("Range out of order in character class"))
		}
		isRange = true
	}
	s = set{{lo, hi}}
	if w.ignoreCase {
		s = s.folded()
	}
	return s, isRange
}

// shorthand reads \d, \w, \s, their opposites and \q{…}.
func (w *writer) shorthand() (set, bool) {
	if w.at+1 >= len(w.in) {
		panic(syntaxError("\\ at end of pattern"))
	}
	var s set
	c := w.in[w.at+1]
	switch c {
	case 'd', 'D':
		s = set{{'0', '9'}}
	case 'w', 'W':
		s = newSet([]span{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}})
		if w.ignoreCase {
			s = s.folded()
		}
	case 's', 'S':
		s = newSet([]span{{'\t', '\r'}, {' ', ' '}, {0xA0, 0xA0}, {0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}})
	case 'q':
		w.at += 2
		return w.alternatives(), true
	default:
		return nil, false
	}
	w.at += 2
	if c < 'a' {
		s = s.complement()
	}
	return s, true
}

// alternatives reads the rest of \q{a|b}.
func (w *writer) alternatives() set {
	if !w.take("{") {
		panic(syntaxError("Invalid escape"))
	}
	s := set{}
	for {
		if w.at >= len(w.in) {
			panic(syntaxError("Invalid escape"))
		}
		r := w.character()
		one := set{{r, r}}
		if w.ignoreCase {
			one = one.folded()
		}
		s = s.union(one)
		switch {
		case w.take("}"):
			return s
		case !w.take("|"):
			panic(syntaxError(`\q{…} with strings is not supported here`))
		}
	}
}

const (
	reservedDouble = "&!#$%*+,.:;<=>?@^`~"
	classSyntax    = `()[]{}/-|`
	escapable      = "^$\\.*+?()[]{}|/-&!#%,:;<=>@`~"
)

// character reads one, escaped or not.
func (w *writer) character() rune {
	if c := w.in[w.at]; c != '\\' {
		if strings.IndexByte(classSyntax, c) >= 0 {
			panic(syntaxError("Invalid character in character class"))
		}
		if w.at+1 < len(w.in) && w.in[w.at+1] == c && strings.IndexByte(reservedDouble, c) >= 0 {
			panic(syntaxError("Invalid set operation in character class"))
		}
		r, n := utf8.DecodeRuneInString(w.in[w.at:])
		w.at += n
		return r
	}
	if w.at+1 >= len(w.in) {
		panic(syntaxError("\\ at end of pattern"))
	}
	c := w.in[w.at+1]
	w.at += 2
	switch c {
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'v':
		return '\v'
	case 'f':
		return '\f'
	case 'b':
		return '\b'
	case '0':
		return 0
	case 'x':
		return w.hex(2)
	case 'u':
		return w.unicodeEscape()
	case 'c':
		if w.at < len(w.in) && (w.in[w.at]|0x20) >= 'a' && (w.in[w.at]|0x20) <= 'z' {
			w.at++
			return rune(w.in[w.at-1] & 31)
		}
	}
	if strings.IndexByte(escapable, c) < 0 {
		panic(syntaxError("Invalid escape"))
	}
	return rune(c)
}

func (w *writer) hex(digits int) rune {
	if w.at+digits > len(w.in) {
		panic(syntaxError("Invalid escape"))
	}
	n, err := strconv.ParseUint(w.in[w.at:w.at+digits], 16, 32)
	if err != nil || n > maxRune {
		panic(syntaxError("Invalid Unicode escape"))
	}
	w.at += digits
	return rune(n)
}

// unicodeEscape reads what follows \u: {X}, four digits, or a pair.
func (w *writer) unicodeEscape() rune {
	if w.take("{") {
		end := strings.IndexByte(w.in[w.at:], '}')
		if end < 1 {
			panic(syntaxError("Invalid Unicode escape"))
		}
		r := w.hex(end)
		w.at++
		return r
	}
	r := w.hex(4)
	if r&^0x3FF == 0xD800 && strings.HasPrefix(w.in[w.at:], `\u`) {
		before := w.at
		w.at += 2
		if low := w.hex(4); low&^0x3FF == 0xDC00 {
			return (r-0xD800)<<10 + low - 0xDC00 + 0x10000
		}
		w.at = before
	}
	return r
}
