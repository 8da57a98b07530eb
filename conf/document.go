package conf

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// document is one file on its way to becoming a config: its text, and what has been found wrong with it so far.
type document struct {
	file     string
	src      []byte
	problems []Problem
	// spoken are the paths something has been said about. What Validate then says of the same value would only repeat
	// that it is missing or out of range.
	spoken []string
}

// read parses data and fills in its variables. A nil value means that it is not JSON; the problem is then recorded.
func (d *document) read(env Lookup) *value {
	d.src = bytes.TrimPrefix(d.src, []byte("\xef\xbb\xbf")) // the byte order mark some editors write
	if bytes.HasPrefix(d.src, []byte("\xff\xfe")) || bytes.HasPrefix(d.src, []byte("\xfe\xff")) {
		d.problems = append(d.problems, Problem{Message: "the file is UTF-16", Hint: "save it as UTF-8"})
		return nil
	}
	root, err := parse(d.src)
	if err != nil {
		d.add(err.offset, "", err.message, err.hint)
		return nil
	}
	d.prepare(root, "", env)
	return root
}

// prepare walks all of v, free-form parts too: it fills in variables and finds duplicate keys.
func (d *document) prepare(v *value, path string, env Lookup) {
	switch v.kind {
	case stringKind:
		d.fill(v, path, env)
	case listKind:
		for i, item := range v.items {
			d.prepare(item, element(path, i), env)
		}
	case objectKind:
		seen := make(map[string]bool, len(v.members))
		for i := range v.members {
			m := &v.members[i]
			at := below(path, m.key)
			if seen[m.key] {
				m.duplicate = true
				d.add(m.offset, at, "this key is in the object twice", "keep one")
			}
			seen[m.key] = true
			d.prepare(m.value, at, env)
		}
	}
}

// add records a problem with what stands at offset.
func (d *document) add(offset int, path, message, hint string) {
	line, column := place(d.src, offset)
	d.problems = append(d.problems, Problem{Path: path, Line: line, Column: column, Message: message, Hint: hint})
	d.settle(path)
}

// settle says that there is no need to tell that the value at path is missing or out of range.
func (d *document) settle(path string) { d.spoken = append(d.spoken, path) }

// place turns an offset into a line and a column, both from 1, the column in characters.
func place(src []byte, offset int) (line, column int) {
	before := src[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[start:]) + 1
}

// result puts what was found in reading together with what validation found, and returns it as one error.
func (d *document) result(invalid []Problem) error {
	slices.SortStableFunc(d.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	for _, p := range invalid {
		if !slices.ContainsFunc(d.spoken, func(path string) bool { return related(path, p.Path) }) {
			d.problems = append(d.problems, p)
		}
	}
	return asError(d.file, d.problems)
}

// related reports whether two paths are the same, or one is inside the other.
func related(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	rest, ok := strings.CutPrefix(b, a)
	return ok && (rest == "" || a == "" || rest[0] == '.' || rest[0] == '[')
}
