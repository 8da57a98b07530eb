package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/test/services"
)

const (
	amqpQueue = "numbers"
	// amqpHeartbeat is short, so that a stalled connection is noticed while it stalls.
	amqpHeartbeat = 2 * time.Second
)

// amqpBroker is a RabbitMQ with one queue.
type amqpBroker struct {
	server  *services.Rabbit
	proxy   *proxy
	conn    *amqp.Connection
	channel *amqp.Channel
}

func startAMQP(ctx context.Context, p *proxy) (broker, error) {
	server, err := services.StartRabbitMQ(ctx)
	if err != nil {
		return nil, err
	}
	p.forward(server.Address)
	b := &amqpBroker{server: server, proxy: p}
	if err := b.connect(); err != nil {
		return nil, errors.Join(wrap("preparing rabbitmq", err), b.close())
	}
	return b, nil
}

func (b *amqpBroker) connect() (err error) {
	if b.conn, err = amqp.Dial(b.server.URL); err != nil {
		return err
	}
	if b.channel, err = b.conn.Channel(); err != nil {
		return err
	}
	if _, err = b.channel.QueueDeclare(amqpQueue, true, false, false, false, nil); err != nil {
		return err
	}
	return b.channel.Confirm(false)
}

// disconnect is for the time of a restart.
func (b *amqpBroker) disconnect() error {
	if b.conn == nil || b.conn.IsClosed() {
		return nil
	}
	return b.conn.Close()
}

func (b *amqpBroker) source() map[string]any {
	return sourceConfig("amqp", map[string]any{
		"connection": map[string]any{
			"hostname": "127.0.0.1", "port": b.proxy.port(), "heartbeat": int(amqpHeartbeat / time.Second),
		},
		"queue": amqpQueue,
	})
}

func (b *amqpBroker) publish(ctx context.Context, from, to int) error {
	waiting := make([]*amqp.DeferredConfirmation, 0, to-from)
	for n := from; n < to; n++ {
		number := strconv.Itoa(n)
		c, err := b.channel.PublishWithDeferredConfirmWithContext(ctx, "", amqpQueue, true, false, amqp.Publishing{
			MessageId: number, Headers: amqp.Table{numberHeader: number}, DeliveryMode: amqp.Persistent, Body: body(n),
		})
		if err != nil {
			return wrap("publishing to rabbitmq", err)
		}
		waiting = append(waiting, c)
	}
	for _, c := range waiting {
		if ok, err := c.WaitContext(ctx); err != nil || !ok {
			return fmt.Errorf("rabbitmq did not confirm: %w", err)
		}
	}
	return nil
}

// restart never uses force: acks, unlike messages, are not on disk when they have been sent.
func (b *amqpBroker) restart(ctx context.Context, _ bool) error {
	if err := b.disconnect(); err != nil {
		return err
	}
	if err := b.server.Stop(); err != nil {
		return err
	}
	if err := b.server.Start(ctx); err != nil {
		return err
	}
	return wrap("connecting to rabbitmq again", b.connect())
}

// unsettled asks for what is in the queue and what is delivered and not acknowledged.
func (b *amqpBroker) unsettled(ctx context.Context) (string, error) {
	counts, err := b.counts(ctx)
	if err != nil || counts[0] == "0" {
		return "", err
	}
	return counts[0] + " messages in the queue", nil
}

// counts are the queue's messages and consumers.
func (b *amqpBroker) counts(ctx context.Context) ([2]string, error) {
	out, err := b.server.Control(ctx, "list_queues", "--no-table-headers", "name", "messages", "consumers")
	if err != nil {
		return [2]string{}, err
	}
	for line := range strings.Lines(out) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == amqpQueue {
			return [2]string{f[1], f[2]}, nil
		}
	}
	return [2]string{}, fmt.Errorf("rabbitmq lists no queue %q: %s", amqpQueue, out)
}

func (b *amqpBroker) letters(context.Context) ([]letter, error) {
	var letters []letter
	for {
		d, ok, err := b.channel.Get(amqpQueue+".dead", true)
		if err != nil {
			return nil, wrap("reading rabbitmq's dead letters", err)
		}
		if !ok {
			return letters, nil
		}
		l := letter{body: d.Body, position: d.MessageId, headers: make(map[string]string)}
		for name, value := range d.Headers {
			l.headers[name], _ = value.(string)
		}
		letters = append(letters, l)
	}
}

// leftovers counts our own connection out.
func (b *amqpBroker) leftovers(ctx context.Context) (string, error) {
	counts, err := b.counts(ctx)
	if err != nil {
		return "", err
	}
	out, err := b.server.Control(ctx, "list_connections", "--no-table-headers", "pid", "client_properties")
	if err != nil {
		return "", err
	}
	connections := strings.Count(strings.TrimSpace(out), "\n") // one less than lines
	if counts[1] == "0" && connections == 0 {
		return "", nil
	}
	return fmt.Sprintf("%s consumers, %d connections", counts[1], connections), nil
}

func (b *amqpBroker) close() error { return errors.Join(b.disconnect(), b.server.Close()) }
