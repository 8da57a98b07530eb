package kafkasource_test

import (
	"context"
	"sync"
	"testing"

	"github.com/IBM/sarama"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/kafkasource"
	"github.com/guthega/guthega/sources/sourcetest"
	"github.com/guthega/guthega/test/services"
)

// TestRealBroker is what the fake may be wrong about, against an Apache Kafka.
func TestRealBroker(t *testing.T) {
	k := services.Kafka(t, services.KafkaOptions{User: "ada", Password: "right"})
	b := newBroker(t, []string{k.Address}, nil)
	for name, order := range orders() {
		t.Run("conformance, "+name, func(t *testing.T) {
			sourcetest.Run(t, harness(func(t *testing.T) *broker { return newBroker(t, b.addresses, nil) }, order))
		})
	}
	t.Run("finished beyond", func(t *testing.T) { testFinishedBeyond(t, b) })
	t.Run("dead letters", func(t *testing.T) { testDeadLetter(t, b) })
	t.Run("too large", func(t *testing.T) { testDeadLetterTooLarge(t, b) })
	t.Run("replay", func(t *testing.T) { testReplay(t, b) })
	t.Run("SASL", func(t *testing.T) { testSASL(t, []string{k.SASLAddress}, "right", "wrong") })
	t.Run("restarts", func(t *testing.T) { testRestarts(t, k, b) })
}

// testRestarts: a broker that is stopped, and one that is killed, costs no message, and the source goes on by itself.
func testRestarts(t *testing.T, k *services.KafkaServer, b *broker) {
	const count = 300
	topic := b.topic(t, 2)
	config := b.config(topic)
	config.Order = kafkasource.OrderNone
	s := newSource(t, config)
	var mu sync.Mutex
	seen := map[string]int{}
	stop := started(t, s, func(_ context.Context, m *sources.Message) (sources.Result, error) {
		mu.Lock()
		defer mu.Unlock()
		seen[string(m.Body)]++
		return sources.Result{}, nil
	})
	sent := 0
	for _, end := range []func() error{k.Stop, k.Kill} {
		for range count {
			b.send(t, &sarama.ProducerMessage{Topic: topic, Partition: int32(sent % 2), Value: numbered(sent)})
			sent++
		}
		if err := end(); err != nil {
			t.Fatal(err)
		}
		within(t, "the source knows", func() (bool, error) { ok, _ := s.Connected(); return !ok, nil })
		if err := k.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		within(t, "the source is back", func() (bool, error) { ok, _ := s.Connected(); return ok, nil })
	}
	within(t, "all is committed", func() (bool, error) {
		var all int64
		for p := range int32(2) {
			next, err := b.committed(config.GroupID, topic, p)
			if err != nil {
				return false, nil //nolint:nilerr // this client has to find the broker again too
			}
			all += next
		}
		return all == int64(sent), nil
	})
	if err := stop(); err != nil {
		t.Errorf("Run: %v", err)
	}
	twice := 0
	for n := range sent {
		times := seen[string(numbered(n))]
		if times == 0 {
			t.Errorf("message %d was lost", n)
		}
		twice += max(0, times-1)
	}
	t.Logf("%d of %d messages were handled again", twice, sent)
}
