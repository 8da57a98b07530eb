package amqpsource

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/sourcetest"
)

// harness runs the conformance suite on any broker: config names a queue of its own each time.
func harness(broker func(t *testing.T) (dialer, Config)) sourcetest.Harness {
	return sourcetest.Harness{
		Traits: sourcetest.Traits{
			Source: "amqp", Meta: []string{"queue", "exchange", "routingKey", "headers", "redelivered", "messageId"},
			DeadLetters: true, Redelivers: true, AnyBytes: true, EmptyBody: true,
		},
		New: func(t *testing.T) sourcetest.Peer {
			d, config := broker(t)
			return newPeer(t, d, config)
		},
	}
}

// peer publishes to the queue and looks at what the source acknowledges: when, it hears from a recorder between the
// source and the library; what has become of a message, it looks up in the broker's queues.
type peer struct {
	source *Source
	seen   *recorder
	queue  string

	mu      sync.Mutex // the channel is for one call at a time
	link    link
	channel channel
	publish *publisher
	left    [][]byte                // what was found in the queue
	dead    []sourcetest.DeadLetter // and in that of the dead letters
}

func newPeer(t *testing.T, d dialer, config Config) *peer {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	p := &peer{queue: config.Queue, seen: &recorder{dialer: d, changed: make(chan struct{})}}
	var err error
	if p.source, err = newSource(config, p.seen, log); err != nil {
		t.Fatal(err)
	}
	if p.link, err = d.dial(t.Context(), "peer"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.publish.close()
	})
	if p.publish, err = newPublisher(p.link, server{}, log); err != nil {
		t.Fatal(err)
	}
	if p.channel, err = p.link.open(); err != nil {
		t.Fatal(err)
	}
	if err := p.source.declare(p.link, false); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *peer) Source() sources.Source { return p.source }

func (p *peer) Finish() error { return errors.New("a queue has no end") }

func (p *peer) Send(ctx context.Context, body []byte) (sourcetest.Receipt, error) {
	if err := p.publish.publish(ctx, p.queue, amqp.Publishing{Body: body}); err != nil {
		return nil, err
	}
	return func(ctx context.Context, ended <-chan struct{}) (sourcetest.Outcome, error) {
		for {
			acknowledged, changed := p.seen.acknowledged(body)
			if acknowledged {
				return p.acknowledged(body)
			}
			select {
			case <-changed:
			case <-ended:
				if acknowledged, _ := p.seen.acknowledged(body); acknowledged {
					return p.acknowledged(body)
				}
				return p.returned(ctx, body)
			case <-ctx.Done():
				return sourcetest.Outcome{}, ctx.Err()
			}
		}
	}, nil
}

// acknowledged says what a message is that the source has acknowledged: dead, or done.
func (p *peer) acknowledged(body []byte) (sourcetest.Outcome, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	deliveries, err := p.getAll(p.source.config.DeadLetterQueue)
	if err != nil {
		return sourcetest.Outcome{}, err
	}
	for _, d := range deliveries {
		letter := sourcetest.DeadLetter{Body: d.Body}
		for name, v := range d.Headers {
			letter.Headers = append(letter.Headers, sources.Header{Name: name, Value: fmt.Sprint(v)})
		}
		p.dead = append(p.dead, letter)
	}
	for _, letter := range p.dead {
		if bytes.Equal(letter.Body, body) {
			return sourcetest.Outcome{State: sourcetest.DeadLettered, DeadLetter: letter}, nil
		}
	}
	return sourcetest.Outcome{State: sourcetest.Done}, nil
}

// returned waits for a message that was never acknowledged to be in the queue again.
func (p *peer) returned(ctx context.Context, body []byte) (sourcetest.Outcome, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	tick := time.NewTicker(5 * time.Millisecond) // a broker requeues in its own time, and does not say when
	defer tick.Stop()
	for {
		deliveries, err := p.getAll(p.queue)
		if err != nil {
			return sourcetest.Outcome{}, err
		}
		for _, d := range deliveries {
			p.left = append(p.left, d.Body)
		}
		for _, left := range p.left {
			if bytes.Equal(left, body) {
				return sourcetest.Outcome{State: sourcetest.Returned}, nil
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return sourcetest.Outcome{}, fmt.Errorf("%.60q is neither acknowledged nor in the queue: it is lost", body)
		}
	}
}

func (p *peer) getAll(queue string) ([]amqp.Delivery, error) {
	var all []amqp.Delivery
	for {
		d, ok, err := p.channel.Get(queue, true)
		if err != nil || !ok {
			return all, err
		}
		all = append(all, d)
	}
}

// recorder is a dialer that notes which bodies are acknowledged.
type recorder struct {
	dialer

	mu      sync.Mutex
	bodies  map[string]bool
	changed chan struct{}
}

func (r *recorder) acknowledged(body []byte) (bool, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.bodies[string(body)], r.changed
}

func (r *recorder) dial(ctx context.Context, name string) (link, error) {
	l, err := r.dialer.dial(ctx, name)
	if err != nil {
		return nil, err
	}
	return recordedLink{l, r}, nil
}

type recordedLink struct {
	link
	recorder *recorder
}

func (l recordedLink) open() (channel, error) {
	c, err := l.link.open()
	if err != nil {
		return nil, err
	}
	return &recordedChannel{channel: c, recorder: l.recorder, unacked: map[uint64]string{}}, nil
}

type recordedChannel struct {
	channel
	recorder *recorder

	mu      sync.Mutex
	unacked map[uint64]string // bodies by tag
}

func (c *recordedChannel) Consume(queue, consumer string, autoAck, exclusive, noLocal, noWait bool, args amqp.Table) (<-chan amqp.Delivery, error) {
	in, err := c.channel.Consume(queue, consumer, autoAck, exclusive, noLocal, noWait, args)
	if err != nil {
		return nil, err
	}
	out := make(chan amqp.Delivery)
	closed := c.NotifyClose(make(chan *amqp.Error, 1))
	go func() {
		defer close(out)
		for d := range in {
			c.mu.Lock()
			c.unacked[d.DeliveryTag] = string(d.Body)
			c.mu.Unlock()
			select {
			case out <- d:
			case <-closed:
				return
			}
		}
	}()
	return out, nil
}

func (c *recordedChannel) Ack(tag uint64, multiple bool) error {
	if err := c.channel.Ack(tag, multiple); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.recorder
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.bodies == nil {
		r.bodies = map[string]bool{}
	}
	for t, body := range c.unacked {
		if t == tag || multiple && t < tag {
			r.bodies[body] = true
			delete(c.unacked, t)
		}
	}
	close(r.changed)
	r.changed = make(chan struct{})
	return nil
}

func (c *recordedChannel) Nack(tag uint64, multiple, requeue bool) error {
	c.mu.Lock()
	delete(c.unacked, tag)
	c.mu.Unlock()
	return c.channel.Nack(tag, multiple, requeue)
}
