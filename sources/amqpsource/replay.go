package amqpsource

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/sources"
)

// Replay gets the dead letters one by one (basic.get). Those that are left stay unacknowledged until it returns, and
// are in their old place then; meanwhile no other consumer sees them. One that is put back is published to the queue it
// came from and acknowledged when that is confirmed: without its guthega-* headers, to that queue alone whatever its
// exchange was, and persistent.
//
// to, where not empty, is a queue. A queue that does not exist is an error, and so is a broker that cannot be reached:
// it is not waited for.
func (s *Source) Replay(ctx context.Context, to string, f func(context.Context, *sources.DeadLetter) (sources.Disposition, error)) error {
	if err := s.replay(ctx, to, f); err != nil {
		return fmt.Errorf("amqp source: replaying %q of %s: %w", s.config.DeadLetterQueue, s.server.address, err)
	}
	return nil
}

func (s *Source) replay(ctx context.Context, to string, f func(context.Context, *sources.DeadLetter) (sources.Disposition, error)) error {
	l, err := s.dialer.dial(ctx, "guthega replay of "+s.config.DeadLetterQueue)
	if err != nil {
		return fmt.Errorf("connecting: %w", s.server.refused(err, false, suspicions))
	}
	release := context.AfterFunc(ctx, func() { _ = l.CloseDeadline(time.Now().Add(closeLimit)) })
	defer func() {
		release()
		_ = l.CloseDeadline(time.Now().Add(closeLimit)) // by which what was left goes back; closed already where something failed
	}()
	c, err := l.open()
	if err != nil {
		return fmt.Errorf("opening a channel: %w", err)
	}
	queue, err := c.QueueDeclarePassive(s.config.DeadLetterQueue, true, false, false, false, nil)
	if codeOf(err) == amqp.NotFound {
		return nil // nothing has ever failed
	}
	if err != nil {
		return fmt.Errorf("looking at it: %w", err)
	}
	p, err := newPublisher(l, s.server, s.log)
	if err != nil {
		return err
	}
	for n := range queue.Messages {
		d, ok, err := c.Get(s.config.DeadLetterQueue, false)
		if err != nil {
			return cmp.Or(ctx.Err(), fmt.Errorf("getting the next one: %w", err))
		}
		if !ok {
			return nil // somebody else has taken them
		}
		letter := s.deadLetterOf(d, n+1, to)
		what, err := f(ctx, letter)
		if err != nil || what == sources.End {
			return err
		}
		if what == sources.Leave {
			continue
		}
		if err := p.publish(ctx, letter.To, original(d)); err != nil {
			return cmp.Or(ctx.Err(), fmt.Errorf("putting %s back on %q, so that it is left: %w", letter.From, letter.To, err))
		}
		if err := c.Ack(d.DeliveryTag, false); err != nil {
			return fmt.Errorf("taking %s away, which is back on %q already: %w", letter.From, letter.To, err)
		}
	}
	if err := l.CloseDeadline(time.Now().Add(closeLimit)); err != nil && !errors.Is(err, amqp.ErrClosed) {
		return cmp.Or(ctx.Err(), fmt.Errorf("closing the connection: %w (the last one may be there still)", err))
	}
	return ctx.Err()
}

// deadLetterOf reads the nth dead letter.
func (s *Source) deadLetterOf(d amqp.Delivery, n int, to string) *sources.DeadLetter {
	letter := &sources.DeadLetter{Body: d.Body, Source: sourceName}
	theirs := amqp.Table{}
	for name, v := range d.Headers {
		if !strings.HasPrefix(name, headerPrefix) {
			theirs[name] = v
		}
	}
	for _, f := range fields(d.Headers) {
		if text, ok := f.Value.(string); ok && strings.HasPrefix(f.Key, headerPrefix) {
			letter.Headers = append(letter.Headers, sources.Header{Name: f.Key, Value: text})
		}
	}
	queue := cmp.Or(letter.Header(originalQueue), s.config.Queue)
	letter.Meta = meta(queue, letter.Header(originalExchange), letter.Header(originalKey), theirs, false, d.MessageId)
	letter.From = fmt.Sprintf("%s#%d", s.config.DeadLetterQueue, n)
	letter.To = cmp.Or(to, queue)
	return letter
}

// original is the message that became the dead letter d. Its user-id and CC stay behind: the one would be refused, the
// other send copies to queues that had theirs.
func original(d amqp.Delivery) amqp.Publishing {
	headers := maps.Clone(d.Headers)
	expiration, _ := headers[originalExpiration].(string)
	maps.DeleteFunc(headers, func(name string, _ any) bool { return strings.HasPrefix(name, headerPrefix) })
	return amqp.Publishing{
		Headers: headers, ContentType: d.ContentType, ContentEncoding: d.ContentEncoding, DeliveryMode: amqp.Persistent,
		Priority: d.Priority, CorrelationId: d.CorrelationId, ReplyTo: d.ReplyTo, Expiration: expiration,
		MessageId: d.MessageId, Timestamp: d.Timestamp, Type: d.Type, AppId: d.AppId, Body: d.Body,
	}
}
