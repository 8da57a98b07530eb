package kafkasource

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/IBM/sarama"

	"github.com/guthega/guthega/sources"
)

const (
	deadSuffix   = ".dead"
	headerPrefix = "guthega-"

	headerStack     = headerPrefix + "error-stack"
	headerMessage   = headerPrefix + "error-message"
	headerTopic     = headerPrefix + "original-topic"
	headerPartition = headerPrefix + "original-partition"
	headerOffset    = headerPrefix + "original-offset"
	headerTimestamp = headerPrefix + "original-timestamp"

	timestampForm = "2006-01-02T15:04:05.000Z"
)

// DeadLetter appends a copy of m's record to the dead-letter topic, which it creates where it is missing: the key, the
// value and the headers as they were, and after these the given ones and
//
//	guthega-original-topic, -partition, -offset, -timestamp
//
// The record's own timestamp is that of the writing, so that its retention begins with it. It goes to the partition with
// the number of its own, as far as there is one. When DeadLetter returns nil, all in-sync replicas have it (acks=all).
//
// Where the brokers call it too large, it is written without the error's stack and then without its message, and the log
// says so. If that is not enough the body is larger than the dead-letter topic takes: the error is then Fatal.
func (s *Source) DeadLetter(ctx context.Context, m *sources.Message, headers []sources.Header) error {
	record := s.recordOf(m)
	topic := s.deadTopic(record.Topic)
	if err := s.letters.prepare(ctx, topic, record.Topic); err != nil {
		return fmt.Errorf("writing a dead letter to %s at %s: %w", topic, s.where, err)
	}
	headers = append(slices.Clone(headers),
		sources.Header{Name: headerTopic, Value: record.Topic},
		sources.Header{Name: headerPartition, Value: strconv.Itoa(int(record.Partition))},
		sources.Header{Name: headerOffset, Value: strconv.FormatInt(record.Offset, 10)},
		sources.Header{Name: headerTimestamp, Value: record.Timestamp.UTC().Format(timestampForm)})
	for cut := 0; ; cut++ {
		err := s.letters.send(ctx, deadRecord(topic, record, headers))
		switch {
		case err == nil:
			return nil
		case !errors.Is(err, sarama.ErrMessageSizeTooLarge):
			return fmt.Errorf("writing a dead letter to %s at %s: %w", topic, s.where, err)
		case cut == 2:
			return &sources.Error{Kind: sources.Fatal, Name: "DeadLetterError", Err: err, Message: fmt.Sprintf(
				"the dead letter of %s[%d]@%d has %d bytes without its headers, more than the topic %s takes: raise its max.message.bytes",
				record.Topic, record.Partition, record.Offset, len(record.Key)+len(record.Value), topic)}
		}
		name := []string{headerStack, headerMessage}[cut]
		headers = slices.DeleteFunc(headers, func(h sources.Header) bool { return h.Name == name })
		s.log.Warn("A dead letter is too large for its topic; it is written without a header", slog.String("topic", topic),
			slog.String("header", name), slog.String("requestId", m.ID))
	}
}

func (s *Source) deadTopic(topic string) string {
	if s.config.DeadLetterTopic != "" {
		return s.config.DeadLetterTopic
	}
	return topic + deadSuffix
}

// recordOf returns m's record: the one that it was made of where it is in flight, else as much as its Meta says.
func (s *Source) recordOf(m *sources.Message) *sarama.ConsumerMessage {
	s.mu.Lock()
	r := s.current
	s.mu.Unlock()
	if r != nil {
		if record := r.record(m); record != nil {
			return record
		}
	}
	record := &sarama.ConsumerMessage{Value: m.Body}
	for _, f := range m.Meta {
		switch v := f.Value.(type) {
		case int:
			record.Partition = int32(v)
		case int64:
			record.Offset = v
		case time.Time:
			record.Timestamp = v
		case string, []byte:
			if f.Key == "topic" {
				record.Topic, _ = v.(string)
			} else {
				record.Key = bytesOf(v)
			}
		case sources.Fields:
			for _, h := range v {
				record.Headers = append(record.Headers, &sarama.RecordHeader{Key: []byte(h.Key), Value: bytesOf(h.Value)})
			}
		}
	}
	return record
}

func bytesOf(v any) []byte {
	switch v := v.(type) {
	case string:
		return []byte(v)
	case []byte:
		return v
	}
	return nil
}

func deadRecord(topic string, record *sarama.ConsumerMessage, headers []sources.Header) *sarama.ProducerMessage {
	p := copyOf(topic, record)
	for _, h := range headers {
		p.Headers = append(p.Headers, sarama.RecordHeader{Key: []byte(h.Name), Value: []byte(h.Value)})
	}
	return p
}

// copyOf is a record to be written to the topic with what record holds.
func copyOf(topic string, record *sarama.ConsumerMessage) *sarama.ProducerMessage {
	p := &sarama.ProducerMessage{Topic: topic, Partition: record.Partition}
	if record.Key != nil {
		p.Key = sarama.ByteEncoder(record.Key)
	}
	if record.Value != nil {
		p.Value = sarama.ByteEncoder(record.Value)
	}
	for _, h := range record.Headers {
		p.Headers = append(p.Headers, *h)
	}
	return p
}

