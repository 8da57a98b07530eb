package services

import (
	"fmt"
	"os"
	"syscall"
)

// port is a loopback port that is ours until Close, whether or not a server listens on it.
//
// Another process could take a port that was merely found to be free. This one is bound by a socket that never listens:
// the system then gives it to nobody who asks for any port, connections to it are refused, and a server that names it and
// sets SO_REUSEADDR, as servers do, may listen on it beside us.
type port struct {
	number int
	held   *os.File
}

func reservePort() (port, error) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return port{}, fmt.Errorf("reserving a port: %w", os.NewSyscallError("socket", err))
	}
	held := os.NewFile(uintptr(fd), "reserved port")
	number, err := bind(fd)
	if err != nil {
		_ = held.Close() // what failed is said already
		return port{}, fmt.Errorf("reserving a port: %w", err)
	}
	return port{number, held}, nil
}

func bind(fd int) (int, error) {
	if err := syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1); err != nil {
		return 0, os.NewSyscallError("setsockopt", err)
	}
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return 0, os.NewSyscallError("bind", err)
	}
	address, err := syscall.Getsockname(fd)
	if err != nil {
		return 0, os.NewSyscallError("getsockname", err)
	}
	inet, ok := address.(*syscall.SockaddrInet4)
	if !ok {
		return 0, fmt.Errorf("getsockname: an address of type %T", address)
	}
	return inet.Port, nil
}

func (p port) Close() error { return p.held.Close() }
