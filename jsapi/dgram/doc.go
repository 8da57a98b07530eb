// Package dgram is Node's "dgram": UDP sockets, for clients foremost (statsd, syslog, DNS, multicast senders).
//
// Who sends is checked by package dial: the name before it is looked up, and every address that is sent to. A socket that
// is bound to a port of its choice listens on loopback unless the permissions name the address; one that only sends is
// bound to any port. Datagrams that come faster than JavaScript takes them are dropped past a limit, as UDP does.
//
// Not covered: file descriptors, source-specific multicast, and the setters of time to live and buffer sizes do nothing
// where the system's default serves.
package dgram
