package logger

import (
	"errors"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ftoa"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/inspect"
)

const (
	// maxBytes bounds one value, and the fields of one line. Collectors commonly refuse lines over 256 KiB.
	maxBytes = 256 << 10
	// maxDepth bounds the nesting. No reader follows further, and it keeps the stack small.
	maxDepth = 32
)

// Encoder writes JavaScript values as JSON, with the meaning of JSON.stringify where that has one, and never throws:
//
//   - a cycle is "[Circular]", what is nested deeper than 32 levels "[Object]" or "[Array]",
//   - a getter, proxy or toJSON that throws is "[Throws: message]",
//   - a BigInt is a string, an Error {name, message, stack, …its own properties} unless it has a toJSON, a RegExp its
//     literal, a Set an array, a Map an object if its keys are strings and numbers and else an array of pairs,
//   - a Uint8Array or Buffer is {"type":"Buffer","length":n,"base64":"…"} of its first 1,024 bytes, another typed
//     array an array,
//   - a lone surrogate is escaped, and past 256 KiB the rest is "[Truncated]".
//
// It belongs to one VM and its goroutine.
type Encoder struct {
	r  *goja.Runtime
	in *inspect.Inspector
}

// NewEncoder returns an Encoder for the VM of h.
func NewEncoder(h *jsapi.Host) *Encoder { return &Encoder{r: h.Runtime, in: inspect.New(h)} }

// AppendJSON appends v to dst as one JSON value. What JSON leaves out (undefined, functions, symbols) is null.
func (e *Encoder) AppendJSON(dst []byte, v goja.Value) []byte {
	w := e.writer(dst)
	w.element(v, "")
	return w.dst
}

func (e *Encoder) writer(dst []byte) writer {
	return writer{e: e, dst: dst, limit: len(dst) + maxBytes}
}

// writer is one value on its way to JSON.
type writer struct {
	e     *Encoder
	dst   []byte
	limit int // len(dst) past which nothing more is begun
	stack []*goja.Object
}

func (w *writer) full() bool { return len(w.dst) >= w.limit }

// value appends v, which is the property key of its object, and reports whether there was anything to write. It may
// panic with a JavaScript exception, having written part of v: the caller takes that back. Each container catches
// what its own elements throw, in one Try for all that go well, which is what keeps plain values cheap.
func (w *writer) value(v goja.Value, key string) bool {
	switch v := v.(type) {
	case *goja.Object:
		return w.object(v, key)
	case goja.String:
		w.string(v)
		return true
	case nil, *goja.Symbol:
		return false
	}
	t := v.ExportType()
	if t == nil {
		if !goja.IsNull(v) {
			return false
		}
		w.dst = append(w.dst, "null"...)
		return true
	}
	switch t.Kind() {
	case reflect.Int64:
		w.dst = strconv.AppendInt(w.dst, v.ToInteger(), 10)
	case reflect.Float64:
		w.float(v.ToFloat())
	case reflect.Bool:
		w.dst = strconv.AppendBool(w.dst, v.ToBoolean())
	default:
		w.ascii(v.String()) // a BigInt
	}
	return true
}

func (w *writer) float(f float64) {
	if f-f != 0 { // NaN and the infinities
		w.dst = append(w.dst, "null"...)
		return
	}
	if f == 0 { // minus zero too
		w.dst = append(w.dst, '0')
		return
	}
	w.dst = ftoa.FToStr(f, ftoa.ModeStandard, 0, w.dst)
}

// object appends an object; see value.
func (w *writer) object(o *goja.Object, key string) bool {
	class := o.ClassName()
	t := o.ExportType()
	if class == "Object" && t == reflect.TypeFor[[]byte]() {
		w.bytes(o)
		return true
	}
	if toJSON, ok := goja.AssertFunction(o.Get("toJSON")); ok {
		v, ex := call(toJSON, o, w.e.r.ToValue(key))
		if ex != nil {
			panic(ex)
		}
		if replaced, ok := v.(*goja.Object); ok && replaced != o {
			return w.enter(o, func() bool { return w.structure(replaced, replaced.ClassName(), replaced.ExportType()) })
		} else if !ok {
			return w.value(v, key)
		}
	}
	return w.structure(o, class, t)
}

// call calls a function and returns what it threw; an interrupt goes on through.
func call(f goja.Callable, this goja.Value, args ...goja.Value) (goja.Value, *goja.Exception) {
	v, err := f(this, args...)
	if err == nil {
		return v, nil
	}
	if ex, ok := errors.AsType[*goja.Exception](err); ok {
		return nil, ex
	}
	panic(err)
}

// structure appends o by its class; toJSON has been asked.
func (w *writer) structure(o *goja.Object, class string, t reflect.Type) bool {
	write := w.properties
	switch class {
	case "Array":
		write = w.array
	case "Error":
		write = w.error
	case "Function":
		return false
	case "Number":
		return w.value(o.ToNumber(), "")
	case "String":
		return w.value(o.ToString(), "")
	case "Boolean":
		v, _ := o.Export().(bool)
		w.dst = strconv.AppendBool(w.dst, v)
		return true
	case "RegExp":
		w.goString(w.e.in.Inspect(o, inspect.Defaults()))
		return true
	case "Object":
		if t == plainType {
			break
		}
		switch t {
		case nil:
		case reflect.TypeFor[[][2]any]():
			write = w.mapEntries
		case reflect.TypeFor[[]any]():
			write = w.setEntries
		case reflect.TypeFor[*goja.Promise]():
			w.dst = append(w.dst, `"[Promise]"`...)
			return true
		case reflect.TypeFor[*big.Int]():
			w.ascii(o.String())
			return true
		case reflect.TypeFor[goja.Proxy]():
			if isArray(o) {
				write = w.array
			}
		case reflect.TypeFor[goja.ArrayBuffer](), reflect.TypeFor[time.Time]():
		default:
			switch t.Kind() {
			case reflect.Func: // goja's async arrow functions are of class Object
				return false
			case reflect.Slice:
				write = w.array
			}
		}
	}
	return w.enter(o, func() bool { write(o); return true })
}

var plainType = reflect.TypeFor[map[string]any]()

// isArray follows proxies, as Array.isArray does.
func isArray(o *goja.Object) bool {
	for o != nil {
		if o.ExportType() != reflect.TypeFor[goja.Proxy]() {
			return o.ClassName() == "Array"
		}
		proxy, _ := o.Export().(goja.Proxy)
		o = proxy.Target()
	}
	return false
}

// enter writes an object's inside, unless it is being written already or nested too deep.
func (w *writer) enter(o *goja.Object, write func() bool) bool {
	if slices.Contains(w.stack, o) {
		w.dst = append(w.dst, `"[Circular]"`...)
		return true
	}
	if len(w.stack) >= maxDepth {
		if o.ClassName() == "Array" {
			w.dst = append(w.dst, `"[Array]"`...)
		} else {
			w.dst = append(w.dst, `"[Object]"`...)
		}
		return true
	}
	w.stack = append(w.stack, o)
	written := write()
	w.stack = w.stack[:len(w.stack)-1]
	return written
}

func (w *writer) throws(ex *goja.Exception) {
	w.goString("[Throws: " + w.e.message(ex.Value()) + "]")
}

// message returns what an exception says, without letting it throw again.
func (e *Encoder) message(v goja.Value) (s string) {
	o, ok := v.(*goja.Object)
	if !ok {
		return e.in.Format([]goja.Value{v})
	}
	s = "an object"
	_ = e.r.Try(func() {
		if m, ok := o.Get("message").(goja.String); ok {
			s = m.String()
		}
	})
	return s
}
