//go:build !linux

package services

import (
	"fmt"
	"net"
)

// port is a loopback port that was free when asked for. Only on Linux is there a way to keep it.
type port struct{ number int }

func reservePort() (port, error) {
	l, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return port{}, fmt.Errorf("reserving a port: %w", err)
	}
	number := l.Addr().(*net.TCPAddr).Port
	return port{number}, l.Close()
}

func (port) Close() error { return nil }
