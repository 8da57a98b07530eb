package dgram

import (
	_ "embed"
	"net/netip"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/socket"
)

//go:embed dgram.js
var dgramJS string

// A compiled program is immutable and shared by every VM of the process.
var script = jsapi.NewScript("node:dgram", dgramJS)

// Module makes the exports of "dgram". It requires "events", "buffer", "dns" and "internal/socket".
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	sockets := socket.For(h)
	o := jsapi.NewScriptHost(h)
	proto := prototype(h, sockets)
	method := func(name string, fn func(call goja.FunctionCall) goja.Value) { jsapi.SetMethod(rt, o, name, fn) }
	method("tick", func(call goja.FunctionCall) goja.Value {
		fn := callable(rt, call.Argument(0))
		h.Loop.Tick(func() error {
			_, err := fn(goja.Undefined())
			return err
		})
		return goja.Undefined()
	})
	method("inspect", func(call goja.FunctionCall) goja.Value { return rt.ToValue(jsapi.Inspect(call.Argument(0))) })
	method("isIP", func(call goja.FunctionCall) goja.Value {
		a, err := netip.ParseAddr(call.Argument(0).String())
		switch {
		case err != nil:
			return rt.ToValue(0)
		case a.Is4():
			return rt.ToValue(4)
		}
		return rt.ToValue(6)
	})
	method("mayReach", func(call goja.FunctionCall) goja.Value {
		if err := h.Permissions.Dialer().Name(call.Argument(0).String(), uint16(call.Argument(1).ToInteger())); err != nil {
			return socket.NewError(rt, "send", err)
		}
		return goja.Undefined()
	})
	// open(network, address, port, explicit, onMessage) returns a handle, or an error.
	method("open", func(call goja.FunctionCall) goja.Value {
		address, port := call.Argument(1).String(), int(call.Argument(2).ToInteger())
		u, err := open(h, sockets, call.Argument(0).String(), address, uint16(port), call.Argument(3).ToBoolean())
		if err != nil {
			return socket.NewAddressError(rt, "bind", err, address, port, false)
		}
		u.message = callable(rt, call.Argument(4))
		u.object = jsapi.NewState(rt, u)
		if err := u.object.SetPrototype(proto); err != nil {
			panic(err)
		}
		u.start()
		return u.object
	})
	return script.Run(rt, o)
}

func callable(rt *goja.Runtime, v goja.Value) goja.Callable {
	fn, ok := goja.AssertFunction(v)
	if !ok {
		panic(jsapi.InvalidArgType(rt, "callback", "of type function", v))
	}
	return fn
}

// prototype makes what all handles inherit.
func prototype(h *jsapi.Host, sockets *socket.Sockets) *goja.Object {
	rt := h.Runtime
	proto := rt.NewObject()
	method := func(name string, fn func(u *udp, call goja.FunctionCall) goja.Value) {
		jsapi.SetMethod(rt, proto, name, func(call goja.FunctionCall) goja.Value {
			u, ok := jsapi.State[*udp](call.This)
			if !ok {
				panic(jsapi.InvalidThis(rt, "Handle"))
			}
			return fn(u, call)
		})
	}
	// send([bytes…], address, port) returns undefined or an error.
	method("send", func(u *udp, call goja.FunctionCall) goja.Value {
		var all []byte
		rt.ForOf(call.Argument(0).ToObject(rt), func(v goja.Value) bool {
			b, _ := jsapi.Bytes(rt, v)
			all = append(all, b...)
			return true
		})
		address, port := call.Argument(1).String(), int(call.Argument(2).ToInteger())
		to, err := netip.ParseAddr(address)
		if err == nil {
			err = u.send(all, netip.AddrPortFrom(to, uint16(port)))
		}
		if err != nil {
			return socket.NewAddressError(rt, "send", err, address, port, false)
		}
		return goja.Undefined()
	})
	method("address", func(u *udp, _ goja.FunctionCall) goja.Value { return socket.Address(rt, u.conn.LocalAddr()) })
	method("close", func(u *udp, _ goja.FunctionCall) goja.Value {
		sockets.Remove(u)
		u.Shut()
		return goja.Undefined()
	})
	// membership(join, group, interface) returns undefined or an error.
	method("membership", func(u *udp, call goja.FunctionCall) goja.Value {
		group, err := netip.ParseAddr(call.Argument(1).String())
		if err == nil {
			err = u.membership(call.Argument(0).ToBoolean(), group, call.Argument(2).String())
		}
		if err != nil {
			name := "addMembership"
			if !call.Argument(0).ToBoolean() {
				name = "dropMembership"
			}
			return socket.NewError(rt, name, err)
		}
		return goja.Undefined()
	})
	// option(name, number) returns undefined or an error.
	method("option", func(u *udp, call goja.FunctionCall) goja.Value {
		name := call.Argument(0).String()
		if err := u.option(name, int(call.Argument(1).ToInteger())); err != nil {
			return socket.NewError(rt, name, err)
		}
		return goja.Undefined()
	})
	return proto
}
