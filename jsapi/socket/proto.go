package socket

import (
	"net"
	"net/netip"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// connPrototype makes what all connection handles inherit: the methods that net's JavaScript calls. done is a function
// that is called with an error or undefined; what returns a number returns 0, or throws nothing and returns an error.
func connPrototype(s *Sockets) *goja.Object {
	rt := s.h.Runtime
	proto := rt.NewObject()
	method := func(name string, fn func(c *Conn, call goja.FunctionCall) goja.Value) {
		jsapi.SetMethod(rt, proto, name, func(call goja.FunctionCall) goja.Value {
			c, ok := jsapi.State[*Conn](call.This)
			if !ok {
				panic(jsapi.InvalidThis(rt, "Handle"))
			}
			return fn(c, call)
		})
	}
	do := func(name string, fn func(c *Conn)) {
		method(name, func(c *Conn, _ goja.FunctionCall) goja.Value {
			fn(c)
			return goja.Undefined()
		})
	}
	do("readStart", (*Conn).readStart)
	do("readStop", (*Conn).readStop)
	do("reset", (*Conn).reset)
	do("close", (*Conn).close)
	do("ref", func(c *Conn) { c.unref = false })
	do("unref", func(c *Conn) { c.unref = true })
	method("hasRef", func(c *Conn, _ goja.FunctionCall) goja.Value { return rt.ToValue(!c.unref) })
	method("setOwner", func(c *Conn, call goja.FunctionCall) goja.Value {
		c.owner = call.Argument(0)
		return goja.Undefined()
	})
	method("connect", s.connectMethod)
	method("write", s.writeMethod)
	method("writev", s.writevMethod)
	method("shutdown", func(c *Conn, call goja.FunctionCall) goja.Value {
		c.shutdown(callback(rt, call.Argument(0)))
		return goja.Undefined()
	})
	method("setNoDelay", func(c *Conn, call goja.FunctionCall) goja.Value {
		on := call.Argument(0).ToBoolean()
		_ = c.option(func(t *net.TCPConn) error { return t.SetNoDelay(on) }) // a hint
		return goja.Undefined()
	})
	method("setKeepAlive", func(c *Conn, call goja.FunctionCall) goja.Value {
		k := net.KeepAliveConfig{Enable: call.Argument(0).ToBoolean(), Idle: time.Duration(call.Argument(1).ToInteger()) * time.Second,
			Interval: time.Second, Count: 10} // Node's
		_ = c.option(func(t *net.TCPConn) error { return t.SetKeepAliveConfig(k) }) // a hint
		return goja.Undefined()
	})
	method("remote", func(c *Conn, _ goja.FunctionCall) goja.Value { return s.end(c, net.Conn.RemoteAddr) })
	method("local", func(c *Conn, _ goja.FunctionCall) goja.Value { return s.end(c, net.Conn.LocalAddr) })
	method("bytesRead", func(c *Conn, _ goja.FunctionCall) goja.Value { return rt.ToValue(c.read) })
	method("bytesWritten", func(c *Conn, _ goja.FunctionCall) goja.Value { return rt.ToValue(c.written) })
	return proto
}

// end describes one end of the connection.
func (s *Sockets) end(c *Conn, which func(net.Conn) net.Addr) goja.Value {
	conn := c.current()
	if conn == nil {
		return goja.Undefined()
	}
	return Address(s.h.Runtime, which(conn))
}

// connectMethod is connect(address, port, localAddress, localPort, done) and connect(path, -1, …).
func (s *Sockets) connectMethod(c *Conn, call goja.FunctionCall) goja.Value {
	done := callback(s.h.Runtime, call.Argument(4))
	address, port := call.Argument(0).String(), call.Argument(1).ToInteger()
	if port < 0 {
		c.connect(target{unix: UnixPath(address)}, done)
		return goja.Undefined()
	}
	to, err := netip.ParseAddr(address)
	if err != nil {
		panic(jsapi.NewError(s.h.Runtime, "TypeError", "ERR_INVALID_IP_ADDRESS", "Invalid IP address: "+address))
	}
	t := target{to: netip.AddrPortFrom(to, uint16(port))}
	if a := call.Argument(2); goja.IsString(a) {
		local, err := netip.ParseAddr(a.String())
		if err != nil {
			panic(jsapi.NewError(s.h.Runtime, "TypeError", "ERR_INVALID_IP_ADDRESS", "Invalid IP address: "+a.String()))
		}
		t.local = netip.AddrPortFrom(local, uint16(call.Argument(3).ToInteger()))
	} else if n := call.Argument(3).ToInteger(); n > 0 {
		local := netip.IPv4Unspecified()
		if to.Is6() {
			local = netip.IPv6Unspecified()
		}
		t.local = netip.AddrPortFrom(local, uint16(n))
	}
	c.connect(t, done)
	return goja.Undefined()
}

// writeMethod is write(chunk, encoding, done). It returns true when all is written, false when done will be called,
// else the error.
func (s *Sockets) writeMethod(c *Conn, call goja.FunctionCall) goja.Value {
	b := chunk(s.h.Runtime, call.Argument(0), call.Argument(1))
	return s.written(c, [][]byte{b}, call.Argument(2))
}

// writevMethod is writev([{chunk, encoding}…], done), which returns what write does.
func (s *Sockets) writevMethod(c *Conn, call goja.FunctionCall) goja.Value {
	list := call.Argument(0).ToObject(s.h.Runtime)
	var chunks [][]byte
	s.h.Runtime.ForOf(list, func(v goja.Value) bool {
		o := v.ToObject(s.h.Runtime)
		chunks = append(chunks, chunk(s.h.Runtime, o.Get("chunk"), o.Get("encoding")))
		return true
	})
	return s.written(c, chunks, call.Argument(1))
}

func (s *Sockets) written(c *Conn, chunks [][]byte, done goja.Value) goja.Value {
	finished, err := c.write(chunks, callback(s.h.Runtime, done))
	if err != nil {
		return NewError(s.h.Runtime, "write", err)
	}
	return s.h.Runtime.ToValue(finished)
}

// UnixPath is a path as JavaScript writes it, as Go wants it: Linux's abstract names begin with NUL in Node, with @ in
// Go. A path that contains a NUL elsewhere, or begins with @ itself, is made harmless.
func UnixPath(path string) string {
	if path != "" && path[0] == 0 {
		return "@" + path[1:]
	}
	if path != "" && path[0] == '@' {
		return "./" + path
	}
	return path
}

func callback(rt *goja.Runtime, v goja.Value) goja.Callable {
	fn, ok := goja.AssertFunction(v)
	if !ok {
		panic(jsapi.InvalidArgType(rt, "callback", "of type function", v))
	}
	return fn
}
