package dial

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"time"
)

// Lookup resolves a name with the system's resolver (/etc/hosts included) in the order it answers. network is "ip",
// "ip4" or "ip6". Errors: *Denied, *net.DNSError, ctx's. It blocks: not for a VM's goroutine.
func (r *Rules) Lookup(ctx context.Context, network, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	if err := r.Name(host, 0); err != nil {
		return nil, err
	}
	addrs, err := net.DefaultResolver.LookupNetIP(ctx, network, host)
	if err != nil {
		return nil, err
	}
	for i, a := range addrs {
		addrs[i] = a.Unmap()
	}
	r.Answered(host, addrs)
	return addrs, nil
}

// Connect connects to one address, which is checked. network is "tcp" or "udp"; local may be the zero value. Errors:
// *Denied, *net.OpError, ctx's. It blocks: not for a VM's goroutine.
func (r *Rules) Connect(ctx context.Context, network string, to netip.AddrPort, local netip.AddrPort) (net.Conn, error) {
	if err := r.Address(to.Addr(), to.Port()); err != nil {
		return nil, err
	}
	// Keep-alive is JavaScript's to ask for.
	d := net.Dialer{KeepAlive: -1}
	if local.IsValid() {
		if network == "udp" {
			d.LocalAddr = net.UDPAddrFromAddrPort(local)
		} else {
			d.LocalAddr = net.TCPAddrFromAddrPort(local)
		}
	}
	return d.DialContext(ctx, network, to.String())
}

// ConnectUnix connects to a Unix socket, which is checked.
func (r *Rules) ConnectUnix(ctx context.Context, file string) (net.Conn, error) {
	if err := r.Unix(file); err != nil {
		return nil, err
	}
	var d net.Dialer
	return d.DialContext(ctx, "unix", file)
}

// attempt bounds the connection to one address while there are others to try; the last one has all the time there is.
const attempt = 5 * time.Second

// DialContext is what net.Dialer's DialContext is, for Go clients that work on JavaScript's behalf: each address of the
// name is tried in turn, those that are not permitted are left out.
func (r *Rules) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, service, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	port, err := strconv.ParseUint(service, 10, 16)
	if err != nil {
		return nil, &net.AddrError{Err: "the port is not a number", Addr: address}
	}
	if err := r.Name(host, uint16(port)); err != nil {
		return nil, err
	}
	addrs, err := r.Lookup(ctx, "ip", host)
	if err != nil {
		return nil, err
	}
	var all []error
	for i, a := range addrs {
		limited, cancel := ctx, func() {}
		if i < len(addrs)-1 {
			limited, cancel = context.WithTimeout(ctx, attempt)
		}
		conn, err := r.Connect(limited, network, netip.AddrPortFrom(a, uint16(port)), netip.AddrPort{})
		cancel()
		if err == nil {
			return conn, nil
		}
		all = append(all, err)
	}
	return nil, errors.Join(all...)
}
