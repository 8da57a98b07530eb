package amqpsource

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/sources"
)

func TestNewRefuses(t *testing.T) {
	_, err := New(Config{
		URL: "amqp://joe:s3cret@host:port/", Concurrency: 1 << 16, FrameMax: 100, Heartbeat: -1, Format: 9, Bindings: []string{"a"},
		DeadLetterQueue: strings.Repeat("d", 256), Arguments: map[string]any{"a": struct{}{}},
	}, slog.New(slog.DiscardHandler))
	if err == nil {
		t.Fatal("it was accepted")
	}
	for _, part := range []string{
		"URL", "queue is required", "at most 255 bytes", "concurrency 65536", "frameMax 100", "heartbeat", "format 9", "bindings need", "arguments",
	} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not have %q: %v", part, err)
		}
	}
	if strings.Contains(err.Error(), "s3cret") {
		t.Errorf("the error has the password: %v", err)
	}
	for name, c := range map[string]Config{
		"dead letters into the queue itself": {Queue: "q", DeadLetterQueue: "q"},
		"an exchange without a name":         {Queue: "q", Exchange: &Exchange{}},
	} {
		if _, err := New(c, slog.New(slog.DiscardHandler)); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

// TestDeclares: what the config names is declared, and nothing else.
func TestDeclares(t *testing.T) {
	for _, tt := range []struct {
		name   string
		config Config
		want   []string
	}{
		{"a queue", Config{}, []string{"QueueDeclare orders", "QueueDeclare orders.dead"}},
		{"a passive queue", Config{Passive: true, NoDeadLetters: true}, []string{"QueueDeclarePassive orders"}},
		{"an exchange", Config{Exchange: &Exchange{Name: "shop"}}, []string{
			"ExchangeDeclare shop direct", "QueueBind orders shop ", "QueueDeclare orders", "QueueDeclare orders.dead",
		}},
		{"bindings", Config{Exchange: &Exchange{Name: "shop", Kind: "topic", Passive: true}, Bindings: []string{"a.*", "b"}}, []string{
			"ExchangeDeclarePassive shop", "QueueBind orders shop a.*", "QueueBind orders shop b", "QueueDeclare orders", "QueueDeclare orders.dead",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				f := newFake()
				f.queue("orders")
				r := running(t, f, tt.config, new(script).handle)
				r.stopCleanly()
				var got []string
				for call := range f.calls {
					if strings.Contains(call, " ") {
						got = append(got, call)
					}
				}
				if diff := cmp.Diff(tt.want, sorted(got)); diff != "" {
					t.Errorf("declared (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestPrefetchIsConcurrency(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		for n := range 10 {
			f.put("orders", message(n))
		}
		h := &script{held: make(chan struct{})}
		r := running(t, f, Config{Concurrency: 3}, h.handle)
		if n, left := len(h.bodies()), len(f.in("orders")); n != 3 || left != 7 {
			t.Errorf("%d in flight and %d in the queue, want 3 and 7", n, left)
		}
		close(h.held)
		pass(comebackPause)
		r.stopCleanly()
	})
}

var _ sources.Replayer = (*Source)(nil)
