package structuredclone

import (
	"reflect"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// module holds what cloning needs of a VM: the methods that reach inside Map, Set and Date.
type module struct {
	h  *jsapi.Host
	rt *goja.Runtime

	mapForEach, mapSet, setForEach, setAdd, getTime goja.Callable
	objectProto                                     *goja.Object
}

// Module exports structuredClone.
func Module(h *jsapi.Host) goja.Value {
	m := &module{h: h, rt: h.Runtime}
	m.mapForEach, m.mapSet = m.builtin("Map", "forEach"), m.builtin("Map", "set")
	m.setForEach, m.setAdd = m.builtin("Set", "forEach"), m.builtin("Set", "add")
	m.getTime = m.builtin("Date", "getTime")
	m.objectProto = m.rt.NewObject().Prototype()
	exports := m.rt.NewObject()
	jsapi.SetMethod(m.rt, exports, "structuredClone", m.structuredClone)
	return exports
}

func (m *module) builtin(class, method string) goja.Callable {
	proto := m.rt.Get(class).ToObject(m.rt).Get("prototype").ToObject(m.rt)
	fn, ok := goja.AssertFunction(proto.Get(method))
	if !ok {
		panic(m.rt.NewTypeError("%s.prototype.%s is no longer a function", class, method))
	}
	return fn
}

// structuredClone is structuredClone(value[, { transfer }]).
func (m *module) structuredClone(call goja.FunctionCall) goja.Value {
	if len(call.Arguments) == 0 {
		panic(m.typeError("ERR_MISSING_ARGS", "The value argument must be specified"))
	}
	c := &cloner{module: m, made: make(map[*goja.Object]goja.Value)}
	moved := m.transferred(call.Argument(1))
	for _, b := range moved {
		// The new one has the same memory already, so that views on it can be made; the old one loses it at the end.
		c.made[b.object] = m.rt.ToValue(m.rt.NewArrayBuffer(b.buffer.Bytes()))
	}
	v := c.clone(call.Argument(0), 0)
	for _, b := range moved {
		b.buffer.Detach()
	}
	return v
}

// transfer is one ArrayBuffer of the transfer list.
type transfer struct {
	object *goja.Object
	buffer goja.ArrayBuffer
}

func (m *module) transferred(options goja.Value) (moved []transfer) {
	if goja.IsUndefined(options) || goja.IsNull(options) {
		return nil
	}
	o, ok := options.(*goja.Object)
	if !ok {
		panic(m.typeError("ERR_INVALID_ARG_TYPE", "The options argument must be either an object or undefined"))
	}
	v := o.Get("transfer")
	if v == nil || goja.IsUndefined(v) {
		return nil
	}
	list, ok := v.(*goja.Object)
	if !ok || list.GetSymbol(goja.SymIterator) == nil {
		panic(m.typeError("ERR_INVALID_ARG_TYPE", "Optional transferList argument must be an iterable"))
	}
	seen := make(map[*goja.Object]bool)
	m.rt.ForOf(list, func(v goja.Value) bool {
		o, ok := v.(*goja.Object)
		if !ok || o.ExportType() != reflect.TypeFor[goja.ArrayBuffer]() {
			panic(m.typeError("ERR_INVALID_TRANSFER_OBJECT", "Found invalid object in transferList"))
		}
		if seen[o] {
			panic(m.dataCloneError("Transfer list contains duplicate ArrayBuffer"))
		}
		seen[o] = true
		moved = append(moved, transfer{o, o.Export().(goja.ArrayBuffer)})
		return true
	})
	return moved
}

func (m *module) typeError(code, message string) *goja.Object {
	return jsapi.NewError(m.rt, "TypeError", code, message)
}

func (m *module) dataCloneError(message string) *goja.Object {
	class := m.h.Require("internal/events").ToObject(m.rt).Get("DOMException")
	return m.construct(class, m.rt.ToValue(message), m.rt.ToValue("DataCloneError"))
}

// construct makes an object of one of the built-in classes.
func (m *module) construct(class goja.Value, args ...goja.Value) *goja.Object {
	o, err := m.rt.New(class, args...)
	must(err)
	return o
}

// must passes a JavaScript exception on.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
