package process

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// emitWarning is process.emitWarning(warning, type, code) or (warning, {type, code, detail}): a line at warn, and the
// event "warning" in the next tick.
func (p *process) emitWarning(call goja.FunctionCall) goja.Value {
	var code, detail string
	kind := "Warning"
	if o, ok := call.Argument(1).(*goja.Object); ok && !isFunction(o) {
		kind, code, detail = text(o.Get("type"), kind), text(o.Get("code"), ""), text(o.Get("detail"), "")
	} else {
		kind, code = text(call.Argument(1), kind), text(call.Argument(2), "")
	}
	warning, ok := call.Argument(0).(*goja.Object)
	switch {
	case ok && warning.ClassName() == "Error":
		kind, code, detail = text(warning.Get("name"), "Error"), text(warning.Get("code"), ""), text(warning.Get("detail"), "")
	case goja.IsString(call.Argument(0)):
		var err error
		if warning, err = p.rt.New(p.rt.Get("Error"), call.Argument(0)); err != nil {
			panic(err)
		}
		p.hidden(warning, "name", p.rt.ToValue(kind))
		if code != "" {
			p.set(warning, "code", code)
		}
		if detail != "" {
			p.set(warning, "detail", detail)
		}
	default:
		panic(jsapi.InvalidArgType(p.rt, "warning", "of type string or an instance of Error", call.Argument(0)))
	}
	if kind == "DeprecationWarning" && isTrue(p.object.Get("noDeprecation")) {
		return goja.Undefined()
	}
	p.warn(kind, code, text(warning.Get("message"), ""), detail)
	p.h.Loop.Tick(func() error { return p.emit("warning", warning) })
	return goja.Undefined()
}

func (p *process) warn(kind, code, message, detail string) {
	if !p.h.Log.Enabled(jsapi.Warn) {
		return
	}
	if code != "" {
		code = "[" + code + "] "
	}
	if detail != "" {
		detail = "\n" + detail
	}
	p.h.Log.Log(jsapi.Warn, code+kind+": "+message+detail, nil)
}

func isTrue(v goja.Value) bool { return v != nil && v.ToBoolean() }

func isFunction(v goja.Value) bool {
	_, ok := goja.AssertFunction(v)
	return ok
}

// text returns v if it is a string, else otherwise.
func text(v goja.Value, otherwise string) string {
	if s, ok := v.(goja.String); ok {
		return s.String()
	}
	return otherwise
}
