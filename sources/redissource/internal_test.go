package redissource

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/redis/go-redis/v9"
)

func message(size int) received {
	return received{&redis.Message{Payload: string(make([]byte, size))}, time.Now()}
}

func TestQueueHasBounds(t *testing.T) {
	for _, tt := range []struct {
		name     string
		messages int
		bytes    int64
		in       []int // sizes
		fit      int   // how many of them get in while none comes out
	}{
		{"messages", 2, 1000, []int{1, 1, 1}, 2},
		{"bytes", 10, 10, []int{4, 4, 4}, 2},
		{"one that is too large alone", 10, 10, []int{11, 1}, 1},
		{"empty ones have no bytes", 3, 1, []int{0, 0, 0, 0}, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := newQueue(tt.messages, tt.bytes)
			closed, cancel := context.WithCancel(t.Context())
			cancel()
			for n, size := range tt.in[:tt.fit] {
				if !q.put(t.Context(), message(size)) {
					t.Fatalf("%d does not fit", n)
				}
			}
			if !q.full() && q.put(closed, message(tt.in[tt.fit])) {
				t.Error("one more fits")
			}
			var got []int
			var wg sync.WaitGroup
			wg.Go(func() {
				for _, size := range tt.in[tt.fit:] {
					q.put(t.Context(), message(size))
				}
				close(q.c)
			})
			for m := range q.c {
				q.taken(m)
				got = append(got, len(m.Payload))
			}
			wg.Wait()
			if len(got) != len(tt.in) || q.bytes.Load() != 0 {
				t.Errorf("out came %v of %v, and %d bytes are left", got, tt.in, q.bytes.Load())
			}
		})
	}
}

func TestIDs(t *testing.T) {
	for _, tt := range []struct{ id, before string }{
		{"5-3", "5-2"}, {"5-0", "4-18446744073709551615"}, {"0-1", "0-0"}, {"0-0", "0-0"}, {"7", "6-18446744073709551615"},
	} {
		if got := before(tt.id); got != tt.before {
			t.Errorf("before %s is %s, want %s", tt.id, got, tt.before)
		}
		if tt.id != tt.before && !less(tt.before, tt.id) {
			t.Errorf("%s is not less than %s", tt.before, tt.id)
		}
	}
	if less("10-0", "9-0") || !less("9-10", "10-9") || less("5-5", "5-5") {
		t.Error("ids are compared as text")
	}
}

// FuzzBody: whatever an entry holds, its message is the field, or a JSON object that says the same.
func FuzzBody(f *testing.F) {
	f.Add("body", "1", "a", "\xff")
	f.Add("a", "\u2028<>&\"\\\x00", "a", "b")
	f.Fuzz(func(t *testing.T, name, value, name2, value2 string) {
		e := fields{name, value, name2, value2}
		body, _, rest := e.body(defaultField, 0)
		if name == defaultField {
			if string(body) != value || len(rest) != 1 {
				t.Fatalf("%q and %d fields", body, len(rest))
			}
			return
		}
		if name2 == defaultField {
			if string(body) != value2 || len(rest) != 1 {
				t.Fatalf("%q and %d fields", body, len(rest))
			}
			return
		}
		var object map[string]string
		if err := json.Unmarshal(body, &object); err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		if utf8.ValidString(name2) && utf8.ValidString(value2) && object[name2] != value2 {
			t.Errorf("%q has %q, want %q", body, object[name2], value2)
		}
	})
}
