package conf

import (
	"fmt"
	"strings"
	"time"
)

// Type names a kind of source.
type Type string

// The types.
const (
	TypeHTTP         Type = "http"
	TypeKafka        Type = "kafka"
	TypeRedis        Type = "redis" // Pub/Sub
	TypeRedisStreams Type = "redis-streams"
	TypeAMQP         Type = "amqp"
	TypeStdin        Type = "stdin"
)

// Types lists every type there is.
func Types() []Type {
	return []Type{TypeHTTP, TypeKafka, TypeRedis, TypeRedisStreams, TypeAMQP, TypeStdin}
}

// Format says how a body is read.
type Format string

// The formats.
const (
	FormatJSON   Format = "json"
	FormatText   Format = "text"
	FormatBinary Format = "binary"
)

// Source is the source config (contract: "Sources"). Use ParseSource or LoadSource to make one: its zero value lacks
// the defaults.
type Source struct {
	// File is the name it was read under, for messages.
	File string
	Type Type
	// Format is how bodies are read; by default FormatJSON.
	Format     Format
	DeadLetter DeadLetter
	// DeadLetterTimeout is how long a dead letter that cannot be written is tried again before the source stops
	// (default 60s); 0 stops at the first failure.
	DeadLetterTimeout time.Duration
	// DrainTimeout is how long in-flight messages may go on after the soft stop (default 20s); 0 stops hard at once.
	DrainTimeout time.Duration

	// The properties of its Type; those of the other types are nil.
	HTTP         *HTTP
	Kafka        *Kafka
	Redis        *Redis
	RedisStreams *RedisStreams
	AMQP         *AMQP
	Stdin        *Stdin
}

// DeadLetter says where messages go that failed for good. The zero value is the source's own default place.
type DeadLetter struct {
	// Off: they are logged and dropped.
	Off bool
	// To renames the topic, queue, stream or file.
	To string
}

const (
	defaultDeadLetterTimeout = 60 * time.Second
	defaultDrainTimeout      = 20 * time.Second
)

func newSource(file string, t Type) *Source {
	s := &Source{
		File:              file,
		Type:              t,
		Format:            FormatJSON,
		DeadLetterTimeout: defaultDeadLetterTimeout,
		DrainTimeout:      defaultDrainTimeout,
	}
	switch t {
	case TypeHTTP:
		s.HTTP = newHTTP()
	case TypeKafka:
		s.Kafka = newKafka()
	case TypeRedis:
		s.Redis = &Redis{RedisConnection: newRedisConnection()}
	case TypeRedisStreams:
		s.RedisStreams = newRedisStreams()
	case TypeAMQP:
		s.AMQP = newAMQP()
	case TypeStdin:
		s.Stdin = new(Stdin)
	}
	return s
}

// properties is what each type brings with it.
type properties interface {
	// fields are the keys it knows: options beside "type" or inside "properties", those inside "properties" alone,
	// and those inside "properties.connection". A nil one is not there.
	fields(at places) (options, inside, connection fields)
	// check records every rule that is broken, at the places where the options were found.
	check(c *checks, at places)
}

// typed returns the properties of s's type, and nil where s has none.
func (s *Source) typed() properties {
	switch {
	case s.Type == TypeHTTP && s.HTTP != nil:
		return s.HTTP
	case s.Type == TypeKafka && s.Kafka != nil:
		return s.Kafka
	case s.Type == TypeRedis && s.Redis != nil:
		return s.Redis
	case s.Type == TypeRedisStreams && s.RedisStreams != nil:
		return s.RedisStreams
	case s.Type == TypeAMQP && s.AMQP != nil:
		return s.AMQP
	case s.Type == TypeStdin && s.Stdin != nil:
		return s.Stdin
	}
	return nil
}

// Validate returns every rule that s breaks, as *Problems, or nil. What ParseSource and LoadSource return has passed
// it.
func (s *Source) Validate() error { return asError(s.File, s.check(places{})) }

func (s *Source) check(at places) checks {
	var c checks
	switch p := s.typed(); {
	case p != nil:
		p.check(&c, at)
	case newSource("", s.Type).typed() != nil:
		c.that(false, "properties", fmt.Sprintf("those of type %q are missing", s.Type), "")
	default:
		c.that(false, "type", fmt.Sprintf("%q is not known", s.Type), "one of "+typeNames())
	}
	c.notNegative(at.of("deadLetterTimeout", "deadLetterTimeout"), s.DeadLetterTimeout)
	c.notNegative(at.of("drainTimeout", "drainTimeout"), s.DrainTimeout)
	return c
}

func typeNames() string {
	names := make([]string, 0, len(Types()))
	for _, t := range Types() {
		names = append(names, string(t))
	}
	return strings.Join(names, ", ")
}

// Stdin is the properties of type stdin: it has none.
type Stdin struct{}

func (*Stdin) fields(places) (options, inside, connection fields) { return nil, nil, nil }

func (*Stdin) check(*checks, places) {}
