package redissource_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/redissource"
)

// guard turns a test that hangs into one that fails.
const guard = 30 * time.Second

// running is a source at work, and what its handler has seen.
type running struct {
	t    *testing.T
	soft context.CancelFunc
	hard context.CancelFunc
	over chan struct{}
	err  error
	seen chan *sources.Message
}

// start runs src with verdict as its handler, nil for one that resolves, until the test ends.
func start(t *testing.T, src sources.Source, verdict func(*sources.Message) error) *running {
	t.Helper()
	hard, cancelHard := context.WithCancel(context.Background())
	soft, cancelSoft := context.WithCancel(sources.WithHard(context.Background(), hard))
	r := &running{t: t, soft: cancelSoft, hard: cancelHard, over: make(chan struct{}), seen: make(chan *sources.Message, 100_000)}
	go func() {
		defer close(r.over)
		r.err = src.Run(soft, func(_ context.Context, m *sources.Message) (sources.Result, error) {
			r.seen <- m
			if verdict == nil {
				return sources.Result{}, nil
			}
			return sources.Result{}, verdict(m)
		})
	}()
	t.Cleanup(func() { cancelSoft(); cancelHard(); <-r.over })
	return r
}

// next waits for the next message.
func (r *running) next() *sources.Message {
	r.t.Helper()
	select {
	case m := <-r.seen:
		return m
	case <-r.over:
		select { // the last ones may still be unread
		case m := <-r.seen:
			return m
		default:
			r.t.Fatalf("Run returned: %v", r.err)
		}
	case <-time.After(guard):
		r.t.Fatal("no message came")
	}
	return nil
}

// stop is the soft stop; Run must return nil.
func (r *running) stop() {
	r.t.Helper()
	r.soft()
	if err := r.ended(); err != nil {
		r.t.Errorf("Run returned %v", err)
	}
}

func (r *running) ended() error {
	r.t.Helper()
	select {
	case <-r.over:
	case <-time.After(guard):
		r.t.Fatal("Run did not return")
	}
	return r.err
}

// until asks again and again.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(guard); !ok(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("waited too long until %s", what)
		}
	}
}

// connected waits until src is.
func connected(t testing.TB, src sources.Connected) {
	t.Helper()
	until(t, "the source was connected", func() bool { ok, _ := src.Connected(); return ok })
}

func streams(t *testing.T, addr string, log *slog.Logger, change func(*redissource.StreamsConfig)) *redissource.Streams {
	t.Helper()
	c := redissource.StreamsConfig{Streams: []string{"orders"}, FromEarliest: true}
	if addr != "" {
		c.Connection = at(t, addr)
	}
	if change != nil {
		change(&c)
	}
	src, err := redissource.NewStreams(c, log)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func pubSub(t *testing.T, addr string, log *slog.Logger, change func(*redissource.PubSubConfig)) *redissource.PubSub {
	t.Helper()
	c := redissource.PubSubConfig{Patterns: []string{"orders.*"}}
	if addr != "" {
		c.Connection = at(t, addr)
	}
	if change != nil {
		change(&c)
	}
	src, err := redissource.NewPubSub(c, log)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// record is a log that can be read while it is written.
type record struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.Write(p)
}

func (r *record) has(text string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return bytes.Contains(r.b.Bytes(), []byte(text))
}

func (r *record) logger() *slog.Logger { return slog.New(slog.NewTextHandler(r, nil)) }

var errRejected = errors.New("no")
