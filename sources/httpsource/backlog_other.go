//go:build !unix

package httpsource

import "net"

func shrinkBacklog(*net.TCPListener) {}
