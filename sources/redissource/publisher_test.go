package redissource_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/redissource"
	"github.com/guthega/guthega/sources/sourcetest"
)

func client(t testing.TB, addr string) *redis.Client {
	c := redis.NewClient(&redis.Options{Addr: addr, Protocol: 2, DisableIdentity: true, MaxRetries: -1})
	t.Cleanup(func() { c.Close() })
	return c
}

func at(t testing.TB, addr string) redissource.Connection {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	return redissource.Connection{Host: host, Port: n}
}

var quiet = slog.New(slog.DiscardHandler)

// publisher publishes to a source, one message after the other once it is subscribed, and watches the handler: Redis
// itself does not know what becomes of a message.
type publisher struct {
	source *redissource.PubSub
	redis  *redis.Client
	pump   chan []byte

	mu       sync.Mutex
	outcomes map[string]sourcetest.Outcome
	changed  chan struct{}
	run      context.Context // Run's: what is published after its end has nobody to go to
}

func newPublisher(t *testing.T, addr string) *publisher {
	src, err := redissource.NewPubSub(redissource.PubSubConfig{
		Connection: at(t, addr), Patterns: []string{"orders.*"}, Concurrency: sourcetest.Parallel,
	}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	p := &publisher{
		source: src, redis: client(t, addr), pump: make(chan []byte, 1024),
		outcomes: map[string]sourcetest.Outcome{}, changed: make(chan struct{}), run: context.Background(),
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.publish(ctx)
	}()
	t.Cleanup(func() { cancel(); <-done })
	return p
}

func (p *publisher) publish(ctx context.Context) {
	for {
		select {
		case body := <-p.pump:
			if !p.subscribed(ctx) {
				return
			}
			if err := p.redis.Publish(ctx, "orders.new", body).Err(); err != nil {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

// subscribed waits until the source is; false when it will not be any more.
func (p *publisher) subscribed(ctx context.Context) bool {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		ok, _ := p.source.Connected()
		p.mu.Lock()
		stopped := p.run.Err() != nil
		p.mu.Unlock()
		if ok || stopped {
			return !stopped
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return false
		}
	}
}

// watchedPubSub lets the publisher see verdicts.
type watchedPubSub struct {
	*redissource.PubSub
	p *publisher
}

func (p *publisher) Source() sources.Source { return watchedPubSub{p.source, p} }

func (w watchedPubSub) Run(ctx context.Context, h sources.Handler) error {
	w.p.mu.Lock()
	w.p.run = ctx
	w.p.mu.Unlock()
	return w.PubSub.Run(ctx, func(ctx context.Context, m *sources.Message) (sources.Result, error) {
		result, err := h(ctx, m)
		if err == nil {
			w.p.note(m, sourcetest.Outcome{State: sourcetest.Done})
		} else if kind := sources.KindOf(err); kind == sources.Unavailable || kind == sources.Stopped {
			w.p.note(m, sourcetest.Outcome{State: sourcetest.Returned})
		}
		return result, err
	})
}

func (w watchedPubSub) DeadLetter(ctx context.Context, m *sources.Message, headers []sources.Header) error {
	if err := w.PubSub.DeadLetter(ctx, m, headers); err != nil {
		return err
	}
	letters, err := w.p.redis.XRevRangeN(ctx, "orders.new.dead", "+", "-", 1).Result()
	if err != nil {
		return err
	}
	w.p.note(m, sourcetest.Outcome{State: sourcetest.DeadLettered, DeadLetter: letter(letters[0].Values)})
	return nil
}

// letter reads a dead letter as somebody would.
func letter(values map[string]any) sourcetest.DeadLetter {
	var d sourcetest.DeadLetter
	for name, value := range values {
		text, _ := value.(string)
		if strings.HasPrefix(name, "guthega-") {
			d.Headers = append(d.Headers, sources.Header{Name: name, Value: text})
		} else if name == "body" {
			d.Body = []byte(text)
		}
	}
	return d
}

func (p *publisher) note(m *sources.Message, o sourcetest.Outcome) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.outcomes[string(m.Body)] = o
	close(p.changed)
	p.changed = make(chan struct{})
}

func (p *publisher) Finish() error { return errors.New("a subscription has no end") }

func (p *publisher) Send(_ context.Context, body []byte) (sourcetest.Receipt, error) {
	p.pump <- body
	return func(ctx context.Context, ended <-chan struct{}) (sourcetest.Outcome, error) {
		for over := false; ; {
			p.mu.Lock()
			o, changed := p.outcomes[string(body)], p.changed
			p.mu.Unlock()
			if o.State == 0 && over {
				o.State = sourcetest.Returned
			}
			if o.State != 0 {
				return o, nil
			}
			select {
			case <-changed:
			case <-ended:
				over = true
			case <-ctx.Done():
				return o, ctx.Err()
			}
		}
	}, nil
}
