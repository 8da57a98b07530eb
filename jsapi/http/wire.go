package http

import (
	"errors"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/http/parser"
)

// wire is a parser as JavaScript has it: an object that calls its own onHeaders, onBody, onTrailers and onComplete.
type wire struct {
	m      *module
	object *goja.Object
	parser *parser.Parser
	thrown any // what a callback has thrown
}

// newWire is newParser(isRequest, maxHeaderSize, lenient).
func (m *module) newWire(call goja.FunctionCall) goja.Value {
	w := &wire{m: m}
	kind := parser.Response
	if call.Argument(0).ToBoolean() {
		kind = parser.Request
	}
	w.parser = parser.New(kind, parser.Options{
		MaxHeaderSize: int(call.Argument(1).ToInteger()), Lenient: call.Argument(2).ToBoolean(),
	}, w)
	w.object = m.h.Runtime.NewObject()
	must(w.object.SetSymbol(wireKey, jsapi.NewState(m.h.Runtime, w)))
	must(w.object.SetPrototype(m.wirePrototype()))
	return w.object
}

// wireKey is where a parser keeps its wire. JavaScript can do nothing with it.
var wireKey = goja.NewSymbol("wire")

func (m *module) wirePrototype() *goja.Object {
	if m.proto != nil {
		return m.proto
	}
	rt := m.h.Runtime
	m.proto = rt.NewObject()
	method := func(name string, fn func(w *wire, call goja.FunctionCall) goja.Value) {
		jsapi.SetMethod(rt, m.proto, name, func(call goja.FunctionCall) goja.Value {
			if o, ok := call.This.(*goja.Object); ok {
				if w, ok := jsapi.State[*wire](o.GetSymbol(wireKey)); ok {
					return fn(w, call)
				}
			}
			panic(jsapi.InvalidThis(rt, "HTTPParser"))
		})
	}
	method("execute", func(w *wire, call goja.FunctionCall) goja.Value {
		b, ok := jsapi.Bytes(rt, call.Argument(0))
		if !ok {
			panic(jsapi.InvalidArgType(rt, "buffer", "an instance of Buffer", call.Argument(0)))
		}
		n, err := w.parser.Execute(b)
		return w.outcome(n, err)
	})
	method("finish", func(w *wire, _ goja.FunctionCall) goja.Value { return w.outcome(0, w.parser.Finish()) })
	method("free", func(w *wire, _ goja.FunctionCall) goja.Value {
		w.parser.Stop()
		return goja.Undefined()
	})
	method("between", func(w *wire, _ goja.FunctionCall) goja.Value { return rt.ToValue(w.parser.Between()) })
	return m.proto
}

// outcome is what execute returns: a number, or an Error.
func (w *wire) outcome(n int, err error) goja.Value {
	rt := w.m.h.Runtime
	if w.thrown != nil {
		thrown := w.thrown
		w.thrown = nil
		panic(thrown)
	}
	if err == nil {
		return rt.ToValue(n)
	}
	e, ok := errors.AsType[*parser.Error](err)
	if !ok {
		panic(err)
	}
	o, newErr := rt.New(rt.Get("Error"), rt.ToValue(e.Error()))
	must(newErr)
	for name, value := range map[string]any{"code": e.Code, "reason": e.Reason, "bytesParsed": n} {
		must(o.Set(name, value))
	}
	return o
}

// call calls one of the object's own functions. What it throws ends the parsing, and is thrown by execute.
func (w *wire) call(name string, args ...goja.Value) goja.Value {
	fn, ok := goja.AssertFunction(w.object.Get(name))
	if !ok || w.thrown != nil {
		return goja.Undefined()
	}
	v, err := fn(w.object, args...)
	if err != nil {
		w.thrown = err
		w.parser.Stop()
		return goja.Undefined()
	}
	return v
}

