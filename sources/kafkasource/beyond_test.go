package kafkasource_test

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/IBM/sarama"
	"github.com/google/go-cmp/cmp"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/kafkasource"
)

func TestFinishedBeyond(t *testing.T) { testFinishedBeyond(t, newFake(t)) }

// testFinishedBeyond: what was finished while an older record was not does not come again after a clean stop, and what was
// not finished does, stop after stop.
func testFinishedBeyond(t *testing.T, b *broker) {
	for name, order := range map[string]kafkasource.Order{"by key": kafkasource.OrderKey, "in no order": kafkasource.OrderNone} {
		t.Run(name, func(t *testing.T) {
			config := b.config(b.topic(t, 1))
			config.Order = order
			for n := range int64(10) {
				sendKeyed(t, b, config.Topics[0], n)
			}
			compare := func(stop string, left, want []int64) {
				t.Helper()
				if diff := cmp.Diff(want, runLeaving(t, config, left, len(want), func() {})); diff != "" {
					t.Errorf("%s stop, -want +handled:\n%s", stop, diff)
				}
			}
			compare("the first", []int64{0, 1, 5, 9}, []int64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
			compare("the second", []int64{1, 9}, []int64{0, 1, 5, 9})
			sendKeyed(t, b, config.Topics[0], 10)
			compare("the third", nil, []int64{1, 9, 10})
			if next, err := b.committed(config.GroupID, config.Topics[0], 0); next != 11 || err != nil {
				t.Errorf("the group is at %d, %v; want 11", next, err)
			}
		})
	}
}

func sendKeyed(t *testing.T, b *broker, topic string, n int64) {
	t.Helper()
	b.send(t, &sarama.ProducerMessage{Topic: topic, Key: sarama.StringEncoder(strconv.FormatInt(n, 10)), Value: numbered(int(n))})
}

// runLeaving runs a source until count messages have come and ready returns, gives those at the offsets in left back when it is to stop, and
// returns the offsets of all that came.
func runLeaving(t *testing.T, config kafkasource.Config, left []int64, count int, ready func()) []int64 {
	t.Helper()
	var mu sync.Mutex
	var came []int64
	all := make(chan struct{})
	stop := started(t, newSource(t, config), func(_ context.Context, m *sources.Message) (sources.Result, error) {
		offset := field(m, "offset").(int64)
		mu.Lock()
		came = append(came, offset)
		if len(came) == count {
			close(all)
		}
		mu.Unlock()
		if slices.Contains(left, offset) {
			<-m.Revoked
			return sources.Result{}, &sources.Error{Kind: sources.Unavailable, Message: "not now"}
		}
		return sources.Result{}, nil
	})
	<-all
	ready()
	if err := stop(); err != nil {
		t.Errorf("Run: %v", err)
	}
	slices.Sort(came)
	return came
}

// TestLittleMetadata: brokers that keep nothing beside an offset are committed to all the same.
func TestLittleMetadata(t *testing.T) {
	cluster := fake(t)
	cluster.ControlKey(int16(kmsg.OffsetCommit), func(r kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		request := r.(*kmsg.OffsetCommitRequest)
		response := request.ResponseKind().(*kmsg.OffsetCommitResponse)
		refused := false
		for _, topic := range request.Topics {
			t := kmsg.NewOffsetCommitResponseTopic()
			t.Topic, t.TopicID = topic.Topic, topic.TopicID
			for _, partition := range topic.Partitions {
				p := kmsg.NewOffsetCommitResponseTopicPartition()
				p.Partition = partition.Partition
				if partition.Metadata != nil && *partition.Metadata != "" {
					p.ErrorCode, refused = int16(sarama.ErrOffsetMetadataTooLarge), true
				}
				t.Partitions = append(t.Partitions, p)
			}
			response.Topics = append(response.Topics, t)
		}
		return response, nil, refused
	})
	b := newBroker(t, cluster.ListenAddrs(), nil)
	config := b.config(b.topic(t, 1))
	config.Order = kafkasource.OrderNone
	for n := range int64(4) {
		sendKeyed(t, b, config.Topics[0], n)
	}
	for _, stop := range []struct {
		left, want []int64
		next       int64
	}{{[]int64{1}, []int64{0, 1, 2, 3}, 1}, {nil, []int64{1, 2, 3}, 4}} {
		committed := func() {
			within(t, "the prefix is committed", func() (bool, error) {
				next, err := b.committed(config.GroupID, config.Topics[0], 0)
				return next == stop.next, err
			})
		}
		if diff := cmp.Diff(stop.want, runLeaving(t, config, stop.left, len(stop.want), committed)); diff != "" {
			t.Errorf("-want +handled:\n%s", diff)
		}
	}
}
