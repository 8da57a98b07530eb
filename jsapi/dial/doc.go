// Package dial decides which network addresses a receiver may reach, and is the way by which everything that opens a
// connection for JavaScript (net, tls, dgram, dns, http) asks and connects. It knows the standard library only.
//
// # Patterns
//
// A permission is everything, or a list of patterns:
//
//	host:port       one name or address: "db:5432", "127.0.0.1:6379", "[::1]:6379"
//	*.domain:port   every name below domain, not domain itself
//	network:port    addresses in CIDR notation: "10.0.0.0/8:*", "[fd00::/8]:443"
//	*:port          every name and address
//	unix:/path      the Unix socket at that path; "unix:/run/db/*" every one in that folder and below
//
// port is a number from 1 to 65535, or * for any. Names are compared without regard to case.
//
// # What is checked
//
// A name that a pattern permits is resolved once, each answer is checked, and the connection goes to a checked address,
// so that a name whose answer changes in between leads nowhere else. A name that no pattern permits may still be looked
// up where a pattern permits addresses; its answers then have to be among those.
//
// Link-local addresses and those at which clouds serve credentials (Special) are denied even where everything, a name
// or a wider network is permitted: only a pattern that is such an address, or a network within them, permits them. Unix
// sockets are denied but for those listed. Whoever listens may do so on loopback as far as the patterns permit it, and
// on another address only where a pattern names that address.
package dial
