package logger

import (
	"reflect"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi/inspect"
)

// isPlain reports whether the properties of an object of class Object are its fields: it is none of the kinds that
// have contents of another sort.
func isPlain(o *goja.Object) bool {
	t := o.ExportType()
	return t == plainType || t == reflect.TypeFor[goja.Proxy]() && !isArray(o)
}

// errorText returns one of an error's three texts; ok is false where it is no string or empty.
func (e *Encoder) errorText(o *goja.Object, name string) (s string, ok bool) {
	if ex := e.r.Try(func() {
		if v, is := o.Get(name).(goja.String); is {
			s = v.String()
		}
	}); ex != nil {
		return "[Throws: " + e.message(ex.Value()) + "]", true
	}
	if name == "stack" {
		s = inspect.Stack(s)
	}
	return s, s != ""
}

// open reads the message argument and the values that its placeholders take, and returns the arguments that are left.
func (l *line) open(first goja.Value, rest []goja.Value) []goja.Value {
	switch v := first.(type) {
	case goja.String:
		n := placeholders(v, rest)
		if n == 0 {
			l.message = v.String()
			return rest
		}
		l.message = l.e.in.Format(append([]goja.Value{v}, rest[:n]...))
		return rest[n:]
	case *goja.Object:
		l.openObject(v)
	case nil:
	default:
		if !goja.IsUndefined(v) {
			l.message = l.e.in.Format([]goja.Value{v})
		}
	}
	return rest
}

func (l *line) openObject(o *goja.Object) {
	var keys []string
	var message goja.Value
	isError := false
	ex := l.e.r.Try(func() {
		if isError = o.ClassName() == "Error"; isError {
			return
		}
		if isPlain(o) {
			if message = o.Get("message"); goja.IsString(message) {
				keys = o.Keys()
			}
		}
	})
	switch {
	case ex != nil:
		l.message = "[Throws: " + l.e.message(ex.Value()) + "]"
	case isError:
		l.message, _ = l.e.errorText(o, "message")
		if l.message == "" {
			l.message, _ = l.e.errorText(o, "name")
		}
		l.error(o)
	case keys != nil:
		l.message = message.String()
		l.merge(o, keys, "message", "level")
	default:
		l.message = string(l.e.AppendJSON(nil, o))
	}
}

// placeholders counts the values of rest that the placeholders of message take. It ends at the first placeholder for a
// number that would take an object: "50%done" with fields after it is no format.
func placeholders(message goja.String, rest []goja.Value) int {
	if len(rest) == 0 {
		return 0
	}
	s := message.String()
	n := 0
	for {
		at := strings.IndexByte(s, '%')
		if at < 0 || at+1 >= len(s) || n == len(rest) {
			return n
		}
		verb := s[at+1]
		s = s[at+2:]
		switch verb {
		case 's', 'j', 'o', 'O', 'c':
			n++
		case 'd', 'i', 'f':
			if _, object := rest[n].(*goja.Object); object {
				return n
			}
			n++
		}
	}
}
