package kafkasource

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/IBM/sarama"

	"github.com/guthega/guthega/sources"
)

// Replay shows f the dead letters of the topics. Kafka deletes no single record: what was put back is remembered as
// committed offsets of the group GroupID + ".replay", and is not shown again. See sources.Replayer.
//
// A dead letter goes back to the partition that it came from, as far as there is one, with its key, value and headers and
// without the guthega-* ones. Dead letters that are left among others that are put back are remembered one by one; where
// those become too many to remember, the oldest of them are written anew at the end of the topic.
func (s *Source) Replay(ctx context.Context, to string, f func(context.Context, *sources.DeadLetter) (sources.Disposition, error)) error {
	if err := s.replay(ctx, to, f); err != nil {
		return fmt.Errorf("kafka source: replaying from %s: %w", s.where, err)
	}
	return nil
}

func (s *Source) replay(ctx context.Context, to string, f func(context.Context, *sources.DeadLetter) (sources.Disposition, error)) error {
	w := &waiting{source: s}
	client, err := s.connect(ctx, w)
	if err != nil {
		return err
	}
	defer client.Close() //nolint:errcheck // it was only read from
	defer s.letters.close()
	s.letters.mu.Lock()
	err = s.letters.open(ctx)
	s.letters.mu.Unlock()
	if err != nil {
		return err
	}
	heap, err := s.openDead(ctx, client)
	defer func() {
		for _, d := range heap {
			d.close()
		}
	}()
	for err == nil {
		var d *deadPartition
		if d, err = oldest(ctx, heap); d == nil || err != nil {
			break
		}
		var end bool
		if end, err = s.replayOne(ctx, d, to, f); end {
			break
		}
	}
	return err
}

// replayOne shows f the partition's next dead letter and does as it says.
func (s *Source) replayOne(ctx context.Context, d *deadPartition, to string, f func(context.Context, *sources.DeadLetter) (sources.Disposition, error)) (end bool, err error) {
	record := d.head
	letter, original := deadLetter(d, record)
	if to != "" {
		letter.To = to
	}
	does, err := f(ctx, letter)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil || does == sources.End {
		return true, err
	}
	d.head = nil
	if does == sources.Leave {
		return false, nil
	}
	if letter.To == "" {
		return true, fmt.Errorf("%s has no header %s: name a topic to put it into", letter.From, headerTopic)
	}
	if err := s.letters.send(ctx, copyOf(letter.To, original)); err != nil {
		return true, fmt.Errorf("putting %s back into %s: %w", letter.From, letter.To, err)
	}
	if err := d.taken(ctx, record.Offset); err != nil {
		return true, fmt.Errorf("%s is in %s again, but that could not be noted, and it will be shown once more: %w", letter.From, letter.To, err)
	}
	return false, nil
}

// deadLetter reads a record of a dead-letter topic, and makes the one that it was a copy of.
func deadLetter(d *deadPartition, record *sarama.ConsumerMessage) (*sources.DeadLetter, *sarama.ConsumerMessage) {
	letter := &sources.DeadLetter{
		Body: record.Value, Source: "kafka", From: fmt.Sprintf("%s[%d]@%d", d.topic, d.partition, record.Offset),
	}
	original := &sarama.ConsumerMessage{Key: record.Key, Value: record.Value, Timestamp: record.Timestamp, Partition: d.partition}
	for _, h := range record.Headers {
		if ours(h.Key) {
			letter.Headers = append(letter.Headers, sources.Header{Name: string(h.Key), Value: string(h.Value)})
		} else {
			original.Headers = append(original.Headers, h)
		}
	}
	slices.Reverse(letter.Headers) // Header returns the first, and the last written counts
	letter.Headers = lastOfEach(letter.Headers)
	original.Topic = letter.Header(headerTopic)
	var offset int64
	// What cannot be read stays as it is: the letter may be somebody else's.
	_, _ = fmt.Sscan(letter.Header(headerPartition), &original.Partition)
	_, _ = fmt.Sscan(letter.Header(headerOffset), &offset)
	if at, err := time.Parse(timestampForm, letter.Header(headerTimestamp)); err == nil {
		original.Timestamp = at
	}
	original.Offset = offset
	letter.To = original.Topic
	letter.Meta = meta(original.Topic, original.Partition, original.Offset, original)
	return letter, original
}

// lastOfEach undoes the reversal and keeps of each name the one that was written last.
func lastOfEach(reversed []sources.Header) []sources.Header {
	var kept []sources.Header
	for _, h := range reversed {
		if !slices.ContainsFunc(kept, func(k sources.Header) bool { return k.Name == h.Name }) {
			kept = append(kept, h)
		}
	}
	slices.Reverse(kept)
	return kept
}

// oldest returns the partition whose next dead letter was written first, nil where there is none.
func oldest(ctx context.Context, all []*deadPartition) (*deadPartition, error) {
	var first *deadPartition
	for _, d := range all {
		if err := d.next(ctx); err != nil {
			return nil, err
		}
		if d.head != nil && (first == nil || d.head.Timestamp.Before(first.head.Timestamp)) {
			first = d
		}
	}
	return first, nil
}

// openDead opens every partition of the dead-letter topics.
func (s *Source) openDead(ctx context.Context, client sarama.Client) ([]*deadPartition, error) {
	topics, err := s.deadTopics(client)
	if err != nil {
		return nil, err
	}
	// Not closed: that would close the client. It is the writing one, where nothing waits for a fetch to end.
	admin, err := sarama.NewClusterAdminFromClient(s.letters.client)
	if err != nil {
		return nil, err
	}
	consumer, err := sarama.NewConsumerFromClient(client)
	if err != nil {
		return nil, err
	}
	var all []*deadPartition
	for _, topic := range topics {
		partitions, err := client.Partitions(topic)
		if errors.Is(err, sarama.ErrUnknownTopicOrPartition) {
			continue // nothing has ever failed
		}
		if err != nil {
			return all, fmt.Errorf("looking for %s: %w", topic, err)
		}
		for _, partition := range partitions {
			d, err := s.openPartition(client, admin, consumer, topic, partition)
			if err != nil {
				return all, fmt.Errorf("opening %s[%d]: %w", topic, partition, err)
			}
			if d != nil {
				all = append(all, d)
			}
		}
		if ctx.Err() != nil {
			return all, ctx.Err()
		}
	}
	return all, nil
}

// deadTopics are the dead-letter topics of what the source reads that exist.
func (s *Source) deadTopics(client sarama.Client) ([]string, error) {
	if err := client.RefreshMetadata(); err != nil { // of all topics: asking for one could create it
		return nil, fmt.Errorf("looking for topics: %w", err)
	}
	existing, err := client.Topics()
	if err != nil {
		return nil, fmt.Errorf("looking for topics: %w", err)
	}
	topics := s.config.Topics
	if s.pattern != nil {
		topics = s.matching(existing)
	}
	var dead []string
	for _, topic := range topics {
		if name := s.deadTopic(topic); slices.Contains(existing, name) && !slices.Contains(dead, name) {
			dead = append(dead, name)
		}
	}
	return dead, nil
}
