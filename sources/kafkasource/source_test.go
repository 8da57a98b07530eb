package kafkasource_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/IBM/sarama"
	"github.com/google/go-cmp/cmp"
	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/kafkasource"
)

func done(context.Context, *sources.Message) (sources.Result, error) { return sources.Result{}, nil }

func field(m *sources.Message, key string) any {
	for _, f := range m.Meta {
		if f.Key == key {
			return f.Value
		}
	}
	return nil
}

func bytesOrNil(b []byte) sarama.Encoder {
	if b == nil {
		return nil
	}
	return sarama.ByteEncoder(b)
}

// TestMessage: what a record becomes.
func TestMessage(t *testing.T) {
	b := newFake(t)
	at := time.UnixMilli(1543100000123).UTC()
	header := func(name string, value string) sarama.RecordHeader {
		return sarama.RecordHeader{Key: []byte(name), Value: []byte(value)}
	}
	for _, c := range []struct {
		name       string
		format     sources.Format
		key, value []byte
		headers    []sarama.RecordHeader
		body       string
		wantKey    any
		want       sources.Fields
	}{
		{"no key, no headers", sources.JSON, nil, []byte("1"), nil, "1", nil, sources.Fields{}},
		{"a key that is no JSON", sources.JSON, []byte("order-7"), []byte("1"), nil, "1", "order-7", sources.Fields{}},
		{"a key that is JSON stays text", sources.JSON, []byte(`{"id":7}`), []byte("1"), nil, "1", `{"id":7}`, sources.Fields{}},
		{"a key that is no text", sources.JSON, []byte{0xff, 0}, []byte("1"), nil, "1", []byte{0xff, 0}, sources.Fields{}},
		{"an empty key", sources.JSON, []byte{}, []byte("1"), nil, "1", "", sources.Fields{}},
		{"a tombstone", sources.JSON, []byte("k"), nil, nil, "null", "k", sources.Fields{}},
		{"a tombstone, as text", sources.Text, []byte("k"), nil, nil, "", "k", sources.Fields{}},
		{"an empty value", sources.JSON, nil, []byte{}, nil, "", nil, sources.Fields{}},
		{"headers", sources.Binary, nil, []byte{0xfe}, []sarama.RecordHeader{
			header("b", "1"), header("a", "\xff"), header("b", "2"), header("b", "\xff"), header("c", ""),
		}, "\xfe", nil, sources.Fields{{Key: "b", Value: []string{"1", "2", "\uFFFD"}}, {Key: "a", Value: []byte{0xff}}, {Key: "c", Value: ""}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			topic := b.topic(t, 1)
			b.send(t, &sarama.ProducerMessage{Topic: topic, Key: bytesOrNil(c.key), Value: bytesOrNil(c.value), Headers: c.headers, Timestamp: at})
			got := make(chan *sources.Message, 1)
			config := b.config(topic)
			config.Format = c.format
			started(t, newSource(t, config), func(_ context.Context, m *sources.Message) (sources.Result, error) {
				got <- m
				return sources.Result{}, nil
			})
			m := <-got
			want := sources.Fields{
				{Key: "topic", Value: topic}, {Key: "partition", Value: 0}, {Key: "offset", Value: int64(0)},
				{Key: "key", Value: c.wantKey}, {Key: "timestamp", Value: at}, {Key: "headers", Value: c.want},
			}
			if diff := cmp.Diff(want, m.Meta); diff != "" {
				t.Errorf("Meta, -want +got:\n%s", diff)
			}
			if string(m.Body) != c.body || m.Format != c.format || m.Revoked == nil {
				t.Errorf("the message is %q, format %d, Revoked %v; want %q", m.Body, m.Format, m.Revoked, c.body)
			}
		})
	}
}

