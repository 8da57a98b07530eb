package conf

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// node is one value with the path that leads to it.
type node struct {
	*value
	path string
	doc  *document
}

func (n node) fail(message, hint string) { n.doc.add(n.start, n.path, message, hint) }

// mismatch reports a value of the wrong type.
func (n node) mismatch(expected, hint string) {
	n.fail(fmt.Sprintf("found %v, expected %s", n.kind, expected), hint)
}

// shown is a string as a message may quote it: never a variable's value.
func (n node) shown() string {
	if len(n.from) > 0 {
		return "the value of ${" + strings.Join(n.from, "}${") + "}"
	}
	return fmt.Sprintf("%q", n.text)
}

// setter takes one value into the config, or reports why it cannot.
type setter func(node)

// reader reads one value as a T; false means that it has reported why it cannot.
type reader[T any] func(node) (T, bool)

// into sets *dst to what read makes of the value.
func into[T any](dst *T, read reader[T]) setter {
	return func(n node) {
		if v, ok := read(n); ok {
			*dst = v
		}
	}
}

// fields are the keys an object may have.
type fields map[string]setter

// known are the keys in alphabetical order.
func (f fields) known() []string { return slices.Sorted(maps.Keys(f)) }

// guide knows more than one object's keys. It helps with a key that stands in the wrong one.
type guide interface {
	misplaced(key string) (path string, ok bool)
	foreign(key string) (hint string)
}

// object decodes an object key by key, in the file's order; the guide may be nil.
func object(f fields, g guide) setter {
	return func(n node) {
		if n.kind != objectKind {
			n.mismatch("an object", "")
			return
		}
		for _, m := range n.members {
			at := node{m.value, below(n.path, m.key), n.doc}
			set, ok := f[m.key]
			switch {
			case m.duplicate: // reported when the file was read
			case !ok:
				n.unknown(m, f.known(), g)
			case !m.value.broken: // so is a variable that is missing
				set(at)
			}
		}
	}
}

// unknown reports a key that is not known, with where it belongs or what was probably meant. Whatever that is, it is
// then not reported as missing too.
func (n node) unknown(m member, known []string, g guide) {
	path := below(n.path, m.key)
	if g != nil {
		if home, ok := g.misplaced(m.key); ok {
			n.doc.settle(below(home, m.key))
			n.doc.add(m.offset, path, "unknown key here", "it belongs "+where(home))
			return
		}
	}
	hint := ""
	if near, ok := nearest(m.key, known); ok {
		hint = fmt.Sprintf("did you mean %q?", near)
		n.doc.settle(below(n.path, near))
	} else if g != nil {
		hint = g.foreign(m.key)
	}
	n.doc.add(m.offset, path, "unknown key", cmp.Or(hint, "known here: "+strings.Join(known, ", ")))
}

func where(home string) string {
	if home == "" {
		return "at the top"
	}
	return "in " + home
}
