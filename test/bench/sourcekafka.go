package main

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/IBM/sarama"

	"github.com/guthega/guthega/test/services"
)

const (
	// kafkaPartitions is what a topic has: with the default order, as many messages may be in a handler.
	kafkaPartitions = 8
	// awaitConcurrency is how many may be without any order, in the measurement of a handler that waits.
	awaitConcurrency = 256
	awaitTime        = 5 * time.Millisecond
	awaitReceiver    = `module.exports = () => async (message) => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return { id: message.id };
}
`
)

type kafkaBroker struct {
	server *services.KafkaServer
	order  string // the source's; "" is the default
	client sarama.Client
	admin  sarama.ClusterAdmin
}

func startKafka(ctx context.Context) (broker, error) { return newKafkaBroker(ctx, "") }

func startKafkaUnordered(ctx context.Context) (broker, error) { return newKafkaBroker(ctx, "none") }

func newKafkaBroker(ctx context.Context, order string) (broker, error) {
	server, err := services.StartKafka(ctx, services.KafkaOptions{})
	if err != nil {
		return nil, err
	}
	c := sarama.NewConfig()
	c.Producer.RequiredAcks, c.Producer.Return.Successes = sarama.WaitForLocal, true
	c.Producer.Partitioner = sarama.NewRoundRobinPartitioner
	c.Producer.Flush.Frequency, c.ChannelBufferSize = 5*time.Millisecond, 4096
	client, err := sarama.NewClient([]string{server.Address}, c)
	if err != nil {
		return nil, errors.Join(err, server.Close())
	}
	admin, err := sarama.NewClusterAdminFromClient(client)
	if err != nil {
		return nil, errors.Join(err, client.Close(), server.Close())
	}
	return &kafkaBroker{server: server, order: order, client: client, admin: admin}, nil
}

func (k *kafkaBroker) create(_ context.Context, name string) error {
	detail := &sarama.TopicDetail{NumPartitions: kafkaPartitions, ReplicationFactor: 1}
	if err := k.admin.CreateTopic(name, detail, false); err != nil {
		return err
	}
	return k.client.RefreshMetadata(name)
}

func (k *kafkaBroker) publish(ctx context.Context, name string, orders []order, n int) error {
	producer, err := sarama.NewAsyncProducerFromClient(k.client)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- drain(producer) }()
	for i := range n {
		select {
		case producer.Input() <- &sarama.ProducerMessage{Topic: name, Value: sarama.ByteEncoder(orders[i%len(orders)].body)}:
			continue
		case <-ctx.Done():
		}
		break
	}
	producer.AsyncClose()
	return errors.Join(<-failed, ctx.Err())
}

// drain reads what becomes of the records until the producer is closed.
func drain(producer sarama.AsyncProducer) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range producer.Successes() {
			continue // what counts are the errors
		}
	}()
	var first error
	for err := range producer.Errors() {
		if first == nil {
			first = err
		}
	}
	<-done
	return first
}

// finish compares what the group has committed with the ends of the partitions.
func (k *kafkaBroker) finish(_ context.Context, name string) (left int, err error) {
	partitions := make([]int32, kafkaPartitions)
	for i := range partitions {
		partitions[i] = int32(i) //nolint:gosec // there are few
	}
	committed, err := k.admin.ListConsumerGroupOffsets(name, map[string][]int32{name: partitions})
	if err != nil {
		return 0, err
	}
	for _, p := range partitions {
		end, err := k.client.GetOffset(name, p, sarama.OffsetNewest)
		if err != nil {
			return 0, err
		}
		offset := int64(0)
		if block := committed.GetBlock(name, p); block != nil {
			offset = max(0, block.Offset)
		}
		left += int(end - offset)
	}
	return left, k.admin.DeleteTopic(name)
}

func (k *kafkaBroker) source(name string) map[string]any {
	source := map[string]any{"type": "kafka", "properties": map[string]any{
		"connection": map[string]any{"brokers": []string{k.server.Address}, "groupId": name, "fromOffset": "earliest"},
		"topics":     []string{name},
	}}
	if k.order != "" {
		source["order"] = k.order
	}
	return source
}

func (k *kafkaBroker) node(name string) []string {
	return []string{
		"kafka.js", "--broker", k.server.Address, "--group", name, "--topic", name, "--partitions", strconv.Itoa(kafkaPartitions),
	}
}

func (k *kafkaBroker) close() error { return errors.Join(k.admin.Close(), k.server.Close()) }