// TestOrders holds back the first record of each kind and sees which others wait for it.
func TestOrders(t *testing.T) {
	b := newFake(t)
	for _, c := range []struct {
		name  string
		order kafkasource.Order
		// passed are those that are handled while the first is held.
		passed []string
	}{
		{"partition", kafkasource.OrderPartition, nil},
		{"key", kafkasource.OrderKey, []string{"b", "-"}},
		{"none", kafkasource.OrderNone, []string{"a", "b", "-"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			topic := b.topic(t, 1)
			for _, key := range []string{"a", "a", "b", "-"} {
				m := &sarama.ProducerMessage{Topic: topic, Key: sarama.StringEncoder(key), Value: sarama.StringEncoder("1")}
				if key == "-" {
					m.Key = nil
				}
				b.send(t, m)
			}
			config := b.config(topic)
			config.Order = c.order
			release, passed := make(chan struct{}), make(chan string, 4)
			started(t, newSource(t, config), func(_ context.Context, m *sources.Message) (sources.Result, error) {
				if field(m, "offset") == int64(0) {
					<-release
				}
				key, ok := field(m, "key").(string)
				if !ok {
					key = "-"
				}
				passed <- key
				return sources.Result{}, nil
			})
			got := map[string]bool{}
			for range c.passed {
				got[<-passed] = true
			}
			for _, key := range c.passed {
				if !got[key] {
					t.Errorf("%v passed the first, want %v", got, c.passed)
				}
			}
			if next, err := b.committed(config.GroupID, topic, 0); err != nil || next > 0 {
				t.Errorf("offset %d is committed past what is not finished (%v)", next, err)
			}
			close(release)
			within(t, "all is committed", func() (bool, error) {
				next, err := b.committed(config.GroupID, topic, 0)
				return next == 4, err
			})
		})
	}
}

// TestBound: a partition is read only so far beyond its oldest unfinished record, and goes on when that is finished.
func TestBound(t *testing.T) {
	const window, count = 256, 1000
	b := newFake(t)
	topic := b.topic(t, 1)
	for n := range count {
		b.send(t, &sarama.ProducerMessage{Topic: topic, Value: numbered(n)})
	}
	config := b.config(topic)
	config.Order, config.Concurrency = kafkasource.OrderNone, 8
	release, full := make(chan struct{}), make(chan struct{})
	var handled, most atomic.Int64
	started(t, newSource(t, config), func(_ context.Context, m *sources.Message) (sources.Result, error) {
		offset := field(m, "offset").(int64)
		if offset == 0 {
			<-release
			return sources.Result{}, nil
		}
		select {
		case <-release:
		default:
			most.Store(max(most.Load(), offset))
		}
		if handled.Add(1) == window-1 {
			close(full)
		}
		return sources.Result{}, nil
	})
	<-full
	if got := most.Load(); got != window-1 {
		t.Errorf("offset %d was handled while 0 was not finished; the bound is %d", got, window-1)
	}
	close(release)
	within(t, "all is committed", func() (bool, error) {
		next, err := b.committed(config.GroupID, topic, 0)
		return next == count, err
	})
}

// TestRebalance: a second member gets partitions only when what the first has of them in flight is finished, and nothing
// is handled twice.
func TestRebalance(t *testing.T) {
	b := newFake(t)
	topic := b.topic(t, 4)
	config := b.config(topic)
	config.Order = kafkasource.OrderNone
	const count = 400
	var mu sync.Mutex
	seen := map[string]int{}
	held, release := make(chan struct{}, count), make(chan struct{})
	revoked := make(chan struct{})
	handler := func(who string) sources.Handler {
		return func(_ context.Context, m *sources.Message) (sources.Result, error) {
			if who == "first" && string(m.Body) == "hold" {
				held <- struct{}{}
				<-m.Revoked
				revoked <- struct{}{}
				<-release
			}
			mu.Lock()
			defer mu.Unlock()
			seen[fmt.Sprintf("%v/%v", field(m, "partition"), field(m, "offset"))]++
			return sources.Result{}, nil
		}
	}
	started(t, newSource(t, config), handler("first"))
	for p := range int32(4) {
		b.send(t, &sarama.ProducerMessage{Topic: topic, Partition: p, Value: sarama.StringEncoder("hold")})
	}
	for range 4 {
		<-held
	}
	started(t, newSource(t, config), handler("second"))
	for range 4 {
		<-revoked
	}
	for n := range count {
		b.send(t, &sarama.ProducerMessage{Topic: topic, Partition: int32(n % 4), Value: numbered(n)})
	}
	mu.Lock()
	if len(seen) > 0 {
		t.Errorf("%v were handled although partitions are not yet given up", seen)
	}
	mu.Unlock()
	close(release)
	within(t, "all is committed", func() (bool, error) {
		var all int64
		for p := range int32(4) {
			next, err := b.committed(config.GroupID, topic, p)
			if err != nil {
				return false, err
			}
			all += max(0, next)
		}
		return all == count+4, nil
	})
	mu.Lock()
	defer mu.Unlock()
	for record, times := range seen {
		if times != 1 {
			t.Errorf("%s was handled %d times", record, times)
		}
	}
}

