package url

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// hostObject is what the scripts see of Go.
func hostObject(h *jsapi.Host) *goja.Object {
	rt := h.Runtime
	o := jsapi.NewScriptHost(h)
	addQuery(rt, o)
	addLegacy(rt, o)
	method := func(name string, fn func(call goja.FunctionCall) goja.Value) { jsapi.SetMethod(rt, o, name, fn) }
	method("parse", func(call goja.FunctionCall) goja.Value {
		href, ok := parse(call.Argument(0).String(), baseOf(call))
		if !ok {
			panic(invalidURLError(rt, call.Argument(0).String(), baseOf(call)))
		}
		return rt.ToValue(href)
	})
	method("canParse", func(call goja.FunctionCall) goja.Value {
		_, ok := parse(call.Argument(0).String(), baseOf(call))
		return rt.ToValue(ok)
	})
	method("component", func(call goja.FunctionCall) goja.Value {
		return rt.ToValue(component(call.Argument(0).String(), call.Argument(1).String()))
	})
	method("update", func(call goja.FunctionCall) goja.Value {
		return rt.ToValue(update(call.Argument(0).String(), call.Argument(1).String(), call.Argument(2).String()))
	})
	method("formatURL", func(call goja.FunctionCall) goja.Value {
		on := func(i int) bool { return call.Argument(i).ToBoolean() }
		return rt.ToValue(formatURL(call.Argument(0).String(), on(1), on(2), on(3), on(4)))
	})
	method("fileURL", func(call goja.FunctionCall) goja.Value {
		return rt.ToValue(fileURL(call.Argument(0).String(), call.Argument(1).ToBoolean()))
	})
	method("domainToASCII", func(call goja.FunctionCall) goja.Value {
		return rt.ToValue(domainToASCII(call.Argument(0).String()))
	})
	method("domainToUnicode", func(call goja.FunctionCall) goja.Value {
		return rt.ToValue(domainToUnicode(call.Argument(0).String()))
	})
	return o
}

func baseOf(call goja.FunctionCall) *string {
	if goja.IsUndefined(call.Argument(1)) {
		return nil
	}
	base := call.Argument(1).String()
	return &base
}

// formatURL is url.format of a URL: its serialization with the host as people read it, or without parts of it.
func formatURL(href string, fragment, unicode, search, auth bool) string {
	b := boundsOf(href)
	out := href[:b.username]
	if auth {
		out = href[:b.host]
	}
	name := href[b.host:b.port]
	if unicode {
		name = domainToUnicode(name)
	}
	out += name + href[b.port:b.query]
	if b.host == b.scheme { // no host: port and path are all that there is
		out = href[:b.query]
	}
	if search {
		out += href[b.query:b.fragment]
	}
	if fragment {
		out += href[b.fragment:]
	}
	return out
}

// fileURL writes an absolute path as a file URL, with what the URL parser would change or take for a delimiter escaped,
// and a few more as Node does.
func fileURL(path string, windows bool) string {
	escape := []string{"%", "%25", "\n", "%0A", "\r", "%0D", "\t", "%09", "?", "%3F", "#", "%23",
		"[", "%5B", "]", "%5D", "^", "%5E", "|", "%7C", "~", "%7E"}
	if windows {
		return "file://" + slashBefore(strings.NewReplacer(append(escape, `\`, "/")...).Replace(path))
	}
	return "file://" + strings.NewReplacer(append(escape, `\`, "%5C")...).Replace(path)
}

func slashBefore(path string) string {
	if strings.HasPrefix(path, "/") {
		return path
	}
	return "/" + path
}

// invalidURLError is Node's ERR_INVALID_URL, whose name and stack, unlike other codes', do not show the code.
func invalidURLError(rt *goja.Runtime, input string, base *string) *goja.Object {
	e := rt.NewTypeError("Invalid URL")
	set(e, "code", rt.ToValue("ERR_INVALID_URL"))
	set(e, "input", rt.ToValue(input))
	if base != nil {
		set(e, "base", rt.ToValue(*base))
	}
	return e
}

func set(o *goja.Object, name string, v goja.Value) {
	if err := o.Set(name, v); err != nil {
		panic(err)
	}
}
