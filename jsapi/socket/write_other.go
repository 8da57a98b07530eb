//go:build !unix

package socket

import "syscall"

const writesDirectly = false

func writeOnce(syscall.RawConn, []byte) (int, error) { return 0, nil }