// TestRevokedGivesBack: what waits for its next attempt when its partition goes is given back, and handled elsewhere.
func TestRevokedGivesBack(t *testing.T) {
	b := newFake(t)
	topic := b.topic(t, 1)
	config := b.config(topic)
	waits, elsewhere := make(chan struct{}), make(chan struct{})
	ctx, stop := context.WithCancel(t.Context())
	first := newSource(t, config)
	ended := make(chan error, 1)
	go func() {
		ended <- first.Run(ctx, func(_ context.Context, m *sources.Message) (sources.Result, error) {
			waits <- struct{}{}
			<-m.Revoked
			return sources.Result{}, &sources.Error{Kind: sources.Unavailable, Message: "revoked"}
		})
	}()
	b.send(t, &sarama.ProducerMessage{Topic: topic, Value: numbered(1)})
	<-waits
	stop()
	if err := <-ended; err != nil {
		t.Errorf("Run: %v", err)
	}
	started(t, newSource(t, config), func(context.Context, *sources.Message) (sources.Result, error) {
		close(elsewhere)
		return sources.Result{}, nil
	})
	<-elsewhere
}

// TestStartIsCommitted: a group that starts at the newest record has said so before it has handled any, and so nothing is
// skipped that comes while nobody reads.
func TestStartIsCommitted(t *testing.T) {
	b := newFake(t)
	topic := b.topic(t, 1)
	for n := range 3 {
		b.send(t, &sarama.ProducerMessage{Topic: topic, Value: numbered(n)})
	}
	config := b.config(topic)
	config.FromEarliest, config.CommitInterval = false, time.Hour
	s := newSource(t, config)
	stop := started(t, s, done)
	within(t, "it is connected", func() (bool, error) { ok, _ := s.Connected(); return ok, nil })
	if next, err := b.committed(config.GroupID, topic, 0); next != 3 || err != nil { // before it might be killed
		t.Errorf("offset %d is committed, want 3 (%v)", next, err)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	b.send(t, &sarama.ProducerMessage{Topic: topic, Value: numbered(3)})
	got := make(chan string, 10)
	started(t, newSource(t, config), func(_ context.Context, m *sources.Message) (sources.Result, error) {
		got <- string(m.Body)
		return sources.Result{}, nil
	})
	if first := <-got; first != `{"n":3}` {
		t.Errorf("the first message is %s", first)
	}
}

// TestOffsetIsGone: reading goes on with what is there, not with what is to come, and so do the commits.
func TestOffsetIsGone(t *testing.T) {
	b := newFake(t)
	for name, offset := range map[string]int64{"deleted": 1, "of an older topic of the name": 50} {
		t.Run(name, func(t *testing.T) { testOffsetIsGone(t, b, offset) })
	}
}

func testOffsetIsGone(t *testing.T, b *broker, offset int64) {
	topic := b.topic(t, 1)
	config := b.config(topic)
	config.FromEarliest = false
	for n := range 5 {
		b.send(t, &sarama.ProducerMessage{Topic: topic, Value: numbered(n)})
	}
	if err := b.admin.DeleteRecords(topic, map[int32]int64{0: 2}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.admin.AlterConsumerGroupOffsets(config.GroupID, map[string]map[int32]sarama.OffsetAndMetadata{topic: {0: {Offset: offset, LeaderEpoch: -1}}}, nil); err != nil {
		t.Fatal(err)
	}
	got := make(chan any, 5)
	started(t, newSource(t, config), func(_ context.Context, m *sources.Message) (sources.Result, error) {
		got <- field(m, "offset")
		return sources.Result{}, nil
	})
	for want := int64(2); want < 5; want++ {
		if offset := <-got; offset != want {
			t.Errorf("offset %v came, want %d", offset, want)
		}
	}
	within(t, "all is committed", func() (bool, error) {
		next, err := b.committed(config.GroupID, topic, 0)
		return next == 5, err
	})
}

// TestBrokerIsDown: it is waited for, and the log says how.
func TestBrokerIsDown(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	address := fmt.Sprintf("127.0.0.1:%d", port)
	topic := unique("topic")
	var log lines
	s, err := kafkasource.New(kafkasource.Config{Brokers: []string{address}, Topics: []string{topic}, FromEarliest: true},
		slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan struct{}, 1)
	started(t, s, func(context.Context, *sources.Message) (sources.Result, error) {
		got <- struct{}{}
		return sources.Result{}, nil
	})
	within(t, "it is waited for", func() (bool, error) { return strings.Contains(log.String(), "nextTry=400ms"), nil })
	for _, part := range []string{"brokers=" + address, "tried=connecting", "connection refused", " for=", "level=WARN"} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("the log does not say %q:\n%s", part, log.String())
		}
	}
	if ok, why := s.Connected(); ok || !strings.Contains(why, address) || !strings.Contains(why, "connection refused") {
		t.Errorf("Connected is %v, %q", ok, why)
	}
	b := newFake(t, kfake.Ports(port))
	b.create(t, topic, 1)
	b.send(t, &sarama.ProducerMessage{Topic: topic, Value: numbered(1)})
	<-got
	if ok, why := s.Connected(); !ok || why != "" {
		t.Errorf("Connected is %v, %q", ok, why)
	}
}

