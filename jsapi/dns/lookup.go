package dns

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strconv"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi/socket"
)

// lookup is lookup(hostname, family, addrConfig, order, done): done gets an error or null, then an array of addresses.
func (m *module) lookup(call goja.FunctionCall) goja.Value {
	host, family := call.Argument(0).String(), call.Argument(1).ToInteger()
	configured, order := call.Argument(2).ToBoolean(), call.Argument(3).String()
	done := m.function(call.Argument(4))
	network := "ip"
	if family != 0 {
		network += strconv.FormatInt(family, 10)
	}
	rules := m.h.Permissions.Dialer()
	m.work(m.sockets.Context(), func(ctx context.Context) func() error {
		addrs, err := rules.Lookup(ctx, network, host)
		if err == nil {
			addrs = arrange(addrs, configured && family == 0 && !hasIPv6(), order)
		}
		return func() error {
			if err != nil {
				return m.call(done, m.lookupError(err, "getaddrinfo", host))
			}
			list := make([]any, len(addrs))
			for i, a := range addrs {
				list[i] = a.String()
			}
			return m.call(done, goja.Null(), m.rt.NewArray(list...))
		}
	})
	return goja.Undefined()
}

// arrange brings addresses into the order asked for.
func arrange(addrs []netip.Addr, onlyIPv4 bool, order string) []netip.Addr {
	if onlyIPv4 {
		if four := slices.DeleteFunc(slices.Clone(addrs), netip.Addr.Is6); len(four) > 0 {
			addrs = four
		}
	}
	seen := map[netip.Addr]bool{}
	addrs = slices.DeleteFunc(addrs, func(a netip.Addr) bool {
		twice := seen[a]
		seen[a] = true
		return twice
	})
	rank := func(a netip.Addr) int {
		if a.Is4() == (order == "ipv4first") {
			return 0
		}
		return 1
	}
	if order == "ipv4first" || order == "ipv6first" {
		slices.SortStableFunc(addrs, func(a, b netip.Addr) int { return rank(a) - rank(b) })
	}
	return addrs
}

// hasIPv6 reports whether an interface other than loopback has an IPv6 address (getaddrinfo's AI_ADDRCONFIG).
func hasIPv6() bool {
	addrs, err := net.InterfaceAddrs()
	return err != nil || slices.ContainsFunc(addrs, func(a net.Addr) bool {
		p, err := netip.ParsePrefix(a.String())
		return err == nil && p.Addr().Is6() && !p.Addr().IsLoopback() && !p.Addr().IsLinkLocalUnicast()
	})
}

// lookupError is the error of getaddrinfo and getnameinfo, which have numbers of libuv's.
func (m *module) lookupError(err error, call, host string) goja.Value {
	var number int
	var code string
	var wrong *net.DNSError
	switch {
	case errors.As(err, &wrong) && wrong.IsNotFound:
		number, code = -3008, "ENOTFOUND"
	case errors.As(err, &wrong):
		number, code = -3001, "EAI_AGAIN"
	case errors.Is(err, context.Canceled):
		number, code = -3003, "EAI_CANCELED"
	default:
		return socket.NewError(m.rt, call, err) // what is denied, and what the system says
	}
	return m.failure(m.rt.ToValue(number), code, call, host)
}

// failure makes an error as Node's dns has them.
func (m *module) failure(number goja.Value, code, call, host string) goja.Value {
	text := call + " " + code
	if host != "" {
		text += " " + host
	}
	e, err := m.rt.New(m.rt.Get("Error"), m.rt.ToValue(text))
	if err != nil {
		panic(err)
	}
	set(e, "errno", number)
	set(e, "code", m.rt.ToValue(code))
	set(e, "syscall", m.rt.ToValue(call))
	if host != "" {
		set(e, "hostname", m.rt.ToValue(host))
	}
	return e
}

// lookupService is lookupService(address, port, done).
func (m *module) lookupService(call goja.FunctionCall) goja.Value {
	address, port := call.Argument(0).String(), int(call.Argument(1).ToInteger())
	done := m.function(call.Argument(2))
	m.names(address, func(names []string, err error) error {
		if err != nil {
			return m.call(done, m.lookupError(err, "getnameinfo", address))
		}
		return m.call(done, goja.Null(), m.rt.ToValue(names[0]), m.rt.ToValue(service(port)))
	})
	return goja.Undefined()
}

// reverse is reverse(address, done).
func (m *module) reverse(call goja.FunctionCall) goja.Value {
	address, done := call.Argument(0).String(), m.function(call.Argument(1))
	m.names(address, func(names []string, err error) error {
		if err != nil {
			return m.call(done, m.queryError(err, "getHostByAddr", address))
		}
		list := make([]any, len(names))
		for i, name := range names {
			list[i] = name
		}
		return m.call(done, goja.Null(), m.rt.NewArray(list...))
	})
	return goja.Undefined()
}

// names asks the system for the names of an address.
func (m *module) names(address string, then func(names []string, err error) error) {
	rules := m.h.Permissions.Dialer()
	m.work(m.sockets.Context(), func(ctx context.Context) func() error {
		a, err := netip.ParseAddr(address)
		if err == nil {
			err = rules.Address(a, 0)
		}
		var names []string
		if err == nil {
			names, err = net.DefaultResolver.LookupAddr(ctx, address)
		}
		if err == nil && len(names) == 0 {
			err = &net.DNSError{Err: "no such host", Name: address, IsNotFound: true}
		}
		for i, name := range names {
			names[i] = trimDot(name)
		}
		return func() error { return then(names, err) }
	})
}

// service is the name of a port in /etc/services, as far as programs ask for it.
func service(port int) string {
	for name, n := range map[string]int{
		"ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "domain": 53, "http": 80, "pop3": 110, "ntp": 123, "imap2": 143,
		"snmp": 161, "ldap": 389, "https": 443, "submission": 587, "ldaps": 636, "imaps": 993, "pop3s": 995,
		"ms-sql-s": 1433, "mysql": 3306, "postgresql": 5432, "amqp": 5672, "amqps": 5671,
	} {
		if n == port {
			return name
		}
	}
	return strconv.Itoa(port)
}
