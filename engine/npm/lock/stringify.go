package lock

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/guthega/guthega/engine/npm/locale"
)

// first are the keys that npm puts before others, in this order, in every object of a lock.
var first = []string{"name", "version", "lockfileVersion", "resolved", "integrity", "requires", "packages", "dependencies"}

// bytes is the object in the form of npm's json-stringify-nice: two spaces for each level, and a newline at the end.
func (o object) bytes() []byte {
	var w writer
	w.value(o, 0)
	w.WriteByte('\n')
	return w.Bytes()
}

type writer struct{ bytes.Buffer }

func (w *writer) value(v any, depth int) {
	switch v := v.(type) {
	case object:
		w.object(v, depth)
	case []string:
		w.list(len(v), depth, func(i int) any { return v[i] })
	case []any:
		w.list(len(v), depth, func(i int) any { return v[i] })
	case string:
		w.string(v)
	case json.RawMessage:
		w.value(decode(v), depth)
	default: // bool, int, json.Number, nil
		if v == nil {
			v = "null"
		}
		_, _ = fmt.Fprint(w, v) // a Buffer takes everything
	}
}

func (w *writer) object(o object, depth int) {
	if len(o) == 0 {
		w.WriteString("{}")
		return
	}
	for i, key := range o.keys() {
		w.WriteByte("{,"[min(i, 1)])
		w.line(depth + 1)
		w.string(key)
		w.WriteString(": ")
		w.value(o[key], depth+1)
	}
	w.line(depth)
	w.WriteByte('}')
}

func (w *writer) list(n, depth int, at func(int) any) {
	if n == 0 {
		w.WriteString("[]")
		return
	}
	for i := range n {
		w.WriteByte("[,"[min(i, 1)])
		w.line(depth + 1)
		w.value(at(i), depth+1)
	}
	w.line(depth)
	w.WriteByte(']')
}

func (w *writer) line(depth int) {
	w.WriteByte('\n')
	for range depth {
		w.WriteString("  ")
	}
}

// string writes s as JSON.stringify does (ECMA-262, section 25.5.4.3); encoding/json escapes more.
func (w *writer) string(s string) {
	w.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"', r == '\\':
			w.WriteByte('\\')
			w.WriteRune(r)
		case r >= ' ':
			w.WriteRune(r)
		case strings.ContainsRune("\b\t\n\f\r", r):
			w.WriteByte('\\')
			w.WriteByte("btn_fr"[r-'\b'])
		default:
			_, _ = fmt.Fprintf(w, `\u%04x`, r)
		}
	}
	w.WriteByte('"')
}

// keys sorts what is no object before what is one, then by first, then by name. Before all come names that JavaScript
// takes for indices, in numeric order: its objects keep them so.
func (o object) keys() []string {
	return slices.SortedFunc(maps.Keys(o), func(a, b string) int {
		c := cmp.Or(
			cmp.Compare(index(a), index(b)),
			cmp.Compare(nested(o[a]), nested(o[b])),
			cmp.Compare(preferred(a), preferred(b)),
		)
		if c == 0 {
			c = locale.Compare(a, b)
		}
		return c
	})
}

// index is the number that JavaScript takes a key for, or one above all of them.
func index(key string) uint64 {
	if key == "" || key[0] < '0' || key[0] > '9' {
		return 1 << 32
	}
	n, err := strconv.ParseUint(key, 10, 32)
	if err != nil || n == 1<<32-1 || key != strconv.FormatUint(n, 10) {
		return 1 << 32
	}
	return n
}

func nested(v any) int {
	switch v := v.(type) {
	case object:
		return 1
	case json.RawMessage:
		if bytes.HasPrefix(bytes.TrimSpace(v), []byte("{")) {
			return 1
		}
	}
	return 0
}

func preferred(key string) int {
	if i := slices.Index(first, key); i >= 0 {
		return i
	}
	return len(first)
}

// decode makes objects of JSON that came through a registry; what is none becomes null.
func decode(raw json.RawMessage) any {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	return objects(v)
}

func objects(v any) any {
	switch v := v.(type) {
	case map[string]any:
		o := make(object, len(v))
		for key, value := range v {
			o[key] = objects(value)
		}
		return o
	case []any:
		for i, value := range v {
			v[i] = objects(value)
		}
	}
	return v
}
