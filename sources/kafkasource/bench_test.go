package kafkasource_test

import (
	"bytes"
	"context"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/IBM/sarama"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/kafkasource"
	"github.com/guthega/guthega/test/services"
)

// fill writes count records of 300 bytes, in batches, to a topic of four partitions.
func (b *broker) fill(tb testing.TB, count int) (topic string) {
	tb.Helper()
	topic = b.topic(tb, 4)
	body := append([]byte(`{"text":"`), bytes.Repeat([]byte("x"), 289)...)
	body = append(body, `"}`...)
	for sent := 0; sent < count; {
		n := min(1000, count-sent)
		batch := make([]*sarama.ProducerMessage, n)
		for i := range batch {
			batch[i] = &sarama.ProducerMessage{
				Topic: topic, Partition: int32((sent + i) % 4), Value: sarama.ByteEncoder(body), Key: sarama.StringEncoder(strconv.Itoa((sent + i) % 1000)),
			}
		}
		if err := b.producer.SendMessages(batch); err != nil {
			tb.Fatal(err)
		}
		sent += n
	}
	return topic
}

// BenchmarkSource reads b.N records of 300 bytes from four partitions, to the commit of the last, with a handler that does
// nothing and one that waits for 5 ms. With GUTHEGA_BENCH_REAL set the broker is an Apache Kafka.
func BenchmarkSource(b *testing.B) {
	var k *broker
	if os.Getenv("GUTHEGA_BENCH_REAL") != "" {
		k = newBroker(b, []string{services.Kafka(b, services.KafkaOptions{}).Address}, nil)
	} else {
		k = newFake(b)
	}
	for _, c := range []struct {
		name        string
		order       kafkasource.Order
		concurrency int
		wait        time.Duration
	}{
		{"partition", kafkasource.OrderPartition, 64, 0},
		{"key", kafkasource.OrderKey, 64, 0},
		{"none", kafkasource.OrderNone, 64, 0},
		{"none, 256 wait 5 ms", kafkasource.OrderNone, 256, 5 * time.Millisecond},
		{"key, 256 wait 5 ms", kafkasource.OrderKey, 256, 5 * time.Millisecond},
	} {
		b.Run(c.name, func(b *testing.B) {
			config := k.config(k.fill(b, b.N))
			config.Order, config.Concurrency, config.CommitInterval = c.order, c.concurrency, time.Second
			s := newSource(b, config)
			var n atomic.Int64
			all, first := make(chan struct{}), make(chan struct{})
			handler := func(context.Context, *sources.Message) (sources.Result, error) {
				if c.wait > 0 {
					time.Sleep(c.wait)
				}
				now := n.Add(1)
				if now == 1 {
					close(first)
				}
				if now == int64(b.N) {
					close(all)
				}
				return sources.Result{}, nil
			}
			b.ReportAllocs()
			stop := started(b, s, handler)
			<-first // joining the group is not what is measured
			b.ResetTimer()
			<-all
			b.StopTimer()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
			if err := stop(); err != nil {
				b.Error(err)
			}
		})
	}
}
