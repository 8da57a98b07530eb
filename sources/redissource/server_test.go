package redissource_test

import (
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/redissource"
	"github.com/guthega/guthega/test/services"
)

func TestServerThatIsDownIsWaitedFor(t *testing.T) {
	for name, source := range map[string]func(addr string, log *record) sources.Source{
		"pub/sub": func(addr string, log *record) sources.Source { return pubSub(t, addr, log.logger(), nil) },
		"streams": func(addr string, log *record) sources.Source { return streams(t, addr, log.logger(), nil) },
	} {
		t.Run(name, func(t *testing.T) {
			server := services.Redis(t)
			if err := server.Stop(); err != nil {
				t.Fatal(err)
			}
			log := new(record)
			src := source(server.Addr(), log)
			r := start(t, src, nil)
			until(t, "the log said so", func() bool {
				return log.has("Waiting for Redis") && log.has(server.Addr()) && log.has("tried=") && log.has("for=")
			})
			if ok, why := src.(sources.Connected).Connected(); ok || !strings.Contains(why, server.Addr()) {
				t.Errorf("Connected is %t, %q", ok, why)
			}
			if err := server.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			connected(t, src.(sources.Connected))
			c := client(t, server.Addr())
			add(t, c, "orders", "body", "1")
			c.Publish(t.Context(), "orders.new", "1")
			r.next()
			r.stop()
		})
	}
}

func TestStopWhileTheServerIsDown(t *testing.T) {
	server := services.Redis(t)
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	log := new(record)
	one := start(t, pubSub(t, server.Addr(), log.logger(), nil), nil)
	two := start(t, streams(t, server.Addr(), log.logger(), nil), nil)
	until(t, "it was waited for", func() bool { return log.has("PSUBSCRIBE") && log.has("XREADGROUP") })
	one.stop()
	two.soft()
	two.hard() // which ends what a consumer would like to tidy up
	_ = two.ended()
}

// TestEntriesSurviveTheServersDeath kills the server while entries are in flight; their verdicts wait until it is back.
func TestEntriesSurviveTheServersDeath(t *testing.T) {
	server := services.Redis(t)
	c := client(t, server.Addr())
	hold := make(chan struct{})
	r := start(t, streams(t, server.Addr(), quiet, nil), func(*sources.Message) error { <-hold; return nil })
	const messages = 20
	for n := range messages {
		add(t, c, "orders", "body", n)
	}
	seen := map[string]int{}
	for range messages {
		seen[string(r.next().Body)]++
	}
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	close(hold)
	if err := server.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	until(t, "all were acknowledged", func() bool { return len(pending(t, c)) == 0 })
	add(t, c, "orders", "body", messages)
	for string(r.next().Body) != strconv.Itoa(messages) {
	}
	r.stop()
	if len(seen) != messages {
		t.Errorf("%d of %d were seen", len(seen), messages)
	}
}

func TestGapInASubscriptionIsSaid(t *testing.T) {
	server := services.Redis(t)
	log := new(record)
	src := pubSub(t, server.Addr(), log.logger(), nil)
	r := start(t, src, nil)
	connected(t, src)
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	until(t, "the source knew", func() bool { ok, _ := src.Connected(); return !ok })
	if err := server.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	until(t, "the log had the gap", func() bool { return log.has("is lost") && log.has("gaps=1") })
	client(t, server.Addr()).Publish(t.Context(), "orders.new", "after")
	if m := r.next(); string(m.Body) != "after" {
		t.Errorf("got %q", m.Body)
	}
	r.stop()
}

// proxy passes bytes on until it is told to stall: connections stay open then, and nothing moves.
type proxy struct {
	net.Listener
	to string

	mu      sync.Mutex
	stalled chan struct{} // closed while bytes pass
	conns   []net.Conn
}

func newProxy(t *testing.T, to string) *proxy {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{Listener: l, to: to}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", to)
			if err != nil {
				in.Close()
				continue
			}
			p.mu.Lock()
			p.conns = append(p.conns, in, out)
			p.mu.Unlock()
			stall := make(chan struct{})
			p.mu.Lock()
			p.stalled = stall
			p.mu.Unlock()
			wg.Go(func() { pass(out, in, stall) })
			wg.Go(func() { pass(in, out, stall) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		p.mu.Lock()
		for _, c := range p.conns {
			c.Close()
		}
		p.mu.Unlock()
		wg.Wait()
	})
	return p
}

func pass(to io.Writer, from io.Reader, stall <-chan struct{}) {
	b := make([]byte, 4096)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		select {
		case <-stall:
			continue // swallowed
		default:
		}
		if _, err := to.Write(b[:n]); err != nil {
			return
		}
	}
}

