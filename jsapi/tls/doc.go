// Package tls is Node's "tls": TLSSocket, Server, secure contexts and the check of names, with Node 20's events and error
// codes, over crypto/tls on connections of package socket. A connection that a net.Socket has already (STARTTLS,
// PostgreSQL's SSLRequest) is taken over; any other Duplex is carried along as it is (MySQL's and SQL Server's clients).
//
// The handshake, and all reading and writing, happens on goroutines of its own. As in Node a certificate is checked when
// the handshake is over, and a connection that fails the check never gives its user a byte unless rejectUnauthorized is
// false.
//
// Differences from Node: the certificate authorities are the system's (and those of NODE_EXTRA_CA_CERTS) where Node brings
// its own; TLS 1.2 and 1.3 only, unless minVersion asks for older; the suites of 1.3, curves and signature algorithms are
// Go's choice (ciphers chooses among those of 1.2, ecdhCurve, sigalgs, dhparam, crl and secureOptions are accepted and do
// nothing); there is no renegotiation, and sessions are not resumed: 'session' is never emitted and getSession gives
// undefined. Pre-shared keys throw.
package tls
