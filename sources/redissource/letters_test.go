package redissource_test

import (
	"context"
	"strings"
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/redissource"
	"github.com/guthega/guthega/test/services"
)

var failed = []sources.Header{{Name: "guthega-error-name", Value: "Error"}, {Name: "guthega-error-message", Value: ""}}

// values are an entry's fields as the server has them: in order, any number of times.
func values(t *testing.T, c *redis.Client, stream string) []any {
	t.Helper()
	entries, err := c.Do(t.Context(), "XRANGE", stream, "-", "+").Slice()
	if err != nil || len(entries) != 1 {
		t.Fatalf("%s has %d entries (%v), want one", stream, len(entries), err)
	}
	return entries[0].([]any)[1].([]any)
}

// buried runs src, fails the one message that comes, and writes its dead letter as the engine would.
func buried(t *testing.T, src interface {
	sources.Source
	sources.DeadLetterer
}, send func(),
) *sources.Message {
	t.Helper()
	r := start(t, src, func(m *sources.Message) error {
		if err := src.DeadLetter(context.Background(), m, failed); err != nil {
			t.Error(err)
		}
		return errRejected
	})
	send()
	m := r.next()
	r.stop()
	return m
}

func TestDeadLetterOfAnEntry(t *testing.T) {
	for _, tt := range []struct {
		name, to string
		entry    []any
	}{
		{"a body", "", []any{"body", "\x00\xff"}},
		{"a body and more, renamed", "graves", []any{"z", "1", "body", "2", "z", "3"}},
		{"an entry without a body", "", []any{"b", "1", "a", "2"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			addr := miniredis.RunT(t).Addr()
			c := client(t, addr)
			src := streams(t, addr, quiet, func(c *redissource.StreamsConfig) { c.DeadLetter = tt.to })
			m := buried(t, src, func() { add(t, c, "orders", tt.entry...) })
			stream := "orders.dead"
			if tt.to != "" {
				stream = tt.to
			}
			want := append(append([]any{}, tt.entry...), "guthega-error-name", "Error", "guthega-error-message", "",
				"guthega-original-stream", "orders", "guthega-original-id", text(m, "id"))
			if diff := cmp.Diff(want, values(t, c, stream)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if p := pending(t, c); len(p) != 0 {
				t.Errorf("pending: %v", p)
			}
		})
	}
}

func TestDeadLetterOfAPublishedMessage(t *testing.T) {
	addr := miniredis.RunT(t).Addr()
	c := client(t, addr)
	src := pubSub(t, addr, quiet, nil)
	buried(t, src, func() {
		connected(t, src)
		c.Publish(t.Context(), "orders.new", "\x00\xff")
	})
	want := []any{
		"body", "\x00\xff", "guthega-error-name", "Error", "guthega-error-message", "",
		"guthega-original-pattern", "orders.*", "guthega-original-channel", "orders.new",
	}
	if diff := cmp.Diff(want, values(t, c, "orders.new.dead")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDeadLetterThatCannotBeWrittenIsAnError(t *testing.T) {
	addr := miniredis.RunT(t).Addr()
	c := client(t, addr)
	c.Set(t.Context(), "orders.dead", "1", 0)
	src := streams(t, addr, quiet, nil)
	m := sources.NewMessage("redis-streams", nil)
	m.Meta = sources.Fields{{Key: "stream", Value: "orders"}, {Key: "id", Value: "1-1"}}
	err := src.DeadLetter(t.Context(), m, failed)
	if err == nil || !strings.Contains(err.Error(), "orders.dead") || !strings.Contains(err.Error(), "something else") {
		t.Errorf("the error is %v", err)
	}
}

func TestReplayOfStreams(t *testing.T) {
	for _, tt := range []struct {
		name     string
		to       string
		verdicts []sources.Disposition
		shown    int
		back     string   // the stream they go back to
		put      []string // their bodies
		left     int64
	}{
		{"leave", "", []sources.Disposition{sources.Leave, sources.Leave, sources.Leave}, 3, "orders", nil, 3},
		{"put back", "", []sources.Disposition{sources.PutBack, sources.Leave, sources.PutBack}, 3, "orders", []string{"0", "2"}, 1},
		{"elsewhere", "again", []sources.Disposition{sources.PutBack, sources.PutBack, sources.PutBack}, 3, "again", []string{"0", "1", "2"}, 0},
		{"end", "", []sources.Disposition{sources.PutBack, sources.End}, 2, "orders", []string{"0"}, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			addr := miniredis.RunT(t).Addr()
			c := client(t, addr)
			for n := range 3 {
				add(t, c, "orders.dead", "by", "me", "body", n, "guthega-error-name", "Error",
					"guthega-original-stream", "orders", "guthega-original-id", "7-0")
			}
			var shown []*sources.DeadLetter
			err := streams(t, addr, quiet, nil).Replay(t.Context(), tt.to, func(_ context.Context, d *sources.DeadLetter) (sources.Disposition, error) {
				shown = append(shown, d)
				// What comes meanwhile is not seen.
				add(t, c, "orders.dead", "body", "late", "guthega-original-stream", "orders")
				return tt.verdicts[len(shown)-1], nil
			})
			if err != nil || len(shown) != tt.shown {
				t.Fatalf("%d were shown (%v), want %d", len(shown), err, tt.shown)
			}
			d := shown[0]
			if string(d.Body) != "0" || d.Header("guthega-error-name") != "Error" || d.To != tt.back || !strings.HasPrefix(d.From, "orders.dead@") {
				t.Errorf("the first is %+v", d)
			}
			want := sources.Fields{
				{Key: "stream", Value: "orders"}, {Key: "id", Value: "7-0"},
				{Key: "fields", Value: sources.Fields{{Key: "by", Value: "me"}}},
			}
			if diff := cmp.Diff(want, d.Meta); diff != "" {
				t.Errorf("Meta (-want +got):\n%s", diff)
			}
			back, err := c.XRange(t.Context(), tt.back, "-", "+").Result()
			if err != nil {
				t.Fatal(err)
			}
			var put []string
			for _, e := range back {
				put = append(put, e.Values["body"].(string))
				if len(e.Values) != 2 {
					t.Errorf("put back: %v, want the original's two fields", e.Values)
				}
			}
			if diff := cmp.Diff(tt.put, put); diff != "" {
				t.Errorf("put back (-want +got):\n%s", diff)
			}
			if left := c.XLen(t.Context(), "orders.dead").Val() - int64(len(shown)); left != tt.left {
				t.Errorf("%d are left, want %d", left, tt.left)
			}
		})
	}
}

func TestReplayEndsWithTheErrorOfItsCaller(t *testing.T) {
	addr := miniredis.RunT(t).Addr()
	c := client(t, addr)
	add(t, c, "orders.dead", "body", "1")
	err := streams(t, addr, quiet, nil).Replay(t.Context(), "", func(context.Context, *sources.DeadLetter) (sources.Disposition, error) {
		return sources.PutBack, errRejected
	})
	if err == nil || !strings.Contains(err.Error(), errRejected.Error()) || c.XLen(t.Context(), "orders.dead").Val() != 1 {
		t.Errorf("the error is %v, and %d are left", err, c.XLen(t.Context(), "orders.dead").Val())
	}
}

func TestReplayOfChannels(t *testing.T) {
	server := services.Redis(t)
	c := client(t, server.Addr())
	letter := func() {
		add(t, c, "orders.new.dead", "body", "1", "guthega-original-pattern", "orders.*", "guthega-original-channel", "orders.new")
	}
	putBack := func(context.Context, *sources.DeadLetter) (sources.Disposition, error) { return sources.PutBack, nil }
	letter()
	add(t, c, "other.dead", "body", "2")

	if err := pubSub(t, server.Addr(), quiet, nil).Replay(t.Context(), "", putBack); err == nil || !strings.Contains(err.Error(), "nobody is subscribed") {
		t.Errorf("without a subscriber the error is %v", err)
	}
	if n := c.XLen(t.Context(), "orders.new.dead").Val(); n != 1 {
		t.Errorf("%d dead letters are left, want 1", n)
	}
	src := pubSub(t, server.Addr(), quiet, nil)
	r := start(t, src, nil)
	connected(t, src)
	if err := pubSub(t, server.Addr(), quiet, nil).Replay(t.Context(), "", putBack); err != nil {
		t.Error(err)
	}
	if m := r.next(); string(m.Body) != "1" || text(m, "channel") != "orders.new" {
		t.Errorf("what came back is %q, %v", m.Body, m.Meta)
	}
	if n := c.XLen(t.Context(), "orders.new.dead").Val(); n != 0 {
		t.Errorf("%d dead letters are left", n)
	}
	r.stop()
}
