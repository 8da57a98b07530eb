package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"
)

// soak loads guthega for a long time and watches its memory.
type soak struct {
	*options
	orders []order
	dir    string
	out    output

	lines   atomic.Int64 // timing lines so far
	address chan string
	heap    heapMeter
	began   time.Time
	rss     series
	live    series
}

// sampleEvery is how often memory is read; shorter runs have it read forty times.
const sampleEvery = 5 * time.Second

// run reports whether all was well: no growth, no lost line, no wrong reply.
func (k *soak) run(ctx context.Context) (ok bool, err error) {
	p, readers, err := k.start()
	if err != nil {
		return false, err
	}
	stopped := false
	defer func() {
		if !stopped {
			err = errors.Join(err, p.stop())
		}
	}()
	var address string
	select {
	case address = <-k.address:
	case <-p.ended:
		return false, errors.New("guthega ended before it was ready")
	case <-ctx.Done():
		return false, ctx.Err()
	case <-time.After(startLimit):
		return false, fmt.Errorf("guthega is not ready after %s", startLimit)
	}
	k.out.printf("Soak: %s of load on %d connections, process %d\n", k.soak, k.concurrency, p.pid())
	watching, watched := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		k.watch(watching, p.pid())
	}()
	s, err := (&load{address: address, orders: k.orders, echo: true, connections: k.concurrency}).run(ctx, 0, k.soak)
	watched()
	<-done
	stopped = true
	if err := errors.Join(err, p.stop()); err != nil {
		return false, err
	}
	for range 2 { // both pipes are at their end: every line has been counted
		err = errors.Join(err, <-readers)
	}
	if err := errors.Join(err, ctx.Err()); err != nil {
		return false, err
	}
	return k.report(s), nil
}

// start starts guthega with its log and the garbage collector's on pipes that are read here: ten minutes of a log
// fill a disk.
func (k *soak) start() (p *process, readers chan error, err error) {
	dir := filepath.Join(k.dir, "soak")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, err
	}
	subject := peers(k.options)[0]
	argv, err := subject.command(dir, 0)
	if err != nil {
		return nil, nil, err
	}
	outReader, outWriter, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	errReader, errWriter, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	p, err = spawn(subject.name, argv, dir, outWriter, errWriter, "GODEBUG=gctrace=1")
	if err := errors.Join(outWriter.Close(), errWriter.Close(), err); err != nil {
		return nil, nil, err
	}
	var others lastLines
	p.lastWords = others.text
	k.address = make(chan string, 1)
	readers = make(chan error, 2)
	go func() {
		readers <- eachLine(outReader, func(line []byte) error {
			switch {
			case bytes.Contains(line, timingLine):
				k.lines.Add(1)
			default:
				others.add(line)
				if a := readyAddress(line); a != "" {
					k.address <- a
				}
			}
			return nil
		})
	}()
	go func() {
		readers <- eachLine(errReader, func(line []byte) error {
			if !k.heap.add(line) {
				others.add(line)
			}
			return nil
		})
	}()
	return p, readers, nil
}

// watch samples until ctx ends.
func (k *soak) watch(ctx context.Context, pid int) {
	k.began = time.Now()
	every := min(sampleEvery, k.soak/40)
	tick := time.NewTicker(every)
	defer tick.Stop()
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		at := time.Since(k.began)
		if rss := processUsage(pid).rss; rss > 0 {
			k.rss.add(at, megabytes(rss))
		}
		live, collections := k.heap.take()
		if collections > 0 {
			k.live.add(at, live)
		}
		if n%12 == 0 {
			k.out.printf("  %6s  %9d lines  RSS %5.1f MB  live heap %5.2f MB (%d collections)\n",
				at.Round(time.Second), k.lines.Load(), megabytes(processUsage(pid).rss), live, collections)
		}
	}
}

// report prints what came of it.
func (k *soak) report(s *sample) bool {
	skip := min(time.Minute, k.soak/10) // caches fill, the heap finds its size
	rss, live := k.rss.trend(skip), k.live.trend(skip)
	k.out.printf("\n%d requests in %s (%.0f/s), p50 %s, p99 %s\n\n", s.sent, s.elapsed.Round(time.Second), s.rate(),
		s.latency.percentile(50).Round(time.Microsecond), s.latency.percentile(99).Round(time.Microsecond))
	w := k.out.table(0)
	w.row("memory\tfirst quarter\tlast quarter\tslope\tsamples\tverdict")
	for _, m := range []struct {
		name string
		t    trend
	}{{"RSS", rss}, {"live heap after collection", live}} {
		w.row("%s\t%.2f MB\t%.2f MB\t%+.3f MB/min\t%d\t%s",
			m.name, m.t.first, m.t.last, m.t.slope, m.t.samples, m.t.verdict())
	}
	w.flush()
	lines := int(k.lines.Load())
	k.out.printf("\ntiming lines: %d for %d requests: %s\n", lines, s.sent, okOrMissed(lines == s.sent))
	k.out.printf("wrong replies: %d: %s %s\n", s.failed, okOrMissed(s.failed == 0), s.failure)
	return !rss.grew() && !live.grew() && lines == s.sent && s.failed == 0
}
