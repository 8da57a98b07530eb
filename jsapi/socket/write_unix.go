//go:build unix

package socket

import (
	"errors"
	"syscall"
)

const writesDirectly = true

// writeOnce writes what fits without waiting; 0 is nothing.
func writeOnce(raw syscall.RawConn, b []byte) (n int, err error) {
	outer := raw.Write(func(fd uintptr) bool {
		for {
			if n, err = syscall.Write(int(fd), b); !errors.Is(err, syscall.EINTR) {
				return true
			}
		}
	})
	if outer != nil {
		return 0, outer
	}
	if errors.Is(err, syscall.EAGAIN) {
		return 0, nil
	}
	return max(n, 0), err
}
