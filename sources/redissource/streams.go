package redissource

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/guthega/guthega/sources"
)

// StreamsConfig says what to read. Only Streams is required; the zero value of every other field is its default.
type StreamsConfig struct {
	Connection
	// Streams are the keys read. Those that do not exist are made, empty.
	Streams []string
	// Group is the consumer group, made where it does not exist. Default "guthega".
	Group string
	// FromEarliest has a group that is made begin with the oldest entry of the stream; otherwise it begins with what
	// comes after its making.
	FromEarliest bool
	// Consumer is our name in the group. What an earlier process left under the same name is taken up at once, so that
	// no two that run may share one. Default: the host's name and a part that is random, with which what a process
	// leaves is claimed after ClaimIdle.
	Consumer string
	// Field is the field of an entry whose value is the message. Default "body". See DESIGN for entries without it.
	Field string
	// Format is how a message is read.
	Format sources.Format
	// Concurrency is how many messages are in flight. Default 64.
	Concurrency int
	// ClaimIdle is after how long without a sign of life an entry is taken from its consumer. A consumer that runs gives
	// one for every entry it holds each third of that time, so that it need not be longer than what handlers take; it has
	// to be longer than a process may stand still or be without Redis. Default 60 s. All consumers of a group should have
	// the same.
	ClaimIdle time.Duration
	// DeadLetter is the stream that failed messages are copied to. Default: the stream's name and ".dead".
	DeadLetter string
}

const (
	defaultGroup     = "guthega"
	defaultClaimIdle = time.Minute
)

// Streams is a sources.Source of type "redis-streams". Make one with NewStreams.
type Streams struct {
	config  StreamsConfig
	log     *slog.Logger
	client  redis.UniversalClient // settles
	reader  redis.UniversalClient // reads; closing it ends reads that wait
	lanes   []*lane
	letters letters
}

var (
	_ sources.Source       = (*Streams)(nil)
	_ sources.Connected    = (*Streams)(nil)
	_ sources.DeadLetterer = (*Streams)(nil)
	_ sources.Replayer     = (*Streams)(nil)
	_ sources.Featured     = (*Streams)(nil)
)

// NewStreams checks config, all problems at once, and reads the files of its TLS. It connects to nothing.
func NewStreams(config StreamsConfig, log *slog.Logger) (*Streams, error) {
	problems := config.normalize()
	setDefault(&config.Concurrency, defaultConcurrency)
	setDefault(&config.ClaimIdle, defaultClaimIdle)
	if config.Group == "" {
		config.Group = defaultGroup
	}
	if config.Field == "" {
		config.Field = defaultField
	}
	if config.Consumer == "" {
		config.Consumer = uniqueConsumer()
	}
	config.Streams = slices.Clone(config.Streams)
	slices.Sort(config.Streams)
	config.Streams = slices.Compact(config.Streams)
	problems = append(problems, checkNames("stream", config.Streams)...)
	problems = append(problems, checkCommon(config.Concurrency, config.Format)...)
	if config.ClaimIdle < time.Millisecond {
		problems = append(problems, fmt.Errorf("claimIdle %v is too short", config.ClaimIdle))
	}
	// A settling connection for each stream, and some for dead letters.
	settling, err := config.options(len(config.Streams) + 4)
	if err := errors.Join(append(problems, err)...); err != nil {
		return nil, fmt.Errorf("redis-streams source: %w", err)
	}
	reading := *settling
	reading.PoolSize = len(config.Streams) + 1
	// A read waits for entries before it answers.
	reading.ReadTimeout += blockFor(config.ClaimIdle)
	s := &Streams{
		config: config, log: log,
		client: redis.NewUniversalClient(settling), reader: redis.NewUniversalClient(&reading),
	}
	s.letters = letters{client: s.client, to: config.DeadLetter, server: config.server()}
	for _, name := range config.Streams {
		s.lanes = append(s.lanes, newLane(s, name))
	}
	return s, nil
}

// uniqueConsumer names a consumer so that people know where it runs and no other process has the name.
func uniqueConsumer() string {
	host, err := os.Hostname()
	if err != nil {
		host = "guthega"
	}
	return host + "-" + rand.Text()[:10]
}

// blockFor is how long one read waits, which is also how often stale entries are looked for: often enough that what is
// given back does not lie long, and not so often that an idle consumer costs anything.
func blockFor(claimIdle time.Duration) time.Duration {
	return min(max(claimIdle/4, time.Millisecond), 5*time.Second)
}

// Features is part of sources.Featured.
func (*Streams) Features() sources.Features { return sources.Features{NoResults: true} }

// Connected reports whether every stream is read.
func (s *Streams) Connected() (ok bool, why string) {
	for _, l := range s.lanes {
		if ok, why := l.reads.state(); !ok {
			return false, why
		}
	}
	return true, ""
}

// Run reads until ctx ends, acknowledges what has had its verdict, and gives back what has not started. It returns when all
// that is done: nil, or an error: what the handler called Fatal, what waiting for the server cannot mend, or that the hard
// stop left entries unsettled. Those are claimed by other consumers after ClaimIdle.
func (s *Streams) Run(ctx context.Context, h sources.Handler) error {
	defer s.client.Close() //nolint:errcheck // its only errors are the sockets', which are gone either way
	defer s.reader.Close() //nolint:errcheck // as above; closed twice, as a rule
	if ctx.Err() != nil {
		return nil
	}
	if err := newConsuming(ctx, s, h).run(); err != nil {
		return fmt.Errorf("redis-streams source: %w", err)
	}
	return nil
}

// DeadLetter appends an entry to the stream's stream of dead letters, or to that of the config: the fields of the original,
// then the headers, then guthega-original-stream and guthega-original-id. It is safe once the server has answered, and the
// original is acknowledged only then.
func (s *Streams) DeadLetter(ctx context.Context, m *sources.Message, headers []sources.Header) error {
	stream, id := metaText(m.Meta, "stream"), metaText(m.Meta, "id")
	own := fields{s.config.Field, m.Body}
	for _, l := range s.lanes {
		if e, ok := l.holds(stream, id); ok {
			own = e.fields
		}
	}
	return s.letters.write(ctx, stream, own, append(slices.Clone(headers),
		sources.Header{Name: headerStream, Value: stream}, sources.Header{Name: headerID, Value: id}))
}
