//go:build unix

package httpsource

import (
	"net"
	"syscall"
)

// shrinkBacklog makes the kernel let in one connection more at the most: a second listen(2) on a listening socket
// changes the length of its queue, and what does not fit is not answered. Where it fails the queue stays as it was.
func shrinkBacklog(l *net.TCPListener) {
	raw, err := l.SyscallConn()
	if err != nil {
		return
	}
	_ = raw.Control(func(fd uintptr) { _ = syscall.Listen(int(fd), 0) })
}
