package dgram

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"sync"
	"syscall"

	"github.com/dop251/goja"
	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/socket"
)

// maxWaiting is how many bytes of datagrams wait for a VM that is busy; what comes then is lost, as on the network.
const maxWaiting = 1 << 20

// udp is one UDP socket of a VM.
type udp struct {
	h       *jsapi.Host
	conn    *net.UDPConn
	object  *goja.Object
	message goja.Callable // gets a Buffer, an address and a port
	six     bool

	mu      sync.Mutex
	gone    bool
	ended   bool // the reader is at its end
	waiting []datagram
	bytes   int
	turn    jsapi.Reservation // nil while a turn is on its way
}

type datagram struct {
	data []byte
	from netip.AddrPort
}

// open binds a socket. Only one that asked for a port, or an address, has to be permitted to listen.
func open(h *jsapi.Host, sockets *socket.Sockets, network, address string, port uint16, explicit bool) (*udp, error) {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return nil, syscall.EINVAL
	}
	if rules := h.Permissions.Dialer(); explicit && (port != 0 || !a.IsUnspecified()) {
		if err := rules.Listen(a, port); err != nil {
			if !a.IsUnspecified() {
				return nil, err
			}
			a = loopback(a)
			if err := rules.Listen(a, port); err != nil {
				return nil, err
			}
		}
	}
	var c net.ListenConfig
	conn, err := c.ListenPacket(context.Background(), network, netip.AddrPortFrom(a, port).String())
	if err != nil {
		return nil, err
	}
	u := &udp{h: h, conn: conn.(*net.UDPConn), six: network == "udp6"}
	if !sockets.Add(u) {
		_ = conn.Close()
		return nil, syscall.ECANCELED
	}
	return u, nil
}

func loopback(a netip.Addr) netip.Addr {
	if a.Is6() {
		return netip.IPv6Loopback()
	}
	return netip.AddrFrom4([4]byte{127, 0, 0, 1})
}

// Shut closes the socket, on any goroutine.
func (u *udp) Shut() {
	u.mu.Lock()
	u.gone, u.waiting = true, nil
	u.mu.Unlock()
	_ = u.conn.Close() // there is nothing to lose
}

// start begins to receive.
func (u *udp) start() {
	u.turn = u.h.Loop.Reserve()
	go u.receive()
}

func (u *udp) receive() {
	buf := make([]byte, 64<<10)
	for {
		n, from, err := u.conn.ReadFromUDPAddrPort(buf)
		if err != nil {
			if errors.Is(err, syscall.ECONNREFUSED) { // an answer to what was sent before
				continue
			}
			break
		}
		u.arrived(datagram{append([]byte(nil), buf[:n]...), from})
	}
	u.mu.Lock()
	turn := u.turn
	u.turn, u.ended = nil, true
	u.mu.Unlock()
	if turn != nil {
		turn.Release()
	}
}

func (u *udp) arrived(d datagram) {
	u.mu.Lock()
	if u.gone || u.bytes+len(d.data) > maxWaiting {
		u.mu.Unlock()
		return
	}
	u.waiting = append(u.waiting, d)
	u.bytes += len(d.data)
	turn := u.turn
	u.turn = nil
	u.mu.Unlock()
	if turn != nil {
		turn.Resume(u.deliver)
	}
}

// deliver hands over what has come, each datagram in a turn of its own.
func (u *udp) deliver() error {
	u.mu.Lock()
	all := u.waiting
	u.waiting, u.bytes = nil, 0
	if !u.gone && !u.ended {
		u.turn = u.h.Loop.Reserve()
	}
	u.mu.Unlock()
	for i := 1; i < len(all); i++ {
		u.h.Loop.Immediate(func() error { return u.emit(all[i]) })
	}
	if len(all) == 0 {
		return nil
	}
	return u.emit(all[0])
}

func (u *udp) emit(d datagram) error {
	u.mu.Lock()
	gone := u.gone
	u.mu.Unlock()
	if gone {
		return nil
	}
	rt := u.h.Runtime
	_, err := u.message(goja.Undefined(), jsapi.NewBuffer(u.h, d.data), rt.ToValue(d.from.Addr().Unmap().String()),
		rt.ToValue(int(d.from.Port())))
	return err
}

// send sends one datagram. It does not block: the kernel drops what it has no room for.
func (u *udp) send(b []byte, to netip.AddrPort) error {
	if err := u.h.Permissions.Dialer().Address(to.Addr(), to.Port()); err != nil {
		return err
	}
	_, err := u.conn.WriteToUDPAddrPort(b, to)
	return err
}

func (u *udp) membership(join bool, group netip.Addr, iface string) error {
	which, err := interfaceOf(iface)
	if err != nil {
		return err
	}
	addr := &net.UDPAddr{IP: group.AsSlice()}
	switch {
	case u.six && join:
		return ipv6.NewPacketConn(u.conn).JoinGroup(which, addr)
	case u.six:
		return ipv6.NewPacketConn(u.conn).LeaveGroup(which, addr)
	case join:
		return ipv4.NewPacketConn(u.conn).JoinGroup(which, addr)
	}
	return ipv4.NewPacketConn(u.conn).LeaveGroup(which, addr)
}

// interfaceOf finds the interface with an address; nil is the system's choice.
func interfaceOf(address string) (*net.Interface, error) {
	if address == "" || address == "undefined" {
		return nil, nil
	}
	want, err := netip.ParseAddr(address)
	if err != nil {
		return nil, syscall.EINVAL
	}
	all, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		addrs, _ := one.Addrs() // one that is gone has none
		for _, a := range addrs {
			if p, err := netip.ParsePrefix(a.String()); err == nil && p.Addr().Unmap() == want.Unmap().WithZone("") {
				return &one, nil
			}
		}
	}
	return nil, syscall.EADDRNOTAVAIL
}

func (u *udp) option(name string, n int) error {
	four, six := ipv4.NewPacketConn(u.conn), ipv6.NewPacketConn(u.conn)
	switch name {
	case "setTTL":
		if u.six {
			return six.SetHopLimit(n)
		}
		return four.SetTTL(n)
	case "setMulticastTTL":
		if u.six {
			return six.SetMulticastHopLimit(n)
		}
		return four.SetMulticastTTL(n)
	case "setMulticastLoopback":
		if u.six {
			return six.SetMulticastLoopback(n != 0)
		}
		return four.SetMulticastLoopback(n != 0)
	case "setRecvBufferSize":
		return u.conn.SetReadBuffer(n)
	case "setSendBufferSize":
		return u.conn.SetWriteBuffer(n)
	}
	return nil // setBroadcast: Go's sockets may
}
