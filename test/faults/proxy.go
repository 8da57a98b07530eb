package main

import (
	"context"
	"fmt"
	"net"
	"sync"
)

// proxy stands between the guthegas and the broker, as the network that fails. It is safe for concurrent use.
type proxy struct {
	listener net.Listener
	ctx      context.Context // its life
	end      context.CancelFunc
	running  sync.WaitGroup

	mu      sync.Mutex
	target  string
	refuses bool
	pairs   map[*pair]bool
	flows   chan struct{} // closed while bytes pass
}

// pair is one connection through the proxy.
type pair struct{ client, server net.Conn }

func newProxy(ctx context.Context) (*proxy, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("starting the proxy: %w", err)
	}
	p := &proxy{listener: l, pairs: make(map[*pair]bool), flows: make(chan struct{})}
	close(p.flows)
	p.ctx, p.end = context.WithCancel(context.WithoutCancel(ctx))
	p.running.Go(p.accept)
	return p, nil
}

func (p *proxy) address() string { return p.listener.Addr().String() }

func (p *proxy) port() int {
	a, _ := p.listener.Addr().(*net.TCPAddr) // which a TCP listener has
	return a.Port
}

// forward has connections go to address from now on.
func (p *proxy) forward(address string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.target = address
}

// stall lets no byte pass until resume; connections stay, and new ones are taken.
func (p *proxy) stall() {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.flows:
		p.flows = make(chan struct{})
	default:
	}
}

func (p *proxy) resume() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuses = false
	select {
	case <-p.flows:
	default:
		close(p.flows)
	}
}

// drop resets all connections, and new ones until resume where refuse is set.
func (p *proxy) drop(refuse bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuses = p.refuses || refuse
	for c := range p.pairs {
		reset(c.client)
		_ = c.server.Close() // the broker is to see an end
	}
}

// reset closes a connection so that its peer gets an error and not an orderly end.
func reset(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // without it, it is closed all the same
	}
	_ = c.Close()
}

// connections is how many there are.
func (p *proxy) connections() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.pairs)
}

func (p *proxy) close() {
	p.end()
	_ = p.listener.Close()
	p.drop(true)
	p.running.Wait()
}
