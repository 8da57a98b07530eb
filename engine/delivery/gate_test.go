package delivery

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/sources"
)

// While a dead letter cannot be written no other message starts; and when it is written they all do.
func TestIntakePausesWhileLettersCannotBeWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var begun []time.Duration // of the messages that resolve
		d := Deliverer{
			Policy: Policy{Attempts: 1},
			Try: func(m *sources.Message, _ vm.Attempt) vm.Verdict {
				if string(m.Body) == "poison" {
					return failed(sources.Permanent)
				}
				begun = append(begun, time.Since(start))
				return resolves
			},
			Failed: func(*sources.Message, int, *sources.Error, time.Duration) {},
			Letters: &Letters{To: &box{refuse: 3}, Timeout: time.Minute,
				Retrying: func(*sources.Message, error, time.Duration) {}},
		}
		ctx := context.Background()
		poisoned := make(chan Outcome)
		go func() { poisoned <- d.Deliver(ctx, ctx, sources.NewMessage("test", []byte("poison"))) }()
		synctest.Wait() // the letter has been refused once
		done := make(chan Outcome)
		go func() { done <- d.Deliver(ctx, ctx, sources.NewMessage("test", []byte("good"))) }()
		soft, stop := context.WithCancel(ctx)
		returned := make(chan Outcome)
		go func() { returned <- d.Deliver(soft, ctx, sources.NewMessage("test", []byte("good"))) }()
		synctest.Wait()
		stop()
		if o := <-returned; o.Verdict != Returned || o.Err.Kind != sources.Unavailable {
			t.Errorf("a soft stop while intake is paused: %s %v", o.Verdict, o.Err)
		}
		if o := <-poisoned; o.Verdict != DeadLettered {
			t.Errorf("the poison message: %s %v", o.Verdict, o.Err)
		}
		if o := <-done; o.Verdict != Resolved {
			t.Errorf("the message after it: %s %v", o.Verdict, o.Err)
		}
		if len(begun) != 1 || begun[0] != 700*time.Millisecond { // 100, 200 and 400 ms between the refusals
			t.Errorf("began after %v", begun)
		}
	})
}

// The source is about to lose the message: it is not tried again.
func TestRevokedEndsBackoff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		revoked := make(chan struct{})
		tries := 0
		d := Deliverer{
			Policy: Policy{Attempts: 3, InitialBackoff: time.Hour, MaxBackoff: time.Hour},
			Try: func(_ *sources.Message, a vm.Attempt) vm.Verdict {
				if a.GiveUp != (<-chan struct{})(revoked) {
					t.Error("the pool is not told when to give up")
				}
				tries++
				return failed(sources.Rejected)
			},
			Failed: func(*sources.Message, int, *sources.Error, time.Duration) { close(revoked) },
		}
		m := sources.NewMessage("test", nil)
		m.Revoked = revoked
		o := d.Deliver(context.Background(), context.Background(), m)
		if o.Verdict != Returned || o.Err.Kind != sources.Unavailable || tries != 1 {
			t.Errorf("%s %v after %d attempts", o.Verdict, o.Err, tries)
		}
	})
}

// huge is a DeadLetterer for messages of which no copy fits.
type huge struct{ calls int }

func (h *huge) DeadLetter(context.Context, *sources.Message, []sources.Header) error {
	h.calls++
	return &sources.Error{Kind: sources.Fatal, Message: "too large"}
}

func TestLetterThatCanNeverBeWritten(t *testing.T) {
	h := &huge{}
	l := Letters{To: h, Timeout: time.Hour, Retrying: func(*sources.Message, error, time.Duration) { t.Error("it is tried again") }}
	err := l.write(t.Context(), sources.NewMessage("test", nil), Outcome{Err: failed(sources.Permanent).Err})
	if err == nil || err.Kind != sources.Fatal || !strings.Contains(err.Message, "too large") || h.calls != 1 {
		t.Errorf("got %v after %d calls", err, h.calls)
	}
}

// lost is a DeadLetterer whose message has gone back to its broker.
type lost struct{ calls int }

func (l *lost) DeadLetter(context.Context, *sources.Message, []sources.Header) error {
	l.calls++
	return &sources.Error{Kind: sources.Unavailable, Message: "the connection is gone"}
}

func TestNoLetterForWhatComesAgain(t *testing.T) {
	l := &lost{}
	d := Deliverer{
		Policy:  Policy{Attempts: 1},
		Try:     func(*sources.Message, vm.Attempt) vm.Verdict { return failed(sources.Permanent) },
		Failed:  func(*sources.Message, int, *sources.Error, time.Duration) {},
		Letters: &Letters{To: l, Timeout: time.Minute, Retrying: func(*sources.Message, error, time.Duration) { t.Error("it is tried again") }},
	}
	o := d.Deliver(t.Context(), t.Context(), sources.NewMessage("test", nil))
	if o.Verdict != Returned || o.Err.Kind != sources.Unavailable || l.calls != 1 {
		t.Errorf("%s %v after %d calls", o.Verdict, o.Err, l.calls)
	}
}
