package amqpsource

import (
	"context"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/test/services"
)

// BenchmarkConsume is the source alone, with a handler that does nothing, on a real broker that has all messages
// already; bare is what the library does at best: one goroutine that acknowledges every 16th delivery.
func BenchmarkConsume(b *testing.B) {
	rabbit := services.RabbitMQ(b)
	log := slog.New(slog.DiscardHandler)
	body := make([]byte, 300)
	fill := func(b *testing.B) (link, Config) {
		c := Config{URL: rabbit.URL, Queue: "bench"}
		c.setDefaults()
		l, err := client{c}.dial(b.Context(), "bench")
		if err != nil {
			b.Fatal(err)
		}
		p, err := newPublisher(l, server{}, log)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := p.channel.QueueDeclare(c.Queue, true, false, false, false, nil); err != nil {
			b.Fatal(err)
		}
		for range b.N - 1 {
			if _, err := p.send(b.Context(), c.Queue, amqp.Publishing{Body: body}); err != nil {
				b.Fatal(err)
			}
		}
		if err := p.publish(b.Context(), c.Queue, amqp.Publishing{Body: body}); err != nil {
			b.Fatal(err)
		}
		return l, c
	}
	b.Run("source", func(b *testing.B) {
		l, c := fill(b)
		defer l.CloseDeadline(time.Now().Add(closeLimit))
		s, err := New(c, log)
		if err != nil {
			b.Fatal(err)
		}
		ctx, cancel := context.WithCancel(b.Context())
		var n atomic.Int64
		b.ReportAllocs()
		b.ResetTimer()
		if err := s.Run(ctx, func(context.Context, *sources.Message) (sources.Result, error) {
			if n.Add(1) == int64(b.N) {
				cancel()
			}
			return sources.Result{}, nil
		}); err != nil {
			b.Fatal(err)
		}
	})
	b.Run("bare", func(b *testing.B) {
		l, c := fill(b)
		defer l.CloseDeadline(time.Now().Add(closeLimit))
		ch, err := l.open()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		b.ResetTimer()
		if err := ch.Qos(c.Concurrency, 0, false); err != nil {
			b.Fatal(err)
		}
		deliveries, err := ch.Consume(c.Queue, "bench", false, false, false, false, nil)
		if err != nil {
			b.Fatal(err)
		}
		for n := 1; n <= b.N; n++ {
			if d := <-deliveries; n%16 == 0 || n == b.N {
				if err := ch.Ack(d.DeliveryTag, true); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
