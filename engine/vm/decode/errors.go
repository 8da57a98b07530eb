package decode

import "fmt"

// SyntaxError says that a body is not valid JSON.
type SyntaxError struct {
	Offset int // bytes from the start of the body, byte order mark included
	Line   int // from 1; lines end at \n, \r\n or \r
	Column int // from 1, in UTF-16 code units, as JavaScript counts

	// Msg is Node's message with the place added: "Expected ',' or '}' after property value in JSON at position 7 (line 1
	// column 8)". The position counts UTF-16 code units from the start of the text, as Node does, so it differs from Offset
	// when there are non-ASCII characters before it.
	Msg string
}

func (e *SyntaxError) Error() string { return e.Msg }

// DepthError says that arrays and objects are nested deeper than we accept. Whether the rest of the body is valid JSON is unknown.
type DepthError struct {
	Limit  int // the deepest nesting accepted
	Offset int // of the bracket that goes past it, in bytes from the start of the body
}

func (e *DepthError) Error() string {
	return fmt.Sprintf("JSON is nested deeper than %d levels (at byte %d): send it flatter", e.Limit, e.Offset)
}

// The messages of Node 20 (V8's kJsonParse… templates), without the place.
const (
	errEnd           = "Unexpected end of JSON input"
	errAfterJSON     = "Unexpected non-whitespace character after JSON"
	errString        = "Unexpected string in JSON"
	errNumber        = "Unexpected number in JSON"
	errNoDigits      = "No number after minus sign in JSON"
	errFraction      = "Unterminated fractional number in JSON"
	errExponent      = "Exponent part is missing a number in JSON"
	errUnterminated  = "Unterminated string in JSON"
	errControl       = "Bad control character in string literal in JSON"
	errEscape        = "Bad escaped character in JSON"
	errUnicodeEscape = "Bad Unicode escape in JSON"
	errNameOrBrace   = "Expected property name or '}' in JSON"
	errName          = "Expected double-quoted property name in JSON"
	errColon         = "Expected ':' after property name in JSON"
	errCommaOrBrace  = "Expected ',' or '}' after property value in JSON"
	errCommaOrBrack  = "Expected ',' or ']' after array element in JSON"
)

// fail makes the error for the byte at offset at. Places are only counted here, so that good messages do not pay for them.
func (d *Decoder) fail(at int, msg string) error {
	pos, line, column := 0, 1, 1
	for i := d.start; i < at; {
		r, size := d.decodeRune(d.body[i:])
		units := 1
		if r > 0xFFFF {
			units = 2
		}
		pos += units
		column += units
		i += size
		if r == '\n' || r == '\r' && (i == len(d.body) || d.body[i] != '\n') {
			line++
			column = 1
		}
	}
	return &SyntaxError{
		Offset: at, Line: line, Column: column,
		Msg: fmt.Sprintf("%s at position %d (line %d column %d)", msg, pos, line, column),
	}
}

// unexpected makes the error for a character at offset at that can neither start nor continue a value, or for the end of the body.
func (d *Decoder) unexpected(at int) error {
	if at >= len(d.body) {
		return d.fail(at, errEnd)
	}
	switch r, _ := d.decodeRune(d.body[at:]); {
	case r == '"':
		return d.fail(at, errString)
	case r == '-' || '0' <= r && r <= '9':
		return d.fail(at, errNumber)
	case ' ' < r && r <= '~':
		return d.fail(at, fmt.Sprintf("Unexpected token '%c' in JSON", r))
	default:
		// A message must stay readable in any log: what could be invisible, or break a line, is spelled out.
		return d.fail(at, fmt.Sprintf("Unexpected token %U in JSON", r))
	}
}
