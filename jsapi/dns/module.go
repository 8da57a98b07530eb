package dns

import (
	"context"
	_ "embed"
	"net/netip"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/socket"
)

//go:embed dns.js
var dnsJS string

// A compiled program is immutable and shared by every VM of the process.
var script = jsapi.NewScript("node:dns", dnsJS)

// module is one VM's dns.
type module struct {
	h       *jsapi.Host
	rt      *goja.Runtime
	sockets *socket.Sockets
}

// Module makes the exports of "dns". It requires "internal/socket".
func Module(h *jsapi.Host) goja.Value {
	m := &module{h: h, rt: h.Runtime, sockets: socket.For(h)}
	o := jsapi.NewScriptHost(h)
	method := func(name string, fn func(call goja.FunctionCall) goja.Value) { jsapi.SetMethod(m.rt, o, name, fn) }
	method("lookup", m.lookup)
	method("lookupService", m.lookupService)
	method("reverse", m.reverse)
	method("newResolver", m.newResolver)
	method("inspect", func(call goja.FunctionCall) goja.Value { return m.rt.ToValue(jsapi.Inspect(call.Argument(0))) })
	method("tick", func(call goja.FunctionCall) goja.Value {
		fn := m.function(call.Argument(0))
		h.Loop.Tick(func() error { return m.call(fn) })
		return goja.Undefined()
	})
	method("isIP", func(call goja.FunctionCall) goja.Value {
		a, err := netip.ParseAddr(call.Argument(0).String())
		switch {
		case err != nil:
			return m.rt.ToValue(0)
		case a.Is4():
			return m.rt.ToValue(4)
		}
		return m.rt.ToValue(6)
	})
	return script.Run(m.rt, o)
}

// Promises makes the exports of "dns/promises".
func Promises(h *jsapi.Host) goja.Value {
	return h.Require("dns").ToObject(h.Runtime).Get("promises")
}

// work runs fn on a goroutine, and what it returns as a turn.
func (m *module) work(ctx context.Context, fn func(ctx context.Context) func() error) {
	turn := m.h.Loop.Reserve()
	go func() { turn.Resume(fn(ctx)) }()
}

func (m *module) function(v goja.Value) goja.Callable {
	fn, ok := goja.AssertFunction(v)
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, "callback", "of type function", v))
	}
	return fn
}

func (*module) call(fn goja.Callable, args ...goja.Value) error {
	_, err := fn(goja.Undefined(), args...)
	return err
}

func set(o *goja.Object, name string, v goja.Value) {
	if err := o.Set(name, v); err != nil {
		panic(err)
	}
}

func trimDot(name string) string { return strings.TrimSuffix(name, ".") }
