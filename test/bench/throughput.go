package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// httpResult is what a peer's samples came to.
type httpResult struct {
	rates    []float64 // requests a second
	p50, p99 []float64 // milliseconds
	cpu      []float64 // the server's CPU time, microseconds a request
	idle     int64     // bytes in memory before the first message
	peak     int64     // and the most under load
}

// idleAfter is how long after its start a server's idle memory is read: what starting left behind may be collected.
const idleAfter = time.Second

// bench is the HTTP comparison under way.
type bench struct {
	*runner
	servers []*server
	results map[string]*httpResult
	waited  time.Duration // of -patience
	began   time.Time
	others  []float64 // how many CPUs other processes took during each sample
}

// measure runs all peers side by side and loads one after the other. The order alternates from round to round, so that
// a machine that gets slower or faster meanwhile favours nobody.
func (b *bench) measure(ctx context.Context) (err error) {
	b.began = time.Now()
	b.results = map[string]*httpResult{}
	defer func() {
		for _, s := range b.servers {
			err = errors.Join(err, s.stop())
		}
	}()
	for i, p := range b.list {
		s, err := start(ctx, p, filepath.Join(b.dir, fmt.Sprintf("http-%d", i)))
		if err != nil {
			return err
		}
		b.servers = append(b.servers, s)
		b.results[p.name] = &httpResult{}
	}
	if err := pause(ctx, idleAfter); err != nil {
		return err
	}
	for _, s := range b.servers {
		b.results[s.peer.name].idle = processUsage(s.pid()).rss
	}
	if err := b.prepare(ctx); err != nil {
		return err
	}
	order := slices.Clone(b.servers)
	for round := range b.pairs {
		b.out.printf("  round %d of %d:", round+1, b.pairs)
		for _, s := range order {
			if err := b.sample(ctx, s); err != nil {
				return fmt.Errorf("measuring %s: %w", s.peer.name, err)
			}
		}
		b.printRound(round)
		slices.Reverse(order)
	}
	for _, s := range b.servers {
		b.results[s.peer.name].peak = processUsage(s.pid()).peak
	}
	return nil
}

// prepare checks that every peer does the job, and warms it up, so that Node's compiler has seen the code.
func (b *bench) prepare(ctx context.Context) error {
	var fields []string
	for _, s := range b.servers {
		if err := verify(ctx, s, b.orders); err != nil {
			return fmt.Errorf("%s does not do the job: %w", s.peer.name, err)
		}
		sent := len(b.orders)
		w, err := b.load(s).run(ctx, 0, b.duration)
		if err != nil {
			return err
		}
		if !s.peer.lines {
			continue
		}
		own, err := s.timingFields(sent + w.sent)
		if err != nil {
			return err
		}
		if fields == nil {
			fields = own
		}
		if !slices.Equal(own, fields) {
			return fmt.Errorf("%s writes another timing line than %s: %s, not %s", s.peer.name, b.servers[0].peer.name,
				strings.Join(own, " "), strings.Join(fields, " "))
		}
	}
	return nil
}

// timingFields waits for the lines of all that was sent, and says what is on them.
func (s *server) timingFields(sent int) ([]string, error) {
	fields, err := s.log.timingFields()
	if err != nil {
		return nil, err
	}
	return fields, s.checkLines(sent, 0)
}

func (b *bench) load(s *server) *load {
	return &load{address: s.address, orders: b.orders, echo: s.peer.echo, connections: b.concurrency}
}

// sample loads s once; again, where others disturbed it and there is patience left.
func (b *bench) sample(ctx context.Context, s *server) error {
	for {
		if err := b.awaitQuiet(ctx); err != nil {
			return err
		}
		before := b.meter(s)
		f, err := b.take(ctx, s)
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		spent := b.meter(s).since(before)
		if err := s.checkLines(f.sent, f.extra); err != nil {
			return err
		}
		if spent.others() > disturbed && b.patient() {
			b.waited += spent.wall
			continue
		}
		f.cpu = spent.server.Seconds() * 1e6 / float64(f.sent)
		b.results[s.peer.name].add(f)
		b.others = append(b.others, spent.others())
		return nil
	}
}

// figures are one sample's.
type figures struct {
	sent, extra int // requests, and how many more the server may have seen
	rate, cpu   float64
	p50, p99    time.Duration
}

// take loads s with our own generator or with wrk.
func (b *bench) take(ctx context.Context, s *server) (*figures, error) {
	if b.wrk != "" {
		w, err := b.load(s).runWRK(ctx, b.wrk, b.dir, b.duration)
		if err != nil {
			return nil, err
		}
		if w.failed > 0 {
			return nil, fmt.Errorf("%d replies were not 2xx", w.failed)
		}
		return &figures{sent: w.requests, extra: 4 * b.concurrency, rate: w.rate, p50: w.p50, p99: w.p99}, nil
	}
	w, err := b.load(s).run(ctx, b.duration/10, b.duration)
	if err != nil {
		return nil, err
	}
	if w.failed > 0 {
		return nil, fmt.Errorf("%d of %d replies were wrong, such as: %s", w.failed, w.sent, w.failure)
	}
	return &figures{
		sent: w.sent, rate: w.rate(), p50: w.latency.percentile(50), p99: w.latency.percentile(99),
	}, nil
}

func (r *httpResult) add(f *figures) {
	r.rates = append(r.rates, f.rate)
	r.p50 = append(r.p50, f.p50.Seconds()*1000)
	r.p99 = append(r.p99, f.p99.Seconds()*1000)
	r.cpu = append(r.cpu, f.cpu)
}

// checkLines holds s to one timing line for every message; extra is how many messages more it may have seen.
func (s *server) checkLines(sent, extra int) error {
	if !s.peer.lines {
		return nil
	}
	n, err := s.log.settle(sent)
	if err != nil {
		return fmt.Errorf("reading the log of %s: %w", s.peer.name, err)
	}
	if n < sent || n > sent+extra {
		return fmt.Errorf("%s wrote %d timing lines for %d messages", s.peer.name, n, sent)
	}
	return nil
}

func (b *bench) printRound(round int) {
	for _, s := range b.servers {
		b.out.printf("  %s %.0f/s", s.peer.name, b.results[s.peer.name].rates[round])
		if s != b.servers[len(b.servers)-1] {
			b.out.printf(" ·")
		}
	}
	b.out.printf("\n")
}

// pause waits, or returns ctx's error.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
