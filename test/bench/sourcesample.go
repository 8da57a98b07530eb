package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// consumer is a peer that consumes, and what its samples came to.
type consumer struct {
	peer      peer
	topic     string    // the sample's
	fields    []string  // on its timing lines
	rates     []float64 // messages a second
	cpu       []float64 // its CPU time, microseconds a message; that of its start is among it
	peak      []float64 // the most memory it took, in megabytes
	published []float64 // messages a second that were put in
	others    []float64 // how many CPUs the server took, and whoever else is there
}

// sampleLimit is far above what any consumer needs.
const sampleLimit = 5 * time.Minute

// sample has the consumer work off a topic or queue of its own. Where the server keeps messages they are all there before
// the consumer starts, and where it does not the consumer is held until they have been published: the publisher, which
// shares the machine with everybody, never runs beside it.
func (b *sourceBench) sample(ctx context.Context, server broker, c *consumer) (err error) {
	ctx, cancel := context.WithTimeout(ctx, sampleLimit)
	defer cancel()
	b.names++
	c.topic = fmt.Sprintf("bench-%d", b.names)
	if err := server.create(ctx, c.topic); err != nil {
		return fmt.Errorf("creating %s: %w", c.topic, err)
	}
	live, _ := server.(liveBroker)
	if live == nil {
		if err := b.publish(ctx, server, c); err != nil {
			return err
		}
	}
	dir := filepath.Join(b.dir, c.topic)
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	s, err := launch(c.peer, dir, 0)
	if err != nil {
		return err
	}
	err = b.work(ctx, live, c, s)
	if err := errors.Join(err, s.stop()); err != nil {
		return err
	}
	left, err := server.finish(ctx, c.topic)
	if err == nil && left != 0 {
		err = fmt.Errorf("%d of %d messages were not settled", left, b.messages)
	}
	return err
}

// work waits until s has done all messages, and takes the figures. live may be nil.
func (b *sourceBench) work(ctx context.Context, live liveBroker, c *consumer, s *server) error {
	if live != nil {
		if err := b.feed(ctx, live, c, s); err != nil {
			return err
		}
	}
	began := time.Now()
	read := func() meter {
		return meter{
			wall: time.Since(began), server: oneProcess(s.pid()).cpu, load: oneProcess(os.Getpid()).cpu, machine: machineBusy(),
		}
	}
	before := read()
	if err := s.awaitLines(ctx, b.messages); err != nil {
		return err
	}
	spent, used := read().since(before), processUsage(s.pid())
	lines, err := s.log.timings(b.messages)
	if err != nil {
		return err
	}
	c.fields = lines.fields
	c.rates = append(c.rates, lines.rate())
	c.cpu = append(c.cpu, used.cpu.Seconds()*1e6/float64(b.messages))
	c.peak = append(c.peak, megabytes(used.peak))
	c.others = append(c.others, spent.others())
	return nil
}

// feed holds the subscriber s while its messages are published, so that they wait in the server.
func (b *sourceBench) feed(ctx context.Context, live liveBroker, c *consumer, s *server) error {
	if err := live.subscribed(ctx, c.topic); err != nil {
		return fmt.Errorf("waiting for %s to subscribe: %w", c.peer.name, err)
	}
	if err := s.hold(); err != nil {
		return err
	}
	return errors.Join(b.publish(ctx, live, c), s.resume())
}

func (b *sourceBench) publish(ctx context.Context, server broker, c *consumer) error {
	began := time.Now()
	if err := server.publish(ctx, c.topic, b.orders, b.messages); err != nil {
		return fmt.Errorf("publishing: %w", err)
	}
	c.published = append(c.published, float64(b.messages)/time.Since(began).Seconds())
	return nil
}
