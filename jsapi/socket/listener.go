package socket

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"syscall"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// listener accepts connections for one VM.
type listener struct {
	s      *Sockets
	object *goja.Object
	owner  goja.Value
	addr   net.Addr

	mu    sync.Mutex
	all   []net.Listener // of one port, where both loopback addresses are listened on
	gone  bool
	fresh []net.Conn        // to be handed over in the next turn
	err   error             // what ended the accepting
	turn  jsapi.Reservation // nil while a turn is on its way
	left  int               // how many goroutines accept
	room  sync.Cond         // fresh has shrunk, or gone is set
}

// maxFresh is how many accepted connections wait for the VM; the kernel keeps the rest.
const maxFresh = 128

// listen opens a port, or a Unix socket where path is not empty. An unspecified address is made loopback unless the
// permissions name it.
func (s *Sockets) listen(a netip.Addr, port uint16, path string) (*listener, error) {
	rules := s.h.Permissions.Dialer()
	l := &listener{s: s, owner: goja.Undefined()}
	l.room.L = &l.mu
	var err error
	switch {
	case path != "":
		if err = rules.Unix(path); err == nil {
			err = l.open("unix", path)
		}
	case a.IsUnspecified() && rules.Listen(a, port) != nil:
		err = l.loopback(a, port)
	default:
		if err = rules.Listen(a, port); err == nil {
			err = l.open("tcp", netip.AddrPortFrom(a, port).String())
		}
	}
	if err != nil {
		return nil, err
	}
	if !s.Add(l) {
		l.Shut()
		return nil, syscall.ECANCELED
	}
	l.addr = l.all[0].Addr()
	l.object = jsapi.NewState(s.h.Runtime, l)
	if err := l.object.SetPrototype(s.lsnrProto); err != nil {
		panic(err)
	}
	return l, nil
}

func (l *listener) open(network, address string) error {
	var c net.ListenConfig
	c.KeepAlive = -1
	opened, err := c.Listen(context.Background(), network, address)
	if err == nil {
		l.all = append(l.all, opened)
	}
	return err
}

// loopback listens on 127.0.0.1, and where a is IPv6's unspecified address on ::1 at the same port too.
func (l *listener) loopback(a netip.Addr, port uint16) error {
	v4 := netip.AddrFrom4([4]byte{127, 0, 0, 1})
	if err := l.s.h.Permissions.Dialer().Listen(v4, port); err != nil {
		return err
	}
	if err := l.open("tcp", netip.AddrPortFrom(v4, port).String()); err != nil {
		return err
	}
	if a.Is6() {
		chosen := l.all[0].Addr().(*net.TCPAddr).AddrPort().Port()
		_ = l.open("tcp", netip.AddrPortFrom(netip.IPv6Loopback(), chosen).String()) // there may be no IPv6
	}
	return nil
}

// start begins to accept.
func (l *listener) start() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turn = l.s.h.Loop.Reserve()
	l.left = len(l.all)
	for _, one := range l.all {
		go l.accept(one)
	}
}

func (l *listener) accept(from net.Listener) {
	for {
		conn, err := from.Accept()
		if !l.accepted(conn, err) {
			return
		}
	}
}

// accepted rings for a turn; it returns false at the end.
func (l *listener) accepted(conn net.Conn, err error) bool {
	l.mu.Lock()
	for err == nil && !l.gone && len(l.fresh) >= maxFresh {
		l.room.Wait()
	}
	if l.gone || err != nil {
		l.left--
		if conn != nil {
			_ = conn.Close() // nobody takes it
		}
		if !l.gone {
			l.err = err
		}
	} else {
		l.fresh = append(l.fresh, conn)
	}
	var turn jsapi.Reservation
	if !l.gone || l.left == 0 {
		turn, l.turn = l.turn, nil
	}
	gone := l.gone
	l.mu.Unlock()
	switch {
	case turn == nil:
	case gone:
		turn.Release()
	default:
		turn.Resume(l.deliver)
	}
	return !gone && err == nil
}

// deliver hands new connections to JavaScript.
func (l *listener) deliver() error {
	l.mu.Lock()
	fresh, err := l.fresh, l.err
	l.fresh = nil
	if !l.gone && l.left > 0 {
		l.turn = l.s.h.Loop.Reserve()
	}
	gone := l.gone
	l.room.Broadcast()
	l.mu.Unlock()
	if gone { // and so fresh is empty
		return nil
	}
	events := make([]func() error, 0, len(fresh)+1)
	for _, conn := range fresh {
		handle := l.s.Wrap(conn) // now, so that the VM closes it whatever comes
		events = append(events, func() error { return l.emit(handle, goja.Null()) })
	}
	if err != nil {
		events = append(events, func() error { return l.emit(goja.Null(), NewError(l.s.h.Runtime, "accept", err)) })
	}
	if len(events) == 0 {
		return nil
	}
	for _, event := range events[1:] { // in turns of their own, with their own ticks and promise jobs
		l.s.h.Loop.Immediate(event)
	}
	return events[0]()
}

func (l *listener) emit(handle, err goja.Value) error {
	_, thrown := l.s.events.Connection(goja.Undefined(), l.owner, handle, err)
	return thrown
}

// close stops accepting.
func (l *listener) close() {
	l.s.Remove(l)
	l.Shut()
}

// Shut implements Closer.
func (l *listener) Shut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gone = true
	for _, one := range l.all {
		_ = one.Close() // there is nothing to lose
	}
	for _, conn := range l.fresh {
		_ = conn.Close()
	}
	l.fresh = nil
	l.room.Broadcast()
}

// Listen opens a listener for JavaScript: its handle, or Node's error.
func (s *Sockets) Listen(address string, port int, path string) (handle *goja.Object, failed *goja.Object) {
	rt := s.h.Runtime
	a := netip.IPv6Unspecified()
	if address != "" {
		var err error
		if a, err = netip.ParseAddr(address); err != nil {
			return nil, NewAddressError(rt, "listen", syscall.EINVAL, address, port, true)
		}
	}
	l, err := s.listen(a, uint16(port), UnixPath(path))
	if err != nil {
		if path != "" {
			return nil, NewAddressError(rt, "listen", err, path, -1, true)
		}
		return nil, NewAddressError(rt, "listen", err, a.String(), port, true)
	}
	return l.object, nil
}

func listenerPrototype(s *Sockets) *goja.Object {
	rt := s.h.Runtime
	proto := rt.NewObject()
	method := func(name string, fn func(l *listener, call goja.FunctionCall) goja.Value) {
		jsapi.SetMethod(rt, proto, name, func(call goja.FunctionCall) goja.Value {
			l, ok := jsapi.State[*listener](call.This)
			if !ok {
				panic(jsapi.InvalidThis(rt, "Handle"))
			}
			return fn(l, call)
		})
	}
	method("start", func(l *listener, call goja.FunctionCall) goja.Value {
		l.owner = call.Argument(0)
		l.start()
		return goja.Undefined()
	})
	method("close", func(l *listener, _ goja.FunctionCall) goja.Value {
		l.close()
		return goja.Undefined()
	})
	method("address", func(l *listener, _ goja.FunctionCall) goja.Value {
		if _, ok := l.addr.(*net.UnixAddr); ok {
			return goja.Null()
		}
		return Address(rt, l.addr)
	})
	return proto
}
