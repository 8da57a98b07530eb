package amqpsource

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/sources"
)

// Source is a sources.Source over one queue. Make one with New.
type Source struct {
	config Config
	server server
	dialer dialer
	log    *slog.Logger

	workers []worker
	dead    deadLetters
	// away is why messages cannot come; nil where they can.
	away atomic.Pointer[string]

	deadAsItIs, limited sync.Once // what is said once
}

var (
	_ sources.Source       = (*Source)(nil)
	_ sources.Connected    = (*Source)(nil)
	_ sources.DeadLetterer = (*Source)(nil)
	_ sources.Replayer     = (*Source)(nil)
	_ sources.Featured     = (*Source)(nil)
)

// New checks config, all problems at once. It connects to nothing.
func New(config Config, log *slog.Logger) (*Source, error) {
	config.setDefaults()
	return newSource(config, client{config}, log)
}

func newSource(config Config, d dialer, log *slog.Logger) (*Source, error) {
	config.setDefaults()
	if err := config.validate(); err != nil {
		return nil, fmt.Errorf("amqp source: %w", err)
	}
	uri, err := amqp.ParseURI(config.URL)
	if err != nil {
		return nil, errors.New("amqp source: the URL is not one of an AMQP broker")
	}
	s := &Source{
		config: config, server: serverOf(uri), dialer: d, log: log, workers: make([]worker, config.Concurrency),
	}
	s.dead.lock = make(chan struct{}, 1)
	s.isAway("not connected yet")
	return s, nil
}

// Features is part of sources.Featured.
func (*Source) Features() sources.Features { return sources.Features{NoResults: true} }

// Connected reports whether the queue is being consumed.
func (s *Source) Connected() (ok bool, why string) {
	if p := s.away.Load(); p != nil {
		return false, *p
	}
	return true, ""
}

func (s *Source) isAway(why string) { s.away.Store(&why) }

// Run consumes until ctx ends, and returns when every message it handed out is settled and the broker has received
// that. While there is no broker it waits for one. The error is nil after a soft stop. It is not nil when the broker
// refuses for good, when the handler said Fatal, when a hard stop left messages unfinished (they go back to the queue),
// and when the broker has not confirmed the end of the connection, so that the last messages may come again.
func (s *Source) Run(ctx context.Context, h sources.Handler) error {
	r := &run{
		source: s, handler: h, values: context.WithoutCancel(ctx),
		jobs: make(chan job), idle: make(chan struct{}),
	}
	r.soft, r.cancel = context.WithCancel(ctx)
	defer r.cancel()
	if err := r.run(sources.Hard(ctx)); err != nil {
		return fmt.Errorf("amqp source: %w", err)
	}
	return nil
}
