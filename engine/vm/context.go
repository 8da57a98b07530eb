package vm

import (
	"fmt"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/vm/decode"
	"github.com/guthega/guthega/sources"
)

// body makes the handler's first argument, or says why the body cannot be read.
func (v *VM) body(m *sources.Message) (goja.Value, *sources.Error) {
	switch m.Format {
	case sources.Text:
		return decode.Text(v.rt, m.Body), nil
	case sources.Binary:
		return v.opts.Surface.Buffer(v.host, m.Body), nil
	default:
		value, err := v.decoder.Decode(m.Body)
		if err != nil {
			return nil, &sources.Error{Kind: sources.Malformed, Name: "SyntaxError", Message: err.Error(), Err: err}
		}
		return value, nil
	}
}

// messageContext makes the handler's second argument. Its signal is inherited, see contextPrototype.
func (v *VM) messageContext(c *call) (goja.Value, error) {
	m := c.msg
	gts, err := v.newDate(m.Received)
	if err != nil {
		return nil, err
	}
	b := v.newObject()
	b.set("requestId", v.rt.ToValue(m.ID))
	b.set("gts", gts)
	b.set("attempt", v.rt.ToValue(c.attempt.Number))
	b.set("source", v.rt.ToValue(m.Source))
	b.fields(m.Meta)
	o, err := b.done(v.contextPrototype)
	if err != nil {
		return nil, err
	}
	c.context = o
	v.contexts[o] = c
	return o, nil
}

// makeContextPrototype makes what message contexts inherit: signal, as an accessor. Most handlers never read it, so it
// is made when one does. An accessor of the context's own would cost a function object a message, and a ninth property,
// for which goja's property map has to grow. Being inherited it is not logged, copied or spread with a context.
func (v *VM) makeContextPrototype() error {
	v.contextPrototype = v.rt.CreateObject(v.objectPrototype)
	getter := v.rt.ToValue(func(f goja.FunctionCall) goja.Value {
		if c := v.callOf(f.This); c != nil {
			return c.abortSignal()
		}
		signal, _ := v.opts.Surface.Signal(v.host) // the message has settled: nothing will fire it
		return signal
	})
	return v.contextPrototype.DefineAccessorProperty("signal", getter, nil, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// callOf finds the call in flight that a context belongs to: the object itself, or one that inherits from it; for
// anything else (a Proxy of it, say) the message whose turn it is.
func (v *VM) callOf(context goja.Value) *call {
	for o, _ := context.(*goja.Object); o != nil; o = o.Prototype() {
		if c, ok := v.contexts[o]; ok {
			return c
		}
	}
	c, _ := v.loop.Owner().(*call)
	if c == nil || c.settled.Load() {
		return nil
	}
	return c
}

// abortSignal returns the message's AbortSignal; the same one every time.
func (c *call) abortSignal() goja.Value {
	if c.signal == nil {
		c.signal, c.abort = c.vm.opts.Surface.Signal(c.vm.host)
		if c.aborted != nil {
			c.abort(c.aborted.name, c.aborted.message)
		}
	}
	return c.signal
}

// forgetContext ends the tie between a settled call and its context. A signal that the handler knows stays the
// context's, as a property of its own now; a frozen context goes without.
func (c *call) forgetContext() {
	if c.context == nil {
		return
	}
	delete(c.vm.contexts, c.context)
	if c.signal != nil {
		_ = c.context.DefineDataProperty("signal", c.signal, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
}

func (v *VM) newDate(t time.Time) (goja.Value, error) {
	return v.rt.New(v.date, v.rt.ToValue(t.UnixMilli()))
}

// builder fills an object and keeps the first error. The object has no prototype until it is done: so no setter runs
// that a receiver has put on Object.prototype, and a header called __proto__ is a header.
type builder struct {
	v   *VM
	o   *goja.Object
	err error
}

func (v *VM) newObject() builder { return builder{v: v, o: v.rt.CreateObject(nil)} }

func (b *builder) set(name string, value goja.Value) {
	if b.err == nil {
		b.err = b.o.Set(name, value)
	}
}

func (b *builder) done(prototype *goja.Object) (*goja.Object, error) {
	if b.err == nil {
		b.err = b.o.SetPrototype(prototype)
	}
	return b.o, b.err
}

func (b *builder) fields(fields sources.Fields) {
	for _, f := range fields {
		value, err := b.v.value(f.Value)
		if err != nil {
			b.err = fmt.Errorf("message context: %s: %w", f.Key, err)
			return
		}
		b.set(f.Key, value)
	}
}

// value converts what a sources.Field may hold.
func (v *VM) value(x any) (goja.Value, error) {
	switch x := x.(type) {
	case nil:
		return goja.Null(), nil
	case string:
		return v.rt.ToValue(strings.ToValidUTF8(x, "\uFFFD")), nil
	case bool, int, int64, float64:
		return v.rt.ToValue(x), nil
	case time.Time:
		return v.newDate(x)
	case []byte:
		return v.opts.Surface.Buffer(v.host, x), nil
	case []string:
		items := make([]any, len(x))
		for i, s := range x {
			items[i] = v.rt.ToValue(strings.ToValidUTF8(s, "\uFFFD"))
		}
		return v.rt.NewArray(items...), nil
	case sources.Fields:
		b := v.newObject()
		b.fields(x)
		return b.done(v.objectPrototype)
	default:
		return nil, fmt.Errorf("a source gave a %T, which has no JavaScript form", x)
	}
}
