package amqpsource

import (
	"crypto/tls"
	"errors"
	"fmt"
	"math"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/sources"
)

// Config says what to consume. The zero value of every field but Queue is its default.
type Config struct {
	// URL is amqp:// or amqps://user:password@host:port/vhost (RabbitMQ's URI specification, with its query parameters).
	// Default: guest on localhost:5672, virtual host "/".
	URL string
	// TLS is used with amqps. Default: the system's certificates and the URL's host name.
	TLS *tls.Config
	// Heartbeat is how often a silent connection is tested; after three intervals of silence it is lost. Default 10 s.
	// The broker may shorten it.
	Heartbeat time.Duration
	// FrameMax is the largest frame offered, in bytes. Default 128 KiB. Headers have to fit into one.
	FrameMax int
	// Locale is what the broker's texts are asked for in. Default "en_US".
	Locale string

	// Queue is what is consumed. Required.
	Queue string
	// Transient and Arguments are how it is declared: by default durable, and a classic queue. Values are string, bool,
	// int64, float64, nil, []any and map[string]any. With Passive it must exist, as whatever it is.
	Transient, Passive bool
	Arguments          map[string]any
	// Exchange, where not nil, is declared, and the queue bound to it with each of Bindings (with "" where there are
	// none).
	Exchange *Exchange
	Bindings []string

	// Concurrency is the number of messages in flight and the consumer's prefetch. Default 64, the engine's own.
	Concurrency int
	// Format is how a body is read.
	Format sources.Format

	// DeadLetterQueue is where failed messages go. Default: Queue with ".dead" after it. NoDeadLetters: nowhere, so it
	// is not declared.
	DeadLetterQueue string
	NoDeadLetters   bool
}

// Exchange is an exchange to declare.
type Exchange struct {
	Name string
	// Kind is "direct", "fanout", "topic", "headers" or what a plugin adds. Default "direct".
	Kind string
	// Transient, AutoDelete and Internal are how it is declared: by default durable, kept and open to publishers. With
	// Passive it must exist.
	Transient, AutoDelete, Internal, Passive bool
	Arguments                                map[string]any
}

const (
	defaultURL         = "amqp://guest:guest@localhost:5672/"
	defaultConcurrency = 64
	deadSuffix         = ".dead"
	// leastFrame is the smallest frame-max a peer may offer (AMQP 0-9-1, connection.tune).
	leastFrame = 4096
	// maxName bounds a queue's name, a short string (AMQP 0-9-1, §4.2.5.3).
	maxName = 255
)

func (c *Config) setDefaults() {
	if c.URL == "" {
		c.URL = defaultURL
	}
	if c.Concurrency == 0 {
		c.Concurrency = defaultConcurrency
	}
	if c.DeadLetterQueue == "" {
		c.DeadLetterQueue = c.Queue + deadSuffix
	}
	if c.Exchange != nil {
		exchange := *c.Exchange
		if exchange.Kind == "" {
			exchange.Kind = amqp.ExchangeDirect
		}
		c.Exchange = &exchange
		if len(c.Bindings) == 0 {
			c.Bindings = []string{""}
		}
	}
}

func (c *Config) validate() error {
	var problems []error
	fail := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	if _, err := amqp.ParseURI(c.URL); err != nil {
		fail("the URL is not one of an AMQP broker (such as amqp://user:password@localhost:5672/)") // err may quote the password
	}
	if c.Queue == "" {
		fail("queue is required")
	}
	if len(c.Queue) > maxName || len(c.DeadLetterQueue) > maxName {
		fail("the names of the queue and of its dead letters may have at most %d bytes", maxName)
	}
	if !c.NoDeadLetters && c.DeadLetterQueue == c.Queue {
		fail("the dead letters of %q would go back into it", c.Queue)
	}
	if c.Concurrency < 1 || c.Concurrency > math.MaxUint16 {
		fail("concurrency %d is out of range (from 1 to %d, as a prefetch)", c.Concurrency, math.MaxUint16)
	}
	if c.FrameMax != 0 && c.FrameMax < leastFrame {
		fail("frameMax %d is less than %d", c.FrameMax, leastFrame)
	}
	if c.Heartbeat < 0 {
		fail("heartbeat %s is negative", c.Heartbeat)
	}
	if c.Format > sources.Binary {
		fail("format %d does not exist", c.Format)
	}
	if c.Exchange == nil && len(c.Bindings) > 0 {
		fail("bindings need an exchange")
	}
	if c.Exchange != nil && c.Exchange.Name == "" {
		fail("the exchange has no name (every queue is bound to the default one already)")
	}
	if err := table(c.Arguments).Validate(); err != nil {
		fail("arguments: %w", err)
	}
	if c.Exchange != nil {
		if err := table(c.Exchange.Arguments).Validate(); err != nil {
			fail("exchange arguments: %w", err)
		}
	}
	return errors.Join(problems...)
}

// table makes arguments of what JSON gives.
func table(m map[string]any) amqp.Table {
	if m == nil {
		return nil
	}
	t := make(amqp.Table, len(m))
	for key, v := range m {
		t[key] = tableValue(v)
	}
	return t
}

func tableValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		return table(v)
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = tableValue(v[i])
		}
		return list
	}
	return v
}
