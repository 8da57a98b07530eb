package crypto

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// class makes an exported class whose objects create makes, with the prototype it is given: the class's own, or that of
// a subclass. It can be called without new, and its objects are streams. class returns the prototype.
func (m *module) class(name string, create func(args []goja.Value, proto *goja.Object) *goja.Object) *goja.Object {
	var proto *goja.Object
	class := m.rt.ToValue(func(call goja.ConstructorCall) *goja.Object {
		of := proto
		if call.NewTarget != nil { // a subclass
			of = call.NewTarget.Get("prototype").ToObject(m.rt)
		}
		return create(call.Arguments, of)
	}).(*goja.Object)
	must(class.DefineDataProperty("name", m.rt.ToValue(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	must(m.exports.Set(name, class))
	proto = class.Get("prototype").(*goja.Object)
	must(proto.SetPrototype(m.lazyStream()))
	m.streams = append(m.streams, proto)
	return proto
}

// object makes an object that carries state, and the options that it has as a stream.
func (m *module) object(proto *goja.Object, state any, options goja.Value) *goja.Object {
	o := m.rt.CreateObject(proto)
	must(o.DefineDataPropertySymbol(m.state, jsapi.NewState(m.rt, state), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE))
	if options, ok := options.(*goja.Object); ok {
		must(o.Set("_options", options))
	}
	return o
}

// stateOf is the state of type T that this carries.
func stateOf[T any](m *module, this goja.Value) (T, bool) {
	if o, ok := this.(*goja.Object); ok {
		return jsapi.State[T](o.GetSymbol(m.state))
	}
	var none T
	return none, false
}
