package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/IBM/sarama"
)

// silence is after how long without a record the rest of a partition is given up.
const silence = 10 * time.Second

func (b *kafkaBroker) letters(ctx context.Context) ([]letter, error) {
	const topic = kafkaTopic + ".dead"
	consumer, err := sarama.NewConsumerFromClient(b.client)
	if err != nil {
		return nil, wrap("reading kafka's dead letters", err)
	}
	partitions, err := consumer.Partitions(topic)
	if err != nil {
		return nil, wrap("reading kafka's dead letters", err)
	}
	var letters []letter
	for _, p := range partitions {
		some, err := b.partition(ctx, consumer, topic, p)
		if err != nil {
			return nil, wrap(fmt.Sprintf("reading %s[%d]", topic, p), err)
		}
		letters = append(letters, some...)
	}
	return letters, nil
}

func (b *kafkaBroker) partition(ctx context.Context, consumer sarama.Consumer, topic string, p int32) (letters []letter, err error) {
	oldest, err := b.client.GetOffset(topic, p, sarama.OffsetOldest)
	if err != nil {
		return nil, err
	}
	end, err := b.client.GetOffset(topic, p, sarama.OffsetNewest)
	if err != nil || oldest == end {
		return nil, err
	}
	from, err := consumer.ConsumePartition(topic, p, oldest)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	for {
		select {
		case r := <-from.Messages():
			letters = append(letters, letterOf(r))
			if r.Offset == end-1 {
				return letters, nil
			}
		case <-time.After(silence):
			return nil, fmt.Errorf("nothing came for %s after %d records, of %d", silence, len(letters), end-oldest)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func letterOf(r *sarama.ConsumerMessage) letter {
	l := letter{body: r.Value, headers: make(map[string]string)}
	for _, h := range r.Headers {
		l.headers[string(h.Key)] = string(h.Value)
	}
	l.position = fmt.Sprintf("%s[%s]@%s", l.headers["guthega-original-topic"], l.headers["guthega-original-partition"],
		l.headers["guthega-original-offset"])
	return l
}
