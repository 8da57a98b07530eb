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
			s.wantFailed(o, c.err, c.kind)
			s.wantDone(s.await(s.send(numbered(1))), 1) // and the source goes on
			s.stopCleanly()
			if n := len(s.verdicts(numbered(0))); n != 1 {
				t.Errorf("the handler saw the message %d times", n)
			}
		})
	}
}

func (s *session) wantFailed(o Outcome, err error, kind sources.Kind) {
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
	if !bytes.Equal(o.DeadLetter.Body, numbered(0)) {
		s.t.Errorf("the dead letter's body is %q, want %q", o.DeadLetter.Body, numbered(0))
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
