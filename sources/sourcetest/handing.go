package sourcetest

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/guthega/guthega/sources"
)

func oneMessage(t *testing.T, h Harness) {
	s := start(t, h, echo)
	s.wantDone(s.await(s.send(numbered(1))), 1)
	if n := len(s.verdicts(numbered(1))); n != 1 {
		t.Errorf("the handler saw the message %d times", n)
	}
	s.stopCleanly()
}

func manyMessages(t *testing.T, h Harness) {
	const messages = 300
	s := start(t, h, echo)
	receipts := make([]Receipt, messages)
	errs := make([]error, messages)
	var wg sync.WaitGroup
	for sender := range Parallel {
		wg.Go(func() {
			for n := sender; n < messages; n += Parallel {
				receipts[n], errs[n] = s.peer.Send(s.ctx, numbered(n))
			}
		})
	}
	wg.Wait()
	for n, err := range errs {
		if err != nil {
			t.Fatalf("sending message %d: %v", n, err)
		}
	}
	for n, o := range s.awaitAll(receipts) {
		s.wantDone(o, n)
		if seen := len(s.verdicts(numbered(n))); seen != 1 {
			t.Errorf("the handler saw message %d %d times", n, seen)
		}
	}
	s.stopCleanly()
}

// overlap holds every handler until Parallel of them run: a source that hands out one at a time never gets there, and
// one that says it does must not get there.
func overlap(t *testing.T, h Harness) {
	var running, most atomic.Int64
	all := make(chan struct{})
	letGo := sync.OnceFunc(func() { close(all) })
	s := start(t, h, func(ctx context.Context, m *sources.Message) (sources.Result, error) {
		now := running.Add(1)
		defer running.Add(-1)
		for old := most.Load(); now > old && !most.CompareAndSwap(old, now); old = most.Load() {
		}
		if h.Traits.Serial {
			return echo(ctx, m)
		}
		if now == Parallel {
			letGo()
		}
		<-all
		return echo(ctx, m)
	})
	receipts := make([]Receipt, Parallel)
	for n := range receipts {
		receipts[n] = s.send(numbered(n))
	}
	if !h.Traits.Serial {
		select {
		case <-all:
		case <-s.ctx.Done():
			letGo()
			t.Fatalf("only %d of %d handlers ran at once", most.Load(), Parallel)
		}
	}
	for n, o := range s.awaitAll(receipts) {
		s.wantDone(o, n)
	}
	if h.Traits.Serial && most.Load() != 1 {
		t.Errorf("%d handlers of a serial source ran at once", most.Load())
	}
	s.stopCleanly()
}

func bodies(t *testing.T, h Harness) {
	every := make([]byte, 1024)
	for i := range every {
		every[i] = byte(i)
	}
	for _, c := range []struct {
		name string
		body []byte
		can  bool
	}{
		{"an object", []byte(`{"b":1,"a":[true,null,-0,1e400],"b":2}`), true},
		{"a bare value", []byte(`"x"`), true},
		{"spaces inside and around", []byte(" { \"a\" :\t1 } "), true},
		{"unicode", []byte(`"Grüße, 世界 🐨 e` + "\u0301 \u2028" + `"`), true},
		{"escapes", []byte(`"\u0000 \ud83d\ude00 \\ \" \n"`), true},
		{"no JSON", []byte(`{"a":`), true},
		{"300 KiB", []byte(`"` + strings.Repeat("0123456789abcdef", 300<<10/16) + `"`), true},
		{"every byte", every, h.Traits.AnyBytes},
		{"line ends", []byte("a\r\n\nb\r\n"), h.Traits.AnyBytes},
		{"empty", nil, h.Traits.EmptyBody},
	} {
		if !c.can {
			continue // declared in Traits
		}
		t.Run(c.name, func(t *testing.T) {
			var got []byte
			s := start(t, h, func(_ context.Context, m *sources.Message) (sources.Result, error) {
				got = append([]byte{}, m.Body...) // the source may use Body again
				return sources.Result{}, nil
			})
			if o := s.await(s.send(c.body)); o.State != Done {
				t.Fatalf("the message came to be %v", o.State)
			}
			s.stopCleanly()
			if !bytes.Equal(got, c.body) {
				t.Errorf("the handler got %d bytes %.100q, want %d bytes %.100q", len(got), got, len(c.body), c.body)
			}
		})
	}
}

