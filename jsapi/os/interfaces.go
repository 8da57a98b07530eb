package os

import (
	"net"
	"strconv"

	"github.com/dop251/goja"
)

// interfaces lists the addresses of the interfaces that are up, by their names. Where the system does not tell there are
// none.
func (s system) interfaces() *goja.Object {
	out := s.rt.NewObject()
	list, err := net.Interfaces()
	if err != nil {
		return out
	}
	for _, nic := range list {
		addresses, err := nic.Addrs()
		if err != nil || nic.Flags&net.FlagUp == 0 {
			continue
		}
		var entries []any
		for _, a := range addresses {
			if n, ok := a.(*net.IPNet); ok {
				entries = append(entries, s.address(nic, n))
			}
		}
		if len(entries) > 0 {
			s.set(out, nic.Name, s.rt.NewArray(entries...))
		}
	}
	return out
}

func (s system) address(nic net.Interface, n *net.IPNet) *goja.Object {
	o := s.rt.NewObject()
	mac := nic.HardwareAddr.String()
	if mac == "" {
		mac = "00:00:00:00:00:00"
	}
	family := "IPv6"
	if n.IP.To4() != nil {
		family = "IPv4"
	}
	ones, _ := n.Mask.Size()
	s.set(o, "address", n.IP.String())
	s.set(o, "netmask", net.IP(n.Mask).String())
	s.set(o, "family", family)
	s.set(o, "mac", mac)
	s.set(o, "internal", nic.Flags&net.FlagLoopback != 0)
	s.set(o, "cidr", n.IP.String()+"/"+strconv.Itoa(ones))
	if family == "IPv6" {
		scope := 0
		if n.IP.IsLinkLocalUnicast() {
			scope = nic.Index
		}
		s.set(o, "scopeid", scope)
	}
	return o
}
