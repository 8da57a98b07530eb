package kafkasource_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/IBM/sarama"
	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/kafkasource"
)

// failing gives every message a dead letter with these headers; what that says is the verdict.
func failing(s *kafkasource.Source, headers ...sources.Header) sources.Handler {
	return func(ctx context.Context, m *sources.Message) (sources.Result, error) {
		if err := s.DeadLetter(ctx, m, headers); err != nil {
			return sources.Result{}, &sources.Error{Kind: sources.Fatal, Name: "DeadLetterError", Message: err.Error(), Err: err}
		}
		return sources.Result{}, &sources.Error{Kind: sources.Permanent, Name: "E", Message: "m"}
	}
}

// TestDeadLetter: the copy has all that the record had, and then our headers, on the partition of the same number.
func TestDeadLetter(t *testing.T) { testDeadLetter(t, newFake(t)) }

func testDeadLetter(t *testing.T, b *broker) {
	topic := b.topic(t, 2)
	for _, c := range []struct {
		name, to string
		key      []byte
		value    []byte
	}{
		{"text", "", []byte("k"), []byte("v")},
		{"bytes", "", []byte{0xff, 0}, []byte{0xfe}},
		{"nothing", "", nil, nil},
		{"elsewhere", unique("elsewhere"), []byte{}, []byte("v")},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := b.config(topic)
			config.FromEarliest, config.DeadLetterTopic = false, c.to
			dead := topic + ".dead"
			if c.to != "" {
				dead = c.to
			}
			s := newSource(t, config)
			stop := started(t, s, failing(s, sources.Header{Name: "guthega-error-name", Value: "E"}))
			within(t, "it is connected", func() (bool, error) { ok, _ := s.Connected(); return ok, nil })
			at := time.UnixMilli(1543100000123)
			offset := b.send(t, &sarama.ProducerMessage{
				Topic: topic, Partition: 1, Key: bytesOrNil(c.key), Value: bytesOrNil(c.value), Timestamp: at,
				Headers: []sarama.RecordHeader{{Key: []byte("b"), Value: []byte{0xff}}, {Key: []byte("a"), Value: []byte("1")}, {Key: []byte("b"), Value: nil}},
			})
			within(t, "it is settled", func() (bool, error) {
				next, err := b.committed(config.GroupID, topic, 1)
				return next == offset+1, err
			})
			if err := stop(); err != nil {
				t.Error(err)
			}
			partitions, err := b.client.Partitions(dead)
			if err != nil {
				t.Fatal(err)
			}
			all, err := b.records(dead, int32(1%len(partitions)))
			if err != nil || len(all) == 0 {
				t.Fatalf("there is no dead letter (%v)", err)
			}
			got := all[len(all)-1]
			if !bytes.Equal(got.Key, c.key) || (got.Key == nil) != (c.key == nil) || !bytes.Equal(got.Value, c.value) || (got.Value == nil) != (c.value == nil) {
				t.Errorf("key %q, value %q; want %q, %q", got.Key, got.Value, c.key, c.value)
			}
			want := []sources.Header{
				{Name: "b", Value: "\xff"},
				{Name: "a", Value: "1"},
				{Name: "b"},
				{Name: "guthega-error-name", Value: "E"},
				{Name: "guthega-original-topic", Value: topic},
				{Name: "guthega-original-partition", Value: "1"},
				{Name: "guthega-original-offset", Value: strconv.FormatInt(offset, 10)},
				{Name: "guthega-original-timestamp", Value: "2018-11-24T22:53:20.123Z"},
			}
			if diff := cmp.Diff(want, headersOf(got)); diff != "" {
				t.Errorf("headers, -want +got:\n%s", diff)
			}
		})
	}
}

// noise does not become smaller when it is compressed, nor together with that of another seed.
func noise(seed byte, n int) []byte {
	r := rand.NewChaCha8([32]byte{seed})
	b := make([]byte, n)
	_, _ = r.Read(b)
	return b
}

// TestDeadLetterTooLarge: headers are cut as far as it helps, and a body that does not fit is said to be that.
func TestDeadLetterTooLarge(t *testing.T) { testDeadLetterTooLarge(t, newFake(t)) }

