package kafkasource

import (
	"errors"
	"fmt"
	"net"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/IBM/sarama"

	"github.com/guthega/guthega/sources"
)

// Order says which records wait for one another.
type Order uint8

const (
	// OrderPartition handles the records of a partition one at a time.
	OrderPartition Order = iota
	// OrderKey handles records with the same key one at a time; records without a key wait for none.
	OrderKey
	// OrderNone handles as many at once as there is room for.
	OrderNone
)

// Config says what to read and how. The zero value of every field but Brokers, and Topics or TopicPattern, is its
// default.
type Config struct {
	// Brokers are the addresses to ask for the others, host:port, or a host alone for port 9092.
	Brokers []string
	// Topics are what is read. TopicPattern, an RE2 expression for the whole name, stands instead of them: topics are
	// looked for every 30 s, and those that start with "__" and dead-letter topics are left out.
	Topics       []string
	TopicPattern string
	// GroupID is the consumer group, "guthega" by default. Replay remembers under GroupID + ".replay" what it has put back.
	GroupID string
	// Order is OrderPartition by default.
	Order Order
	// Concurrency is how many messages may be in flight. Default 64, the engine's own.
	Concurrency int
	// Format is how a record's value is read. A record without a value is null in JSON, and otherwise empty.
	Format sources.Format
	// FromEarliest: a group that has committed nothing starts with the oldest records there are, not with those to come.
	FromEarliest bool
	// SessionTimeout is after how long without a sign of life the group gives a member's partitions away. Default 30 s.
	SessionTimeout time.Duration
	// RebalanceTimeout is how long the group waits for its members in a rebalance, and so the bound of how long what is in
	// flight may go on. Default 60 s.
	RebalanceTimeout time.Duration
	// CommitInterval is the time between two commits. Default 1 s.
	CommitInterval time.Duration
	// Protocol are the ways to share partitions out, the preferred first, of "roundrobin", "range" and "sticky". Default
	// "roundrobin".
	Protocol []string
	// ClientID names the client in the broker's log and quotas, "guthega" by default. RackID lets it read from the
	// replica next to it. InstanceID makes it a static member (KIP-345): a restart within SessionTimeout moves no partition.
	ClientID, RackID, InstanceID string
	// Version is the oldest Kafka among the brokers, "2.8.0" by default.
	Version string
	// DeadLetterTopic takes the dead letters of all topics. By default each has one of its own, "<topic>.dead".
	DeadLetterTopic string
	// TLS and SASL, where not nil, say how to show who is who.
	TLS  *TLS
	SASL *SASL
}

const (
	defaultPort             = "9092"
	defaultGroup            = "guthega"
	defaultClientID         = "guthega"
	defaultConcurrency      = 64
	defaultSessionTimeout   = 30 * time.Second
	defaultRebalanceTimeout = 60 * time.Second
	defaultCommitInterval   = time.Second

	// How far a partition is read beyond its oldest unfinished record: enough that one slow record does not leave the
	// other workers without work, and few enough to come again after a crash.
	minWindow       = 256
	windowPerWorker = 4
)

func (c *Config) window() int { return max(minWindow, windowPerWorker*c.Concurrency) }

func (c *Config) setDefaults() {
	c.Brokers = slices.Clone(c.Brokers)
	for i, b := range c.Brokers {
		if _, _, err := net.SplitHostPort(b); err != nil && b != "" {
			c.Brokers[i] = net.JoinHostPort(strings.Trim(b, "[]"), defaultPort)
		}
	}
	setDefault(&c.GroupID, defaultGroup)
	setDefault(&c.ClientID, defaultClientID)
	setDefault(&c.Concurrency, defaultConcurrency)
	setDefault(&c.SessionTimeout, defaultSessionTimeout)
	setDefault(&c.RebalanceTimeout, defaultRebalanceTimeout)
	setDefault(&c.CommitInterval, defaultCommitInterval)
	setDefault(&c.Version, sarama.DefaultVersion.String())
	if len(c.Protocol) == 0 {
		c.Protocol = []string{"roundrobin"}
	}
}

func setDefault[T comparable](v *T, def T) {
	var zero T
	if *v == zero {
		*v = def
	}
}

// validate reports every problem at once. pattern is nil where topics are named.
func (c *Config) validate() (pattern *regexp.Regexp, err error) {
	var problems []error
	add := func(wrong bool, format string, args ...any) {
		if wrong {
			problems = append(problems, fmt.Errorf(format, args...))
		}
	}
	add(len(c.Brokers) == 0 || slices.Contains(c.Brokers, ""), "brokers are needed, host:port each")
	add(slices.Contains(c.Topics, ""), "a topic has no name")
	add(len(c.Topics) == 0 && c.TopicPattern == "", "topics or a topicPattern are needed")
	add(len(c.Topics) > 0 && c.TopicPattern != "", "topics and topicPattern exclude one another")
	if c.TopicPattern != "" {
		if pattern, err = regexp.Compile("^(?:" + c.TopicPattern + ")$"); err != nil {
			add(true, "topicPattern: %w", err)
		}
	}
	add(slices.Contains(c.Topics, c.DeadLetterTopic) && c.DeadLetterTopic != "",
		"the dead letters of %s would go to %[1]s, and be read again", c.DeadLetterTopic)
	add(c.Order > OrderNone, "order %d does not exist", c.Order)
	add(c.Format > sources.Binary, "format %d does not exist", c.Format)
	add(c.Concurrency < 0, "concurrency %d is negative", c.Concurrency)
	for _, d := range []struct {
		name  string
		value time.Duration
	}{{"sessionTimeout", c.SessionTimeout}, {"rebalanceTimeout", c.RebalanceTimeout}, {"commitInterval", c.CommitInterval}} {
		add(d.value < time.Millisecond, "%s %v is too short", d.name, d.value)
	}
	return pattern, errors.Join(problems...)
}
