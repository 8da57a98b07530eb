package jsapitest

import (
	"net"
	"testing"
)

// Peer is the address of a server on loopback that has handle talk to each client, and closes the connection when that returns. It listens
// until the test ends.
func Peer(t testing.TB, handle func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() }) // nobody writes to it
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close() //nolint:errcheck // handle has seen what there was to see
				handle(c)
			}()
		}
	}()
	return l.Addr().String()
}
