package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"syscall"
	"time"
)

// connectPause is how soon after a refused connection the next is tried: a tenth of the precision that is printed.
const connectPause = 100 * time.Microsecond

// firstReply measures how long after its process was started p answers its first message. The port is chosen before.
func firstReply(ctx context.Context, p peer, dir string, o order) (time.Duration, error) {
	port, err := freePort(ctx)
	if err != nil {
		return 0, err
	}
	address := fmt.Sprintf("127.0.0.1:%d", port)
	r := newRequest(address, o, p.echo)
	began := time.Now()
	s, err := launch(p, dir, port)
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	err = s.answer(ctx, address, &r)
	took := time.Since(began)
	return took, errors.Join(err, s.stop())
}

// answer sends r as soon as there is somebody to connect to, and waits for the reply.
func (s *server) answer(ctx context.Context, address string, r *request) error {
	for {
		c, err := dial(ctx, address)
		if err == nil {
			return c.once(ctx, r)
		}
		if !errors.Is(err, syscall.ECONNREFUSED) {
			return fmt.Errorf("connecting to %s: %w", s.peer.name, err)
		}
		select {
		case <-s.ended:
			return fmt.Errorf("%s ended before it listened", s.peer.name)
		case <-time.After(connectPause):
		}
	}
}

// once makes one exchange and closes the connection.
func (c *client) once(ctx context.Context, r *request) error {
	defer func() { _ = c.conn.Close() }()
	if deadline, ok := ctx.Deadline(); ok {
		if err := c.conn.SetDeadline(deadline); err != nil {
			return err
		}
	}
	if err := c.exchange(r); err != nil {
		return err
	}
	if c.sample.failed > 0 {
		return fmt.Errorf("a wrong reply: %s", c.sample.failure)
	}
	return nil
}

// freePort returns a port that was free a moment ago.
func freePort(ctx context.Context) (int, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = l.Close() }()
	a, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		return 0, fmt.Errorf("listening on tcp gave the address %s", l.Addr())
	}
	return a.Port, nil
}

// startResult is how long a peer's starts took. The first one, which fills guthega's cache of compiled code, is apart.
type startResult struct {
	cold time.Duration // with an empty store
	warm []float64     // milliseconds
}

// measureStarts starts each of list in turn, so many times.
func measureStarts(ctx context.Context, list []peer, dir string, times int, orders []order) (map[string]startResult, error) {
	results := map[string]startResult{}
	for round := range times + 1 {
		for i, p := range list {
			took, err := firstReply(ctx, p, filepath.Join(dir, fmt.Sprintf("start-%d", i)), orders[0])
			if err != nil {
				return nil, fmt.Errorf("measuring the start of %s: %w", p.name, err)
			}
			r := results[p.name]
			if round == 0 {
				r.cold = took
			} else {
				r.warm = append(r.warm, took.Seconds()*1000)
			}
			results[p.name] = r
		}
	}
	return results, nil
}
