package kafkasource

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/IBM/sarama"
)

// deadPartition is one partition of a dead-letter topic, from the first record that was not put back to the last one that
// was there when it was opened.
type deadPartition struct {
	source    *Source
	admin     sarama.ClusterAdmin
	group     string
	topic     string
	partition int32
	from      sarama.PartitionConsumer
	end       int64 // after the last
	at        int64 // the offset of the next that is read
	done      ranges
	head      *sarama.ConsumerMessage // the next dead letter; nil: not yet read, or there is none
	client    sarama.Client
	mover     sarama.PartitionConsumer // reads what is to be moved; nil until needed
}

// openPartition returns nil where there is nothing.
func (s *Source) openPartition(client sarama.Client, admin sarama.ClusterAdmin, consumer sarama.Consumer, topic string, partition int32) (*deadPartition, error) {
	d := &deadPartition{source: s, client: client, admin: admin, group: s.config.GroupID + ".replay", topic: topic, partition: partition}
	committed, metadata, err := d.committed()
	if err != nil {
		return nil, err
	}
	oldest, err := client.GetOffset(topic, partition, sarama.OffsetOldest)
	if err != nil {
		return nil, err
	}
	if d.end, err = client.GetOffset(topic, partition, sarama.OffsetNewest); err != nil {
		return nil, err
	}
	d.done = parseRanges(metadata, max(committed, 0))
	d.done.advance(oldest)
	if d.done.next > d.end { // the topic was deleted and made again
		d.done = ranges{next: oldest}
	}
	d.at = d.done.next
	if d.at == d.end {
		return nil, nil
	}
	d.from, err = consumer.ConsumePartition(topic, partition, d.at)
	return d, err
}

// committed is what an earlier replay has noted; the offset is -1 if there was none.
func (d *deadPartition) committed() (offset int64, metadata string, err error) {
	r, err := d.admin.ListConsumerGroupOffsets(d.group, map[string][]int32{d.topic: {d.partition}})
	if errors.Is(err, sarama.ErrGroupIDNotFound) {
		return -1, "", nil
	}
	if err != nil {
		return 0, "", err
	}
	block := r.GetBlock(d.topic, d.partition)
	if block == nil {
		return 0, "", sarama.ErrIncompleteResponse
	}
	if block.Err != sarama.ErrNoError {
		return 0, "", block.Err
	}
	return block.Offset, block.Metadata, nil
}

func (d *deadPartition) close() {
	for _, from := range []sarama.PartitionConsumer{d.from, d.mover} {
		if from == nil {
			continue
		}
		if err := from.Close(); err != nil {
			d.source.log.Debug("Reading dead letters ended with an error", slog.String("topic", d.topic), slog.String("error", flat(err)))
		}
	}
}

// silence is after how long without a record the rest is taken for no records: the topic's last offsets may be those of
// transactions, or compacted away.
const silence = 10 * time.Second

// next reads the next dead letter that was not put back into head, if there is none there.
func (d *deadPartition) next(ctx context.Context) error {
	timer := time.NewTimer(silence)
	defer timer.Stop()
	for d.head == nil && d.at < d.end {
		select {
		case record, ok := <-d.from.Messages():
			if !ok {
				return fmt.Errorf("reading %s[%d]: it ended at offset %d of %d", d.topic, d.partition, d.at, d.end)
			}
			d.at = record.Offset + 1
			if record.Offset < d.end && !d.done.has(record.Offset) {
				d.head = record
			}
		case err := <-d.from.Errors():
			if d.source.refused("reading dead letters", err) != nil {
				return err
			}
		case <-timer.C:
			d.at = d.end
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// taken notes that a dead letter was put back. Those that were left before it are moved to the end of the topic, the
// oldest first, where there would otherwise be too much to remember.
func (d *deadPartition) taken(ctx context.Context, offset int64) error {
	d.done.add(offset)
	for len(d.done.String()) > d.source.maxMetadata {
		if err := d.move(ctx); err != nil {
			return err
		}
	}
	response, err := d.admin.AlterConsumerGroupOffsets(d.group, map[string]map[int32]sarama.OffsetAndMetadata{
		d.topic: {d.partition: {Offset: d.done.next, LeaderEpoch: -1, Metadata: d.done.String()}},
	}, nil)
	if err != nil {
		return err
	}
	if code, ok := response.Errors[d.topic][d.partition]; ok && !errors.Is(code, sarama.ErrNoError) {
		return code
	}
	return nil
}

// move writes the oldest dead letter that was left to the end of the topic. There is one.
func (d *deadPartition) move(ctx context.Context) error {
	if d.mover == nil {
		consumer, err := sarama.NewConsumerFromClient(d.client) // one reads a partition once
		if err != nil {
			return err
		}
		if d.mover, err = consumer.ConsumePartition(d.topic, d.partition, d.done.next); err != nil {
			return err
		}
	}
	for {
		select {
		case left, ok := <-d.mover.Messages():
			if !ok {
				return fmt.Errorf("reading %s[%d] once more: it ended", d.topic, d.partition)
			}
			if d.done.has(left.Offset) {
				continue
			}
			if err := d.source.letters.send(ctx, copyOf(d.topic, left)); err != nil {
				return fmt.Errorf("moving %s[%d]@%d to the end: %w", d.topic, d.partition, left.Offset, err)
			}
			d.done.add(left.Offset)
			return nil
		case err := <-d.mover.Errors():
			if d.source.refused("reading dead letters", err) != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
