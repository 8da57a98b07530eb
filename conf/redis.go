package conf

import (
	"fmt"
	"time"
)

// Redis is the properties of type redis: Pub/Sub.
type Redis struct {
	RedisConnection
	// Channels are the patterns subscribed to (PSUBSCRIBE). Required.
	Channels []string
}

// RedisStreams is the properties of type redis-streams.
type RedisStreams struct {
	RedisConnection
	// Streams are the keys read. Required.
	Streams []string
	// Group is the consumer group; by default "guthega".
	Group string
	// Consumer is this process's name in the group, and no other's at the same time: what it left under that name is
	// taken up at once. Empty, the default, is a name of its own for each process.
	Consumer string
	// FromOffset is where a group that does not exist yet begins; by default FromLatest.
	FromOffset FromOffset
	// Field is the field of an entry whose value is the message; by default "body".
	Field string
	// ClaimIdle is after how long without a sign of life an entry is taken from its consumer; by default 60s.
	ClaimIdle time.Duration
}

const (
	defaultClaimIdle = time.Minute
	// leastClaimIdle leaves room for three signs of life, and for a pause of the collector or of a busy machine.
	leastClaimIdle = time.Second
	bodyField      = "body"
)

func newRedisStreams() *RedisStreams {
	return &RedisStreams{
		RedisConnection: newRedisConnection(),
		Group:           defaultGroup,
		FromOffset:      FromLatest,
		Field:           bodyField,
		ClaimIdle:       defaultClaimIdle,
	}
}

func (r *Redis) fields(at places) (options, inside, connection fields) {
	return nil, fields{"channel": into(&r.Channels, oneOrMore(text))}, r.RedisConnection.fields(at)
}

func (r *Redis) check(c *checks, at places) {
	r.RedisConnection.check(c, at)
	c.filled("properties.channel", r.Channels, `a channel or pattern, such as "orders.*"`)
}

func (r *RedisStreams) fields(at places) (options, inside, connection fields) {
	return nil, fields{
		"stream":     into(&r.Streams, oneOrMore(text)),
		"group":      into(&r.Group, text),
		"consumer":   into(&r.Consumer, nonEmpty),
		"fromOffset": into(&r.FromOffset, oneOf(FromLatest, FromEarliest)),
		"field":      into(&r.Field, nonEmpty),
		"claimIdle":  into(&r.ClaimIdle, duration),
	}, r.RedisConnection.fields(at)
}

func (r *RedisStreams) check(c *checks, at places) {
	r.RedisConnection.check(c, at)
	c.filled("properties.stream", r.Streams, "the stream's key")
	c.that(r.Group != "", "properties.group", "is empty", "")
	c.that(r.Field != "", "properties.field", "is empty", "")
	c.that(r.ClaimIdle >= leastClaimIdle, "properties.claimIdle", fmt.Sprintf("%v is too short", r.ClaimIdle),
		fmt.Sprintf("at least %v; entries in flight are kept from others however long they take", leastClaimIdle))
}
