package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/guthega/guthega/test/services"
)

// broker is a server whose messages are consumed, and the clients on both sides.
type broker interface {
	// create makes what a sample's messages go into, a topic say, by a name that is new.
	create(ctx context.Context, name string) error
	// publish puts n messages there, the orders in turn, and returns when the server has them.
	publish(ctx context.Context, name string, orders []order, n int) error
	// finish says how many messages have not been settled by the consumer, which has ended, and removes what create made.
	finish(ctx context.Context, name string) (left int, err error)
	// source is guthega's source config, and node the Node consumer's script and its arguments.
	source(name string) map[string]any
	node(name string) []string
	close() error
}

// liveBroker is one that keeps no messages for a consumer that is still to come.
type liveBroker interface {
	broker
	// subscribed waits until a consumer is there.
	subscribed(ctx context.Context, name string) error
}

// sourceCase is a source that is measured.
type sourceCase struct {
	name     string // that -only knows
	title    string
	start    func(ctx context.Context) (broker, error)
	receiver map[string]any // guthega's receiver config
	alone    bool           // there is no consumer written for Node
}

// sourceCases are all of them, in the order in which they are measured.
func sourceCases() []sourceCase {
	order := map[string]any{"module": "./order.js"}
	return []sourceCase{
		{name: "redis", title: "Redis Pub/Sub", start: startRedis, receiver: order},
		{name: "kafka", title: "Kafka", start: startKafka, receiver: order},
		{name: "amqp", title: "AMQP", start: startAMQP, receiver: order},
		{name: "await", title: "Kafka, 5 ms awaited", start: startKafkaUnordered, alone: true, receiver: map[string]any{
			"module": "./await.js", "concurrency": awaitConcurrency,
		}},
	}
}

func sourceNames() []string {
	var names []string
	for _, c := range sourceCases() {
		names = append(names, c.name)
	}
	return names
}

// sourceBench is the comparison of consumers under way.
type sourceBench struct {
	*options
	orders  []order
	dir     string
	out     output
	peers   string // the folder of the Node consumers; "" where they cannot be had
	names   int    // that were given to topics and queues
	quiet   *bench // whose awaitQuiet is used; -patience is all that it has
	targets []target
}

// run measures every case that is asked for.
func (b *sourceBench) run(ctx context.Context) error {
	if b.options.node != "" {
		dir, err := services.InstallBenchPeers(ctx)
		if missing, ok := errors.AsType[*services.Unavailable](err); ok {
			b.out.printf("SKIPPED: %v; guthega is measured alone\n", missing)
		} else if err != nil {
			return err
		}
		b.peers = dir
	}
	b.out.printf("Messages are published beforehand. The server that delivers them shares the CPUs with the consumer.\n")
	b.targets = newSourceTargets()
	b.quiet = &bench{runner: &runner{options: b.options}, began: time.Now()}
	for _, c := range sourceCases() {
		if !b.wants(c.name) {
			continue
		}
		began := time.Now()
		b.out.printf("\n[%s]\n", c.name)
		err := errors.Join(ctx.Err(), b.measure(ctx, c))
		if missing, ok := errors.AsType[*services.Unavailable](err); ok {
			b.out.printf("SKIPPED: %v\n", missing)
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		b.out.printf("(%s took %s)\n", c.name, time.Since(began).Round(100*time.Millisecond))
	}
	return nil
}

// measure takes samples of the consumers in turn. The order alternates from round to round, so that a machine that gets
// slower or faster meanwhile favours nobody.
func (b *sourceBench) measure(ctx context.Context, c sourceCase) (err error) {
	server, err := c.start(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.close()) }()
	consumers := b.consumers(c, server)
	order := slices.Clone(consumers)
	for round := range b.pairs {
		b.out.printf("  round %d of %d:", round+1, b.pairs)
		for i, one := range order {
			if err := errors.Join(b.quiet.awaitQuiet(ctx), b.sample(ctx, server, one)); err != nil {
				return fmt.Errorf("measuring %s: %w", one.peer.name, err)
			}
			if i > 0 {
				b.out.printf(" ·")
			}
			b.out.printf("  %s %.0f/s", one.peer.name, one.rates[len(one.rates)-1])
		}
		b.out.printf("\n")
		slices.Reverse(order)
	}
	b.print(c, consumers)
	return b.judge(c, consumers)
}
