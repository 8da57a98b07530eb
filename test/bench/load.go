package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"time"
)

// load is what to send, and where to.
type load struct {
	address     string
	orders      []order
	echo        bool // a reply carries its order's id
	connections int
}

// sample is what came of a load.
type sample struct {
	sent     int // requests answered, those of the warm-up too
	measured int
	elapsed  time.Duration // of what was measured
	latency  histogram
	failed   int // answered otherwise than 200 and right
	failure  string
}

func (s *sample) rate() float64 { return float64(s.measured) / s.elapsed.Seconds() }

// stall ends a load whose server does not answer any more.
const stall = 30 * time.Second

// run keeps every connection busy with one request after the other for d, after a warm-up that is not measured, and
// waits for the last replies. ctx ends it early, without an error.
func (l *load) run(ctx context.Context, warmUp, d time.Duration) (*sample, error) {
	// One thread is enough for all peers, and polls many connections at once; a second would only take the core from
	// the server. That is wrk -t1.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	conns, err := l.connect(ctx)
	defer func() {
		for _, c := range conns {
			_ = c.conn.Close()
		}
	}()
	if err != nil {
		return nil, err
	}
	from := time.Now().Add(warmUp)
	until := from.Add(d)
	errs := make(chan error)
	for _, c := range conns {
		go func() { errs <- c.run(ctx, from, until) }()
	}
	for range conns {
		err = errors.Join(err, <-errs)
	}
	if err != nil {
		return nil, fmt.Errorf("loading %s: %w", l.address, err)
	}
	s := &sample{elapsed: time.Since(from)}
	for _, c := range conns {
		s.add(&c.sample)
	}
	return s, nil
}

func (s *sample) add(o *sample) {
	s.sent += o.sent
	s.measured += o.measured
	s.failed += o.failed
	if s.failure == "" {
		s.failure = o.failure
	}
	s.latency.merge(&o.latency)
}

func (l *load) connect(ctx context.Context) ([]*client, error) {
	clients := make([]*client, 0, l.connections)
	for i := range l.connections {
		c, err := dial(ctx, l.address)
		if err != nil {
			return clients, err
		}
		c.requests = l.requests(i)
		clients = append(clients, c)
	}
	return clients, nil
}

// requests are all orders, starting with another one for every connection.
func (l *load) requests(first int) []request {
	requests := make([]request, len(l.orders))
	for i := range requests {
		requests[i] = newRequest(l.address, l.orders[(first+i)%len(l.orders)], l.echo)
	}
	return requests
}

// client sends requests on one connection, one at a time.
type client struct {
	conn     net.Conn
	in       *reader
	requests []request
	sample   sample
}

func dial(ctx context.Context, address string) (*client, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return &client{conn: conn, in: newReader(conn)}, nil
}

func (c *client) run(ctx context.Context, from, until time.Time) error {
	if err := c.conn.SetDeadline(until.Add(stall)); err != nil {
		return err
	}
	for n := 0; ; n++ {
		start := time.Now()
		if !start.Before(until) || stopped(ctx) {
			return nil
		}
		if err := c.exchange(&c.requests[n%len(c.requests)]); err != nil {
			return err
		}
		if end := time.Now(); !end.Before(from) {
			c.sample.measured++
			c.sample.latency.add(end.Sub(start))
		}
	}
}

// exchange sends r and reads the reply.
func (c *client) exchange(r *request) error {
	if _, err := c.conn.Write(r.bytes); err != nil {
		return err
	}
	reply, err := c.in.read()
	if err != nil {
		return err
	}
	c.sample.sent++
	if !r.answeredBy(reply) {
		c.sample.failed++
		if c.sample.failure == "" {
			c.sample.failure = fmt.Sprintf("%d %s", reply.status, reply.body)
		}
	}
	return nil
}

func stopped(ctx context.Context) bool { return ctx.Err() != nil }