// lines is a log that may be read while it is written.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// TestStopWhileWaiting: a stop ends the waiting for a broker.
func TestStopWhileWaiting(t *testing.T) {
	s := newSource(t, kafkasource.Config{Brokers: []string{"127.0.0.1:1"}, Topics: []string{"t"}})
	stop := started(t, s, done)
	within(t, "it waits", func() (bool, error) { _, why := s.Connected(); return strings.Contains(why, "waiting"), nil })
	if err := stop(); err != nil {
		t.Errorf("Run: %v", err)
	}
}

// TestTopicPattern: topics that come later are read too, dead letters and Kafka's own are not.
func TestTopicPattern(t *testing.T) {
	b := newFake(t)
	prefix := unique("p")
	config := b.config()
	config.TopicPattern = prefix + `\..*`
	for _, name := range []string{".a", ".a.dead", "x.a"} {
		b.create(t, prefix+name, 1)
		b.send(t, &sarama.ProducerMessage{Topic: prefix + name, Value: numbered(1)})
	}
	s := newSource(t, config)
	s.SetTopicRefresh(10 * time.Millisecond)
	got := make(chan string, 10)
	stop := started(t, s, func(_ context.Context, m *sources.Message) (sources.Result, error) {
		got <- field(m, "topic").(string)
		return sources.Result{}, nil
	})
	if topic := <-got; topic != prefix+".a" {
		t.Errorf("%s was read", topic)
	}
	b.create(t, prefix+".b", 1)
	b.send(t, &sarama.ProducerMessage{Topic: prefix + ".b", Value: numbered(1)})
	if topic := <-got; topic != prefix+".b" {
		t.Errorf("%s was read", topic)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if len(got) > 0 {
		t.Errorf("%s was read", <-got)
	}
}

func TestNewReportsEveryProblem(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing.pem")
	for _, c := range []struct {
		name   string
		config kafkasource.Config
		parts  []string
	}{
		{"nothing", kafkasource.Config{}, []string{"brokers are needed", "topics or a topicPattern"}},
		{"much", kafkasource.Config{Brokers: []string{"b"}, Topics: []string{""}, TopicPattern: "(", Order: 9, Format: 9, Concurrency: -1, SessionTimeout: -1},
			[]string{"a topic has no name", "exclude one another", "topicPattern: error parsing", "order 9", "format 9", "concurrency -1", "sessionTimeout"}},
		{"a circle", kafkasource.Config{Brokers: []string{"b"}, Topics: []string{"t"}, DeadLetterTopic: "t"}, []string{"dead letters of t would go to t"}},
		{"version", kafkasource.Config{Brokers: []string{"b"}, Topics: []string{"t"}, Version: "new"}, []string{`version "new"`}},
		{"protocol", kafkasource.Config{Brokers: []string{"b"}, Topics: []string{"t"}, Protocol: []string{"fair"}}, []string{`protocol "fair"`}},
		{"tls", kafkasource.Config{Brokers: []string{"b"}, Topics: []string{"t"}, TLS: &kafkasource.TLS{CAFile: missing}}, []string{"tls", missing}},
		{"sasl", kafkasource.Config{Brokers: []string{"b"}, Topics: []string{"t"}, SASL: &kafkasource.SASL{Mechanism: "GSSAPI"}}, []string{"sasl", "GSSAPI"}},
		{"no password", kafkasource.Config{Brokers: []string{"b"}, Topics: []string{"t"}, SASL: &kafkasource.SASL{Mechanism: "PLAIN", Username: "u"}}, []string{"username and password"}},
		{"no token", kafkasource.Config{Brokers: []string{"b"}, Topics: []string{"t"}, SASL: &kafkasource.SASL{Mechanism: "OAUTHBEARER"}}, []string{"tokenFile or tokenCommand"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := kafkasource.New(c.config, slog.New(slog.DiscardHandler))
			for _, part := range c.parts {
				if err == nil || !strings.Contains(err.Error(), part) {
					t.Errorf("the error does not say %q:\n%v", part, err)
				}
			}
		})
	}
}
