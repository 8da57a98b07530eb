package ecma

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/dop251/goja"
)

// defaultStackLimit is V8's Error.stackTraceLimit.
const defaultStackLimit = 10

// stacks implements V8's stack trace API (https://v8.dev/docs/stack-trace-api) for one runtime.
type stacks struct {
	rt       *goja.Runtime
	ctor     *goja.Object // Error
	toString goja.Callable
	site     *goja.Object // the prototype of call sites, made when first needed
}

// installErrors replaces Error by one of the same prototype, that asks prepareStackTrace. The errors that goja itself makes,
// and those of its other classes, keep goja's stack.
func installErrors(rt *goja.Runtime) error {
	built := rt.Get("Error").ToObject(rt)
	construct, ok := goja.AssertConstructor(built)
	if !ok {
		return errors.New("error is no constructor")
	}
	proto := built.Get("prototype").ToObject(rt)
	s := &stacks{rt: rt}
	if s.toString, ok = goja.AssertFunction(proto.Get("toString")); !ok {
		return errors.New("there is no built-in Error.prototype.toString")
	}
	s.ctor = rt.ToValue(func(call goja.ConstructorCall) *goja.Object {
		o, err := construct(call.NewTarget, call.Arguments...)
		if err != nil {
			panic(err)
		}
		if prepare, ok := goja.AssertFunction(s.ctor.Get("prepareStackTrace")); ok {
			s.define(o, s.prepared(prepare, o, s.frames(nil)))
		}
		return o
	}).(*goja.Object)
	no, yes := goja.FLAG_FALSE, goja.FLAG_TRUE
	for _, err := range []error{
		s.ctor.DefineDataProperty("name", rt.ToValue("Error"), no, yes, no),
		s.ctor.DefineDataProperty("length", rt.ToValue(1), no, yes, no),
		s.ctor.DefineDataProperty("prototype", proto, no, no, no),
		s.ctor.DefineDataProperty("stackTraceLimit", rt.ToValue(defaultStackLimit), yes, yes, yes),
		method(rt, s.ctor, "captureStackTrace", 2, s.capture),
		hidden(proto, "constructor", s.ctor),
		hidden(rt.GlobalObject(), "Error", s.ctor),
	} {
		if err != nil {
			return fmt.Errorf("replacing Error: %w", err)
		}
	}
	if is := built.Get("isError"); is != nil {
		if err := hidden(s.ctor, "isError", is); err != nil {
			return err
		}
	}
	for _, class := range [...]string{"AggregateError", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"} {
		if err := rt.Get(class).ToObject(rt).SetPrototype(s.ctor); err != nil {
			return err
		}
	}
	return nil
}

// capture is Error.captureStackTrace.
func (s *stacks) capture(call goja.FunctionCall) goja.Value {
	o, ok := call.Argument(0).(*goja.Object)
	if !ok {
		panic(s.rt.NewTypeError("Invalid argument"))
	}
	below, _ := call.Argument(1).(*goja.Object)
	frames := s.frames(below)
	if prepare, ok := goja.AssertFunction(s.ctor.Get("prepareStackTrace")); ok {
		s.define(o, s.prepared(prepare, o, frames))
		return goja.Undefined()
	}
	if frames == nil && s.limit() < 0 {
		return goja.Undefined()
	}
	var b strings.Builder
	b.WriteString(forward(s.toString, o).String())
	for i := range frames {
		b.WriteString("\n    at ")
		b.WriteString(describe(&frames[i]))
	}
	s.define(o, s.rt.ToValue(b.String()))
	return goja.Undefined()
}

func (s *stacks) define(o *goja.Object, stack goja.Value) {
	if err := hidden(o, "stack", stack); err != nil {
		panic(err)
	}
}

// limit is Error.stackTraceLimit, or -1 where it is no number.
func (s *stacks) limit() int {
	v := s.ctor.Get("stackTraceLimit")
	if v == nil || !goja.IsNumber(v) {
		return -1
	}
	return int(math.Max(0, math.Min(v.ToFloat(), 1<<20)))
}

// frames are the callers' frames: those below the topmost call of the function below, if one has its name, without the host's.
func (s *stacks) frames(below *goja.Object) []goja.StackFrame {
	limit := s.limit()
	if limit <= 0 {
		return nil
	}
	all := s.rt.CaptureCallStack(0, nil)
	if below != nil {
		if name := below.Get("name"); name != nil && name.String() != "" {
			for i := range all {
				if all[i].FuncName() == name.String() {
					all = all[i+1:]
					break
				}
			}
		}
	}
	frames := all[:0:0]
	for _, f := range all {
		if len(frames) == limit {
			break
		}
		// The engine's own scripts are called guthega:…, those of receivers that ship guthega:scripts/….
		name := f.SrcName()
		if name != "<native>" && (!strings.HasPrefix(name, "guthega:") || strings.HasPrefix(name, "guthega:scripts/")) {
			frames = append(frames, f)
		}
	}
	return frames
}

// prepared is what the receiver's prepareStackTrace makes of the frames.
func (s *stacks) prepared(prepare goja.Callable, o *goja.Object, frames []goja.StackFrame) goja.Value {
	sites := make([]any, len(frames))
	for i := range frames {
		sites[i] = s.callSite(&frames[i])
	}
	return forward(prepare, s.ctor, o, s.rt.NewArray(sites...))
}

// describe is a frame as Node writes it.
func describe(f *goja.StackFrame) string {
	at := f.Position()
	place := fmt.Sprintf("%s:%d:%d", at.Filename, at.Line, at.Column)
	if name := f.FuncName(); name != "<anonymous>" {
		return name + " (" + place + ")"
	}
	return place
}
