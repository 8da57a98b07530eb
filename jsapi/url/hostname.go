package url

import (
	"math"
	"net/netip"
	"strconv"
	"strings"
)

// Code points that no host, and no domain, may have (URL Standard, section 3.2).
const (
	forbiddenInHost   = "\x00\t\n\r #/:<>?@[\\]^|"
	forbiddenInDomain = forbiddenInHost + "%\x7f" +
		"\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f"
)

// parseHost is the host parser and serializer (URL Standard, sections 3.5 and 3.6): a domain, an IPv4 or IPv6 address,
// or, where special is false, anything else percent-encoded.
func parseHost(s string, special bool) (host string, ok bool) {
	if strings.HasPrefix(s, "[") {
		if !strings.HasSuffix(s, "]") {
			return "", false
		}
		return parseIPv6(s[1 : len(s)-1])
	}
	if !special {
		return controlSet.encode(s), !strings.ContainsAny(s, forbiddenInHost)
	}
	domain := percentDecode(s)
	if isASCII(domain) && !hasPunycode(domain) {
		domain = strings.ToLower(domain)
	} else {
		var err error
		if domain, err = domains.ToASCII(domain); err != nil {
			return "", false
		}
	}
	if domain == "" || strings.ContainsAny(domain, forbiddenInDomain) {
		return "", false
	}
	if endsInNumber(domain) {
		return parseIPv4(domain)
	}
	return domain, true
}

// hasPunycode reports whether a label of an ASCII domain claims to be punycode.
func hasPunycode(domain string) bool {
	for label := range strings.SplitSeq(domain, ".") {
		if len(label) >= 4 && strings.EqualFold(label[:4], "xn--") {
			return true
		}
	}
	return false
}

// endsInNumber says that a domain can only be an IPv4 address, or nothing.
func endsInNumber(domain string) bool {
	last := strings.TrimSuffix(domain, ".")
	if i := strings.LastIndexByte(last, '.'); i >= 0 {
		last = last[i+1:]
	}
	if last == "" {
		return false
	}
	if strings.Trim(last, "0123456789") == "" {
		return true
	}
	_, ok := ipv4Number(last)
	return ok
}

// ipv4Number reads a part of an address: decimal, octal behind a 0, or hexadecimal behind 0x. What does not fit is very
// large.
func ipv4Number(s string) (uint64, bool) {
	base := 10
	switch {
	case s == "":
		return 0, false
	case len(s) >= 2 && s[0] == '0' && s[1]|0x20 == 'x':
		s, base = s[2:], 16
	case len(s) >= 2 && s[0] == '0':
		s, base = s[1:], 8
	}
	if s == "" {
		return 0, true // "0x"
	}
	if s[0] == '+' || s[0] == '-' || strings.Contains(s, "_") {
		return 0, false
	}
	n, err := strconv.ParseUint(s, base, 64)
	if err != nil {
		if n == math.MaxUint64 { // only too large
			return n, true
		}
		return 0, false
	}
	return n, true
}

func parseIPv4(domain string) (string, bool) {
	parts := strings.Split(strings.TrimSuffix(domain, "."), ".")
	if len(parts) > 4 {
		return "", false
	}
	var address uint64
	for i, part := range parts {
		n, ok := ipv4Number(part)
		if !ok {
			return "", false
		}
		if i < len(parts)-1 {
			if n > 255 {
				return "", false
			}
			address += n << (8 * (3 - i))
			continue
		}
		if n >= 1<<(8*(5-len(parts))) {
			return "", false
		}
		address += n
	}
	return netip.AddrFrom4([4]byte{byte(address >> 24), byte(address >> 16), byte(address >> 8), byte(address)}).String(), true
}

// parseIPv6 takes an address without its brackets and returns it with them, shortened (RFC 5952, but never with dots).
func parseIPv6(s string) (string, bool) {
	address, err := netip.ParseAddr(s)
	if err != nil || address.Zone() != "" || !strings.Contains(s, ":") {
		return "", false
	}
	bytes := address.As16()
	var pieces [8]uint16
	for i := range pieces {
		pieces[i] = uint16(bytes[2*i])<<8 | uint16(bytes[2*i+1])
	}
	start, length := longestZeros(pieces)
	b := []byte{'['}
	for i := 0; i < len(pieces); i++ {
		if i == start && length > 1 {
			b = append(b, "::"...)
			i += length - 1
			continue
		}
		if last := b[len(b)-1]; last != '[' && last != ':' {
			b = append(b, ':')
		}
		b = strconv.AppendUint(b, uint64(pieces[i]), 16)
	}
	return string(append(b, ']')), true
}

// longestZeros finds the first of the longest runs of zero pieces.
func longestZeros(pieces [8]uint16) (start, length int) {
	for i := 0; i < len(pieces); i++ {
		n := 0
		for i+n < len(pieces) && pieces[i+n] == 0 {
			n++
		}
		if n > length {
			start, length = i, n
		}
		i += n
	}
	return start, length
}
