package regexp

import (
	"strings"
	"unicode/utf8"
)

// flags are those that change what a pattern means here.
type flags struct{ unicode, sets, ignoreCase, indices bool }

func readFlags(text string) (f flags, rest string) {
	var b strings.Builder
	for i := range len(text) {
		switch text[i] {
		case 'u':
			f.unicode = true
		case 'v':
			f.sets = true
		case 'd':
			f.indices = true
			continue
		case 'i':
			f.ignoreCase = true
		}
		b.WriteByte(text[i])
	}
	return f, b.String()
}

// writer rewrites one pattern.
type writer struct {
	*properties
	flags
	in    string
	at    int
	out   strings.Builder
	named bool
}

// syntaxError is what is wrong with a pattern, as V8 says it.
type syntaxError string

// rewrite returns a pattern of the same meaning under the flag u, that goja has right. It panics with a syntaxError.
func (p *properties) rewrite(pattern string, f flags) string {
	w := &writer{properties: p, flags: f, in: pattern}
	for w.at < len(w.in) {
		switch c := w.in[w.at]; {
		case c == '\\':
			w.escape()
		case c == '[' && w.sets:
			w.out.WriteString(w.setClass().class())
		case c == '[':
			w.class()
		default:
			if strings.HasPrefix(w.in[w.at:], "(?<") && !strings.HasPrefix(w.in[w.at:], "(?<=") && !strings.HasPrefix(w.in[w.at:], "(?<!") {
				w.named = true
			}
			w.out.WriteByte(c)
			w.at++
		}
	}
	if w.named {
		// goja's other engine, which this keeps away, forgets the names of groups in text outside Latin-1.
		w.out.WriteString("(?=)")
	}
	return w.out.String()
}

// escape copies an escape outside classes, or writes a property as a class.
func (w *writer) escape() {
	if s, ok := w.property(); ok {
		w.out.WriteString(s.class())
		return
	}
	w.copyEscape()
}

// copyEscape copies a backslash and what it stands before.
func (w *writer) copyEscape() {
	_, n := utf8.DecodeRuneInString(w.in[w.at+1:])
	w.out.WriteString(w.in[w.at : w.at+1+n])
	w.at += 1 + n
}

// property reads \p{…} or \P{…}, if that is here.
func (w *writer) property() (set, bool) {
	rest := w.in[w.at:]
	if len(rest) < 2 || rest[1] != 'p' && rest[1] != 'P' {
		return nil, false
	}
	end := strings.IndexByte(rest, '}')
	if end < 0 || rest[2] != '{' {
		panic(syntaxError("Invalid property name"))
	}
	s, ok := w.lookup(rest[3:end])
	if !ok {
		panic(syntaxError("Invalid property name"))
	}
	w.at += end + 1
	if w.sets && w.ignoreCase {
		s = s.folded()
	}
	if rest[1] == 'P' {
		s = s.complement()
	}
	return s, true
}

// class copies a class of a u pattern, with the properties in it written out.
func (w *writer) class() {
	rest := w.in[w.at:]
	switch {
	case strings.HasPrefix(rest, "[]"):
		w.out.WriteString("(?!)")
		w.at += 2
		return
	case strings.HasPrefix(rest, "[^]"):
		w.out.WriteString(set{{0, maxRune}}.class())
		w.at += 3
		return
	case strings.HasPrefix(rest, "[^"):
		w.out.WriteString("[^")
		w.at += 2
	default:
		w.out.WriteByte('[')
		w.at++
	}
	start := w.at
	empty := true // nothing was written into it
	for w.at < len(w.in) && w.in[w.at] != ']' {
		if w.in[w.at] != '\\' {
			w.out.WriteByte(w.in[w.at])
			w.at++
			empty = false
			continue
		}
		from := w.at
		s, ok := w.property()
		if !ok {
			w.copyEscape()
			empty = false
			continue
		}
		after := w.in[w.at:]
		if from > start+1 && w.in[from-1] == '-' && w.in[from-2] != '\\' || len(after) > 1 && after[0] == '-' && after[1] != ']' {
			panic(syntaxError("Invalid character class"))
		}
		s.write(&w.out)
		empty = empty && len(s) == 0
	}
	if empty && w.at < len(w.in) { // only of properties that nothing has
		panic(syntaxError("Empty character class"))
	}
}