// letters writes records, over connections of its own: on the reading ones a record would wait for a fetch to end. It is
// opened when it is first needed.
type letters struct {
	source *Source

	mu       sync.Mutex
	client   sarama.Client
	producer sarama.AsyncProducer
	reading  sync.WaitGroup
	made     map[string]bool // dead-letter topics that exist
}

// prepare makes sure that the topic is there.
func (l *letters) prepare(ctx context.Context, topic, original string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.open(ctx); err != nil {
		return err
	}
	if l.made[topic] {
		return nil
	}
	if err := l.create(topic, original); err != nil {
		return err
	}
	if l.made == nil {
		l.made = make(map[string]bool)
	}
	l.made[topic] = true
	return nil
}

// open makes the producer. The lock is held.
func (l *letters) open(ctx context.Context) error {
	if l.producer != nil {
		return nil
	}
	client, err := dial(ctx, l.source.config.Brokers, l.source.client)
	if err != nil {
		return err
	}
	producer, err := sarama.NewAsyncProducerFromClient(client)
	if err != nil {
		_ = client.Close() // of no use without
		return err
	}
	l.client, l.producer = client, producer
	l.reading.Go(func() {
		for m := range producer.Successes() {
			m.Metadata.(*sending).done <- nil // send puts it there
		}
	})
	l.reading.Go(func() {
		for e := range producer.Errors() {
			e.Msg.Metadata.(*sending).done <- e.Err // send puts it there
		}
	})
	return nil
}

// sending is what a record on its way out carries.
type sending struct {
	partition int32
	done      chan error // takes one
}

// send writes p, to the partition that it names as far as there is one, and returns when that is safe. After ctx's end it
// may still be written.
func (l *letters) send(ctx context.Context, p *sarama.ProducerMessage) error {
	l.mu.Lock()
	if l.producer == nil {
		l.mu.Unlock()
		return sarama.ErrClosedClient
	}
	input := l.producer.Input()
	l.mu.Unlock()
	s := &sending{partition: p.Partition, done: make(chan error, 1)}
	p.Metadata = s
	select {
	case input <- p:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-s.done:
		if errors.Is(err, sarama.ErrUnknownTopicOrPartition) { // somebody deleted it: to be created again
			l.mu.Lock()
			delete(l.made, p.Topic)
			l.mu.Unlock()
		}
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// create creates a dead-letter topic as the brokers create topics by default, but for records a little larger than the
// original's. That it is there, or that this user may create none, is no error: the write will tell.
func (l *letters) create(topic, original string) error {
	admin, err := sarama.NewClusterAdminFromClient(l.client) // not closed: that would close the client
	if err != nil {
		return err
	}
	detail := &sarama.TopicDetail{NumPartitions: -1, ReplicationFactor: -1, ConfigEntries: largerRecords(admin, original)}
	err = admin.CreateTopic(topic, detail, false)
	switch {
	case err == nil:
		l.source.log.Info("A topic for dead letters was created", slog.String("topic", topic))
	case errors.Is(err, sarama.ErrTopicAlreadyExists), errors.Is(err, sarama.ErrTopicAuthorizationFailed),
		errors.Is(err, sarama.ErrClusterAuthorizationFailed):
	default:
		return fmt.Errorf("creating it: %w", err)
	}
	return nil
}

// headerRoom is what our headers may add to a record.
const headerRoom = 64 << 10

// largerRecords is the setting for records as large as the original topic's, and our headers. It is none where that
// cannot be asked.
func largerRecords(admin sarama.ClusterAdmin, original string) map[string]*string {
	const name = "max.message.bytes"
	about := sarama.ConfigResource{Type: sarama.TopicResource, Name: original, ConfigNames: []string{name}}
	results, err := admin.DescribeConfigs([]*sarama.ConfigResource{&about}, sarama.DescribeConfigsOptions{})
	if err != nil || len(results) != 1 {
		return nil
	}
	for _, e := range results[0].Configs {
		if limit, err := strconv.Atoi(e.Value); e.Name == name && err == nil {
			value := strconv.Itoa(limit + headerRoom)
			return map[string]*string{name: &value}
		}
	}
	return nil
}

// close waits for what was sent and closes the connections.
func (l *letters) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.producer == nil {
		return
	}
	l.producer.AsyncClose()
	l.reading.Wait()
	_ = l.client.Close() // all is written
	l.producer, l.client, l.made = nil, nil, nil
}

// partitioner keeps a record's partition number, so that the records of a key stay together and in their order.
type partitioner struct{}

func newPartitioner(string) sarama.Partitioner { return partitioner{} }

func (partitioner) Partition(m *sarama.ProducerMessage, partitions int32) (int32, error) {
	s, ok := m.Metadata.(*sending)
	if !ok || partitions <= 0 {
		return 0, errors.New("a record without a partition")
	}
	return s.partition % partitions, nil
}

func (partitioner) RequiresConsistency() bool { return true }

// ours reports whether a header is one that DeadLetter adds.
func ours(name []byte) bool { return strings.HasPrefix(string(name), headerPrefix) }
