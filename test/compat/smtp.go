package main

import (
	"context"
	"net"
	"net/textproto"
	"strconv"
	"sync"
)

// smtpServer takes mail from who upgrades the connection and has the password, and answers with what it got.
type smtpServer struct {
	certificate *certificate
	address     string // of the first start; later ones have it too

	mu       sync.Mutex
	listener net.Listener // nil while it is stopped
	open     map[net.Conn]bool
	serving  sync.WaitGroup
}

// Start starts it, and again at the same address after a Stop.
func (s *smtpServer) Start(ctx context.Context) error {
	if s.address == "" {
		s.address = "127.0.0.1:0"
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", s.address)
	if err != nil {
		return err
	}
	s.address, s.listener, s.open = l.Addr().String(), l, map[net.Conn]bool{}
	s.serving.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return // it was stopped
			}
			s.mu.Lock()
			s.open[conn] = true
			s.mu.Unlock()
			s.serving.Go(func() {
				defer conn.Close() //nolint:errcheck // the client is gone, or was told to go
				(&smtpSession{server: s, conn: conn, text: textproto.NewConn(conn)}).serve()
			})
		}
	})
	return nil
}

// Stop ends it and its connections.
func (s *smtpServer) Stop() error {
	if s.listener == nil {
		return nil
	}
	err := s.listener.Close()
	s.mu.Lock()
	for conn := range s.open {
		_ = conn.Close() // it may be closed already
	}
	s.mu.Unlock()
	s.serving.Wait()
	s.listener = nil
	return err
}

// Close is Stop.
func (s *smtpServer) Close() error { return s.Stop() }

// port is the address's.
func (s *smtpServer) port() (int, error) {
	_, port, err := net.SplitHostPort(s.address)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(port)
}
