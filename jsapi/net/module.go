package net

import (
	_ "embed"
	"encoding/hex"
	"net/netip"
	"os"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/socket"
)

var (
	//go:embed args.js
	argsJS string
	//go:embed socket.js
	socketJS string
	//go:embed connect.js
	connectJS string
	//go:embed server.js
	serverJS string
	//go:embed lists.js
	listsJS string
)

// Compiled programs are immutable and shared by every VM of the process.
var (
	argsScript    = jsapi.NewScript("node:internal/net", argsJS)
	socketScript  = jsapi.NewScript("node:net", socketJS)
	connectScript = jsapi.NewScript("node:net", connectJS)
	serverScript  = jsapi.NewScript("node:net", serverJS)
	listsScript   = jsapi.NewScript("node:internal/blocklist", listsJS)
)

// Module makes the exports of "net". It requires "stream", "events", "buffer" and "internal/socket", and when they are
// needed "dns" and "timers".
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	sockets := socket.For(h)
	host := hostObject(h, sockets)
	args := argsScript.Run(rt, host)
	jsapi.SetMethod(rt, host, "lists", once(func() goja.Value { return listsScript.Run(rt, host, args) }))
	class := socketScript.Run(rt, host, args).ToObject(rt)
	clients := connectScript.Run(rt, host, args, class)
	servers := serverScript.Run(rt, host, args, class, clients).ToObject(rt)
	data, _ := goja.AssertFunction(class.Get("data"))
	connection, _ := goja.AssertFunction(servers.Get("connection"))
	sockets.SetEvents(socket.Events{Data: data, Connection: connection})
	return servers.Get("exports")
}

func once(run func() goja.Value) func(goja.FunctionCall) goja.Value {
	var made goja.Value
	return func(goja.FunctionCall) goja.Value {
		if made == nil {
			made = run()
		}
		return made
	}
}

// hostObject is what the scripts see of Go.
func hostObject(h *jsapi.Host, sockets *socket.Sockets) *goja.Object {
	rt := h.Runtime
	o := jsapi.NewScriptHost(h)
	method := func(name string, fn func(call goja.FunctionCall) goja.Value) { jsapi.SetMethod(rt, o, name, fn) }
	method("tick", func(call goja.FunctionCall) goja.Value {
		h.Loop.Tick(function(rt, call.Argument(0)))
		return goja.Undefined()
	})
	method("later", func(call goja.FunctionCall) goja.Value {
		h.Loop.Immediate(function(rt, call.Argument(0)))
		return goja.Undefined()
	})
	method("inspect", func(call goja.FunctionCall) goja.Value { return rt.ToValue(jsapi.Inspect(call.Argument(0))) })
	method("newHandle", func(goja.FunctionCall) goja.Value { return sockets.NewConn().Object() })
	method("listen", func(call goja.FunctionCall) goja.Value {
		path := ""
		if p := call.Argument(2); goja.IsString(p) {
			path = p.String()
		}
		handle, failed := sockets.Listen(call.Argument(0).String(), int(call.Argument(1).ToInteger()), path)
		if failed != nil {
			return failed
		}
		return handle
	})
	method("mayConnect", func(call goja.FunctionCall) goja.Value {
		err := h.Permissions.Dialer().Name(call.Argument(0).String(), uint16(call.Argument(1).ToInteger()))
		if err == nil {
			return goja.Undefined()
		}
		return socket.NewError(rt, "connect", err)
	})
	method("timedOut", func(call goja.FunctionCall) goja.Value {
		return socket.NewAddressError(rt, "connect", os.ErrDeadlineExceeded, call.Argument(0).String(),
			int(call.Argument(1).ToInteger()), false)
	})
	addresses(rt, method)
	return o
}

func function(rt *goja.Runtime, v goja.Value) func() error {
	fn, ok := goja.AssertFunction(v)
	if !ok {
		panic(jsapi.InvalidArgType(rt, "callback", "of type function", v))
	}
	return func() error {
		_, err := fn(goja.Undefined())
		return err
	}
}

// addresses are the functions on the text of IP addresses.
func addresses(rt *goja.Runtime, method func(string, func(goja.FunctionCall) goja.Value)) {
	family := func(v goja.Value) int {
		a, err := netip.ParseAddr(v.String())
		switch {
		case err != nil:
			return 0
		case a.Is4():
			return 4
		}
		return 6
	}
	method("isIP", func(call goja.FunctionCall) goja.Value { return rt.ToValue(family(call.Argument(0))) })
	method("isIPv4", func(call goja.FunctionCall) goja.Value { return rt.ToValue(family(call.Argument(0)) == 4) })
	method("isIPv6", func(call goja.FunctionCall) goja.Value { return rt.ToValue(family(call.Argument(0)) == 6) })
	parse := func(v goja.Value) netip.Addr {
		a, err := netip.ParseAddr(v.String())
		if err != nil {
			panic(jsapi.NewError(rt, "Error", "ERR_INVALID_ADDRESS", "Invalid socket address"))
		}
		return a.WithZone("")
	}
	key := func(a netip.Addr) string { return hex.EncodeToString(a.Unmap().AsSlice()) }
	method("canonicalIP", func(call goja.FunctionCall) goja.Value { return rt.ToValue(parse(call.Argument(0)).String()) })
	method("addressKey", func(call goja.FunctionCall) goja.Value { return rt.ToValue(key(parse(call.Argument(0)))) })
	method("subnetKeys", func(call goja.FunctionCall) goja.Value {
		p := netip.PrefixFrom(parse(call.Argument(0)), int(call.Argument(1).ToInteger())).Masked()
		if !p.IsValid() {
			panic(jsapi.NewError(rt, "Error", "ERR_INVALID_ADDRESS", "Invalid socket address"))
		}
		last := p.Addr().AsSlice()
		for i := p.Bits(); i < 8*len(last); i++ {
			last[i/8] |= 0x80 >> (i % 8)
		}
		to, _ := netip.AddrFromSlice(last)
		return rt.NewArray(key(p.Addr()), key(to))
	})
}
