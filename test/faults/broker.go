package main

import (
	"context"
	"fmt"
	"time"
)

// broker is a broker of ours, and a client of it that goes round the proxy. Its methods are called one at a time.
type broker interface {
	// source is the config of the source, which connects by the proxy.
	source() map[string]any
	// publish sends the numbers from (included) to to (not included) and returns when the broker has each of them safe,
	// once. An error is for good.
	publish(ctx context.Context, from, to int) error
	// restart stops the broker, by force where that loses nothing that it has confirmed, and starts it again.
	restart(ctx context.Context, force bool) error
	// unsettled says how much is not settled; "" is nothing.
	unsettled(ctx context.Context) (string, error)
	// letters reads the dead letters.
	letters(ctx context.Context) ([]letter, error)
	// leftovers says what is left of guthegas that have all ended; "" is nothing.
	leftovers(ctx context.Context) (string, error)
	// close stops the broker.
	close() error
}

// making is how a broker is started and what is expected with it.
type making struct {
	start func(ctx context.Context, p *proxy) (broker, error)
	// concurrency is the guthegas'.
	concurrency int
	limits      limits
	lane        func(n int) int
	originals   []string
}

// unbounded is the number of finished messages where only time bounds it.
const unbounded = 1 << 30

// makings are the brokers by name.
func makings() map[string]making {
	const concurrency = 32
	amqp := making{
		start: startAMQP, concurrency: concurrency,
		// The prefetch bounds what is not acknowledged, finished or not.
		limits:    limits{inFlight: concurrency, lag: 2 * time.Second, aftermath: amqpHeartbeat * 3},
		originals: []string{"guthega-original-queue", "guthega-original-exchange", "guthega-original-routing-key"},
	}
	redis := making{
		start: startRedis, concurrency: concurrency,
		// A lane's verdicts wait in a channel of four times the concurrency, for an XACK of 512 at most.
		limits:    limits{inFlight: concurrency, finished: 4*concurrency + 512, lag: 2 * time.Second, aftermath: redisClaimIdle},
		originals: []string{"guthega-original-stream", "guthega-original-id"},
	}
	kafka := func(order string, lane func(n int) int) making {
		return making{
			start:       func(ctx context.Context, p *proxy) (broker, error) { return startKafka(ctx, p, order) },
			concurrency: concurrency, lane: lane,
			limits: limits{ // commits are a second apart
				inFlight: concurrency, finished: unbounded, lag: 3 * time.Second, aftermath: kafkaSession + time.Second,
			},
			originals: []string{"guthega-original-topic", "guthega-original-partition", "guthega-original-offset"},
		}
	}
	return map[string]making{
		"kafka":     kafka("partition", func(n int) int { return n % kafkaPartitions }),
		"kafka-key": kafka("key", func(n int) int { return n % kafkaKeys }),
		"amqp":      amqp,
		"redis":     redis,
	}
}

// until asks done every pollInterval until it is true, and is false if ctx ends or limit passes before.
func until(ctx context.Context, limit time.Duration, done func() bool) bool {
	deadline := time.NewTimer(limit)
	defer deadline.Stop()
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-deadline.C:
			return done()
		case <-ctx.Done():
			return false
		}
	}
	return true
}

// sourceConfig is guthega's config of a source.
func sourceConfig(kind string, properties map[string]any) map[string]any {
	return map[string]any{"type": kind, "properties": properties}
}

// wrap adds what was being done.
func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
