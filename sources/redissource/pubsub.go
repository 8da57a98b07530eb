package redissource

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/guthega/guthega/sources"
)

// PubSubConfig says what to subscribe to. Only Patterns is required; the zero value of every other field is its default.
type PubSubConfig struct {
	Connection
	// Patterns are subscribed to with PSUBSCRIBE; a channel's name is a pattern that matches itself. A message that
	// several patterns match comes once for each.
	Patterns []string
	// Format is how a message is read.
	Format sources.Format
	// Concurrency is how many messages are in flight. Default 64.
	Concurrency int
	// MaxQueued and MaxQueuedBytes bound what was received and is not in flight yet. Defaults 4096 and 32 MiB, which is
	// Redis's own limit for a subscriber: memory on both sides stays within known bounds.
	MaxQueued      int
	MaxQueuedBytes int64
	// HealthInterval is how often a silent subscription is asked whether it still is one; it counts as broken after a
	// second one without an answer. Default 5 s.
	HealthInterval time.Duration
	// DeadLetter is the stream that failed messages are copied to. Default: the channel's name and ".dead".
	DeadLetter string
}

const (
	defaultConcurrency    = 64
	defaultMaxQueued      = 4096
	defaultMaxQueuedBytes = 32 << 20
	defaultHealthInterval = 5 * time.Second
)

// PubSub is a sources.Source of type "redis". Make one with NewPubSub.
type PubSub struct {
	config  PubSubConfig
	log     *slog.Logger
	client  redis.UniversalClient
	link    *link
	letters letters
}

var (
	_ sources.Source       = (*PubSub)(nil)
	_ sources.Connected    = (*PubSub)(nil)
	_ sources.DeadLetterer = (*PubSub)(nil)
	_ sources.Replayer     = (*PubSub)(nil)
	_ sources.Featured     = (*PubSub)(nil)
)

// NewPubSub checks config, all problems at once, and reads the files of its TLS. It connects to nothing.
func NewPubSub(config PubSubConfig, log *slog.Logger) (*PubSub, error) {
	problems := config.normalize()
	setDefault(&config.Concurrency, defaultConcurrency)
	setDefault(&config.MaxQueued, defaultMaxQueued)
	setDefault(&config.MaxQueuedBytes, defaultMaxQueuedBytes)
	setDefault(&config.HealthInterval, defaultHealthInterval)
	slices.Sort(config.Patterns)
	config.Patterns = slices.Compact(slices.Clone(config.Patterns))
	problems = append(problems, checkNames("channel", config.Patterns)...)
	problems = append(problems, checkCommon(config.Concurrency, config.Format)...)
	if config.MaxQueued < 0 || config.MaxQueuedBytes < 0 || config.HealthInterval < 0 {
		problems = append(problems, errors.New("maxQueued, maxQueuedBytes or healthInterval is negative"))
	}
	options, err := config.options(2) // dead letters, and what replay does
	if err := errors.Join(append(problems, err)...); err != nil {
		return nil, fmt.Errorf("redis source: %w", err)
	}
	client := redis.NewUniversalClient(options)
	return &PubSub{
		config: config, log: log, client: client,
		link:    newLink(log, config.server(), "PSUBSCRIBE "+strings.Join(config.Patterns, " ")),
		letters: letters{client: client, to: config.DeadLetter, server: config.server()},
	}, nil
}

func setDefault[T int | int64 | time.Duration](v *T, def T) {
	if *v == 0 {
		*v = def
	}
}

func checkNames(what string, names []string) []error {
	if len(names) == 0 {
		return []error{fmt.Errorf("%s: give at least one", what)}
	}
	if slices.Contains(names, "") {
		return []error{fmt.Errorf("%s: there is an empty one", what)}
	}
	return nil
}

func checkCommon(concurrency int, format sources.Format) []error {
	var problems []error
	if concurrency < 0 {
		problems = append(problems, fmt.Errorf("concurrency %d is negative", concurrency))
	}
	if format > sources.Binary {
		problems = append(problems, fmt.Errorf("format %d does not exist", format))
	}
	return problems
}

// Features is part of sources.Featured.
func (*PubSub) Features() sources.Features { return sources.Features{NoResults: true} }

// Connected reports whether the subscription stands.
func (s *PubSub) Connected() (ok bool, why string) { return s.link.state() }

// Run subscribes and hands on what comes, until ctx ends; then it unsubscribes, hands on what was received by then, and
// returns when all of that is settled. It is nil after that, and otherwise an error: what the handler called Fatal, what
// waiting for the server cannot mend, or that the hard stop left messages unsettled.
func (s *PubSub) Run(ctx context.Context, h sources.Handler) error {
	defer s.client.Close() //nolint:errcheck // its only errors are the sockets', which are gone either way
	if ctx.Err() != nil {
		return nil
	}
	r := newReceiving(ctx, s, h)
	if err := r.run(); err != nil {
		return fmt.Errorf("redis source: %w", err)
	}
	return nil
}

// DeadLetter appends an entry to the channel's stream of dead letters, or to that of the config: the field body, then the
// headers, then guthega-original-pattern and guthega-original-channel. It is safe once the server has answered.
func (s *PubSub) DeadLetter(ctx context.Context, m *sources.Message, headers []sources.Header) error {
	pattern, channel := metaText(m.Meta, "pattern"), metaText(m.Meta, "channel")
	return s.letters.write(ctx, channel, []any{defaultField, m.Body}, append(slices.Clone(headers),
		sources.Header{Name: headerPattern, Value: pattern}, sources.Header{Name: headerChannel, Value: channel}))
}
