package loader

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja/file"
	"github.com/go-sourcemap/sourcemap"
)

// rawMap is a source map as esbuild writes it (ECMA-426).
type rawMap struct {
	Version  int      `json:"version"`
	Sources  []string `json:"sources"`
	Names    []string `json:"names"`
	Mappings string   `json:"mappings"`
}

func mapSources(m []byte) ([]string, error) {
	var raw rawMap
	if err := json.Unmarshal(m, &raw); err != nil {
		return nil, err
	}
	return raw.Sources, nil
}

// segment maps a place in the generated code to one in the source; all count from 0.
type segment struct{ column, source, line, sourceColumn int }

// fitMap turns esbuild's map of code into the mappings goja needs of the wrapped code. goja counts columns from 1, in
// bytes where a map says UTF-16 units, and prefix bytes come before the first line. Names go, as goja ignores them, and
// so does every mapping that says nothing new: it is 24 bytes for as long as the program lives. Without exact, a line
// of code leads to a line of the source, and to the column of its first expression alone.
func fitMap(data, code []byte, prefix int, exact bool) (string, error) {
	var raw rawMap
	if err := json.Unmarshal(data, &raw); err != nil {
		return "", err
	}
	own := slices.IndexFunc(raw.Sources, ownSource)
	var w mapWriter
	// What esbuild adds of its own, before the author's first line, counts as that line.
	last := segment{column: 1, sourceColumn: 1}
	w.add(0, last)
	lines := lineScanner{rest: code, line: -1}
	err := decodeMappings(raw.Mappings, func(line int, s segment) {
		s.sourceColumn++
		if s.source != own || s.line == last.line && (!exact || s.sourceColumn == last.sourceColumn) {
			return
		}
		s.column = lines.bytes(line, s.column) + 1
		if line == 0 {
			s.column += prefix
		}
		last = s
		w.add(line, s)
	})
	// A place with no mapping of its own takes the one before it, but not past the last: the wrapper's end gets one.
	last.column = 1
	w.add(countLines(code)+1, last)
	return w.b.String(), err
}

// ownSource reports whether name is the file that was transformed, and not one it was itself made of.
func ownSource(name string) bool {
	return name == moduleName+".js" || name == awaitSpace+":"+moduleName+".js"
}

// lineScanner converts columns of UTF-16 units to bytes, going forward through the lines of code.
type lineScanner struct {
	rest, text []byte
	line       int // of text; -1 before the first
}

func (l *lineScanner) bytes(line, units int) int {
	for l.line < line {
		n, skip := lineEnd(l.rest)
		l.text, l.rest = l.rest[:n], l.rest[n+skip:]
		l.line++
	}
	n := 0
	for units > 0 && n < len(l.text) {
		if l.text[n] < utf8.RuneSelf {
			n++
			units--
			continue
		}
		r, size := utf8.DecodeRune(l.text[n:])
		n += size
		units--
		if r > 0xffff {
			units--
		}
	}
	return n
}

// lineEnd finds the end of the first line in b, and the length of what ends it: all that JavaScript counts as such.
func lineEnd(b []byte) (n, skip int) {
	for n < len(b) {
		switch c := b[n]; {
		case c == '\n':
			return n, 1
		case c == '\r':
			if n+1 < len(b) && b[n+1] == '\n' {
				return n, 2
			}
			return n, 1
		case c == 0xe2 && (bytes.HasPrefix(b[n:], []byte("\u2028")) || bytes.HasPrefix(b[n:], []byte("\u2029"))):
			return n, 3
		}
		n++
	}
	return n, 0
}

// countLines counts what ends a line in b.
func countLines(b []byte) int {
	count := 0
	for {
		n, skip := lineEnd(b)
		if skip == 0 {
			return count
		}
		b = b[n+skip:]
		count++
	}
}

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

var errMappings = errors.New("malformed source map")

// decodeMappings calls f for each mapping that has a source.
func decodeMappings(s string, f func(line int, s segment)) error {
	var digit [256]int8
	for i := range digit {
		digit[i] = -1
	}
	for i := range base64Digits {
		digit[base64Digits[i]] = int8(i)
	}
	var at segment
	var fields [5]int
	line, count := 0, 0
	value, shift := 0, 0
	flush := func() {
		if count > 0 {
			at.column += fields[0]
		}
		if count >= 4 {
			at.source += fields[1]
			at.line += fields[2]
			at.sourceColumn += fields[3]
			f(line, at)
		}
		count = 0
	}
	for i := range len(s) {
		switch c := s[i]; c {
		case ',', ';':
			flush()
			if c == ';' {
				line++
				at.column = 0
			}
		default:
			d := int(digit[c])
			if d < 0 || shift > 30 || count == len(fields) {
				return errMappings
			}
			value |= d & 31 << shift
			if shift += 5; d&32 != 0 {
				continue
			}
			if value&1 != 0 {
				value = -(value >> 1)
			} else {
				value >>= 1
			}
			fields[count] = value
			count++
			value, shift = 0, 0
		}
	}
	flush()
	return nil
}

// mapWriter writes mappings with one source and no names.
type mapWriter struct {
	b    strings.Builder
	line int
	last segment
	some bool // the line has a mapping
}

func (w *mapWriter) add(line int, s segment) {
	for ; w.line < line; w.line++ {
		w.b.WriteByte(';')
		w.last.column, w.some = 0, false
	}
	if w.some {
		w.b.WriteByte(',')
	}
	w.some = true
	w.number(s.column - w.last.column)
	w.number(0)
	w.number(s.line - w.last.line)
	w.number(s.sourceColumn - w.last.sourceColumn)
	w.last = s
}

func (w *mapWriter) number(n int) {
	n <<= 1
	if n < 0 {
		n = -n | 1
	}
	for {
		d := n & 31
		if n >>= 5; n > 0 {
			d |= 32
		}
		w.b.WriteByte(base64Digits[d])
		if n == 0 {
			return
		}
	}
}

// consumer makes goja's form of the mappings of the file shown as name.
func consumer(mappings, name string) (*sourcemap.Consumer, error) {
	data, err := json.Marshal(rawMap{Version: 3, Sources: []string{name}, Names: []string{}, Mappings: mappings})
	if err != nil {
		return nil, err
	}
	return sourcemap.Parse("", data)
}

// programName is the name to compile the file p under so that stacks show p. goja reads both the program's name and
// the map's source as URLs, and writes a space as %20; only where the name is no URL at all it takes the source as it
// is. So a path that would suffer goes with a name that no URL can be, which nobody gets to see.
func programName(p string) string {
	if u := file.ResolveSourcemapURL(p, p); u == nil || u.String() == p {
		return p
	}
	return "\x7f/" + p
}
