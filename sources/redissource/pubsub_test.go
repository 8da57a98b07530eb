package redissource_test

import (
	"strconv"
	"testing"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/redissource"
	"github.com/guthega/guthega/test/services"
)

// TestWhatWasReceivedIsHandedOnAtTheStop: there is nowhere to give it back to.
func TestWhatWasReceivedIsHandedOnAtTheStop(t *testing.T) {
	server := services.Redis(t)
	c := client(t, server.Addr())
	src := pubSub(t, server.Addr(), quiet, func(c *redissource.PubSubConfig) { c.Concurrency, c.MaxQueued = 1, 2 })
	hold := make(chan struct{})
	r := start(t, src, func(m *sources.Message) error {
		<-hold
		select {
		case <-m.Revoked:
			t.Error("the soft stop asks for a message that cannot be given back")
		default:
		}
		return nil
	})
	connected(t, src)
	const messages = 50 // more than the queue holds
	for n := range messages {
		if got := c.Publish(t.Context(), "orders.new", n).Val(); got != 1 {
			t.Fatalf("message %d went to %d subscribers", n, got)
		}
	}
	r.soft()
	close(hold)
	for n := range messages {
		if m := r.next(); string(m.Body) != strconv.Itoa(n) {
			t.Fatalf("got %s, want %d", m.Body, n)
		}
	}
	if err := r.ended(); err != nil {
		t.Errorf("Run returned %v", err)
	}
}

// TestSlowHandlersLoseNothing: a full queue stops the reading, and the server holds what comes.
func TestSlowHandlersLoseNothing(t *testing.T) {
	server := services.Redis(t)
	c := client(t, server.Addr())
	log := new(record)
	src := pubSub(t, server.Addr(), log.logger(), func(c *redissource.PubSubConfig) {
		c.Concurrency, c.MaxQueued, c.MaxQueuedBytes = 2, 4, 100
	})
	hold := make(chan struct{})
	r := start(t, src, func(*sources.Message) error { <-hold; return nil })
	connected(t, src)
	const messages = 5000
	p := c.Pipeline()
	for n := range messages {
		p.Publish(t.Context(), "orders.new", n)
	}
	if _, err := p.Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	close(hold)
	seen := map[string]bool{}
	for range messages {
		seen[string(r.next().Body)] = true
	}
	r.stop()
	if len(seen) != messages || log.has("is lost") {
		t.Errorf("%d of %d came", len(seen), messages)
	}
}

func TestPatternsAndChannels(t *testing.T) {
	server := services.Redis(t)
	c := client(t, server.Addr())
	src := pubSub(t, server.Addr(), quiet, func(c *redissource.PubSubConfig) { c.Patterns = []string{"plain", "or?ers.*", "plain"} })
	r := start(t, src, nil)
	connected(t, src)
	for _, tt := range []struct{ channel, pattern string }{{"plain", "plain"}, {"orders.new", "or?ers.*"}} {
		c.Publish(t.Context(), tt.channel, "1")
		if m := r.next(); text(m, "channel") != tt.channel || text(m, "pattern") != tt.pattern {
			t.Errorf("got %v, want %v", m.Meta, tt)
		}
	}
	r.stop()
}
