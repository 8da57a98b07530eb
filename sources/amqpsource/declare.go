package amqpsource

import (
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	amqp "github.com/rabbitmq/amqp091-go"
)

// declare makes sure that everything the config names is there. before says whether it was before.
func (s *Source) declare(l link, before bool) error {
	c, err := l.open()
	if err != nil {
		return fmt.Errorf("opening a channel on %s: %w", s.server.address, err)
	}
	defer c.Close() //nolint:errcheck // closed already where something was refused
	if err := s.declareExchange(c, before); err != nil {
		return err
	}
	what := fmt.Sprintf("queue %q", s.config.Queue)
	if s.config.Passive {
		_, err = c.QueueDeclarePassive(s.config.Queue, true, false, false, false, nil)
	} else {
		_, err = c.QueueDeclare(s.config.Queue, !s.config.Transient, false, false, false, table(s.config.Arguments))
	}
	if err != nil {
		return s.server.undeclared(err, what, s.config.Passive, before)
	}
	for _, key := range s.config.Bindings {
		if err := c.QueueBind(s.config.Queue, key, s.config.Exchange.Name, false, nil); err != nil {
			return s.server.undeclared(err, fmt.Sprintf("binding of %s to the exchange %q by %q", what, s.config.Exchange.Name, key),
				true, before)
		}
	}
	if s.config.NoDeadLetters {
		return nil
	}
	return s.declareDead(l)
}

func (s *Source) declareExchange(c declarer, before bool) error {
	e := s.config.Exchange
	if e == nil {
		return nil
	}
	declare := c.ExchangeDeclare
	if e.Passive {
		declare = c.ExchangeDeclarePassive
	}
	if err := declare(e.Name, e.Kind, !e.Transient, e.AutoDelete, e.Internal, false, table(e.Arguments)); err != nil {
		return s.server.undeclared(err, fmt.Sprintf("exchange %q", e.Name), e.Passive, before)
	}
	return nil
}

// declareDead makes sure that the queue of the dead letters is there, durable where it is us who make it. One that
// exists otherwise, as a quorum queue say, is taken as it is. A refused declaration closes the channel, hence two.
func (s *Source) declareDead(l link) error {
	name := s.config.DeadLetterQueue
	refusal := s.withChannel(l, func(c channel) error {
		_, err := c.QueueDeclare(name, true, false, false, false, nil)
		return err
	})
	what := fmt.Sprintf("queue %q (of the dead letters)", name)
	switch codeOf(refusal) {
	case amqp.PreconditionFailed, amqp.AccessRefused:
	default:
		if refusal != nil {
			return s.server.undeclared(refusal, what, false, true)
		}
		return nil
	}
	err := s.withChannel(l, func(c channel) error {
		_, err := c.QueueDeclarePassive(name, true, false, false, false, nil)
		return err
	})
	if err != nil {
		return s.server.undeclared(refusal, what, true, false)
	}
	s.deadAsItIs.Do(func() {
		s.log.Warn("The queue of the dead letters exists with other properties and is taken as it is",
			slog.String("queue", name), slog.String("broker", s.server.address), slog.Any("reason", refusal))
	})
	return nil
}

func (s *Source) withChannel(l link, f func(channel) error) error {
	c, err := l.open()
	if err != nil {
		return fmt.Errorf("opening a channel on %s: %w", s.server.address, err)
	}
	defer c.Close() //nolint:errcheck // closed already where something was refused
	return f(c)
}

// RabbitMQ 4.0 gave quorum queues a delivery limit of 20 where none is set (release notes of 4.0).
const (
	limitedSince = 4
	usualLimit   = 20
)

// warnOfLimit says once what a quorum queue does with a message that comes back too often. A limit that a policy sets
// cannot be seen over AMQP.
func (s *Source) warnOfLimit(version string) {
	kind, _ := s.config.Arguments["x-queue-type"].(string)
	_, limited := s.config.Arguments["x-delivery-limit"]
	first, _, _ := strings.Cut(version, ".")
	major, err := strconv.Atoi(first)
	if kind != "quorum" || limited || err != nil || major < limitedSince {
		return
	}
	s.limited.Do(func() {
		s.log.Warn("The broker drops or dead-letters a message of this quorum queue that has come back too often, "+
			"by deploys and lost connections too: set x-delivery-limit in arguments, or give the queue a dead-letter exchange",
			slog.String("queue", s.config.Queue), slog.Int("deliveryLimit", usualLimit), slog.String("version", version))
	})
}
