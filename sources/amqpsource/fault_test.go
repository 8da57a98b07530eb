package amqpsource

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/sources"
)

func TestBrokerThatIsDownAtStartIsWaitedFor(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		up := make(chan struct{})
		f.refuse = func(string) error {
			if isClosed(up) {
				return nil
			}
			return errNotYet
		}
		f.put("orders", message(1))
		h := new(script)
		r := running(t, f, Config{}, h.handle)
		pass(time.Minute)
		if ok, why := r.source.Connected(); ok || !strings.Contains(why, "waiting for localhost:5672: ") || !strings.Contains(why, "connection refused") {
			t.Errorf("Connected() = %t, %q", ok, why)
		}
		r.wantLogged("Waiting for the broker", `"broker":"localhost:5672"`, "connect, declare and consume", `"for":`, "connection refused")
		if n := f.connections(); n < 6 || n > 30 {
			t.Errorf("%d tries in a minute, want pauses that grow up to 10 s", n)
		}
		close(up)
		pass(lastPause)
		synctest.Wait()
		if ok, why := r.source.Connected(); !ok {
			t.Errorf("not connected: %s", why)
		}
		r.stopCleanly()
		if diff := cmp.Diff([]string{"1"}, h.bodies()); diff != "" {
			t.Errorf("handled (-want +got):\n%s", diff)
		}
		if ok, _ := r.source.Connected(); ok {
			t.Error("connected after Run")
		}
	})
}

func TestStopWhileWaiting(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		f.refuse = func(string) error { return errNotYet }
		r := running(t, f, Config{}, new(script).handle)
		r.stopCleanly()
	})
}

// TestLostChannel: the message in flight is delivered again, its Revoked is closed, and the verdict on the first delivery
// is not sent on the new channel, where its tag is another message's or nobody's.
func TestLostChannel(t *testing.T) {
	for _, tt := range []struct {
		name   string
		lose   func(*rig)
		logged string
	}{
		{"the connection drops", func(r *rig) { r.consumer().drop() }, "EOF"},
		{"the delivery timeout closes the channel", func(r *rig) {
			r.fake.mu.Lock()
			defer r.fake.mu.Unlock()
			for _, c := range r.fake.links[0].channels {
				c.end(&amqp.Error{Code: amqp.PreconditionFailed, Reason: "delivery acknowledgement on channel 1 timed out", Server: true})
			}
		}, "consumer_timeout"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				f := newFake()
				f.put("orders", message(1))
				h := &script{held: make(chan struct{})}
				r := running(t, f, Config{Concurrency: 2}, h.handle)
				first := h.last
				if isClosed(first.Revoked) {
					t.Error("Revoked is closed while connected")
				}
				tt.lose(r)
				synctest.Wait()
				if !isClosed(first.Revoked) {
					t.Error("Revoked is open although the channel is lost")
				}
				pass(time.Minute)
				r.wantLogged("Lost the broker", tt.logged, "Consuming")
				h.held <- struct{}{} // the first verdict
				pass(time.Minute)
				if n := f.count("Ack"); n != 0 {
					t.Errorf("%d acks after the verdict on a lost delivery", n)
				}
				h.held <- struct{}{} // the second
				pass(time.Minute)
				r.stopCleanly()
				if diff := cmp.Diff([]string{"1", "1"}, h.bodies()); diff != "" {
					t.Errorf("handled (-want +got):\n%s", diff)
				}
				if n := f.count("Ack"); n != 1 {
					t.Errorf("%d acks, want 1", n)
				}
				r.wantEmpty("orders")
			})
		})
	}
}

// TestDeletedQueue: the broker cancels the consumer, and the queue is declared and consumed again, on the same channel.
func TestDeletedQueue(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		h := new(script)
		r := running(t, f, Config{}, h.handle)
		before := f.connections()
		f.deleteQueue("orders")
		synctest.Wait()
		f.mu.Lock()
		declared := f.queues["orders"] != nil
		f.mu.Unlock()
		if !declared {
			t.Fatal("the queue was not declared again")
		}
		f.put("orders", message(1))
		synctest.Wait()
		r.stopCleanly()
		if diff := cmp.Diff([]string{"1"}, h.bodies()); diff != "" {
			t.Errorf("handled (-want +got):\n%s", diff)
		}
		if n := f.connections(); n != before {
			t.Errorf("%d connections were made for it", n-before)
		}
		r.wantLogged("cancelled by the broker")
	})
}

