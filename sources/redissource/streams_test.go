package redissource_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/redissource"
	"github.com/guthega/guthega/test/services"
)

const hour = time.Hour

func add(t *testing.T, c *redis.Client, stream string, values ...any) string {
	t.Helper()
	id, err := c.XAdd(t.Context(), &redis.XAddArgs{Stream: stream, Values: values}).Result()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// left is a consumer that reads all there is and dies.
func left(t *testing.T, c *redis.Client, consumer string) {
	t.Helper()
	if err := c.XGroupCreateMkStream(t.Context(), "orders", "guthega", "0").Err(); err != nil {
		t.Fatal(err)
	}
	if err := c.XReadGroup(t.Context(), &redis.XReadGroupArgs{
		Group: "guthega", Consumer: consumer, Streams: []string{"orders", ">"}, Count: 100, Block: -1,
	}).Err(); err != nil {
		t.Fatal(err)
	}
}

func pending(t *testing.T, c *redis.Client) []redis.XPendingExt {
	t.Helper()
	p, err := c.XPendingExt(t.Context(), &redis.XPendingExtArgs{Stream: "orders", Group: "guthega", Start: "-", End: "+", Count: 1000}).Result()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEntryOfADeadConsumerIsClaimed(t *testing.T) {
	server := services.Redis(t)
	c := client(t, server.Addr())
	id := add(t, c, "orders", "body", "1")
	left(t, c, "dead")
	r := start(t, streams(t, server.Addr(), quiet, func(c *redissource.StreamsConfig) { c.ClaimIdle = 100 * time.Millisecond }), nil)
	if m := r.next(); text(m, "id") != id {
		t.Errorf("claimed %v, want %s", m.Meta, id)
	}
	r.stop()
	if p := pending(t, c); len(p) != 0 {
		t.Errorf("pending: %v", p)
	}
}

func text(m *sources.Message, key string) string {
	for _, f := range m.Meta {
		if s, ok := f.Value.(string); ok && f.Key == key {
			return s
		}
	}
	return ""
}

// TestEntryInFlightIsNotClaimed has the clock of the server in its hands: it goes on only when the entry has had its sign
// of life, and then by less than claimIdle, so that without the heartbeat the test ends at its guard.
func TestEntryInFlightIsNotClaimed(t *testing.T) {
	server := miniredis.RunT(t)
	now := time.Now()
	server.SetTime(now)
	c := client(t, server.Addr())
	add(t, c, "orders", "body", "1")
	const claimIdle = 300 * time.Millisecond
	config := func(c *redissource.StreamsConfig) { c.ClaimIdle = claimIdle }
	release := make(chan struct{})
	slow := start(t, streams(t, server.Addr(), quiet, config), func(*sources.Message) error { <-release; return nil })
	t.Cleanup(func() {
		select {
		case <-release:
		default:
			close(release)
		}
	})
	slow.next()
	other := start(t, streams(t, server.Addr(), quiet, config), nil)
	for range 6 {
		now = now.Add(claimIdle * 2 / 3)
		server.SetTime(now)
		until(t, "the entry was refreshed", func() bool { p := pending(t, c); return len(p) == 1 && p[0].Idle == 0 })
		if n := pending(t, c)[0].RetryCount; n < 1 {
			t.Errorf("%d deliveries", n)
		}
	}
	if len(other.seen) != 0 {
		t.Error("the other consumer claimed an entry that was in flight")
	}
	close(release)
	until(t, "the entry was acknowledged", func() bool { return len(pending(t, c)) == 0 })
}

func TestWhatIsGivenBackCanBeClaimedAtOnce(t *testing.T) {
	server := services.Redis(t)
	c := client(t, server.Addr())
	add(t, c, "orders", "body", "1")
	config := func(c *redissource.StreamsConfig) { c.ClaimIdle = hour }
	first := start(t, streams(t, server.Addr(), quiet, config), func(*sources.Message) error {
		return &sources.Error{Kind: sources.Stopped, Message: "the engine stops"}
	})
	first.next()
	first.stop()
	if p := pending(t, c); len(p) != 1 || p[0].Idle < hour || p[0].RetryCount != 1 {
		t.Errorf("pending: %+v, want one entry, delivered once and idle for long", p)
	}
	second := start(t, streams(t, server.Addr(), quiet, config), nil)
	second.next()
	second.stop()
	if p := pending(t, c); len(p) != 0 {
		t.Errorf("pending: %v", p)
	}
}

func TestOwnPendingEntriesAreTakenUp(t *testing.T) {
	server := services.Redis(t)
	c := client(t, server.Addr())
	gone := add(t, c, "orders", "body", "gone")
	id := add(t, c, "orders", "body", "1")
	left(t, c, "me")
	c.XDel(t.Context(), "orders", gone)
	log := new(record)
	r := start(t, streams(t, server.Addr(), log.logger(), func(c *redissource.StreamsConfig) { c.Consumer, c.ClaimIdle = "me", hour }), nil)
	if m := r.next(); text(m, "id") != id {
		t.Errorf("took up %v, want %s", m.Meta, id)
	}
	until(t, "both were acknowledged", func() bool { return len(pending(t, c)) == 0 })
	if !log.has("id=" + gone) {
		t.Error("the log does not name the entry that was deleted")
	}
	r.stop()
}

func TestConsumerLeavesTheGroupUnlessSomethingIsPending(t *testing.T) {
	server := services.Redis(t)
	c := client(t, server.Addr())
	consumers := func() int {
		all, err := c.XInfoConsumers(t.Context(), "orders", "guthega").Result()
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	add(t, c, "orders", "body", "1")
	r := start(t, streams(t, server.Addr(), quiet, nil), nil)
	r.next()
	r.stop()
	if n := consumers(); n != 0 {
		t.Errorf("%d consumers are left", n)
	}
	add(t, c, "orders", "body", "2")
	r = start(t, streams(t, server.Addr(), quiet, nil), func(*sources.Message) error {
		return &sources.Error{Kind: sources.Fatal, Message: "the dead letter cannot be written"}
	})
	r.next()
	if err := r.ended(); err == nil || !strings.Contains(err.Error(), "dead letter") {
		t.Errorf("Run returned %v", err)
	}
	if n := consumers(); n != 1 {
		t.Errorf("%d consumers, want the one that has an entry pending", n)
	}
}

func TestGroupIsMadeAnewAndNothingIsPassedOver(t *testing.T) {
	server := services.Redis(t)
	c := client(t, server.Addr())
	hold := make(chan struct{})
	var calls atomic.Int64
	r := start(t, streams(t, server.Addr(), quiet, func(c *redissource.StreamsConfig) { c.FromEarliest = false }), func(*sources.Message) error {
		if calls.Add(1) == 2 {
			<-hold
		}
		return nil
	})
	until(t, "the group was made", func() bool { g, err := c.XInfoGroups(t.Context(), "orders").Result(); return err == nil && len(g) == 1 })
	seen := func(id string) {
		t.Helper()
		for text(r.next(), "id") != id { // what was in flight may come twice
		}
	}
	seen(add(t, c, "orders", "body", "1"))
	inFlight := add(t, c, "orders", "body", "2")
	seen(inFlight)
	c.XGroupDestroy(t.Context(), "orders", "guthega")
	seen(add(t, c, "orders", "body", "3"))
	close(hold)
	c.Del(t.Context(), "orders")
	// Ids of their own: those that the server makes may be the same again, when the stream is gone within a millisecond.
	for _, id := range []string{"9000000000000-1", "5-1"} {
		if err := c.XAdd(t.Context(), &redis.XAddArgs{Stream: "orders", ID: id, Values: []any{"body", id}}).Err(); err != nil {
			t.Fatal(err)
		}
		seen(id)
		c.FlushAll(t.Context())
	}
	r.stop()
}

func TestEntriesAsMessages(t *testing.T) {
	addr := miniredis.RunT(t).Addr()
	c := client(t, addr)
	for _, tt := range []struct {
		name, field string
		entry       []any
		body        string
		format      sources.Format
		rest        sources.Fields
	}{
		{"the field body", "", []any{"body", "1"}, "1", sources.Text, sources.Fields{}},
		{"and others", "", []any{"type", "new", "body", "1", "by", "me"}, "1", sources.Text, sources.Fields{{Key: "type", Value: "new"}, {Key: "by", Value: "me"}}},
		{"a field of another name", "data", []any{"body", "1", "data", "2"}, "2", sources.Text, sources.Fields{{Key: "body", Value: "1"}}},
		{"no such field", "", []any{"z", "1", "a", "é\"\n", "b", "\xff"}, `{"z":"1","a":"é\"\n","b":"\ufffd"}`, sources.JSON, sources.Fields{}},
		{"the field twice", "", []any{"body", "1", "body", "2"}, "1", sources.Text, sources.Fields{{Key: "body", Value: "2"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c.FlushAll(t.Context())
			id := add(t, c, "orders", tt.entry...)
			r := start(t, streams(t, addr, quiet, func(c *redissource.StreamsConfig) { c.Field, c.Format = tt.field, sources.Text }), nil)
			m := r.next()
			r.stop()
			if string(m.Body) != tt.body || m.Format != tt.format {
				t.Errorf("the body is %q, format %d; want %q, %d", m.Body, m.Format, tt.body, tt.format)
			}
			want := sources.Fields{{Key: "stream", Value: "orders"}, {Key: "id", Value: id}, {Key: "fields", Value: tt.rest}}
			if diff := cmp.Diff(want, m.Meta); diff != "" {
				t.Errorf("Meta (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSeveralStreams(t *testing.T) {
	addr := miniredis.RunT(t).Addr()
	c := client(t, addr)
	add(t, c, "a", "body", "1")
	add(t, c, "b", "body", "2")
	r := start(t, streams(t, addr, quiet, func(c *redissource.StreamsConfig) { c.Streams = []string{"b", "a", "a"} }), nil)
	got := map[string]string{}
	for range 2 {
		m := r.next()
		got[text(m, "stream")] = string(m.Body)
	}
	r.stop()
	if diff := cmp.Diff(map[string]string{"a": "1", "b": "2"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestEntriesOfALostReplyAreGivenBack: the server gives out an entry just as the stop cuts the connection.
func TestEntriesOfALostReplyAreGivenBack(t *testing.T) {
	server := services.Redis(t)
	c := client(t, server.Addr())
	add(t, c, "orders", "body", "1")
	hold := make(chan struct{})
	r := start(t, streams(t, server.Addr(), quiet, func(c *redissource.StreamsConfig) {
		c.Consumer, c.Concurrency, c.ClaimIdle = "me", 1, hour
	}), func(*sources.Message) error { <-hold; return nil })
	r.next() // and now there is no room, so that the source does not read
	lost := add(t, c, "orders", "body", "2")
	if err := c.XReadGroup(t.Context(), &redis.XReadGroupArgs{
		Group: "guthega", Consumer: "me", Streams: []string{"orders", ">"}, Block: -1,
	}).Err(); err != nil {
		t.Fatal(err)
	}
	r.soft()
	close(hold)
	if err := r.ended(); err != nil {
		t.Errorf("Run returned %v", err)
	}
	if p := pending(t, c); len(p) != 1 || p[0].ID != lost || p[0].Idle < hour {
		t.Errorf("pending: %+v, want %s, idle for long", p, lost)
	}
}
