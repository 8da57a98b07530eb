package buffer

import (
	"bytes"
	"reflect"
	"strconv"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// alloc makes a zeroed Buffer of n bytes.
func (m *module) alloc(n int) *goja.Object { return m.new(m.fast, m.rt.ToValue(n)) }

func (m *module) defineStatics() {
	must(m.class.Set("poolSize", 8192))
	m.maker("from", func(call goja.FunctionCall) goja.Value {
		return m.from(call.Argument(0), call.Argument(1), call.Argument(2))
	})
	m.static(m.class, "copyBytesFrom", m.copyBytesFrom)
	m.static(m.class, "of", func(call goja.FunctionCall) goja.Value {
		items := make([]any, len(call.Arguments))
		for i, v := range call.Arguments {
			items[i] = v
		}
		return m.new(m.fast, m.rt.NewArray(items...))
	})
	m.maker("alloc", func(call goja.FunctionCall) goja.Value {
		b := m.alloc(m.size(call.Argument(0)))
		if fill := call.Argument(1); !goja.IsUndefined(fill) && len(m.this(b)) > 0 {
			m.fill(m.this(b), fill, goja.Undefined(), goja.Undefined(), call.Argument(2))
		}
		return b
	})
	for _, name := range []string{"allocUnsafe", "allocUnsafeSlow"} {
		m.maker(name, func(call goja.FunctionCall) goja.Value { return m.alloc(m.size(call.Argument(0))) })
	}
	m.static(m.class, "isBuffer", func(call goja.FunctionCall) goja.Value { return m.rt.ToValue(m.isBuffer(call.Argument(0))) })
	m.static(m.class, "compare", func(call goja.FunctionCall) goja.Value {
		a, b := m.bytes(call.Argument(0), "buf1"), m.bytes(call.Argument(1), "buf2")
		return m.rt.ToValue(bytes.Compare(a, b))
	})
	m.hide(m.class.Get("compare").(*goja.Object), "length", m.rt.ToValue(2))
	m.static(m.class, "isEncoding", func(call goja.FunctionCall) goja.Value {
		ok := goja.IsString(call.Argument(0))
		if ok {
			_, ok = jsapi.ParseEncoding(call.Argument(0).String())
		}
		return m.rt.ToValue(ok)
	})
	m.static(m.class, "concat", m.concat)
	m.static(m.class, "byteLength", m.byteLength)
}

// isBuffer is instanceof Buffer.
func (m *module) isBuffer(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	for ok && o != nil {
		if o = o.Prototype(); o == m.proto {
			return true
		}
	}
	return false
}

func (m *module) byteLength(call goja.FunctionCall) goja.Value {
	s, ok := call.Argument(0).(goja.String)
	if !ok {
		b, ok := jsapi.Bytes(m.rt, call.Argument(0))
		if !ok {
			panic(jsapi.InvalidArgType(m.rt, "string", "of type string or an instance of Buffer or ArrayBuffer", call.Argument(0)))
		}
		return m.rt.ToValue(len(b))
	}
	enc := jsapi.UTF8
	if v := call.Argument(1); v.ToBoolean() {
		enc, _ = jsapi.ParseEncoding(v.String()) // an unknown one counts as UTF-8
	}
	return m.rt.ToValue(enc.ByteLength(s))
}

// concat joins a list of Buffers, cut or zero-filled to the length if one is given.
func (m *module) concat(call goja.FunctionCall) goja.Value {
	list, ok := call.Argument(0).(*goja.Object)
	if !ok || list.ClassName() != "Array" {
		panic(jsapi.InvalidArgType(m.rt, "list", "an instance of Array", call.Argument(0)))
	}
	n := int(list.Get("length").ToInteger())
	parts, total := make([][]byte, n), 0
	for i := range parts {
		item := list.Get(strconv.Itoa(i))
		if item == nil {
			item = goja.Undefined()
		}
		parts[i] = m.bytes(item, "list["+strconv.Itoa(i)+"]")
		total += len(parts[i])
	}
	if v := call.Argument(1); n > 0 && !goja.IsUndefined(v) {
		total = m.integer(v, "length", maxLength)
	}
	joined, at := make([]byte, total), 0
	for _, part := range parts {
		at += copy(joined[at:], part)
	}
	return m.wrap(joined)
}

// copyBytesFrom copies a typed array's memory, offset and length counting its elements.
func (m *module) copyBytesFrom(call goja.FunctionCall) goja.Value {
	view := call.Argument(0)
	src, ok := jsapi.Bytes(m.rt, view)
	o, _ := view.(*goja.Object)
	if !ok || o.ExportType().Kind() != reflect.Slice {
		panic(jsapi.InvalidArgType(m.rt, "view", "an instance of TypedArray", view))
	}
	if len(src) == 0 {
		return m.alloc(0)
	}
	size := int(o.Get("BYTES_PER_ELEMENT").ToInteger())
	n := len(src) / size
	start, end := 0, n
	if v := call.Argument(1); !goja.IsUndefined(v) {
		start = min(m.integer(v, "offset", 1<<53-1), n)
	}
	if v := call.Argument(2); !goja.IsUndefined(v) {
		end = min(start+m.integer(v, "length", 1<<53-1), n)
	}
	return m.wrap(bytes.Clone(src[start*size : end*size]))
}
