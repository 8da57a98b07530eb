package redissource_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/redissource"
	"github.com/guthega/guthega/sources/sourcetest"
)

// appender appends to the stream "orders" and looks at the group to learn what has become of an entry.
type appender struct {
	source *redissource.Streams
	redis  *redis.Client

	mu      sync.Mutex
	looked  time.Time
	last    string          // the group's last-delivered-id
	pending map[string]bool // by id
}

func newAppender(t *testing.T, addr string) *appender {
	src, err := redissource.NewStreams(redissource.StreamsConfig{
		Connection: at(t, addr), Streams: []string{"orders"}, FromEarliest: true, Concurrency: sourcetest.Parallel,
		ClaimIdle: time.Second,
	}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return &appender{source: src, redis: client(t, addr)}
}

func (a *appender) Source() sources.Source { return a.source }

func (a *appender) Finish() error { return errors.New("a stream has no end") }

func (a *appender) Send(ctx context.Context, body []byte) (sourcetest.Receipt, error) {
	id, err := a.redis.XAdd(ctx, &redis.XAddArgs{Stream: "orders", Values: []any{"body", body}}).Result()
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, ended <-chan struct{}) (sourcetest.Outcome, error) {
		tick := time.NewTicker(10 * time.Millisecond) // nothing tells when an entry is acknowledged
		defer tick.Stop()
		for over := false; ; {
			open, err := a.open(ctx, id, over)
			switch {
			case err != nil:
				return sourcetest.Outcome{}, err
			case !open:
				return a.settled(ctx, id)
			case over:
				return sourcetest.Outcome{State: sourcetest.Returned}, nil
			}
			select {
			case <-tick.C:
			case <-ended:
				over = true
			case <-ctx.Done():
				return sourcetest.Outcome{}, ctx.Err()
			}
		}
	}, nil
}

// open reports whether the entry was not given out, or is pending.
func (a *appender) open(ctx context.Context, id string, now bool) (bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if now || time.Since(a.looked) > 5*time.Millisecond {
		if err := a.look(ctx); err != nil {
			return false, err
		}
	}
	return a.last == "" || newer(id, a.last) || a.pending[id], nil
}

// newer compares ids of the same length of milliseconds.
func newer(id, than string) bool {
	ms, seq, _ := strings.Cut(id, "-")
	thanMs, thanSeq, _ := strings.Cut(than, "-")
	if ms != thanMs {
		return ms > thanMs
	}
	return len(seq) > len(thanSeq) || len(seq) == len(thanSeq) && seq > thanSeq
}

func (a *appender) look(ctx context.Context) error {
	groups, err := a.redis.XInfoGroups(ctx, "orders").Result()
	if err != nil {
		return err
	}
	a.last, a.pending = "", map[string]bool{}
	if len(groups) > 0 {
		a.last = groups[0].LastDeliveredID
		pending, err := a.redis.XPendingExt(ctx, &redis.XPendingExtArgs{Stream: "orders", Group: "guthega", Start: "-", End: "+", Count: 10000}).Result()
		if err != nil {
			return err
		}
		for _, p := range pending {
			a.pending[p.ID] = true
		}
	}
	a.looked = time.Now()
	return nil
}

// settled finds out whether there is a dead letter.
func (a *appender) settled(ctx context.Context, id string) (sourcetest.Outcome, error) {
	letters, err := a.redis.XRange(ctx, "orders.dead", "-", "+").Result()
	if err != nil {
		return sourcetest.Outcome{}, err
	}
	for _, l := range letters {
		if l.Values["guthega-original-id"] == id {
			return sourcetest.Outcome{State: sourcetest.DeadLettered, DeadLetter: letter(l.Values)}, nil
		}
	}
	return sourcetest.Outcome{State: sourcetest.Done}, nil
}
