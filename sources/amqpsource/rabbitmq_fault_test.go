package amqpsource

import (
	"context"
	"fmt"
	"strings"
	"testing"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/sources"
)

func realBindings(t *testing.T, server *rabbit) {
	bodies := make(chan string, 10)
	c := server.config(Config{Exchange: &Exchange{Name: "shop", Kind: "topic"}, Bindings: []string{"orders.*"}})
	r := consume(t, c, bodiesTo(bodies))
	if err := r.channel.PublishWithContext(t.Context(), "shop", "orders.new", true, false, amqp.Publishing{Body: []byte("1")}); err != nil {
		t.Fatal(err)
	}
	if got := receive(t, bodies); got != "1" {
		t.Errorf("got %q", got)
	}
	r.stopCleanly()
}

func realDeletedQueue(t *testing.T, server *rabbit) {
	bodies := make(chan string, 10)
	r := consume(t, server.config(Config{}), bodiesTo(bodies))
	if _, err := server.Control(t.Context(), "delete_queue", r.source.config.Queue); err != nil {
		t.Fatal(err)
	}
	r.log.await(t, "cancelled by the broker", 1)
	for { // until it is declared again it is returned
		err := r.publish.publish(t.Context(), r.source.config.Queue, amqp.Publishing{Body: []byte("1")})
		if err == nil {
			break
		}
		if t.Context().Err() != nil {
			t.Fatal(err)
		}
	}
	if got := receive(t, bodies); got != "1" {
		t.Errorf("got %q", got)
	}
	r.stopCleanly()
}

func realClosedConnections(t *testing.T, server *rabbit) {
	bodies := make(chan string, 10)
	r := consume(t, server.config(Config{}), bodiesTo(bodies))
	if _, err := server.Control(t.Context(), "close_all_connections", "for a test"); err != nil {
		t.Fatal(err)
	}
	r.log.await(t, "Consuming", 2)
	r.connect()
	r.send(amqp.Publishing{Body: []byte("1")})
	if got := receive(t, bodies); got != "1" {
		t.Errorf("got %q", got)
	}
	r.stopCleanly()
}

// realDeliveryTimeout shortens the broker's 30 minutes, and its interval of looking at them, for new channels.
func realDeliveryTimeout(t *testing.T, server *rabbit) {
	set := func(expression string) {
		t.Helper()
		if _, err := server.Control(context.WithoutCancel(t.Context()), "eval", expression); err != nil {
			t.Fatal(err)
		}
	}
	set("application:set_env(rabbit, consumer_timeout, 500), application:set_env(rabbit, channel_tick_interval, 100).")
	bodies, release := make(chan string, 10), make(chan struct{})
	r := consume(t, server.config(Config{Concurrency: 2}), func(_ context.Context, m *sources.Message) (sources.Result, error) {
		bodies <- string(m.Body)
		<-release
		return sources.Result{}, nil
	})
	r.send(amqp.Publishing{Body: []byte("1")})
	receive(t, bodies)
	r.log.await(t, "consumer_timeout", 1)
	receive(t, bodies) // again
	close(release)
	r.stopCleanly()
	set("application:set_env(rabbit, consumer_timeout, 1800000), application:set_env(rabbit, channel_tick_interval, 60000).")
}

// realBlocked raises the memory alarm.
func realBlocked(t *testing.T, server *rabbit) {
	var r *consuming
	ready, done := make(chan struct{}), make(chan error, 10)
	r = consume(t, server.config(Config{}), func(ctx context.Context, m *sources.Message) (sources.Result, error) {
		<-ready
		err := r.source.DeadLetter(ctx, m, nil)
		done <- err
		if err != nil {
			return sources.Result{}, &sources.Error{Kind: sources.Fatal, Message: "no dead letter", Err: err}
		}
		return sources.Result{}, errFailed
	})
	r.send(amqp.Publishing{Body: []byte("1")})
	r.send(amqp.Publishing{Body: []byte("2")})
	watermark := func(v string) {
		t.Helper()
		if _, err := server.Control(context.WithoutCancel(t.Context()), "set_vm_memory_high_watermark", v); err != nil {
			t.Fatal(err)
		}
	}
	watermark("0.00001")
	close(ready)
	r.log.await(t, "dead letters wait", 1)
	if len(done) != 0 {
		t.Error("a dead letter was safe although the broker takes nothing")
	}
	watermark("0.9")
	for range 2 {
		if err := receive(t, done); err != nil {
			t.Error(err)
		}
	}
	r.stopCleanly()
}

// realKilled: what was not acknowledged when the broker died is delivered when it is back.
func realKilled(t *testing.T, server *rabbit) {
	bodies := make(chan string, 1000)
	r := consume(t, server.config(Config{}), bodiesTo(bodies))
	for n := range 100 {
		r.send(amqp.Publishing{Body: fmt.Append(nil, n), DeliveryMode: amqp.Persistent})
	}
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	r.log.await(t, "Waiting for the broker", 1)
	if ok, why := r.source.Connected(); ok || !strings.Contains(why, server.Address) {
		t.Errorf("Connected() = %t, %q", ok, why)
	}
	if err := server.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.log.await(t, "Consuming", 2)
	r.connect()
	r.send(amqp.Publishing{Body: []byte("last")})
	seen := map[string]bool{}
	for len(seen) < 101 {
		seen[receive(t, bodies)] = true
	}
	r.stopCleanly()
}
