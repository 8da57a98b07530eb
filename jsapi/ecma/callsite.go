package ecma

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// frameKey is where a call site keeps its frame. JavaScript gets at it by Object.getOwnPropertySymbols only, and can do nothing with it.
var frameKey = goja.NewSymbol("frame")

// callSite makes V8's CallSite of a frame.
func (s *stacks) callSite(f *goja.StackFrame) *goja.Object {
	if s.site == nil {
		s.site = s.callSitePrototype()
	}
	o := s.rt.CreateObject(s.site)
	if err := o.DefineDataPropertySymbol(frameKey, jsapi.NewState(s.rt, f), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
	return o
}

func (s *stacks) callSitePrototype() *goja.Object {
	rt := s.rt
	proto := rt.NewObject()
	null, undefined := goja.Null(), goja.Undefined()
	no, yes := rt.ToValue(false), rt.ToValue(true)
	constant := func(v goja.Value) func(*goja.StackFrame) goja.Value {
		return func(*goja.StackFrame) goja.Value { return v }
	}
	file := func(f *goja.StackFrame) goja.Value {
		if isEval(f) {
			return undefined
		}
		return rt.ToValue(f.Position().Filename)
	}
	for name, get := range map[string]func(*goja.StackFrame) goja.Value{
		"getFileName": file, "getScriptNameOrSourceURL": file,
		"getLineNumber":   func(f *goja.StackFrame) goja.Value { return rt.ToValue(f.Position().Line) },
		"getColumnNumber": func(f *goja.StackFrame) goja.Value { return rt.ToValue(f.Position().Column) },
		"getFunctionName": func(f *goja.StackFrame) goja.Value {
			if name := f.FuncName(); name != "<anonymous>" {
				return rt.ToValue(name)
			}
			return null
		},
		"isEval":   func(f *goja.StackFrame) goja.Value { return rt.ToValue(isEval(f)) },
		"toString": func(f *goja.StackFrame) goja.Value { return rt.ToValue(describe(f)) },
		// goja does not know what a function was called on, nor how.
		"getThis": constant(undefined), "getFunction": constant(undefined), "getEvalOrigin": constant(undefined),
		"getTypeName": constant(null), "getMethodName": constant(null), "getPromiseIndex": constant(null),
		"isToplevel": constant(yes), "isNative": constant(no), "isConstructor": constant(no), "isAsync": constant(no), "isPromiseAll": constant(no),
	} {
		if err := method(rt, proto, name, 0, func(call goja.FunctionCall) goja.Value {
			if o, ok := call.This.(*goja.Object); ok {
				if f, ok := jsapi.State[*goja.StackFrame](o.GetSymbol(frameKey)); ok {
					return get(f)
				}
			}
			panic(rt.NewTypeError("CallSite method " + name + " expects CallSite as receiver"))
		}); err != nil {
			panic(err)
		}
	}
	if err := proto.DefineDataPropertySymbol(goja.SymToStringTag, rt.ToValue("CallSite"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
	return proto
}

// isEval reports whether a frame is of text that was compiled as the program ran.
func isEval(f *goja.StackFrame) bool { return strings.HasPrefix(f.SrcName(), "<") }