func testDeadLetterTooLarge(t *testing.T, b *broker) {
	topic := b.topic(t, 1)
	limit := "2000"
	err := b.admin.CreateTopic(topic+".dead", &sarama.TopicDetail{
		NumPartitions: 1, ReplicationFactor: 1, ConfigEntries: map[string]*string{"max.message.bytes": &limit},
	}, false)
	if err != nil {
		t.Fatal(err)
	}
	headers := []sources.Header{
		{Name: "guthega-error-name", Value: "E"},
		{Name: "guthega-error-message", Value: string(noise(1, 1000))},
		{Name: "guthega-error-stack", Value: string(noise(2, 1000))},
	}
	for _, c := range []struct {
		name string
		body int
		kept []string
	}{
		{"fits without the stack", 100, []string{"guthega-error-name", "guthega-error-message"}},
		{"fits without the message", 1200, []string{"guthega-error-name"}},
		{"does not fit", 2500, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSource(t, b.config(topic))
			defer started(t, s, done)() // it only connects
			m := sources.NewMessage("kafka", noise(3, c.body))
			m.Meta = sources.Fields{{Key: "topic", Value: topic}, {Key: "partition", Value: 0}, {Key: "offset", Value: int64(7)}, {Key: "timestamp", Value: time.Now()}}
			err := s.DeadLetter(t.Context(), m, headers)
			if c.kept == nil {
				e, ok := errors.AsType[*sources.Error](err)
				if !ok || e.Kind != sources.Fatal || !strings.Contains(e.Message, "max.message.bytes") || !strings.Contains(e.Message, topic+"[0]@7") {
					t.Errorf("the error is %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			all, err := b.records(topic+".dead", 0)
			if err != nil || len(all) == 0 {
				t.Fatalf("there is no dead letter (%v)", err)
			}
			var kept []string
			for _, h := range headersOf(all[len(all)-1]) {
				if strings.HasPrefix(h.Name, "guthega-error-") {
					kept = append(kept, h.Name)
				}
			}
			if diff := cmp.Diff(c.kept, kept); diff != "" {
				t.Errorf("headers, -want +got:\n%s", diff)
			}
		})
	}
}

// dead makes dead letters of the numbers, in a topic of one partition.
func (b *broker) dead(t *testing.T, topic string, count int) {
	t.Helper()
	b.create(t, topic+".dead", 1)
	for n := range count {
		b.send(t, &sarama.ProducerMessage{
			Topic: topic + ".dead", Key: sarama.StringEncoder("k"), Value: numbered(n),
			Headers: []sarama.RecordHeader{
				{Key: []byte("own"), Value: []byte("1")},
				{Key: []byte("guthega-error-name"), Value: []byte("E")},
				{Key: []byte("guthega-original-topic"), Value: []byte(topic)},
				{Key: []byte("guthega-original-partition"), Value: []byte("1")},
				{Key: []byte("guthega-original-offset"), Value: fmt.Append(nil, n)},
				{Key: []byte("guthega-original-timestamp"), Value: []byte("2018-11-24T22:53:20.123Z")},
			},
		})
	}
}

// replay shows f every dead letter and returns their bodies.
func replay(t *testing.T, s *kafkasource.Source, to string, f func(n int, d *sources.DeadLetter) sources.Disposition) (shown []string) {
	t.Helper()
	err := s.Replay(t.Context(), to, func(_ context.Context, d *sources.DeadLetter) (sources.Disposition, error) {
		shown = append(shown, string(d.Body))
		return f(len(shown)-1, d), nil
	})
	if err != nil {
		t.Error(err)
	}
	return shown
}

func bodiesOf(n ...int) (all []string) {
	for _, i := range n {
		all = append(all, fmt.Sprintf(`{"n":%d}`, i))
	}
	return all
}

func TestReplay(t *testing.T) { testReplay(t, newFake(t)) }

func testReplay(t *testing.T, b *broker) {
	topic := b.topic(t, 2)
	b.dead(t, topic, 6)
	s := newSource(t, b.config(topic))
	leave := func(int, *sources.DeadLetter) sources.Disposition { return sources.Leave }
	shown := replay(t, s, "", func(n int, d *sources.DeadLetter) sources.Disposition {
		if n > 0 {
			return sources.Leave
		}
		want := &sources.DeadLetter{
			Body: []byte(`{"n":0}`), Source: "kafka", From: topic + ".dead[0]@0", To: topic,
			Headers: []sources.Header{
				{Name: "guthega-error-name", Value: "E"}, {Name: "guthega-original-topic", Value: topic},
				{Name: "guthega-original-partition", Value: "1"}, {Name: "guthega-original-offset", Value: "0"},
				{Name: "guthega-original-timestamp", Value: "2018-11-24T22:53:20.123Z"},
			},
			Meta: sources.Fields{
				{Key: "topic", Value: topic}, {Key: "partition", Value: 1}, {Key: "offset", Value: int64(0)}, {Key: "key", Value: "k"},
				{Key: "timestamp", Value: time.UnixMilli(1543100000123).UTC()}, {Key: "headers", Value: sources.Fields{{Key: "own", Value: "1"}}},
			},
		}
		if diff := cmp.Diff(want, d); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		return sources.Leave
	})
	if diff := cmp.Diff(bodiesOf(0, 1, 2, 3, 4, 5), shown); diff != "" {
		t.Errorf("shown first, -want +got:\n%s", diff)
	}
	shown = replay(t, s, "", func(n int, _ *sources.DeadLetter) sources.Disposition {
		return []sources.Disposition{sources.PutBack, sources.Leave, sources.PutBack, sources.End}[n]
	})
	if diff := cmp.Diff(bodiesOf(0, 1, 2, 3), shown); diff != "" {
		t.Errorf("shown until the end, -want +got:\n%s", diff)
	}
	back, err := b.records(topic, 1)
	if err != nil || len(back) != 2 || string(back[1].Value) != `{"n":2}` || string(back[1].Key) != "k" {
		t.Fatalf("%v is back in the topic (%v)", back, err)
	}
	if diff := cmp.Diff([]sources.Header{{Name: "own", Value: "1"}}, headersOf(back[0])); diff != "" {
		t.Errorf("headers, -want +got:\n%s", diff)
	}
	if diff := cmp.Diff(bodiesOf(1, 3, 4, 5), replay(t, s, "", leave)); diff != "" {
		t.Errorf("left, -want +got:\n%s", diff)
	}
	t.Run("an error leaves it", func(t *testing.T) {
		broken := errors.New("broken")
		err := s.Replay(t.Context(), "", func(context.Context, *sources.DeadLetter) (sources.Disposition, error) {
			return sources.PutBack, broken
		})
		if !errors.Is(err, broken) {
			t.Errorf("Replay: %v", err)
		}
	})
	t.Run("elsewhere", func(t *testing.T) {
		other := b.topic(t, 1)
		replay(t, s, other, func(_ int, d *sources.DeadLetter) sources.Disposition {
			if d.To != other {
				t.Errorf("To is %q", d.To)
			}
			return sources.PutBack
		})
		if all, err := b.records(other, 0); err != nil || len(all) != 4 {
			t.Errorf("%d are there (%v)", len(all), err)
		}
		if shown := replay(t, s, "", leave); len(shown) != 0 {
			t.Errorf("%v is left", shown)
		}
	})
	t.Run("none", func(t *testing.T) {
		if shown := replay(t, newSource(t, b.config(b.topic(t, 1))), "", leave); len(shown) != 0 {
			t.Errorf("%v was shown", shown)
		}
	})
}

// TestReplayOfManyAmongMany: more are put back from among those that are left than a committed offset can say.
func TestReplayOfManyAmongMany(t *testing.T) {
	b := newFake(t)
	topic := b.topic(t, 2)
	const count = 80
	b.dead(t, topic, count)
	s := newSource(t, b.config(topic))
	s.SetMaxMetadata(40)
	every := func(n int, _ *sources.DeadLetter) sources.Disposition {
		if n%2 == 0 {
			return sources.PutBack
		}
		return sources.Leave
	}
	if shown := replay(t, s, "", every); len(shown) != count {
		t.Errorf("%d were shown, want %d", len(shown), count)
	}
	left := replay(t, s, "", func(int, *sources.DeadLetter) sources.Disposition { return sources.Leave })
	var want []string
	for n := 1; n < count; n += 2 {
		want = append(want, bodiesOf(n)...)
	}
	slices.Sort(want)
	slices.Sort(left)
	if diff := cmp.Diff(want, left); diff != "" {
		t.Errorf("left, -want +got:\n%.2000s", diff)
	}
	if back, err := b.records(topic, 1); err != nil || len(back) != count/2 {
		t.Errorf("%d are back, want %d (%v)", len(back), count/2, err)
	}
}
