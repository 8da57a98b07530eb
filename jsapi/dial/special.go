package dial

import "net/netip"

// Special returns the range of addresses that are permitted only by name which a is in: link-local ones (RFC 3927, RFC
// 4291), and where clouds serve a machine's credentials at a fixed address outside of those.
func Special(a netip.Addr) (within netip.Prefix, special bool) {
	a = plain(a)
	for _, s := range [...]string{
		"169.254.0.0/16",     // link-local; AWS, Google, Azure, Oracle and others serve metadata here
		"fe80::/10",          // link-local
		"fd00:ec2::254/128",  // AWS
		"fd00:ec2::23/128",   // AWS, EKS
		"fd20:ce::254/128",   // Google
		"100.100.100.200/32", // Alibaba
		"168.63.129.16/32",   // Azure
		"192.0.0.192/32",     // Oracle
	} {
		if p := netip.MustParsePrefix(s); p.Contains(a) {
			return p, true
		}
	}
	return netip.Prefix{}, false
}

// plain takes the zone off, and an IPv4 address out of the IPv6 address that leads to it: IPv4-mapped and -compatible
// ones (RFC 4291), NAT64 (RFC 6052) and 6to4 (RFC 3056).
func plain(a netip.Addr) netip.Addr {
	a = a.WithZone("").Unmap()
	if !a.Is6() {
		return a
	}
	b := a.As16()
	zero := true
	for _, c := range b[:12] {
		zero = zero && c == 0
	}
	switch {
	case zero && !a.IsLoopback() && !a.IsUnspecified(), netip.MustParsePrefix("64:ff9b::/96").Contains(a):
		return netip.AddrFrom4([4]byte(b[12:]))
	case b[0] == 0x20 && b[1] == 0x02:
		return netip.AddrFrom4([4]byte(b[2:6]))
	}
	return a
}