// stall stalls the connection that was made last.
func (p *proxy) stall() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.stalled)
}

func TestSilentSubscriptionIsMadeAnew(t *testing.T) {
	server := services.Redis(t)
	p := newProxy(t, server.Addr())
	log := new(record)
	src := pubSub(t, p.Addr().String(), log.logger(), func(c *redissource.PubSubConfig) { c.HealthInterval = 50 * time.Millisecond })
	r := start(t, src, nil)
	connected(t, src)
	p.stall()
	until(t, "it was made anew", func() bool { return log.has("gone silent") && log.has("gaps=1") })
	client(t, server.Addr()).Publish(t.Context(), "orders.new", "1")
	r.next()
	r.stop()
}

func TestWhatWaitingCannotMend(t *testing.T) {
	server := services.Redis(t, "requirepass hunter2", "user reader on >hunter3 ~orders* &none +@all -xreadgroup")
	c := redis.NewClient(&redis.Options{Addr: server.Addr(), Password: "hunter2", Protocol: 2})
	t.Cleanup(func() { c.Close() })
	if err := c.Set(t.Context(), "text", "1", 0).Err(); err != nil {
		t.Fatal(err)
	}
	connection := func(user, password string, db int) redissource.Connection {
		o := at(t, server.Addr())
		o.Username, o.Password, o.DB = user, password, db
		return o
	}
	for _, tt := range []struct {
		name   string
		source sources.Source
		want   string
	}{
		{"no password", pubSub(t, server.Addr(), quiet, nil), "check username and password"},
		{"a wrong password", pubSub(t, "", quiet, func(c *redissource.PubSubConfig) { c.Connection = connection("", "hunter4", 0) }), "check username and password"},
		{"a channel that is not allowed", pubSub(t, "", quiet, func(c *redissource.PubSubConfig) { c.Connection = connection("reader", "hunter3", 0) }), "ACL SETUSER"},
		{"no password, streams", streams(t, server.Addr(), quiet, nil), "check username and password"},
		{"a command that is not allowed", streams(t, "", quiet, func(c *redissource.StreamsConfig) { c.Connection = connection("reader", "hunter3", 0) }), "ACL SETUSER"},
		{"a key of another type", streams(t, "", quiet, func(c *redissource.StreamsConfig) {
			c.Connection, c.Streams = connection("", "hunter2", 0), []string{"text"}
		}), "something else"},
		{"no such database", streams(t, "", quiet, func(c *redissource.StreamsConfig) { c.Connection = connection("", "hunter2", 99) }), "existing db"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := start(t, tt.source, nil).ended()
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), server.Addr()) {
				t.Errorf("Run returned %v, want it to say %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "hunter") {
				t.Errorf("the error has the password: %v", err)
			}
		})
	}
}

func TestCluster(t *testing.T) {
	server := services.Redis(t, "cluster-enabled yes")
	c := client(t, server.Addr())
	if err := c.Do(t.Context(), "CLUSTER", "ADDSLOTSRANGE", 0, 16383).Err(); err != nil {
		t.Fatal(err)
	}
	until(t, "the cluster was up", func() bool { return strings.Contains(c.ClusterInfo(t.Context()).Val(), "cluster_state:ok") })
	node := redissource.Connection{Nodes: []string{server.Addr()}}
	names := []string{"a", "b", "c"} // of three slots
	one := start(t, streams(t, server.Addr(), quiet, func(c *redissource.StreamsConfig) { c.Connection, c.Streams = node, names }), nil)
	src := pubSub(t, server.Addr(), quiet, func(c *redissource.PubSubConfig) { c.Connection = node })
	two := start(t, src, nil)
	for _, name := range names {
		add(t, c, name, "body", name)
	}
	for range names {
		one.next()
	}
	one.stop()
	connected(t, src)
	c.Publish(t.Context(), "orders.new", "1")
	two.next()
	two.stop()
}

func TestSentinel(t *testing.T) {
	server := services.Redis(t)
	sentinel := services.RedisSentinel(t, fmt.Sprintf("sentinel monitor mine 127.0.0.1 %d 1", server.Port()))
	c := client(t, server.Addr())
	add(t, c, "orders", "body", "1")
	through := redissource.Connection{Sentinels: []string{sentinel.Addr()}, MasterName: "mine"}
	one := start(t, streams(t, server.Addr(), quiet, func(c *redissource.StreamsConfig) { c.Connection = through }), nil)
	one.next()
	one.stop()
	src := pubSub(t, server.Addr(), quiet, func(c *redissource.PubSubConfig) { c.Connection = through })
	two := start(t, src, nil)
	connected(t, src)
	c.Publish(t.Context(), "orders.new", "1")
	two.next()
	two.stop()
}
