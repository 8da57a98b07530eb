package process

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// emitterMethods are EventEmitter.prototype's.
var emitterMethods = [...]string{
	"addListener", "emit", "eventNames", "getMaxListeners", "listenerCount", "listeners", "off", "on", "once",
	"prependListener", "prependOnceListener", "rawListeners", "removeAllListeners", "removeListener", "setMaxListeners",
}

// emitter makes what inherits from proto an EventEmitter. The events module is only loaded when the first of the
// methods is called, since most receivers touch process but listen to nothing: stand-ins until then give way to the
// real prototype.
func (p *process) emitter(proto *goja.Object) {
	for _, name := range emitterMethods {
		p.hidden(proto, name, jsapi.NewFunction(p.rt, name, func(call goja.FunctionCall) goja.Value {
			class := p.eventEmitter()
			if proto.Prototype() != class {
				for _, stand := range emitterMethods {
					if err := proto.Delete(stand); err != nil {
						panic(err)
					}
				}
				if err := proto.SetPrototype(class); err != nil {
					panic(err)
				}
				p.emitting = true
			}
			fn, ok := goja.AssertFunction(class.Get(name))
			if !ok {
				panic(p.rt.NewTypeError(name + " is not a function"))
			}
			v, err := fn(call.This, call.Arguments...)
			if err != nil {
				panic(err)
			}
			return v
		}))
	}
}

// eventEmitter returns EventEmitter.prototype.
func (p *process) eventEmitter() *goja.Object {
	class := p.h.Require("events").ToObject(p.rt)
	if named, ok := class.Get("EventEmitter").(*goja.Object); ok {
		class = named
	}
	return class.Get("prototype").ToObject(p.rt)
}

// emit emits an event on process, if anybody may be listening.
func (p *process) emit(event string, arg goja.Value) error {
	if !p.emitting {
		return nil
	}
	fn, ok := goja.AssertFunction(p.object.Get("emit"))
	if !ok {
		return nil
	}
	_, err := fn(p.object, p.rt.ToValue(event), arg)
	return err
}
