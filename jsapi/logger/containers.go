package logger

import (
	"encoding/base64"
	"strconv"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/inspect"
)

// properties appends o's enumerable string properties as an object.
func (w *writer) properties(o *goja.Object) {
	w.dst = append(w.dst, '{')
	w.members(o, o.Keys(), true)
	w.dst = append(w.dst, '}')
}

// members appends the properties keys of o, the first without a comma before it if first.
func (w *writer) members(o *goja.Object, keys []string, first bool) {
	start, depth := 0, len(w.stack)
	for i := 0; i < len(keys); {
		// One try for as many properties as go well: one that throws ends it, and the next goes on behind.
		if ex := w.e.r.Try(func() {
			for i < len(keys) {
				k := keys[i]
				i++
				start = len(w.dst)
				if w.full() {
					first = w.member("[Truncated]", first)
					w.dst = append(w.dst, "true"...)
					i = len(keys)
					return
				}
				v := o.Get(k)
				if v == nil {
					continue
				}
				w.member(k, first)
				if w.value(v, k) {
					first = false
				} else {
					w.dst = w.dst[:start]
				}
			}
		}); ex != nil {
			w.dst, w.stack = w.dst[:start], w.stack[:depth]
			first = w.member(keys[i-1], first)
			w.throws(ex)
		}
	}
}

// member appends a property's name and colon. It returns false, what first is from then on.
func (w *writer) member(name string, first bool) bool {
	if !first {
		w.dst = append(w.dst, ',')
	}
	w.goString(name)
	w.dst = append(w.dst, ':')
	return false
}

// array appends an array, typed array, or proxy of one.
func (w *writer) array(o *goja.Object) {
	n := 0
	if v := o.Get("length"); v != nil {
		n = int(v.ToInteger())
	}
	w.dst = append(w.dst, '[')
	start, depth := 0, len(w.stack)
	for i := 0; i < n; {
		if ex := w.e.r.Try(func() {
			for i < n {
				w.comma(i)
				if w.full() {
					w.dst = append(w.dst, `"[Truncated]"`...)
					i = n
					return
				}
				i++
				start = len(w.dst)
				k := strconv.Itoa(i - 1)
				if !w.value(o.Get(k), k) {
					w.dst = append(w.dst, "null"...)
				}
			}
		}); ex != nil {
			w.dst, w.stack = w.dst[:start], w.stack[:depth]
			w.throws(ex)
		}
	}
	w.dst = append(w.dst, ']')
}

func (w *writer) comma(i int) {
	if i > 0 {
		w.dst = append(w.dst, ',')
	}
}

// element appends v on its own, whatever it throws.
func (w *writer) element(v goja.Value, key string) {
	start, depth := len(w.dst), len(w.stack)
	if ex := w.e.r.Try(func() {
		if !w.value(v, key) {
			w.dst = append(w.dst, "null"...)
		}
	}); ex != nil {
		w.dst, w.stack = w.dst[:start], w.stack[:depth]
		w.throws(ex)
	}
}

// error appends an Error as an object.
func (w *writer) error(o *goja.Object) {
	w.dst = append(w.dst, '{')
	w.errorMembers(o, "name", "message", true)
	w.dst = append(w.dst, '}')
}

// errorMembers appends what is known of an error, its name and message under the names given.
func (w *writer) errorMembers(o *goja.Object, name, message string, first bool) {
	for _, p := range [...][2]string{{"name", name}, {"message", message}, {"stack", "stack"}} {
		var v goja.Value
		if ex := w.e.r.Try(func() { v = o.Get(p[0]) }); ex != nil {
			first = w.member(p[1], first)
			w.throws(ex)
			continue
		}
		s, ok := v.(goja.String)
		if !ok {
			continue
		}
		first = w.member(p[1], first)
		if p[0] == "stack" {
			w.goString(inspect.Stack(s.String()))
		} else {
			w.string(s)
		}
	}
	w.members(o, w.e.errorKeys(o), first)
}

// errorKeys are an error's own properties but for the three that every error has. cause and errors are not
// enumerable, and wanted.
func (e *Encoder) errorKeys(o *goja.Object) []string {
	var keys []string
	_ = e.r.Try(func() {
		for _, k := range o.Keys() {
			if k != "name" && k != "message" && k != "stack" && k != "cause" && k != "errors" {
				keys = append(keys, k)
			}
		}
		for _, k := range o.GetOwnPropertyNames() {
			if k == "cause" || k == "errors" {
				keys = append(keys, k)
			}
		}
	})
	return keys
}

// maxEntries bounds what is read of a Map or Set: no more of the smallest entries fit in maxBytes.
const maxEntries = maxBytes / 2

func (w *writer) setEntries(o *goja.Object) {
	w.dst = append(w.dst, '[')
	i := 0
	w.e.in.Entries(o, false, maxEntries, func(_, v goja.Value) {
		if w.stop(&i) {
			return
		}
		w.element(v, strconv.Itoa(i))
	})
	w.dst = append(w.dst, ']')
}

// stop begins the next of a list's entries, unless the value is full: then it says so once and stops.
func (w *writer) stop(i *int) bool {
	if *i < 0 {
		return true
	}
	w.comma(*i)
	*i++
	if w.full() {
		w.dst = append(w.dst, `"[Truncated]"`...)
		*i = -1
		return true
	}
	return false
}

func (w *writer) mapEntries(o *goja.Object) {
	named := true
	w.e.in.Entries(o, true, maxEntries, func(k, _ goja.Value) {
		named = named && (goja.IsString(k) || goja.IsNumber(k))
	})
	if !named {
		w.dst = append(w.dst, '[')
		i := 0
		w.e.in.Entries(o, true, maxEntries, func(k, v goja.Value) {
			if w.stop(&i) {
				return
			}
			w.dst = append(w.dst, '[')
			w.element(k, "0")
			w.dst = append(w.dst, ',')
			w.element(v, "1")
			w.dst = append(w.dst, ']')
		})
		w.dst = append(w.dst, ']')
		return
	}
	w.dst = append(w.dst, '{')
	first, done := true, false
	w.e.in.Entries(o, true, maxEntries, func(k, v goja.Value) {
		switch {
		case done:
		case w.full():
			first, done = w.member("[Truncated]", first), true
			w.dst = append(w.dst, "true"...)
		default:
			first = w.member(k.String(), first)
			w.element(v, "")
		}
	})
	w.dst = append(w.dst, '}')
}

// maxBinary is how many bytes of a Buffer are worth a reader's while.
const maxBinary = 1024

func (w *writer) bytes(o *goja.Object) {
	b, _ := jsapi.Uint8Bytes(o)
	w.dst = append(w.dst, `{"type":"Buffer","length":`...)
	w.dst = strconv.AppendInt(w.dst, int64(len(b)), 10)
	w.dst = append(w.dst, `,"base64":"`...)
	w.dst = base64.StdEncoding.AppendEncode(w.dst, b[:min(len(b), maxBinary)])
	w.dst = append(w.dst, '"')
	if len(b) > maxBinary {
		w.dst = append(w.dst, `,"truncated":true`...)
	}
	w.dst = append(w.dst, '}')
}
