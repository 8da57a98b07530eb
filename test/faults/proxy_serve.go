package main

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

func (p *proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue
		}
		p.running.Go(func() { p.serve(client) })
	}
}

// dialLimit bounds connecting to a broker, which is on this machine.
const dialLimit = 5 * time.Second

func (p *proxy) serve(client net.Conn) {
	p.mu.Lock()
	target, refuses := p.target, p.refuses
	p.mu.Unlock()
	if refuses || target == "" {
		reset(client)
		return
	}
	ctx, cancel := context.WithTimeout(p.ctx, dialLimit)
	defer cancel()
	server, err := new(net.Dialer).DialContext(ctx, "tcp", target)
	if err != nil { // it is down
		reset(client)
		return
	}
	c := &pair{client, server}
	p.mu.Lock()
	if p.refuses {
		p.mu.Unlock()
		reset(client)
		_ = server.Close()
		return
	}
	p.pairs[c] = true
	p.mu.Unlock()
	var copying sync.WaitGroup
	copying.Go(func() { p.copy(server, client) })
	copying.Go(func() { p.copy(client, server) })
	copying.Wait()
	p.mu.Lock()
	delete(p.pairs, c)
	p.mu.Unlock()
}

// copy passes bytes on until either side ends, and then ends both.
func (p *proxy) copy(to, from net.Conn) {
	defer to.Close()   //nolint:errcheck // it is over either way
	defer from.Close() //nolint:errcheck // as above
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			if !p.pass() {
				return
			}
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				return
			}
			p.pass() // the end is not seen during a stall either
			return
		}
	}
}

// pass waits until bytes may pass; false at the proxy's end.
func (p *proxy) pass() bool {
	p.mu.Lock()
	flows := p.flows
	p.mu.Unlock()
	select {
	case <-flows:
		return true
	case <-p.ctx.Done():
		return false
	}
}