func messageFields(t *testing.T, h Harness) {
	var mu sync.Mutex
	var got []*sources.Message
	s := start(t, h, func(ctx context.Context, m *sources.Message) (sources.Result, error) {
		mu.Lock()
		defer mu.Unlock()
		got = append(got, m)
		return echo(ctx, m)
	})
	before := time.Now()
	s.awaitAll([]Receipt{s.send(numbered(1)), s.send(numbered(2))})
	after := time.Now()
	s.stopCleanly()
	if len(got) != 2 {
		t.Fatalf("the handler saw %d messages, want 2", len(got))
	}
	if got[0].ID == got[1].ID {
		t.Errorf("two messages have the ID %s", got[0].ID)
	}
	for _, m := range got {
		s.checkFields(m)
		if m.Received.Before(before) || m.Received.After(after) {
			t.Errorf("received at %v, which is not between %v and %v", m.Received, before, after)
		}
	}
}

// checkFields checks what every message carries.
func (s *session) checkFields(m *sources.Message) {
	s.t.Helper()
	if id, err := uuid.Parse(m.ID); err != nil || id.Version() != 4 || id.String() != m.ID {
		s.t.Errorf("the ID %q is not a version 4 UUID in its usual form (%v)", m.ID, err)
	}
	if m.Source != s.traits.Source {
		s.t.Errorf("Source is %q, want %q", m.Source, s.traits.Source)
	}
	var keys []string
	for _, f := range m.Meta {
		keys = append(keys, f.Key)
	}
	if diff := cmp.Diff(s.traits.Meta, keys); diff != "" {
		s.t.Errorf("Meta's keys (-want +got):\n%s", diff)
	}
	checkValues(s.t, m.Meta)
}

// checkValues finds values of types that sources.Field does not list.
func checkValues(t *testing.T, fields sources.Fields) {
	t.Helper()
	for _, f := range fields {
		switch v := f.Value.(type) {
		case nil, string, bool, int, int64, float64, time.Time, []byte, []string:
		case sources.Fields:
			checkValues(t, v)
		default:
			t.Errorf("the field %s has a %T, which is no value of sources.Field", f.Key, v)
		}
	}
}

// inputEnds: a finite source tells that its input has ended when, and not before, it has handed out the last message,
// and returns when that is settled. Other sources have no Ended, which checkTraits has seen.
func inputEnds(t *testing.T, h Harness) {
	if !h.Traits.Finite {
		return
	}
	release := make(chan struct{})
	s := start(t, h, func(ctx context.Context, m *sources.Message) (sources.Result, error) {
		var body struct{ N int }
		if err := json.Unmarshal(m.Body, &body); err == nil && body.N == 3 {
			<-release
		}
		return echo(ctx, m)
	})
	inputEnded := s.peer.Source().(sources.Finite).Ended()
	receipts := []Receipt{s.send(numbered(1)), s.send(numbered(2))}
	s.awaitAll(receipts)
	select {
	case <-inputEnded:
		t.Error("Ended is closed although the input goes on")
	default:
	}
	last := s.send(numbered(3))
	if err := s.peer.Finish(); err != nil {
		t.Fatalf("ending the input: %v", err)
	}
	s.wait("Ended was closed", inputEnded)
	select {
	case <-s.ended:
		t.Error("Run returned although a message is in flight")
	default:
	}
	close(release)
	if err := s.returned(); err != nil {
		t.Errorf("Run returned an error at the end of its input: %v", err)
	}
	s.wantDone(s.await(last), 3)
}
