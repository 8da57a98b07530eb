package kafkasource_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/IBM/sarama"
	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/kafkasource"
	"github.com/guthega/guthega/sources/sourcetest"
)

// broker is a Kafka: the fake one or a real one.
type broker struct {
	addresses []string
	client    sarama.Client
	admin     sarama.ClusterAdmin
	producer  sarama.SyncProducer
}

func newFake(t testing.TB, opts ...kfake.Opt) *broker {
	t.Helper()
	return newBroker(t, fake(t, opts...).ListenAddrs(), nil)
}

// fake starts a Kafka in this process, with one partition to a topic.
func fake(t testing.TB, opts ...kfake.Opt) *kfake.Cluster {
	t.Helper()
	cluster, err := kfake.NewCluster(append([]kfake.Opt{kfake.NumBrokers(1), kfake.DefaultNumPartitions(1),
		kfake.BrokerConfigs(map[string]string{"group.initial.rebalance.delay.ms": "0"})}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	return cluster
}

// newBroker connects to one for what the tests themselves do, with settings as change makes them.
func newBroker(t testing.TB, addresses []string, change func(*sarama.Config)) *broker {
	t.Helper()
	c := sarama.NewConfig()
	if change != nil {
		change(c)
	}
	c.Producer.Return.Successes, c.Producer.RequiredAcks, c.Producer.Partitioner = true, sarama.WaitForAll, sarama.NewManualPartitioner
	c.Consumer.MaxWaitTime = 50 * time.Millisecond
	c.Consumer.Return.Errors = true
	b := &broker{addresses: addresses}
	var err error
	if b.client, err = sarama.NewClient(addresses, c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.client.Close() })
	if b.admin, err = sarama.NewClusterAdminFromClient(b.client); err != nil {
		t.Fatal(err)
	}
	if b.producer, err = sarama.NewSyncProducerFromClient(b.client); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.producer.Close() })
	return b
}

var names atomic.Int64

// unique gives a name that no other test uses: they may share a broker.
func unique(prefix string) string {
	return prefix + "-" + strconv.FormatInt(time.Now().UnixNano(), 36) + strconv.FormatInt(names.Add(1), 36)
}

// topic creates one with so many partitions.
func (b *broker) topic(t testing.TB, partitions int32) string {
	t.Helper()
	name := unique("topic")
	b.create(t, name, partitions)
	return name
}

func (b *broker) create(t testing.TB, name string, partitions int32) {
	t.Helper()
	if err := b.admin.CreateTopic(name, &sarama.TopicDetail{NumPartitions: partitions, ReplicationFactor: 1}, false); err != nil {
		t.Fatal(err)
	}
	if err := b.client.RefreshMetadata(name); err != nil {
		t.Fatal(err)
	}
}

// send writes a record and returns its offset.
func (b *broker) send(t testing.TB, m *sarama.ProducerMessage) int64 {
	t.Helper()
	_, offset, err := b.producer.SendMessage(m)
	if err != nil {
		t.Fatal(err)
	}
	return offset
}

// committed returns the group's offset, -1 where it has none.
func (b *broker) committed(group, topic string, partition int32) (int64, error) {
	block, err := b.commit(group, topic, partition)
	return block.Offset, err
}

// finished reports whether the group has noted that a record is finished.
func (b *broker) finished(group, topic string, partition int32, offset int64) (bool, error) {
	block, err := b.commit(group, topic, partition)
	return err == nil && kafkasource.Finished(block, offset), err
}

// commit returns what the group has committed; the offset is -1 where that is nothing.
func (b *broker) commit(group, topic string, partition int32) (*sarama.OffsetFetchResponseBlock, error) {
	nothing := &sarama.OffsetFetchResponseBlock{Offset: -1}
	r, err := b.admin.ListConsumerGroupOffsets(group, map[string][]int32{topic: {partition}})
	// A coordinator that has just begun has read nothing yet.
	if errors.Is(err, sarama.ErrGroupIDNotFound) || errors.Is(err, sarama.ErrOffsetsLoadInProgress) {
		return nothing, nil
	}
	if err != nil {
		return nothing, err
	}
	block := r.GetBlock(topic, partition)
	if block == nil {
		return nothing, sarama.ErrIncompleteResponse
	}
	return block, nil
}

// records returns all that is in a topic's partition.
func (b *broker) records(topic string, partition int32) ([]*sarama.ConsumerMessage, error) {
	if err := b.client.RefreshMetadata(); err != nil {
		return nil, err
	}
	if all, err := b.client.Topics(); err != nil || !slices.Contains(all, topic) {
		return nil, err
	}
	end, err := b.client.GetOffset(topic, partition, sarama.OffsetNewest)
	if err != nil || end == 0 {
		return nil, err
	}
	consumer, err := sarama.NewConsumerFromClient(b.client)
	if err != nil {
		return nil, err
	}
	from, err := consumer.ConsumePartition(topic, partition, sarama.OffsetOldest)
	if err != nil {
		return nil, err
	}
	defer func() { _ = from.Close() }()
	var all []*sarama.ConsumerMessage
	for r := range from.Messages() {
		all = append(all, r)
		if r.Offset == end-1 {
			break
		}
	}
	return all, nil
}