// Headers implements parser.Handler: onHeaders(info) with the fields of Head, and fields() and headers() to make the rest.
func (w *wire) Headers(h *parser.Head) parser.Framing {
	rt := w.m.h.Runtime
	info := []goja.Value{
		rt.ToValue(h.Major), rt.ToValue(h.Minor), goja.Undefined(), goja.Undefined(), goja.Undefined(), goja.Undefined(),
		jsapi.NewState(rt, h.Fields), rt.ToValue(h.Upgrade), rt.ToValue(h.KeepAlive),
	}
	if h.Method != "" {
		info[2], info[3] = rt.ToValue(h.Method), latin1(rt, h.Target)
	} else {
		info[4], info[5] = rt.ToValue(h.Status), latin1(rt, h.Reason)
	}
	switch w.call("onHeaders", info...).ToInteger() {
	case 1:
		return parser.NoBody
	case 2:
		return parser.Switch
	}
	return parser.ByHeaders
}

// Body implements parser.Handler. The bytes are the socket's buffer, which nobody writes to again.
func (w *wire) Body(b []byte) { w.call("onBody", jsapi.NewBuffer(w.m.h, b)) }

// Trailers implements parser.Handler.
func (w *wire) Trailers(fields []string) {
	w.call("onTrailers", jsapi.NewState(w.m.h.Runtime, fields))
}

// Complete implements parser.Handler.
func (w *wire) Complete() { w.call("onComplete") }

// latin1 is a string of the wire, whose bytes are ISO 8859-1.
func latin1(rt *goja.Runtime, s string) goja.Value {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return jsapi.Latin1.Text(rt, []byte(s))
		}
	}
	return rt.ToValue(s)
}

// fieldsOf are the fields that JavaScript hands back.
func fieldsOf(v goja.Value) []string {
	fields, _ := jsapi.State[[]string](v)
	return fields
}

// rawHeaders is rawHeaders(fields): names and values in turn.
func (m *module) rawHeaders(call goja.FunctionCall) goja.Value {
	fields := fieldsOf(call.Argument(0))
	list := make([]any, len(fields))
	for i, s := range fields {
		list[i] = latin1(m.h.Runtime, s)
	}
	return m.h.Runtime.NewArray(list...)
}

// single are the fields of which the first counts and the rest is dropped.
const single = " age authorization content-length content-type etag expires from host if-modified-since if-unmodified-since " +
	"last-modified location max-forwards proxy-authorization referer retry-after server user-agent "

// headers is headers(fields, join): the object that messages show, with one property for each name.
func (m *module) headers(call goja.FunctionCall) goja.Value {
	rt, join := m.h.Runtime, call.Argument(1).ToBoolean()
	fields := fieldsOf(call.Argument(0))
	o := rt.NewObject()
	var cookies []any
	joined := make(map[string]string, len(fields)/2)
	for i := 0; i < len(fields); i += 2 {
		name, value := strings.ToLower(fields[i]), fields[i+1]
		if name == "set-cookie" {
			if cookies = append(cookies, latin1(rt, value)); len(cookies) == 1 {
				setField(o, name, goja.Null()) // it keeps its place
			}
			continue
		}
		if before, ok := joined[name]; ok {
			switch {
			case strings.Contains(single, " "+name+" ") && !join:
				continue
			case name == "cookie":
				value = before + "; " + value
			default:
				value = before + ", " + value
			}
		}
		joined[name] = value
		setField(o, name, latin1(rt, value))
	}
	if cookies != nil {
		setField(o, "set-cookie", rt.NewArray(cookies...))
	}
	return o
}

// setField defines a property, also one called __proto__.
func setField(o *goja.Object, name string, v goja.Value) {
	must(o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE))
}

// distinct is distinct(fields): a list of values for each name.
func (m *module) distinct(call goja.FunctionCall) goja.Value {
	rt := m.h.Runtime
	fields := fieldsOf(call.Argument(0))
	o := rt.CreateObject(nil)
	lists := make(map[string][]any, len(fields)/2)
	for i := 0; i < len(fields); i += 2 {
		name := strings.ToLower(fields[i])
		lists[name] = append(lists[name], latin1(rt, fields[i+1]))
		setField(o, name, rt.NewArray(lists[name]...))
	}
	return o
}
