package dns

import (
	"bufio"
	"net/netip"
	"os"
	"strings"
)

// systemServers reads the servers of /etc/resolv.conf; where there are none, one is assumed on this machine, as every
// resolver does.
func systemServers() []netip.AddrPort {
	var all []netip.AddrPort
	if f, err := os.Open("/etc/resolv.conf"); err == nil {
		defer func() { _ = f.Close() }() // it was only read
		all = parseServers(bufio.NewScanner(f))
	}
	if len(all) == 0 {
		all = append(all, netip.MustParseAddrPort("127.0.0.1:53"))
	}
	return all
}

func parseServers(lines *bufio.Scanner) (all []netip.AddrPort) {
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 || fields[0] != "nameserver" {
			continue
		}
		if a, err := netip.ParseAddr(fields[1]); err == nil {
			all = append(all, netip.AddrPortFrom(a, dnsPort))
		}
	}
	return all
}

const dnsPort = 53

// parseServer reads "1.1.1.1", "1.1.1.1:53", "::1" or "[::1]:53".
func parseServer(s string) (netip.AddrPort, bool) {
	if a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]")); err == nil {
		return netip.AddrPortFrom(a, dnsPort), true
	}
	ap, err := netip.ParseAddrPort(s)
	if err == nil && ap.Port() == 0 {
		ap = netip.AddrPortFrom(ap.Addr(), dnsPort)
	}
	return ap, err == nil
}

// showServer is what parseServer reads, without the usual port.
func showServer(ap netip.AddrPort) string {
	if ap.Port() == dnsPort {
		return ap.Addr().String()
	}
	return ap.String()
}
