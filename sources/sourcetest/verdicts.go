package sourcetest

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/guthega/guthega/sources"
)

// verdictOn gives err on numbered(0) and resolves everything else.
func verdictOn(err error) sources.Handler {
	return func(ctx context.Context, m *sources.Message) (sources.Result, error) {
		if bytes.Equal(m.Body, numbered(0)) {
			return sources.Result{}, err
		}
		return echo(ctx, m)
	}
}

func failures(t *testing.T, h Harness) {
	for _, c := range []struct {
		name string
		err  error
		kind sources.Kind
	}{
		{"rejected", &sources.Error{Kind: sources.Rejected, Name: "TypeError", Message: "x is not a function"}, sources.Rejected},
		{"permanent", &sources.Error{Kind: sources.Permanent, Name: "Error", Message: "never"}, sources.Permanent},
		{"malformed", &sources.Error{Kind: sources.Malformed, Name: "SyntaxError", Message: "no JSON"}, sources.Malformed},
		{"timed out", &sources.Error{Kind: sources.Timeout, Name: "TimeoutError", Message: "30s"}, sources.Timeout},
		{"an error of no kind", errors.New("something in Go"), sources.Rejected},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := start(t, h, verdictOn(c.err))
			o := s.await(s.send(numbered(0)))
			s.wantFailed(o, numbered(0), c.err, c.kind)
			s.wantDone(s.await(s.send(numbered(1))), 1) // and the source goes on
			s.stopCleanly()
			if n := len(s.verdicts(numbered(0))); n != 1 {
				t.Errorf("the handler saw the message %d times", n)
			}
		})
	}
}

func (s *session) wantFailed(o Outcome, body []byte, err error, kind sources.Kind) {
	s.t.Helper()
	if !s.traits.DeadLetters {
		if o.State != Failed || s.traits.CallerRetries && o.Kind != kind {
			s.t.Errorf("the message came to be %v, %v; want %v, %v", o.State, o.Kind, Failed, kind)
		}
		return
	}
	if o.State != DeadLettered {
		s.t.Errorf("the message came to be %v, want %v", o.State, DeadLettered)
		return
	}
	if !bytes.Equal(o.DeadLetter.Body, body) {
		s.t.Errorf("the dead letter's body is %.100q, want %.100q", o.DeadLetter.Body, body)
	}
	for _, want := range []sources.Header{
		{Name: "guthega-error-message", Value: err.Error()},
		{Name: "guthega-source", Value: s.traits.Source},
	} {
		if !slices.Contains(o.DeadLetter.Headers, want) {
			s.t.Errorf("the dead letter's headers %v lack %v", o.DeadLetter.Headers, want)
		}
	}
}

// unavailable: Unavailable, and Stopped, are nothing against the message. It comes again where the source can bring it
// again, and stays where it was or goes back to its sender otherwise.
func unavailable(t *testing.T, h Harness) {
	for _, kind := range []sources.Kind{sources.Unavailable, sources.Stopped} {
		t.Run(kind.String(), func(t *testing.T) {
			first := true // the message is never handed out twice at once
			s := start(t, h, func(ctx context.Context, m *sources.Message) (sources.Result, error) {
				if first {
					first = false
					return sources.Result{}, &sources.Error{Kind: kind, Name: "Error", Message: "no room"}
				}
				return echo(ctx, m)
			})
			o := s.await(s.send(numbered(1)))
			want, times := Returned, 1
			if h.Traits.Redelivers {
				want, times = Done, 2
			}
			if o.State != want || len(s.verdicts(numbered(1))) != times {
				t.Errorf("the message came to be %v after %d deliveries, want %v after %d",
					o.State, len(s.verdicts(numbered(1))), want, times)
			}
		})
	}
}

// faults: what the source cannot take is a message all the same. The engine must hear of it, once, for the timing line
// and the dead letter; the judge stands for JavaScript, which must not.
func faults(t *testing.T, h Harness) {
	if !h.Traits.Faults {
		return // checkTraits has seen that the peer cannot send one
	}
	s := start(t, h, echo)
	r, err := s.peer.(FaultyPeer).SendFaulty(s.ctx)
	if err != nil {
		t.Fatalf("sending a message with a fault: %v", err)
	}
	o := s.await(r)
	s.wantDone(s.await(s.send(numbered(1))), 1)
	s.stopCleanly()
	if len(s.seen) != 1 || len(s.faulty) != 1 {
		t.Fatalf("%d messages were judged and %d handed over with a Fault, want 1 and 1", len(s.seen), len(s.faulty))
	}
	m := s.faulty[0]
	if m.Fault.Kind != sources.Malformed || m.Fault.Name == "" || m.Fault.Message == "" {
		t.Errorf("the fault is %+v", m.Fault)
	}
	s.wantFailed(o, m.Body, m.Fault, sources.Malformed)
	s.checkFields(m)
}

func fatal(t *testing.T, h Harness) {
	verdict := &sources.Error{Kind: sources.Fatal, Name: "Error", Message: "the dead letter cannot be written"}
	s := start(t, h, verdictOn(verdict))
	r := s.send(numbered(0))
	if err := s.returned(); !errors.Is(err, verdict) {
		t.Errorf("Run returned %v, want the fatal verdict", err)
	}
	if o := s.await(r); o.State == Done || o.State == DeadLettered {
		t.Errorf("the message came to be %v", o.State)
	}
}

// panics: the engine recovers what JavaScript does; this is the second line. Whether the source goes on or ends is its
// own affair.
func panics(t *testing.T, h Harness) {
	s := start(t, h, func(context.Context, *sources.Message) (sources.Result, error) { panic("a bug in the engine") })
	r := s.send(numbered(1))
	o := s.await(r)
	if o.State == Done {
		t.Errorf("the message came to be %v", o.State)
	}
	s.soft()
	_ = s.returned()
}
