package amqpsource

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/sources"
)

// deadLettering is a handler that fails everything, as the engine does: with a dead letter first.
func deadLettering(r **rig, letter *error, headers ...sources.Header) sources.Handler {
	return func(ctx context.Context, m *sources.Message) (sources.Result, error) {
		if *letter = (*r).source.DeadLetter(sources.Hard(ctx), m, headers); *letter != nil {
			return sources.Result{}, &sources.Error{Kind: sources.Fatal, Name: "DeadLetterError", Message: "no dead letter", Err: *letter}
		}
		return sources.Result{}, errFailed
	}
}

// failing starts a source whose handler fails every message, once it has begun.
func failing(t *testing.T, f *fake, c Config, letter *error, headers ...sources.Header) *rig {
	var r *rig
	began := make(chan struct{})
	h := deadLettering(&r, letter, headers...)
	r = running(t, f, c, func(ctx context.Context, m *sources.Message) (sources.Result, error) {
		<-began
		return h(ctx, m)
	})
	close(began)
	synctest.Wait()
	return r
}

func TestDeadLetter(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		original := amqp.Publishing{
			Headers:     amqp.Table{"tenant": "a", "n": int32(1), "CC": []any{"audit"}, "guthega-attempts": "9"},
			ContentType: "application/json", ContentEncoding: "utf-8", DeliveryMode: amqp.Transient, Priority: 3, CorrelationId: "c",
			ReplyTo: "answers", Expiration: "60000", MessageId: "id-1", Timestamp: time.Unix(1700000000, 0), Type: "order",
			UserId: "guest", AppId: "shop", Body: []byte(`{"a":1}`),
		}
		f.put("orders", fakeMessage{Publishing: original, exchange: "shop", key: "orders.new"})
		var err error
		r := failing(t, f, Config{}, &err, sources.Header{Name: "guthega-attempts", Value: "3"}, sources.Header{Name: "guthega-error-name", Value: "TypeError"})
		r.stopCleanly()
		if err != nil {
			t.Fatal(err)
		}
		r.wantEmpty("orders")
		letters := f.in("orders.dead")
		if len(letters) != 1 {
			t.Fatalf("%d dead letters, want 1", len(letters))
		}
		want := original
		want.DeliveryMode, want.Expiration, want.UserId = amqp.Persistent, "", ""
		want.Headers = amqp.Table{
			"tenant": "a", "n": int32(1), "guthega-attempts": "3", "guthega-error-name": "TypeError",
			"guthega-original-queue": "orders", "guthega-original-exchange": "shop", "guthega-original-routing-key": "orders.new",
			"guthega-original-expiration": "60000", "guthega-original-user-id": "guest", "guthega-original-cc": []any{"audit"},
			"guthega-request-id": letters[0].Headers["guthega-request-id"],
		}
		if diff := cmp.Diff(want, letters[0].Publishing); diff != "" {
			t.Errorf("the dead letter (-want +got):\n%s", diff)
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		if !f.queues["orders.dead"].durable {
			t.Error("the queue of the dead letters is not durable")
		}
	})
}

// TestDeadLetterIsSafeFirst: the message is not acknowledged until the broker has confirmed the copy.
func TestDeadLetterIsSafeFirst(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		f.silent = true
		f.put("orders", message(1))
		var err error
		r := failing(t, f, Config{}, &err)
		pass(time.Minute)
		if n := f.count("Ack"); n != 0 {
			t.Fatalf("%d acks before the confirm", n)
		}
		f.mu.Lock()
		f.unheard[0]()
		f.mu.Unlock()
		pass(time.Second)
		if n := f.count("Ack"); n != 1 {
			t.Errorf("%d acks after the confirm", n)
		}
		r.stopCleanly()
	})
}

func TestDeadLetterThatCannotBeWritten(t *testing.T) {
	refused := &amqp.Error{Code: amqp.AccessRefused, Reason: "ACCESS_REFUSED", Server: true}
	for _, tt := range []struct {
		name     string
		sabotage func(*fake)
		want     string
	}{
		{"the broker refuses it", func(f *fake) { f.nack = true }, "basic.nack"},
		{"no connection", func(f *fake) {
			f.refuse = func(name string) error {
				if strings.HasSuffix(name, ".dead") {
					return errNotYet
				}
				return nil
			}
		}, "connection refused"},
		{"the queue may not be declared any more", func(f *fake) { f.deleteQueue("orders.dead"); f.forbid["orders.dead"] = refused }, "ACCESS_REFUSED"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				f := newFake()
				var err error
				r := failing(t, f, Config{}, &err)
				tt.sabotage(f)
				f.put("orders", message(1))
				<-r.ended
				if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), `"orders.dead"`) {
					t.Errorf("DeadLetter returned %v, want %q", err, tt.want)
				}
				if !errors.Is(r.err, err) {
					t.Errorf("Run returned %v", r.err)
				}
				if n := len(f.in("orders")); n != 1 || f.count("Ack") != 0 {
					t.Errorf("%d messages are in the queue after %d acks, want the one unsettled", n, f.count("Ack"))
				}
			})
		})
	}
}

