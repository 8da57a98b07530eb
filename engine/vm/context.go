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
	b.set("attempt", v.rt.ToValue(c.attempt))
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
		o, ok := f.This.(*goja.Object)
		if !ok {
			panic(v.rt.NewTypeError("signal is a property of message contexts"))
		}
		signal := v.signal(v.contexts[o])
		if err := o.DefineDataProperty("signal", signal, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
			panic(err)
		}
		return signal
	})
	return v.contextPrototype.DefineAccessorProperty("signal", getter, nil, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// signal makes the AbortSignal of a message in flight; nil stands for one that has settled, whose signal nothing fires.
func (v *VM) signal(c *call) goja.Value {
	signal, abort := v.opts.Surface.Signal(v.host)
	if c != nil {
		c.abort = abort
		if c.aborted != nil {
			abort(c.aborted.name, c.aborted.message)
		}
	}
	return signal
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

// encode is JSON.stringify; nil is undefined.
func (v *VM) encode(value goja.Value) ([]byte, error) {
	if value == nil || goja.IsUndefined(value) {
		return nil, nil
	}
	text, err := v.stringify(goja.Undefined(), value)
	if err != nil || goja.IsUndefined(text) {
		return nil, err
	}
	return []byte(text.String()), nil
}
