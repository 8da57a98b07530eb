package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/test/services"
)

// amqpPrefetch is guthega's default concurrency, and so its prefetch.
const amqpPrefetch = 64

type amqpBroker struct {
	server  *services.Rabbit
	conn    *amqp.Connection
	channel *amqp.Channel
}

func startAMQP(ctx context.Context) (broker, error) {
	server, err := services.StartRabbitMQ(ctx)
	if err != nil {
		return nil, err
	}
	conn, err := amqp.Dial(server.URL)
	if err != nil {
		return nil, errors.Join(err, server.Close())
	}
	channel, err := conn.Channel()
	if err != nil {
		return nil, errors.Join(err, conn.Close(), server.Close())
	}
	return &amqpBroker{server, conn, channel}, nil
}

// create declares the queue as both consumers do: durable, and nothing else.
func (a *amqpBroker) create(_ context.Context, name string) error {
	_, err := a.channel.QueueDeclare(name, true, false, false, false, nil)
	return err
}

func (a *amqpBroker) publish(ctx context.Context, name string, orders []order, n int) error {
	for i := range n {
		m := amqp.Publishing{ContentType: "application/json", Body: orders[i%len(orders)].body}
		if err := a.channel.PublishWithContext(ctx, "", name, false, false, m); err != nil {
			return err
		}
	}
	for {
		there, err := a.waiting(name)
		if err != nil || there == n {
			return err
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return fmt.Errorf("%d of %d are in the queue: %w", there, n, err)
		}
	}
}

// waiting is how many messages no consumer has.
func (a *amqpBroker) waiting(name string) (int, error) {
	q, err := a.channel.QueueDeclarePassive(name, true, false, false, false, nil)
	return q.Messages, err
}

// finish counts what has come back: the consumer's connection is closed.
func (a *amqpBroker) finish(_ context.Context, name string) (left int, err error) {
	if left, err = a.waiting(name); err != nil {
		return 0, err
	}
	_, err = a.channel.QueueDelete(name, false, false, false)
	return left, err
}

func (a *amqpBroker) source(name string) map[string]any {
	return map[string]any{"type": "amqp", "properties": map[string]any{
		"connection": map[string]any{"url": a.server.URL}, "queue": name,
	}}
}

func (a *amqpBroker) node(name string) []string {
	return []string{"amqp.js", "--url", a.server.URL, "--queue", name, "--prefetch", strconv.Itoa(amqpPrefetch)}
}

func (a *amqpBroker) close() error { return errors.Join(a.conn.Close(), a.server.Close()) }
