package logger

import (
	"slices"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// maxKept is the largest buffer that is kept between lines.
const maxKept = 64 << 10

// root is what the loggers of one VM share.
type root struct {
	h *jsapi.Host
	e *Encoder
	// line and values are buffers between lines; nil while one is written, so that a getter that logs has its own.
	line, values []byte
}

// logger is one log object: the root's or a child's.
type logger struct {
	*root
	self   *goja.Object
	inside []field // the fields of a child, encoded when it was made
}

// Module makes the root log object.
func Module(h *jsapi.Host) goja.Value {
	r := &root{h: h, e: NewEncoder(h)}
	return r.logger(nil).self
}

// logger makes a log object. Its methods use no this, so that they work detached.
func (r *root) logger(inside []field) *logger {
	rt := r.h.Runtime
	l := &logger{root: r, self: rt.NewObject(), inside: inside}
	for level := jsapi.Error; level <= jsapi.Silly; level++ {
		jsapi.SetMethod(rt, l.self, level.String(), func(call goja.FunctionCall) goja.Value {
			return l.log(level, call.Arguments)
		})
	}
	jsapi.SetMethod(rt, l.self, "log", l.logAny)
	jsapi.SetMethod(rt, l.self, "child", l.child)
	jsapi.SetMethod(rt, l.self, "isLevelEnabled", func(call goja.FunctionCall) goja.Value {
		level, ok := levelOf(call.Argument(0))
		return rt.ToValue(ok && r.h.Log.Enabled(level))
	})
	// winston's level can be set; here the operator decides, and code that tries must not break.
	l.accessor("level", l.level, func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	l.accessor("levels", l.levels, nil)
	return l
}

func (l *logger) accessor(name string, get func() goja.Value, set func(goja.FunctionCall) goja.Value) {
	rt := l.h.Runtime
	var setter goja.Value
	if set != nil {
		setter = jsapi.NewFunction(rt, name, set)
	}
	getter := jsapi.NewFunction(rt, name, func(goja.FunctionCall) goja.Value { return get() })
	if err := l.self.DefineAccessorProperty(name, getter, setter, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
		panic(err)
	}
}

// level is the name of the least severe level that is written.
func (l *logger) level() goja.Value {
	for level := jsapi.Silly; level > jsapi.Error; level-- {
		if l.h.Log.Enabled(level) {
			return l.h.Runtime.ToValue(level.String())
		}
	}
	return l.h.Runtime.ToValue(jsapi.Error.String())
}

// levels is winston's table of levels: names to numbers, 0 the most severe.
func (l *logger) levels() goja.Value {
	o := l.h.Runtime.NewObject()
	for i, name := range jsapi.Levels {
		if err := o.Set(name, i); err != nil {
			panic(err)
		}
	}
	return o
}

// levelOf reads the name of a level.
func levelOf(v goja.Value) (jsapi.Level, bool) {
	s, ok := v.(goja.String)
	if !ok {
		return 0, false
	}
	i := slices.Index(jsapi.Levels[:], s.String())
	return jsapi.Level(max(i, 0)), i >= 0
}

// log writes one line: a message and what follows it.
func (l *logger) log(level jsapi.Level, args []goja.Value) goja.Value {
	if l.h.Log.Enabled(level) {
		l.write(level, args, nil)
	}
	return l.self
}

// write writes one line; unknown is the level that was asked for, where there is none of that name.
func (l *logger) write(level jsapi.Level, args []goja.Value, unknown goja.Value) {
	n := line{e: l.e, buf: l.values[:0]}
	dst := l.line[:0]
	l.values, l.line = nil, nil
	n.fields = slices.Clone(l.inside) // set replaces in place
	if unknown != nil {
		n.set("level", n.encode(unknown, "level"))
	}
	if len(args) > 0 {
		for _, v := range n.open(args[0], args[1:]) {
			n.argument(v)
		}
	}
	dst = n.write(l.h, level, dst)
	if cap(dst) <= maxKept && cap(n.buf) <= maxKept {
		l.line, l.values = dst, n.buf
	}
}

// logAny is log(level, message, ...rest) and log({level, message, ...fields}). A level that does not exist is written
// at info, with its name in the field meta.level: a line that was to be logged is better seen than lost.
func (l *logger) logAny(call goja.FunctionCall) goja.Value {
	args := call.Arguments
	if len(args) == 0 {
		return l.self
	}
	name := args[0]
	o, ok := name.(*goja.Object)
	if ok {
		name = goja.Undefined()
		_ = l.h.Runtime.Try(func() {
			if v := o.Get("level"); v != nil {
				name = v
			}
		})
	} else {
		args = args[1:]
	}
	level, known := levelOf(name)
	if known {
		return l.log(level, args)
	}
	if l.h.Log.Enabled(jsapi.Info) {
		if goja.IsUndefined(name) {
			name = nil
		}
		l.write(jsapi.Info, args, name)
	}
	return l.self
}

// child makes a logger whose lines have the fields of meta too, as they are now.
func (l *logger) child(call goja.FunctionCall) goja.Value {
	n := line{e: l.e, fields: slices.Clone(l.inside)}
	for _, v := range call.Arguments {
		if _, ok := v.(*goja.Object); ok {
			n.argument(v)
		}
	}
	return l.logger(n.fields).self
}