// TestDeadLetterDeclaresAgain: somebody has deleted the queue of the dead letters, and the first copy comes back.
func TestDeadLetterDeclaresAgain(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		var err error
		r := failing(t, f, Config{}, &err)
		for n := range 3 {
			f.deleteQueue("orders.dead")
			f.put("orders", message(n))
			synctest.Wait()
			if err != nil {
				t.Fatal(err)
			}
			if n := len(f.in("orders.dead")); n != 1 {
				t.Errorf("%d dead letters, want 1", n)
			}
		}
		pass(time.Second)
		r.stopCleanly()
		r.wantEmpty("orders")
	})
}

// TestBlockedBroker: dead letters wait while the broker takes nothing, and the log says so.
func TestBlockedBroker(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		f.put("orders", message(0)) // connects the publisher
		var err error
		r := failing(t, f, Config{}, &err)
		pass(time.Second)
		publisher := f.linkCalled("guthega orders.dead")
		publisher.block(true)
		synctest.Wait()
		f.put("orders", message(1))
		pass(time.Minute)
		if published, acked := f.count("Publish"), f.count("Ack"); published != 1 || acked != 1 {
			t.Errorf("%d publishes and %d acks while blocked, want those from before", published, acked)
		}
		r.wantLogged("dead letters wait", "low on memory")
		publisher.block(false)
		pass(time.Second)
		r.stopCleanly()
		if n := len(f.in("orders.dead")); n != 2 || err != nil {
			t.Errorf("%d dead letters, %v; want 2", n, err)
		}
		r.wantEmpty("orders")
	})
}

// TestNoDeadLetterOfALostMessage: when the channel is lost while a copy waits, the message is the broker's again, and a
// copy would be a second one.
func TestNoDeadLetterOfALostMessage(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		f.refuse = func(string) error { return nil }
		f.put("orders", message(0))
		var err error
		r := failing(t, f, Config{Concurrency: 1}, &err)
		pass(time.Second)
		publisher := f.linkCalled("guthega orders.dead")
		publisher.block(true)
		synctest.Wait()
		f.put("orders", message(1))
		synctest.Wait()
		r.consumer().drop()
		synctest.Wait()
		if sources.KindOf(err) != sources.Unavailable || !errors.Is(err, errLost) {
			t.Errorf("DeadLetter returned %v", err)
		}
		publisher.block(false)
		pass(time.Minute)
		r.stopCleanly() // the Fatal of the lost one was nobody's
		if n := len(f.in("orders.dead")); n != 2 {
			t.Errorf("%d dead letters, want 2: no second copy", n)
		}
		r.wantEmpty("orders")
	})
}

// TestPublisherComesBack: a publisher that is lost is connected again.
func TestPublisherComesBack(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		var err error
		r := failing(t, f, Config{}, &err)
		for n := range 3 {
			f.put("orders", message(n))
			pass(time.Second)
			if err != nil {
				t.Fatal(err)
			}
			f.linkCalled("guthega orders.dead").drop()
			synctest.Wait()
		}
		r.stopCleanly()
		if n := len(f.in("orders.dead")); n != 3 {
			t.Errorf("%d dead letters, want 3", n)
		}
	})
}

func TestDeadLetterQueueThatExistsOtherwise(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		f.queue("bad").durable = false
		f.put("orders", message(1))
		var err error
		r := failing(t, f, Config{DeadLetterQueue: "bad"}, &err)
		pass(time.Second)
		r.stopCleanly()
		if n := len(f.in("bad")); n != 1 || err != nil {
			t.Errorf("%d dead letters, %v", n, err)
		}
		r.wantLogged("taken as it is", "inequivalent")
	})
}

func TestDeadLettersOff(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		r := running(t, f, Config{NoDeadLetters: true}, new(script).handle)
		r.stopCleanly()
		f.mu.Lock()
		defer f.mu.Unlock()
		if diff := cmp.Diff([]string{"orders"}, slices.Sorted(maps.Keys(f.queues))); diff != "" {
			t.Errorf("queues (-want +got):\n%s", diff)
		}
	})
}

func TestDeadLetterAfterTheEnd(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		r := running(t, newFake(), Config{}, new(script).handle)
		r.stopCleanly()
		if err := r.source.DeadLetter(t.Context(), sources.NewMessage("amqp", nil), nil); !errors.Is(err, errClosed) {
			t.Errorf("DeadLetter after Run returned %v", err)
		}
		if l := r.fake.linkCalled("guthega orders.dead"); l != nil {
			t.Error("a connection was left behind")
		}
	})
}
