package main

import (
	"bufio"
	"errors"
	"io"
	"net"
	"testing"
	"time"
)

// patience is how long something may take that takes no time.
const patience = 20 * time.Second

// echo starts a server that answers each line with itself.
func echo(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				_, _ = io.Copy(c, c)
			}()
		}
	}()
	return l.Addr().String()
}

func startProxy(t *testing.T) *proxy {
	t.Helper()
	p, err := newProxy(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.close)
	return p
}

// client is a connection through the proxy.
type client struct {
	net.Conn
	lines *bufio.Reader
}

func connect(t *testing.T, p *proxy) client {
	t.Helper()
	c, err := net.Dial("tcp", p.address())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return client{c, bufio.NewReader(c)}
}

// ask sends a line and returns the error of its not coming back.
func (c client) ask() error {
	if _, err := io.WriteString(c, "hello\n"); err != nil {
		return err
	}
	_, err := c.lines.ReadString('\n')
	return err
}

func TestProxyPasses(t *testing.T) {
	p := startProxy(t)
	p.forward(echo(t))
	c := connect(t, p)
	if err := c.ask(); err != nil {
		t.Fatal(err)
	}
	c.Close()
	if !until(t.Context(), patience, func() bool { return p.connections() == 0 }) {
		t.Errorf("%d connections are left", p.connections())
	}
}

func TestProxyStalls(t *testing.T) {
	p := startProxy(t)
	p.forward(echo(t))
	old := connect(t, p)
	if err := old.ask(); err != nil {
		t.Fatal(err)
	}
	p.stall()
	answered := make(chan error, 2)
	go func() { answered <- old.ask() }()
	fresh := connect(t, p)
	go func() { answered <- fresh.ask() }()
	if !until(t.Context(), patience, func() bool { return p.connections() == 2 }) { // it is taken all the same
		t.Fatal("a stalled proxy takes no connections")
	}
	select {
	case err := <-answered:
		t.Fatalf("something came through: %v", err)
	default:
	}
	p.resume()
	for range 2 {
		if err := <-answered; err != nil {
			t.Error(err)
		}
	}
}

func TestProxyDrops(t *testing.T) {
	p := startProxy(t)
	p.forward(echo(t))
	c := connect(t, p)
	if err := c.ask(); err != nil {
		t.Fatal(err)
	}
	p.drop(true)
	if err := c.ask(); err == nil {
		t.Error("a dropped connection answers")
	}
	if fresh, err := net.DialTimeout("tcp", p.address(), patience); err == nil {
		defer fresh.Close()
		if err := fresh.SetDeadline(time.Now().Add(patience)); err != nil {
			t.Fatal(err)
		}
		if err := (client{fresh, bufio.NewReader(fresh)}).ask(); err == nil {
			t.Error("a connection is taken during an outage")
		}
	}
	p.resume()
	if err := connect(t, p).ask(); err != nil {
		t.Errorf("after the outage: %v", err)
	}
}

func TestProxyWithoutServer(t *testing.T) {
	p := startProxy(t)
	c, err := net.DialTimeout("tcp", p.address(), patience)
	if err == nil { // it may be reset at once, or a moment later
		defer c.Close()
		if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
			t.Fatal(err)
		}
		err = client{c, bufio.NewReader(c)}.ask()
	}
	if timeout, ok := errors.AsType[net.Error](err); err == nil || ok && timeout.Timeout() {
		t.Errorf("error %v, want a connection that is refused", err)
	}
}
