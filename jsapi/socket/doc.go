// Package socket is the Go half of net, and what tls and http build on: connections and listeners that belong to one VM,
// as handles that JavaScript holds (the _handle of a net.Socket).
//
// A Conn has one goroutine that reads; what it reads while the VM is busy is gathered and arrives as one Buffer. A
// reader that is paused stops reading, so that the peer is held back. A write goes to the kernel from the VM's goroutine
// as far as the kernel takes it at once; only what is left is copied and written by another goroutine, and JavaScript is
// told when that is done. One write is under way at a time, as streams see to.
//
// # For tls
//
// To take a connection over from a net.Socket (STARTTLS, PostgreSQL's SSLRequest), when it is connected:
//
//	conn, leftover, err := socket.Detach(h, v)  // the net.Socket has no handle from here on, and reads nothing
//	raw := tls.Client(socket.Prefixed(conn, leftover), config)
//
// To make a handle of any net.Conn, and a net.Socket of that (or of a class that extends it):
//
//	handle := socket.For(h).Wrap(conn)           // *goja.Object; the VM closes it from here on
//	new net.Socket({ handle })                   // in JavaScript; it is connected
//
// Wrap's Conn calls conn.Read and conn.Write on goroutines of its own unless conn is a *net.TCPConn or *net.UnixConn, so
// they may do a handshake; conn.Close then runs on another goroutine, since a TLS alert may block. To dial without a
// net.Socket: h.Permissions.Dialer() (package dial), on a goroutine, with Sockets.Context as the context.
//
// The package holds no JavaScript and no process-wide state; closing the VM closes all there is and ends every goroutine.
package socket
