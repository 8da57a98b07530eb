package kafkasource

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/IBM/sarama"

	"github.com/guthega/guthega/sources"
)

// Source is a sources.Source over Kafka topics. Make one with New.
type Source struct {
	config  Config
	client  *sarama.Config
	pattern *regexp.Regexp
	conns   *connections
	where   string // the brokers, for messages
	log     *slog.Logger
	letters letters
	// These are constants but for tests: how often topics are looked for, and how much a committed offset can say.
	topicRefresh time.Duration
	maxMetadata  int

	mu        sync.Mutex
	connected bool
	why       string
	current   *run
}

var (
	_ sources.Source       = (*Source)(nil)
	_ sources.DeadLetterer = (*Source)(nil)
	_ sources.Connected    = (*Source)(nil)
	_ sources.Replayer     = (*Source)(nil)
	_ sources.Featured     = (*Source)(nil)
)

// New checks config, all problems at once, and reads the files of TLS. It connects to nothing.
func New(config Config, log *slog.Logger) (*Source, error) {
	config.setDefaults()
	pattern, err := config.validate()
	if err != nil {
		return nil, fmt.Errorf("kafka source: %w", err)
	}
	conns := new(connections)
	client, err := config.client(conns)
	if err != nil {
		return nil, fmt.Errorf("kafka source: %w", err)
	}
	s := &Source{
		config: config, client: client, pattern: pattern, conns: conns, log: log, topicRefresh: topicRefresh, maxMetadata: maxMetadata,
		where: strings.Join(config.Brokers, ","), why: "it has not started",
	}
	s.letters.source = s
	return s, nil
}

// Features is part of sources.Featured.
func (*Source) Features() sources.Features { return sources.Features{NoResults: true} }

// Connected reports whether this is a member of its group and, as far as is known, hears from it.
func (s *Source) Connected() (ok bool, why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connected, s.why
}

func (s *Source) setConnected(ok bool, why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.connected, s.why = ok, why
}

// Run reads until ctx ends. See sources.Source; the error names the brokers, what was tried, and what to do.
//
// After the hard stop it takes a moment more (hardGrace), for a last commit of what is finished and for leaving the
// group, and then cuts the connections. The handlers that have not returned by then are left behind.
func (s *Source) Run(ctx context.Context, h sources.Handler) error {
	r := newRun(ctx, s, h)
	s.mu.Lock()
	s.current = r
	s.mu.Unlock()
	err := r.run()
	s.setConnected(false, "it has stopped")
	if err != nil {
		return fmt.Errorf("kafka source: %w", err)
	}
	return nil
}

const (
	firstRetry = 200 * time.Millisecond
	lastRetry  = 5 * time.Second
)

// waiting says, at growing intervals, what is waited for.
type waiting struct {
	source *Source
	since  time.Time
	pause  time.Duration
}

// wait pauses before the next try after err. It returns false when ctx ended.
func (w *waiting) wait(ctx context.Context, doing string, err error) bool {
	if ctx.Err() != nil {
		return false
	}
	if w.since.IsZero() {
		w.since, w.pause = time.Now(), firstRetry
	}
	s := w.source
	s.setConnected(false, fmt.Sprintf("waiting for %s: %s", s.where, flat(err)))
	s.log.Warn("Kafka is waited for", slog.String("brokers", s.where), slog.String("tried", doing),
		slog.String("error", flat(err)+waitingHint(err)), slog.Duration("for", time.Since(w.since).Round(time.Millisecond)),
		slog.Duration("nextTry", w.pause))
	if !sleep(ctx, w.pause) {
		return false
	}
	w.pause = min(2*w.pause, lastRetry)
	return true
}

// over notes that it answered.
func (w *waiting) over() {
	if !w.since.IsZero() {
		w.source.log.Info("Kafka answers", slog.String("brokers", w.source.where),
			slog.Duration("after", time.Since(w.since).Round(time.Millisecond)))
	}
	*w = waiting{source: w.source}
}

// sleep returns false when ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// connect waits for the brokers. The error is ctx's, or a refusal.
func (s *Source) connect(ctx context.Context, w *waiting) (sarama.Client, error) {
	for {
		client, err := dial(ctx, s.config.Brokers, s.client)
		if err == nil {
			return client, nil
		}
		if why := s.refused("connecting", err); why != nil {
			return nil, why
		}
		if !w.wait(ctx, "connecting", err) {
			return nil, ctx.Err()
		}
	}
}

// dial is sarama.NewClient, which takes no context: at ctx's end the client that it may still make is closed.
func dial(ctx context.Context, brokers []string, config *sarama.Config) (sarama.Client, error) {
	type made struct {
		client sarama.Client
		err    error
	}
	done := make(chan made, 1)
	go func() {
		client, err := sarama.NewClient(brokers, config)
		if err != nil {
			err = probed(brokers[0], config, err)
		}
		done <- made{client, err}
	}()
	select {
	case m := <-done:
		return m.client, m.err
	case <-ctx.Done():
		go func() {
			if m := <-done; m.err == nil {
				_ = m.client.Close() // nobody wants it any more
			}
		}()
		return nil, ctx.Err()
	}
}

// probed returns what one broker says to a connection where the client has only said that there are no brokers left.
func probed(address string, config *sarama.Config, err error) error {
	broker := sarama.NewBroker(address)
	if opening := broker.Open(config); opening != nil {
		return fmt.Errorf("%w: %w", err, opening)
	}
	if _, why := broker.Connected(); why != nil {
		return fmt.Errorf("%w: %w", err, why)
	}
	_ = broker.Close() // it was only to see
	return err
}
