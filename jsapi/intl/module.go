package intl

import (
	_ "embed"
	"sort"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

//go:embed tools.js
var toolsSource string

//go:embed datetime.js
var datetimeSource string

//go:embed number.js
var numberSource string

//go:embed rest.js
var restSource string

//go:embed segment.js
var segmentSource string

//go:embed words.js
var wordsSource string

// Library is Intl for the VMs of a process.
type Library struct {
	data    *Data
	tools   *jsapi.Script
	scripts []*jsapi.Script
}

// NewLibrary makes a Library; nothing is compiled or read before it is used.
func NewLibrary() *Library {
	return &Library{
		data:  New(),
		tools: jsapi.NewScript("node:internal/intl/tools", toolsSource),
		scripts: []*jsapi.Script{
			jsapi.NewScript("node:internal/intl/words", wordsSource),
			jsapi.NewScript("node:internal/intl/segment", segmentSource),
			jsapi.NewScript("node:internal/intl/datetime", datetimeSource),
			jsapi.NewScript("node:internal/intl/number", numberSource),
			jsapi.NewScript("node:internal/intl/rest", restSource), // behind number.js: each asks the other by host.exports
		},
	}
}

// Module is the host module: Intl, and the functions behind the toLocale… methods.
func (l *Library) Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	b := &bridge{rt: rt, data: l.data}
	host := b.object()
	set(host, "tools", l.tools.Run(rt, host))
	exports := rt.NewObject()
	intl := rt.NewObject()
	set(exports, "Intl", intl)
	set(host, "Intl", intl)
	for _, s := range l.scripts {
		part := s.Run(rt, host).ToObject(rt)
		set(host, "exports", part)
		for _, name := range part.Keys() {
			v := part.Get(name)
			set(exports, name, v)
			if c := name[0]; c >= 'A' && c <= 'Z' || name == "getCanonicalLocales" || name == "supportedValuesOf" {
				if err := intl.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
					panic(err)
				}
			}
		}
	}
	if err := intl.DefineDataPropertySymbol(goja.SymToStringTag, rt.ToValue("Intl"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
	return exports
}

func set(o *goja.Object, name string, v goja.Value) {
	if err := o.Set(name, v); err != nil {
		panic(err)
	}
}

// bridge is what the scripts ask of Go, for one VM.
type bridge struct {
	rt   *goja.Runtime
	data *Data
}

func (b *bridge) object() *goja.Object {
	o := b.rt.NewObject()
	text := func(name string, fn func(args ...string) (string, bool)) {
		jsapi.SetMethod(b.rt, o, name, func(call goja.FunctionCall) goja.Value {
			args := make([]string, 4)
			for i := range args {
				args[i] = call.Argument(i).String()
			}
			if out, ok := fn(args...); ok {
				return b.rt.ToValue(out)
			}
			return goja.Undefined()
		})
	}
	text("canonical", func(args ...string) (string, bool) { return canonical(args[0]) })
	text("zone", func(args ...string) (string, bool) { return b.data.zone(args[0]) })
	text("localZone", func(...string) (string, bool) { return b.data.localZone(), true })
	text("pattern", func(args ...string) (string, bool) { return b.data.locale(args[0]).pattern(args[1], args[2]) })
	text("numbers", func(args ...string) (string, bool) { return string(b.data.locale(args[0]).Number), true })
	text("words", func(args ...string) (string, bool) { return b.data.words(args[0]), true })
	jsapi.SetMethod(b.rt, o, "match", func(call goja.FunctionCall) goja.Value {
		plain, name := match(call.Argument(0).String())
		return b.rt.NewArray(plain, name)
	})
	jsapi.SetMethod(b.rt, o, "around", func(call goja.FunctionCall) goja.Value {
		around := b.data.locale(call.Argument(0).String()).Zone
		if len(around) != 2 {
			panic(b.rt.NewTypeError("Intl: the locale's data are damaged"))
		}
		return b.rt.NewArray(around[0], around[1])
	})
	jsapi.SetMethod(b.rt, o, "table", func(call goja.FunctionCall) goja.Value {
		l := b.data.locale(call.Argument(0).String())
		return b.rt.ToValue(l.name(int(call.Argument(1).ToInteger()), int(call.Argument(2).ToInteger())))
	})
	jsapi.SetMethod(b.rt, o, "zoneName", func(call goja.FunctionCall) goja.Value {
		l := b.data.locale(call.Argument(0).String())
		if name, ok := l.zoneName(call.Argument(1).String(), call.Argument(2).ToFloat(), call.Argument(3).String()); ok {
			return b.rt.ToValue(name)
		}
		return goja.Undefined()
	})
	jsapi.SetMethod(b.rt, o, "civil", func(call goja.FunctionCall) goja.Value {
		c, err := civil(call.Argument(0).String(), call.Argument(1).ToInteger(), b.data)
		if err != nil {
			panic(b.rt.NewTypeError("Intl: the time zone's data cannot be read: " + err.Error()))
		}
		return b.rt.NewArray(c...)
	})
	jsapi.SetMethod(b.rt, o, "zones", func(goja.FunctionCall) goja.Value {
		seen := map[string]bool{}
		var names []string
		for _, z := range b.data.zones() {
			if !seen[z] {
				seen[z] = true
				names = append(names, z)
			}
		}
		sort.Strings(names)
		out := make([]any, len(names))
		for i, n := range names {
			out[i] = n
		}
		return b.rt.NewArray(out...)
	})
	jsapi.SetMethod(b.rt, o, "digits", b.digits)
	jsapi.SetMethod(b.rt, o, "compare", b.compare)
	jsapi.SetMethod(b.rt, o, "changeCase", b.changeCase)
	jsapi.SetMethod(b.rt, o, "segments", b.segments)
	return o
}
