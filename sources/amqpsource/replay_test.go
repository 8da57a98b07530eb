package amqpsource

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/sources"
)

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

func bodies(messages []fakeMessage) []string {
	var all []string
	for _, m := range messages {
		all = append(all, string(m.Body))
	}
	return all
}

func deadLetter(body, queue string) fakeMessage {
	return fakeMessage{Publishing: amqp.Publishing{
		Body: []byte(body), MessageId: "id-" + body, ContentType: "application/json",
		Headers: amqp.Table{
			"tenant": "a", originalQueue: queue, originalExchange: "shop", originalKey: "k", originalExpiration: "60000",
			"guthega-error-name": "TypeError",
		},
	}}
}

func TestReplay(t *testing.T) {
	errStop := errors.New("enough")
	for _, tt := range []struct {
		name         string
		to           string
		dispositions map[string]sources.Disposition
		fails        string // the body at which f fails
		shown        []string
		dead, orders []string
		other        []string
		want         error
	}{
		{name: "all are left", shown: []string{"1", "2", "3"}, dead: []string{"1", "2", "3"}},
		{name: "all go back", dispositions: map[string]sources.Disposition{"1": sources.PutBack, "2": sources.PutBack, "3": sources.PutBack},
			shown: []string{"1", "2", "3"}, orders: []string{"1", "2", "3"}},
		{name: "one goes back", dispositions: map[string]sources.Disposition{"2": sources.PutBack},
			shown: []string{"1", "2", "3"}, dead: []string{"1", "3"}, orders: []string{"2"}},
		{name: "the end", dispositions: map[string]sources.Disposition{"1": sources.PutBack, "2": sources.End},
			shown: []string{"1", "2"}, dead: []string{"2", "3"}, orders: []string{"1"}},
		{name: "an error", fails: "2", shown: []string{"1", "2"}, dead: []string{"1", "2", "3"}, want: errStop},
		{name: "elsewhere", to: "other", dispositions: map[string]sources.Disposition{"1": sources.PutBack},
			shown: []string{"1", "2", "3"}, dead: []string{"2", "3"}, other: []string{"1"}},
		{name: "to a queue that is not there", to: "nowhere", dispositions: map[string]sources.Disposition{"2": sources.PutBack},
			shown: []string{"1", "2"}, dead: []string{"1", "2", "3"}, want: errUnroutable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake()
			f.queue("orders")
			f.queue("other")
			for _, body := range []string{"1", "2", "3"} {
				f.put("orders.dead", deadLetter(body, "orders"))
			}
			s, err := newSource(Config{Queue: "orders"}, f, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			var shown []string
			err = s.Replay(t.Context(), tt.to, func(_ context.Context, d *sources.DeadLetter) (sources.Disposition, error) {
				body := string(d.Body)
				shown = append(shown, body)
				f.put("orders.dead", fakeMessage{}) // a new one, which must not be shown
				if body == tt.fails {
					return sources.Leave, errStop
				}
				return tt.dispositions[body], nil
			})
			if !errors.Is(err, tt.want) {
				t.Errorf("Replay returned %v, want %v", err, tt.want)
			}
			got := [][]string{shown, slices.DeleteFunc(bodies(f.in("orders.dead")), func(s string) bool { return s == "" }), bodies(f.in("orders")), bodies(f.in("other"))}
			if diff := cmp.Diff([][]string{tt.shown, tt.dead, tt.orders, tt.other}, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("shown, dead, orders, other (-want +got):\n%s", diff)
			}
			f.mu.Lock()
			defer f.mu.Unlock()
			if len(f.links) != 0 {
				t.Error("a connection was left behind")
			}
		})
	}
}

// TestReplayedMessage: what f is shown is what the handler saw, and what goes back is the original.
func TestReplayedMessage(t *testing.T) {
	f := newFake()
	f.queue("orders")
	f.put("orders.dead", deadLetter("1", "orders"))
	s, err := newSource(Config{Queue: "orders"}, f, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	var shown *sources.DeadLetter
	if err := s.Replay(t.Context(), "", func(_ context.Context, d *sources.DeadLetter) (sources.Disposition, error) {
		shown = d
		return sources.PutBack, nil
	}); err != nil {
		t.Fatal(err)
	}
	want := &sources.DeadLetter{
		Body: []byte("1"), Source: "amqp", From: "orders.dead#1", To: "orders",
		Headers: []sources.Header{
			{Name: "guthega-error-name", Value: "TypeError"}, {Name: originalExchange, Value: "shop"},
			{Name: originalExpiration, Value: "60000"}, {Name: originalQueue, Value: "orders"}, {Name: originalKey, Value: "k"},
		},
		Meta: meta("orders", "shop", "k", amqp.Table{"tenant": "a"}, false, "id-1"),
	}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
	back := f.in("orders")[0].Publishing
	if diff := cmp.Diff(amqp.Publishing{
		Body: []byte("1"), MessageId: "id-1", ContentType: "application/json", Headers: amqp.Table{"tenant": "a"}, Expiration: "60000",
		DeliveryMode: amqp.Persistent,
	}, back); diff != "" {
		t.Errorf("back in the queue (-want +got):\n%s", diff)
	}
}

func TestReplayOfNothing(t *testing.T) {
	s, err := newSource(Config{Queue: "orders"}, newFake(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	err = s.Replay(t.Context(), "", func(context.Context, *sources.DeadLetter) (sources.Disposition, error) {
		t.Error("it was shown something")
		return sources.Leave, nil
	})
	if err != nil {
		t.Errorf("Replay returned %v where nothing has ever failed", err)
	}
}

func TestReplayWithoutBroker(t *testing.T) {
	f := newFake()
	f.refuse = func(string) error { return errNotYet }
	s, err := newSource(Config{Queue: "orders"}, f, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Replay(t.Context(), "", nil); !errors.Is(err, errNotYet) || !strings.Contains(err.Error(), "localhost:5672") {
		t.Errorf("Replay returned %v", err)
	}
}