// poll asks again and again until f says so.
func poll(ctx context.Context, f func() (bool, error)) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		if done, err := f(); done || err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// within polls for as long as a slow machine may need.
func within(t testing.TB, what string, f func() (bool, error)) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := poll(ctx, f); err != nil {
		t.Fatalf("waiting until %s: %v", what, err)
	}
}

// peer is the suite's.
type peer struct {
	*broker
	source       *kafkasource.Source
	group, topic string
	mu           sync.Mutex // SyncProducer keeps no order among callers, which the offsets need
}

func (p *peer) Source() sources.Source { return p.source }

func (p *peer) Finish() error { return nil }

func (p *peer) Send(_ context.Context, body []byte) (sourcetest.Receipt, error) {
	p.mu.Lock()
	_, offset, err := p.producer.SendMessage(&sarama.ProducerMessage{Topic: p.topic, Value: sarama.ByteEncoder(append([]byte{}, body...))}) // nil would be no value
	p.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, ended <-chan struct{}) (sourcetest.Outcome, error) {
		return p.outcome(ctx, ended, offset)
	}, nil
}

func (p *peer) outcome(ctx context.Context, ended <-chan struct{}, offset int64) (sourcetest.Outcome, error) {
	settled := false
	err := poll(ctx, func() (bool, error) {
		over := false
		select {
		case <-ended:
			over = true
		default:
		}
		var err error
		settled, err = p.finished(p.group, p.topic, 0, offset)
		return settled || over, err
	})
	if err != nil {
		return sourcetest.Outcome{}, err
	}
	dead, err := p.records(p.topic+".dead", 0)
	if err != nil {
		return sourcetest.Outcome{}, err
	}
	for _, d := range dead {
		if headers := headersOf(d); slices.Contains(headers, sources.Header{Name: "guthega-original-offset", Value: strconv.FormatInt(offset, 10)}) {
			if !settled {
				return sourcetest.Outcome{}, errors.New("there is a dead letter of a message that was not settled")
			}
			return sourcetest.Outcome{State: sourcetest.DeadLettered, DeadLetter: sourcetest.DeadLetter{Body: d.Value, Headers: headers}}, nil
		}
	}
	if settled {
		return sourcetest.Outcome{State: sourcetest.Done}, nil
	}
	return sourcetest.Outcome{State: sourcetest.Returned}, nil
}

func headersOf(r *sarama.ConsumerMessage) []sources.Header {
	var all []sources.Header
	for _, h := range r.Headers {
		all = append(all, sources.Header{Name: string(h.Key), Value: string(h.Value)})
	}
	return all
}

// config is one for tests: quick where a person would not need it to be.
func (b *broker) config(topics ...string) kafkasource.Config {
	return kafkasource.Config{
		Brokers: b.addresses, GroupID: unique("group"), Topics: topics, FromEarliest: true,
		CommitInterval: 20 * time.Millisecond, SessionTimeout: 6 * time.Second, RebalanceTimeout: 6 * time.Second,
	}
}

func newSource(t testing.TB, c kafkasource.Config) *kafkasource.Source {
	t.Helper()
	s, err := kafkasource.New(c, slog.New(slog.NewTextHandler(logged{t}, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// logged is a test's log, which tells where a failure comes from. A source may log until its test ends, not after it.
type logged struct{ t testing.TB }

func (l logged) Write(p []byte) (int, error) {
	if l.t.Context().Err() == nil {
		l.t.Logf("%s", p)
	}
	return len(p), nil
}

// started runs a source until the test's end, or until stop, which returns Run's error.
func started(t testing.TB, s *kafkasource.Source, h sources.Handler) (stop func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx, h) }()
	stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() { _ = stop() })
	return stop
}

func harness(b func(t *testing.T) *broker, order kafkasource.Order) sourcetest.Harness {
	return sourcetest.Harness{
		Traits: sourcetest.Traits{
			Source: "kafka", Meta: []string{"topic", "partition", "offset", "key", "timestamp", "headers"},
			DeadLetters: true, Redelivers: true, Serial: order == kafkasource.OrderPartition, AnyBytes: true, EmptyBody: true,
		},
		New: func(t *testing.T) sourcetest.Peer {
			b := b(t)
			topic := b.topic(t, 1)
			c := b.config(topic)
			c.Order, c.Concurrency = order, sourcetest.Parallel
			return &peer{broker: b, source: newSource(t, c), group: c.GroupID, topic: topic}
		},
	}
}

func TestConformance(t *testing.T) {
	t.Run("first", func(t *testing.T) { newFake(t) }) // the library's metrics start what runs for the process's life
	for name, order := range orders() {
		t.Run(name, func(t *testing.T) {
			sourcetest.Run(t, harness(func(t *testing.T) *broker { return newFake(t) }, order))
		})
	}
}

func orders() map[string]kafkasource.Order {
	return map[string]kafkasource.Order{
		"partition": kafkasource.OrderPartition, "key": kafkasource.OrderKey, "none": kafkasource.OrderNone,
	}
}

func numbered(n int) sarama.ByteEncoder { return fmt.Appendf(nil, `{"n":%d}`, n) }
