// Package net is Node's "net": Socket, Server, and the functions around them, with Node 20's events, error codes and
// fields. What is JavaScript in Node is JavaScript here, on the "stream" module; bytes, connections and permissions are
// Go's (packages socket and dial).
//
// Differences from Node: a server that is given no address, or an unspecified one, listens on loopback only, unless the
// permissions name that address; small writes are sent at once (TCP_NODELAY) until setNoDelay(false) is called; a socket
// that was unref'd still keeps an otherwise idle VM from being called dead. Not there: file descriptors, handing sockets
// to other processes, the read end of a pipe.
package net
