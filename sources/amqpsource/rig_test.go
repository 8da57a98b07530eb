package amqpsource

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/sources"
)

// rig is a source at work on a fake, in virtual time: pauses cost nothing, and synctest.Wait waits until everything that
// can happen has happened.
type rig struct {
	t          *testing.T
	fake       *fake
	source     *Source
	log        *logged
	soft, hard context.CancelFunc
	ended      chan struct{}
	err        error
}

// inBubble runs f in virtual time.
func inBubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, f)
}

func running(t *testing.T, f *fake, c Config, h sources.Handler) *rig {
	t.Helper()
	if c.Queue == "" {
		c.Queue = "orders"
	}
	r := &rig{t: t, fake: f, log: new(logged), ended: make(chan struct{})}
	var err error
	if r.source, err = newSource(c, f, slog.New(slog.NewJSONHandler(r.log, nil))); err != nil {
		t.Fatal(err)
	}
	var hard, soft context.Context
	hard, r.hard = context.WithCancel(t.Context())
	soft, r.soft = context.WithCancel(sources.WithHard(t.Context(), hard))
	go func() {
		defer close(r.ended)
		r.err = r.source.Run(soft, h)
	}()
	synctest.Wait()
	return r
}

// stop is the soft stop; it returns Run's error.
func (r *rig) stop() error {
	r.t.Helper()
	r.soft()
	<-r.ended
	return r.err
}

func (r *rig) stopCleanly() {
	r.t.Helper()
	if err := r.stop(); err != nil {
		r.t.Errorf("Run returned %v after a soft stop", err)
	}
}

func (r *rig) consumer() *fakeLink {
	r.t.Helper()
	l := r.fake.linkCalled("guthega " + r.source.config.Queue)
	if l == nil {
		r.t.Fatal("the source is not connected")
	}
	return l
}

// wantEmpty checks that nothing is in the queue, nor delivered and unsettled.
func (r *rig) wantEmpty(queue string) {
	r.t.Helper()
	if n := len(r.fake.in(queue)); n != 0 {
		r.t.Errorf("%d messages are in %q, want none", n, queue)
	}
}

func (r *rig) wantLogged(parts ...string) {
	r.t.Helper()
	for _, part := range parts {
		if !strings.Contains(r.log.String(), part) {
			r.t.Errorf("the log does not have %q:\n%s", part, r.log)
		}
	}
}

// logged keeps what is logged and tells who waits for a line.
type logged struct {
	mu      sync.Mutex
	text    bytes.Buffer
	changed chan struct{} // closed at the next line
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.changed != nil {
		close(l.changed)
		l.changed = nil
	}
	return l.text.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// await waits until part has been logged that many times.
func (l *logged) await(t *testing.T, part string, times int) {
	t.Helper()
	guard := time.After(time.Minute)
	for {
		l.mu.Lock()
		n := strings.Count(l.text.String(), part)
		if l.changed == nil {
			l.changed = make(chan struct{})
		}
		changed := l.changed
		l.mu.Unlock()
		if n >= times {
			return
		}
		select {
		case <-changed:
		case <-guard:
			t.Fatalf("%q was not logged %d times:\n%s", part, times, l)
		}
	}
}

// script is a handler that gives verdicts in their order, and nil after them; it keeps what it saw. Where held is not
// nil each call waits until it can receive from it.
type script struct {
	held     chan struct{}
	verdicts []error

	mu   sync.Mutex
	seen []string
	last *sources.Message
}

func (s *script) handle(_ context.Context, m *sources.Message) (sources.Result, error) {
	s.mu.Lock()
	s.seen = append(s.seen, string(m.Body))
	s.last = m
	var err error
	if len(s.verdicts) > 0 {
		err, s.verdicts = s.verdicts[0], s.verdicts[1:]
	}
	s.mu.Unlock()
	if s.held != nil {
		<-s.held
	}
	return sources.Result{}, err
}

func (s *script) bodies() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.seen...)
}

func message(n int) fakeMessage {
	return fakeMessage{Publishing: amqp.Publishing{Body: fmt.Appendf(nil, "%d", n)}}
}

var errFailed = &sources.Error{Kind: sources.Rejected, Name: "TypeError", Message: "x is not a function"}

var errNotYet = errors.New("dial tcp 127.0.0.1:5672: connect: connection refused")

// pass lets virtual time go by, and what it brings happen.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}
