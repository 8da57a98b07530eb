package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/IBM/sarama"

	"github.com/guthega/guthega/test/services"
)

const (
	kafkaTopic      = "numbers"
	kafkaGroup      = "faults"
	kafkaPartitions = 12
	// kafkaKeys is a multiple of the partitions, so that the order of a key is one within a partition.
	kafkaKeys = 4 * kafkaPartitions
	// kafkaSession is short, so that the group soon goes on without a process that was killed, and long enough for one
	// that is alive on a busy machine to say so.
	kafkaSession = 5 * time.Second
)

// kafkaBroker is a Kafka that tells everybody to come by the proxy; its own clients ignore that.
type kafkaBroker struct {
	server   *services.KafkaServer
	proxy    *proxy
	order    string
	client   sarama.Client
	admin    sarama.ClusterAdmin
	producer sarama.SyncProducer
}

func startKafka(ctx context.Context, p *proxy, order string) (broker, error) {
	server, err := services.StartKafka(ctx, services.KafkaOptions{Properties: map[string]string{
		"advertised.listeners": "PLAINTEXT://" + p.address(),
	}})
	if err != nil {
		return nil, err
	}
	p.forward(server.Address)
	b := &kafkaBroker{server: server, proxy: p, order: order}
	err = b.connect()
	if err == nil {
		err = b.admin.CreateTopic(kafkaTopic, &sarama.TopicDetail{NumPartitions: kafkaPartitions, ReplicationFactor: 1}, false)
	}
	if err != nil {
		return nil, errors.Join(wrap("preparing kafka", err), b.close())
	}
	return b, nil
}

// direct connects to one address whatever is asked for.
type direct string

func (d direct) Dial(network, _ string) (net.Conn, error) {
	return net.DialTimeout(network, string(d), 5*time.Second) //nolint:noctx // the interface has no context
}

func (b *kafkaBroker) connect() (err error) {
	c := sarama.NewConfig()
	c.Version = sarama.V2_8_0_0
	c.Net.Proxy.Enable, c.Net.Proxy.Dialer = true, direct(b.server.Address)
	// A record that is sent again because its answer was lost is not to be there twice.
	c.Producer.Idempotent, c.Net.MaxOpenRequests, c.Producer.RequiredAcks = true, 1, sarama.WaitForAll
	c.Producer.Return.Successes, c.Producer.Partitioner = true, sarama.NewManualPartitioner
	if b.client, err = sarama.NewClient([]string{b.server.Address}, c); err != nil {
		return err
	}
	if b.admin, err = sarama.NewClusterAdminFromClient(b.client); err != nil {
		return err
	}
	b.producer, err = sarama.NewSyncProducerFromClient(b.client)
	return err
}

// disconnect is for the time of a restart.
func (b *kafkaBroker) disconnect() error {
	var errs []error
	if b.producer != nil {
		errs = append(errs, b.producer.Close())
		b.producer = nil
	}
	if b.client != nil && !b.client.Closed() {
		errs = append(errs, b.client.Close())
	}
	return errors.Join(errs...)
}

func (b *kafkaBroker) source() map[string]any {
	s := sourceConfig("kafka", map[string]any{
		"connection": map[string]any{
			"kafkaHost": b.proxy.address(), "groupId": kafkaGroup, "sessionTimeout": kafkaSession.Milliseconds(), "fromOffset": "earliest",
		},
		"topics": []string{kafkaTopic},
	})
	s["order"] = b.order
	return s
}

func (b *kafkaBroker) publish(_ context.Context, from, to int) error {
	records := make([]*sarama.ProducerMessage, 0, to-from)
	for n := from; n < to; n++ {
		number := strconv.Itoa(n)
		records = append(records, &sarama.ProducerMessage{
			Topic: kafkaTopic, Partition: int32(n % kafkaPartitions), Key: sarama.StringEncoder(strconv.Itoa(n % kafkaKeys)),
			Value: sarama.ByteEncoder(body(n)), Headers: []sarama.RecordHeader{{Key: []byte(numberHeader), Value: []byte(number)}},
		})
	}
	return wrap("publishing to kafka", b.producer.SendMessages(records))
}

func (b *kafkaBroker) restart(ctx context.Context, force bool) error {
	if err := b.disconnect(); err != nil {
		return err
	}
	end := b.server.Stop
	if force { // what it has confirmed is with the system
		end = b.server.Kill
	}
	if err := end(); err != nil {
		return err
	}
	if err := b.server.Start(ctx); err != nil {
		return err
	}
	return wrap("connecting to kafka again", b.connect())
}

func (b *kafkaBroker) close() error { return errors.Join(b.disconnect(), b.server.Close()) }

// unsettled compares what is committed with what is there.
func (b *kafkaBroker) unsettled(context.Context) (string, error) {
	partitions := make([]int32, kafkaPartitions)
	for i := range partitions {
		partitions[i] = int32(i)
	}
	committed, err := b.admin.ListConsumerGroupOffsets(kafkaGroup, map[string][]int32{kafkaTopic: partitions})
	if err != nil {
		return "", wrap("asking kafka for committed offsets", err)
	}
	left := int64(0)
	for _, p := range partitions {
		end, err := b.client.GetOffset(kafkaTopic, p, sarama.OffsetNewest)
		if err != nil {
			return "", wrap("asking kafka for offsets", err)
		}
		if block := committed.GetBlock(kafkaTopic, p); block != nil {
			left += end - max(block.Offset, 0)
		}
	}
	if left == 0 {
		return "", nil
	}
	return fmt.Sprintf("%d records are not committed", left), nil
}

func (b *kafkaBroker) leftovers(context.Context) (string, error) {
	groups, err := b.admin.DescribeConsumerGroups([]string{kafkaGroup})
	if err != nil {
		return "", wrap("asking kafka for the group", err)
	}
	if len(groups) == 1 && len(groups[0].Members) == 0 {
		return "", nil
	}
	return fmt.Sprintf("the group has %d members", len(groups[0].Members)), nil
}
