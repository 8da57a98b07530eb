package logger

import (
	"slices"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// field is one encoded field of a line.
type field struct {
	key  string
	json []byte
}

// line collects one log line's message and fields.
type line struct {
	e       *Encoder
	message string
	fields  []field // with distinct keys, those of child loggers first
	args    []goja.Value
	buf     []byte // what fields are encoded in; they stay valid when it grows elsewhere
	bytes   int
}

// reserved are the keys that the line has of its own (contract: "Log").
func reserved(key string) bool {
	switch key {
	case "message", "level", "timestamp", "processor", "requestId":
		return true
	}
	return false
}

// set adds a field, in the place of an earlier one of the same name.
func (l *line) set(key string, json []byte) {
	if reserved(key) {
		key = "meta." + key
	}
	l.bytes += len(key) + len(json)
	for i := range l.fields {
		if l.fields[i].key == key {
			l.fields[i].json = json
			return
		}
	}
	l.fields = append(l.fields, field{key, json})
}

// encode writes v for a field, and answers nil where there is nothing to write.
func (l *line) encode(v goja.Value, key string) []byte {
	start := len(l.buf)
	w := l.e.writer(l.buf)
	w.limit = start + max(maxBytes-l.bytes, 0)
	written := true
	if ex := l.e.r.Try(func() { written = w.value(v, key) }); ex != nil {
		w.dst = w.dst[:start]
		w.throws(ex)
	}
	l.buf = w.dst
	if !written {
		l.buf = l.buf[:start]
		return nil
	}
	return l.buf[start:len(l.buf):len(l.buf)]
}

// merge makes fields of an object's own enumerable properties, but for those named in skip.
func (l *line) merge(o *goja.Object, keys []string, skip ...string) {
	for i, k := range keys {
		if slices.Contains(skip, k) {
			continue
		}
		if l.bytes >= maxBytes || i >= maxFields {
			l.set("[Truncated]", []byte("true"))
			return
		}
		var v goja.Value
		if ex := l.e.r.Try(func() { v = o.Get(k) }); ex != nil {
			v = l.e.r.ToValue("[Throws: " + l.e.message(ex.Value()) + "]")
		}
		if json := l.encode(v, k); json != nil {
			l.set(k, json)
		}
	}
}

// maxFields bounds the fields of one line; past it a line is data that was logged by mistake. It also bounds the search
// for a field of the same name.
const maxFields = 1000

// error makes fields of an Error.
func (l *line) error(o *goja.Object) {
	for _, p := range [...][2]string{{"errorName", "name"}, {"errorMessage", "message"}, {"stack", "stack"}} {
		if s, ok := l.e.errorText(o, p[1]); ok {
			w := l.e.writer(l.buf)
			w.goString(s)
			l.set(p[0], w.dst[len(l.buf):len(w.dst):len(w.dst)])
			l.buf = w.dst
		}
	}
	l.merge(o, l.e.errorKeys(o))
}

// argument takes one argument that follows the message.
func (l *line) argument(v goja.Value) {
	o, ok := v.(*goja.Object)
	if !ok {
		if v != nil && !goja.IsUndefined(v) && !goja.IsNull(v) {
			l.message += " " + l.e.in.Format([]goja.Value{v})
		}
		return
	}
	var class string
	var keys []string
	plain := false
	if ex := l.e.r.Try(func() {
		class = o.ClassName()
		if plain = class == "Object" && isPlain(o); plain {
			keys = o.Keys()
		}
	}); ex != nil {
		l.set("args", l.encode(l.e.r.ToValue("[Throws: "+l.e.message(ex.Value())+"]"), "args"))
		return
	}
	switch {
	case class == "Error":
		l.error(o)
	case plain:
		l.merge(o, keys)
	default:
		l.args = append(l.args, v)
	}
}

// append writes the line's fields as the inside of a JSON object.
func (l *line) append(dst []byte) []byte {
	if len(l.args) > 0 {
		items := make([]any, len(l.args))
		for i, v := range l.args {
			items[i] = v
		}
		l.set("args", l.encode(l.e.r.NewArray(items...), "args"))
	}
	for i, f := range l.fields {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, '"')
		dst = appendEscaped(dst, f.key)
		dst = append(dst, '"', ':')
		dst = append(dst, f.json...)
	}
	return dst
}

// write hands the line to the host.
func (l *line) write(h *jsapi.Host, level jsapi.Level, dst []byte) []byte {
	fields := l.append(dst)
	if len(l.message) > maxBytes {
		l.message = l.message[:maxBytes] + "[Truncated]"
	}
	h.Log.Log(level, l.message, fields)
	return fields
}
