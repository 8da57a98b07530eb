package buffer

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// maxRecent is the largest memory that a module may keep alive by remembering it: that of a socket's chunk.
const maxRecent = 128 << 10

// recent remembers the memory of the two Buffers that were used last. A parser reads field after field of one Buffer, and
// copies between two; asking goja for the memory costs more than reading the field, and allocates.
type recent [2]struct {
	o *goja.Object
	b []byte
}

// memory is jsapi.Uint8Bytes.
func (m *module) memory(v goja.Value) ([]byte, bool) {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil, false
	}
	for i := range m.recent {
		// A typed array's memory never moves, but it can be detached; then it has no element 0.
		if m.recent[i].o == o && o.Get("0") != nil {
			return m.recent[i].b, true
		}
	}
	b, ok := jsapi.Uint8Bytes(o)
	if len(b) > 0 && cap(b) <= maxRecent {
		m.recent[1] = m.recent[0]
		m.recent[0].o, m.recent[0].b = o, b
	}
	return b, ok
}

// getters are the accessors of every typed array's prototype. goja takes any property name of a typed array for a number
// first, which costs several times what the accessor itself does.
type getters struct{ buffer, byteOffset goja.Callable }

func (m *module) findGetters(uint8Array *goja.Object) {
	describe, _ := goja.AssertFunction(m.rt.Get("Object").ToObject(m.rt).Get("getOwnPropertyDescriptor"))
	proto := uint8Array.Get("prototype").ToObject(m.rt).Prototype()
	get := func(name string) goja.Callable {
		descriptor, err := describe(goja.Undefined(), proto, m.rt.ToValue(name))
		must(err)
		fn, _ := goja.AssertFunction(descriptor.ToObject(m.rt).Get("get"))
		return fn
	}
	m.get = getters{get("buffer"), get("byteOffset")}
}

// view makes a Buffer on n bytes of o's memory, from its byte start on.
func (m *module) view(o *goja.Object, start, n int) *goja.Object {
	buffer, err := m.get.buffer(o)
	must(err)
	offset, err := m.get.byteOffset(o)
	must(err)
	return m.new(m.fast, buffer, m.rt.ToValue(offset.ToInteger()+int64(start)), m.rt.ToValue(n))
}
