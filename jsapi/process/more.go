package process

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// more sets what hardly anybody asks for but somebody does.
func (p *process) more() {
	p.method("getBuiltinModule", p.builtinModule)
	p.method("constrainedMemory", func(goja.FunctionCall) goja.Value { return p.rt.ToValue(0) }) // 0 is unknown
	p.method("availableMemory", func(goja.FunctionCall) goja.Value {
		fn, ok := goja.AssertFunction(p.h.Require("os").ToObject(p.rt).Get("freemem"))
		if !ok {
			return p.rt.ToValue(0)
		}
		v, err := fn(goja.Undefined())
		if err != nil {
			panic(err)
		}
		return v
	})
	p.method("assert", func(call goja.FunctionCall) goja.Value {
		if call.Argument(0).ToBoolean() {
			return goja.Undefined()
		}
		message := "assertion error"
		if v := call.Argument(1); !goja.IsUndefined(v) {
			message = v.String()
		}
		panic(jsapi.NewError(p.rt, "Error", "ERR_ASSERTION", message))
	})
	p.method("_rawDebug", func(call goja.FunctionCall) goja.Value {
		words := make([]string, len(call.Arguments))
		for i, v := range call.Arguments {
			words[i] = v.String()
		}
		p.h.Log.Log(jsapi.Debug, strings.Join(words, " "), nil)
		return goja.Undefined()
	})
	for _, name := range [...]string{"_getActiveHandles", "_getActiveRequests"} {
		p.method(name, func(goja.FunctionCall) goja.Value { return p.list() })
	}
	for _, name := range [...]string{"_startProfilerIdleNotifier", "_stopProfilerIdleNotifier", "_tickCallback"} {
		p.method(name, func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	}
	p.method("openStdin", func(goja.FunctionCall) goja.Value { return p.object.Get("stdin") })
	p.set(p.object, "domain", goja.Null())
	p.set(p.object, "moduleLoadList", p.list())
	p.set(p.object, "sourceMapsEnabled", true)
	p.set(p.object, "_exiting", false)
}

// builtinModule is process.getBuiltinModule(id): undefined for what is none.
func (p *process) builtinModule(call goja.FunctionCall) goja.Value {
	id, ok := call.Argument(0).(goja.String)
	if !ok {
		panic(jsapi.InvalidArgType(p.rt, "id", "of type string", call.Argument(0)))
	}
	name, scheme := strings.CutPrefix(id.String(), "node:")
	if strings.Contains(name, "internal/") || !scheme && (name == "test" || name == "sea") {
		return goja.Undefined()
	}
	var exports goja.Value
	if ex := p.rt.Try(func() { exports = p.h.Require(name) }); ex != nil {
		return goja.Undefined()
	}
	return exports
}