// TestDeletedPassiveQueue: it is waited for, since it was there once.
func TestDeletedPassiveQueue(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		f.queue("orders")
		h := new(script)
		r := running(t, f, Config{Passive: true}, h.handle)
		f.deleteQueue("orders")
		pass(time.Minute)
		if ok, why := r.source.Connected(); ok || !strings.Contains(why, "no queue") {
			t.Errorf("Connected() = %t, %q", ok, why)
		}
		f.put("orders", message(1))
		pass(time.Minute)
		r.stopCleanly()
		if diff := cmp.Diff([]string{"1"}, h.bodies()); diff != "" {
			t.Errorf("handled (-want +got):\n%s", diff)
		}
	})
}

// TestSoftStopGivesBackAtOnce: what was delivered and not started is the broker's again while others are still running.
func TestSoftStopGivesBackAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		h := &script{held: make(chan struct{})}
		r := running(t, f, Config{Concurrency: 4}, h.handle)
		for n := range 2 {
			f.put("orders", message(n))
		}
		synctest.Wait()
		if isClosed(h.last.Revoked) {
			t.Error("Revoked is closed before the soft stop")
		}
		r.soft()
		synctest.Wait()
		if !isClosed(h.last.Revoked) {
			t.Error("Revoked is open after the soft stop")
		}
		f.put("orders", message(2))
		synctest.Wait()
		if n := len(f.in("orders")); n != 1 {
			t.Errorf("%d messages are back in the queue, want the late one", n)
		}
		close(h.held)
		r.stopCleanly()
		if len(h.bodies()) != 2 || len(f.in("orders")) != 1 {
			t.Errorf("handled %v, in the queue %d", h.bodies(), len(f.in("orders")))
		}
	})
}

// TestOldMessagesFillTheWorkers: after a reconnect the first deliveries still run, so that new ones wait; at the stop
// those go back untouched, and singly, before the rest is finished.
func TestOldMessagesFillTheWorkers(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		h := &script{held: make(chan struct{})}
		r := running(t, f, Config{Concurrency: 2}, h.handle)
		f.put("orders", message(1))
		f.put("orders", message(2))
		synctest.Wait()
		r.consumer().drop()
		pass(time.Minute)
		if n := len(h.bodies()); n != 2 {
			t.Errorf("%d messages run at once, want 2", n)
		}
		r.soft()
		synctest.Wait()
		if n := len(f.in("orders")); n != 2 {
			t.Errorf("%d messages are back in the queue, want 2", n)
		}
		close(h.held)
		r.stopCleanly()
	})
}

func TestHardStop(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		f.put("orders", message(1))
		h := &script{held: make(chan struct{})}
		defer close(h.held)
		r := running(t, f, Config{}, h.handle)
		r.soft()
		r.hard()
		<-r.ended
		if !errors.Is(r.err, context.Canceled) {
			t.Errorf("Run returned %v", r.err)
		}
		if n := len(f.in("orders")); n != 1 {
			t.Errorf("%d messages are in the queue, want the one that hangs", n)
		}
	})
}

// TestComebackIsNotAStorm: what could not run goes back, but not as fast as the broker can deliver it.
func TestComebackIsNotAStorm(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		f.put("orders", message(1))
		h := new(script)
		r := running(t, f, Config{}, func(ctx context.Context, m *sources.Message) (sources.Result, error) {
			_, _ = h.handle(ctx, m)
			return sources.Result{}, &sources.Error{Kind: sources.Unavailable, Name: "Error", Message: "no room"}
		})
		pass(10 * comebackPause)
		if n := len(h.bodies()); n < 2 || n > 11 {
			t.Errorf("delivered %d times in ten pauses", n)
		}
		r.stopCleanly()
		if n := len(f.in("orders")); n != 1 {
			t.Errorf("%d messages are in the queue, want 1", n)
		}
	})
}

func TestDeliveryLimitIsWarnedOf(t *testing.T) {
	quorum := map[string]any{"x-queue-type": "quorum"}
	for _, tt := range []struct {
		name, version string
		arguments     map[string]any
		want          bool
	}{
		{"a quorum queue of RabbitMQ 4", "4.1.0", quorum, true},
		{"a quorum queue of RabbitMQ 3", "3.13.7", quorum, false},
		{"with a limit", "4.1.0", map[string]any{"x-queue-type": "quorum", "x-delivery-limit": int64(50)}, false},
		{"a classic queue", "4.1.0", nil, false},
		{"another broker", "", quorum, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				f := newFake()
				f.server = tt.version
				r := running(t, f, Config{Arguments: tt.arguments}, new(script).handle)
				r.consumer().drop()
				pass(time.Minute)
				r.stopCleanly()
				if n := strings.Count(r.log.String(), "x-delivery-limit"); n != map[bool]int{true: 1}[tt.want] {
					t.Errorf("warned %d times:\n%s", n, r.log)
				}
			})
		})
	}
}
