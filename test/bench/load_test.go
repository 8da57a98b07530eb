package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// serve starts h in this process and returns its address.
func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://")
}

func TestLoadCountsWhatTheServerSaw(t *testing.T) {
	var seen atomic.Int64
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen.Add(1)
		bareHandler(w, r)
	})
	l := &load{address: address, orders: makeOrders(), echo: true, connections: 4}
	s, err := l.run(t.Context(), 5*time.Millisecond, 50*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if s.sent == 0 || int64(s.sent) != seen.Load() {
		t.Errorf("sent %d, the server saw %d", s.sent, seen.Load())
	}
	if s.failed != 0 {
		t.Errorf("%d replies were wrong, such as %s", s.failed, s.failure)
	}
	if s.measured > s.sent || uint64(s.measured) != s.latency.total {
		t.Errorf("sent %d, measured %d, %d latencies", s.sent, s.measured, s.latency.total)
	}
	if p50, p99 := s.latency.percentile(50), s.latency.percentile(99); p50 <= 0 || p50 > p99 || p99 > s.elapsed+5*time.Millisecond {
		t.Errorf("p50 %s, p99 %s in %s", p50, p99, s.elapsed)
	}
}

func TestLoadSendsEveryOrder(t *testing.T) {
	orders := makeOrders()
	starts := map[string]bool{}
	l := &load{address: "127.0.0.1:1", orders: orders, connections: len(orders)}
	for i := range l.connections {
		requests := l.requests(i)
		if len(requests) != len(orders) {
			t.Fatalf("connection %d has %d requests", i, len(requests))
		}
		starts[string(requests[0].bytes)] = true
	}
	if len(starts) != len(orders) {
		t.Errorf("the connections start with %d different orders, want %d", len(starts), len(orders))
	}
}

func TestLoadNoticesWrongReplies(t *testing.T) {
	for _, c := range []struct {
		name  string
		reply http.HandlerFunc
		want  string
	}{
		{"another status", func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "busy", http.StatusServiceUnavailable)
		}, "503 busy"},
		{"another order's reply", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"id":"ord-1","total":1,"requestId":"x"}`))
		}, `200 {"id":"ord-1"`},
		{"no body", func(http.ResponseWriter, *http.Request) {}, "200 "},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := &load{address: serve(t, c.reply), orders: makeOrders(), echo: true, connections: 2}
			s, err := l.run(t.Context(), 0, 300*time.Millisecond) // long enough for one on a busy machine
			if err != nil {
				t.Fatal(err)
			}
			if s.failed != s.sent || s.sent == 0 || !strings.HasPrefix(s.failure, c.want) {
				t.Errorf("%d of %d failed, such as %q; want all, with %q", s.failed, s.sent, s.failure, c.want)
			}
		})
	}
}

func TestLoadEndsWhenTheServerDoes(t *testing.T) {
	address := serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	l := &load{address: address, orders: makeOrders(), connections: 2}
	if _, err := l.run(t.Context(), 0, time.Hour); err == nil {
		t.Error("there is no error, though every connection was cut")
	}
}

func TestLoadEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var once atomic.Bool
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		bareHandler(w, r)
		if once.CompareAndSwap(false, true) {
			cancel()
		}
	})
	l := &load{address: address, orders: makeOrders(), echo: true, connections: 2}
	s, err := l.run(ctx, 0, time.Hour)
	if err != nil || s.sent == 0 {
		t.Errorf("%+v, %v; want the replies so far", s, err)
	}
}
