package sourcetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/guthega/guthega/sources"
)

// guard turns a scenario that hangs into one that fails. Nothing is expected to be faster than it.
const guard = 60 * time.Second

// session is one source at work, with the suite as its engine.
type session struct {
	t      *testing.T
	traits Traits
	peer   Peer
	judge  sources.Handler
	// ctx ends when the scenario has taken too long.
	ctx context.Context
	// soft and hard are the two stops.
	soft, hard context.CancelFunc
	// ended is closed when Run has returned err.
	ended chan struct{}
	err   error

	mu     sync.Mutex
	seen   map[string][]error // the verdicts on each body, in order
	faulty []*sources.Message // those with a Fault, which the judge does not see
}

var errHardStop = errors.New("the suite's hard stop")

// prepare makes a source that is not yet running.
func prepare(t *testing.T, h Harness, judge sources.Handler) *session {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), guard)
	s := &session{
		t: t, traits: h.Traits, judge: judge, ctx: ctx, ended: make(chan struct{}), seen: make(map[string][]error),
	}
	t.Cleanup(cancel)
	s.peer = h.New(t)
	return s
}

// run runs the source in the background; the scenario's end stops it, if the scenario did not.
func (s *session) run() {
	hard, cancelHard := context.WithCancelCause(s.ctx)
	soft, cancelSoft := context.WithCancel(sources.WithHard(s.ctx, hard))
	s.hard, s.soft = func() { cancelHard(errHardStop) }, cancelSoft
	src := s.peer.Source()
	go func() {
		defer close(s.ended)
		s.err = src.Run(soft, s.handle)
	}()
	s.t.Cleanup(func() {
		cancelSoft()
		cancelHard(errHardStop)
		<-s.ended
	})
}

func start(t *testing.T, h Harness, judge sources.Handler) *session {
	t.Helper()
	s := prepare(t, h, judge)
	s.run()
	return s
}

// handle is what the engine does with one message, as far as a source can tell.
func (s *session) handle(ctx context.Context, m *sources.Message) (sources.Result, error) {
	if m.Fault != nil {
		s.mu.Lock()
		s.faulty = append(s.faulty, m)
		s.mu.Unlock()
		return sources.Result{}, s.deadLetter(ctx, m, m.Fault)
	}
	body := string(m.Body)
	verdict := errors.New("the handler panicked")
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.seen[body] = append(s.seen[body], verdict)
	}()
	result, err := s.judge(ctx, m)
	verdict = s.deadLetter(ctx, m, err)
	return result, verdict
}

// deadLetter writes m's dead letter where err and the source have one. It returns err, or that this failed.
func (s *session) deadLetter(ctx context.Context, m *sources.Message, err error) error {
	dl, ok := s.peer.Source().(sources.DeadLetterer)
	if !ok || !deadLetterDue(err) {
		return err
	}
	if dlErr := dl.DeadLetter(sources.Hard(ctx), m, headersOf(m, err)); dlErr != nil {
		s.t.Errorf("writing a dead letter: %v", dlErr)
		return &sources.Error{Kind: sources.Fatal, Message: "no dead letter", Err: dlErr}
	}
	return err
}

func deadLetterDue(err error) bool {
	if err == nil {
		return false
	}
	switch sources.KindOf(err) {
	case sources.Unavailable, sources.Stopped, sources.Fatal:
		return false
	}
	return true
}

func headersOf(m *sources.Message, err error) []sources.Header {
	return []sources.Header{
		{Name: "guthega-error-name", Value: "Error"},
		{Name: "guthega-error-message", Value: err.Error()},
		{Name: "guthega-request-id", Value: m.ID},
		{Name: "guthega-source", Value: m.Source},
	}
}

// verdicts returns the verdicts on the message with that body.
func (s *session) verdicts(body []byte) []error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen[string(body)]
}

// send must only be called from the scenario's goroutine.
func (s *session) send(body []byte) Receipt {
	s.t.Helper()
	r, err := s.peer.Send(s.ctx, body)
	if err != nil {
		s.t.Fatalf("sending a message: %v", err)
	}
	return r
}

// await must only be called from the scenario's goroutine.
func (s *session) await(r Receipt) Outcome {
	s.t.Helper()
	o, err := r(s.ctx, s.ended)
	if err != nil {
		s.t.Fatalf("what became of a message is unknown: %v", err)
	}
	return o
}

// awaitAll waits for all receipts at once, since some sources settle in order.
func (s *session) awaitAll(receipts []Receipt) []Outcome {
	s.t.Helper()
	outcomes := make([]Outcome, len(receipts))
	errs := make([]error, len(receipts))
	var wg sync.WaitGroup
	for i, r := range receipts {
		wg.Go(func() { outcomes[i], errs[i] = r(s.ctx, s.ended) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		s.t.Fatalf("what became of some messages is unknown: %v", err)
	}
	return outcomes
}

// wait waits for what the source is about to do.
func (s *session) wait(what string, c <-chan struct{}) {
	s.t.Helper()
	select {
	case <-c:
	case <-s.ctx.Done():
		s.t.Fatalf("waited too long until %s", what)
	}
}

// returned waits for Run to return and gives its error.
func (s *session) returned() error {
	s.t.Helper()
	s.wait("Run returned", s.ended)
	return s.err
}

// stopCleanly is the soft stop, after which Run must return nil.
func (s *session) stopCleanly() {
	s.t.Helper()
	s.soft()
	if err := s.returned(); err != nil {
		s.t.Errorf("Run returned an error after a clean drain: %v", err)
	}
}

func numbered(n int) []byte { return fmt.Appendf(nil, `{"n":%d}`, n) }

// echo resolves with the message's own JSON.
func echo(_ context.Context, m *sources.Message) (sources.Result, error) {
	return sources.Result{JSON: append([]byte(nil), m.Body...)}, nil
}

// wantDone checks that the sender of numbered(n) was given what echo resolved with.
func (s *session) wantDone(o Outcome, n int) {
	s.t.Helper()
	if o.State != Done {
		s.t.Fatalf("message %d came to be %v, want %v", n, o.State, Done)
	}
	if !s.traits.Results {
		return
	}
	var got struct {
		N *int `json:"n"`
	}
	if err := json.Unmarshal(o.Result, &got); err != nil || got.N == nil || *got.N != n {
		s.t.Errorf("the sender of message %d was given %s (%v)", n, o.Result, err)
	}
}
