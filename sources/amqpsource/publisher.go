package amqpsource

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// publisher publishes with confirms on a connection of its own: a broker short of memory or disk stops reading from
// connections that publish (connection.blocked), and acks would wait behind the copies.
//
// A mandatory message that reached no queue is returned before it is confirmed (RabbitMQ, "Publisher Confirms"), but
// confirms come in batches: what was returned is recognised by the header returnedBy.
type publisher struct {
	link    link
	channel channel
	log     *slog.Logger
	server  server

	order chan struct{} // a lock that ctx can end the wait for: publishes one after the other, so that tags are known

	mu      sync.Mutex
	tag     uint64 // of the last publish on the channel
	waiting map[uint64]*letter
	blocked chan struct{} // not nil while the broker takes nothing; closed when it does again

	lost   chan struct{} // closed when reason is set
	reason error
}

// letter is one message on its way.
type letter struct {
	id       string
	returned *amqp.Return
	done     chan error // has room for one
}

// returnedBy is the header by which a returned message is recognised; every letter has one of its own.
const returnedBy = "guthega-request-id"

// errUnroutable is the cause where there is no such queue.
var errUnroutable = errors.New("the broker returned it, for want of the queue")

// backlog is the room for returns and confirms. The library gives up on a listener that is full for five seconds; this
// one never does anything but listen.
const backlog = 64

func newPublisher(l link, s server, log *slog.Logger) (*publisher, error) {
	c, err := l.open()
	if err != nil {
		return nil, fmt.Errorf("opening a channel on %s: %w", s.address, err)
	}
	p := &publisher{
		link: l, channel: c, log: log, server: s, order: make(chan struct{}, 1),
		waiting: make(map[uint64]*letter), lost: make(chan struct{}),
	}
	returns := c.NotifyReturn(make(chan amqp.Return, backlog))
	confirms := c.NotifyPublish(make(chan amqp.Confirmation, backlog))
	blocks := l.NotifyBlocked(make(chan amqp.Blocking, 1))
	go p.listen(returns, confirms, blocks, c.NotifyClose(make(chan *amqp.Error, 1)), l.NotifyClose(make(chan *amqp.Error, 1)))
	if err := c.Confirm(false); err != nil {
		p.close()
		return nil, fmt.Errorf("asking %s for confirms: %w", s.address, err)
	}
	return p, nil
}

// listen hears what the broker says until the channel or the connection is closed.
func (p *publisher) listen(returns <-chan amqp.Return, confirms <-chan amqp.Confirmation, blocks <-chan amqp.Blocking,
	channelClosed, linkClosed <-chan *amqp.Error,
) {
	for {
		select {
		case r, open := <-returns:
			if !open {
				returns = nil
				continue
			}
			p.returned(r)
		case c, open := <-confirms:
			if !open {
				confirms = nil
				continue
			}
			p.hearReturns(returns)
			p.confirmed(c)
		case b, open := <-blocks:
			if !open {
				blocks = nil
				continue
			}
			p.block(b)
		case e := <-channelClosed:
			p.hearLast(returns, confirms)
			p.end(closeError("channel", e))
			return
		case e := <-linkClosed:
			p.hearLast(returns, confirms)
			p.end(closeError("connection", e))
			return
		}
	}
}

// hearReturns takes the returns that came before a confirm: the library has put them into their channel first.
func (p *publisher) hearReturns(returns <-chan amqp.Return) {
	for {
		select {
		case r, open := <-returns:
			if !open {
				return
			}
			p.returned(r)
		default:
			return
		}
	}
}

// hearLast takes what came before the end.
func (p *publisher) hearLast(returns <-chan amqp.Return, confirms <-chan amqp.Confirmation) {
	for {
		select {
		case c, open := <-confirms:
			if !open {
				return
			}
			p.hearReturns(returns)
			p.confirmed(c)
		default:
			return
		}
	}
}

func (p *publisher) returned(r amqp.Return) {
	id, _ := r.Headers[returnedBy].(string)
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.waiting {
		if l.id == id {
			l.returned = &r
		}
	}
}

func (p *publisher) confirmed(c amqp.Confirmation) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.waiting[c.DeliveryTag]
	delete(p.waiting, c.DeliveryTag)
	switch {
	case l == nil:
	case l.returned != nil:
		l.done <- fmt.Errorf("%w %q (%d %s)", errUnroutable, l.returned.RoutingKey, l.returned.ReplyCode, l.returned.ReplyText)
	case !c.Ack:
		l.done <- errors.New("the broker could not take it (basic.nack; is the queue full?)")
	default:
		l.done <- nil
	}
}

func (p *publisher) block(b amqp.Blocking) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case b.Active && p.blocked == nil:
		p.blocked = make(chan struct{})
		p.log.Warn("The broker takes no messages for now; dead letters wait", slog.String("broker", p.server.address),
			slog.String("reason", b.Reason))
	case !b.Active && p.blocked != nil:
		close(p.blocked)
		p.blocked = nil
		p.log.Info("The broker takes messages again", slog.String("broker", p.server.address))
	}
}

func (p *publisher) end(reason error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reason = reason
	close(p.lost)
	for tag, l := range p.waiting {
		delete(p.waiting, tag)
		l.done <- reason
	}
}

// publish sends m to the queue through the default exchange and returns nil when the broker has it safe. It may be
// called concurrently. An error says nothing of whether the broker has it.
func (p *publisher) publish(ctx context.Context, queue string, m amqp.Publishing) error {
	l, err := p.send(ctx, queue, m)
	if err != nil {
		return err
	}
	select {
	case err := <-l.done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("waiting for %s to confirm: %w", p.server.address, ctx.Err())
	}
}

func (p *publisher) send(ctx context.Context, queue string, m amqp.Publishing) (*letter, error) {
	select {
	case p.order <- struct{}{}:
		defer func() { <-p.order }()
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for %s to take messages: %w", p.server.address, ctx.Err())
	}
	if err := p.unblocked(ctx); err != nil {
		return nil, err
	}
	id, _ := m.Headers[returnedBy].(string)
	l := &letter{id: id, done: make(chan error, 1)}
	p.mu.Lock()
	if isClosed(p.lost) {
		p.mu.Unlock()
		return nil, p.reason
	}
	p.tag++
	p.waiting[p.tag] = l
	p.mu.Unlock()
	if err := p.channel.PublishWithContext(ctx, "", queue, true, false, m); err != nil {
		p.close() // whether it was sent, and so which tag is next, is not known
		return nil, fmt.Errorf("publishing: %w", err)
	}
	return l, nil
}

// unblocked waits while the broker takes nothing.
func (p *publisher) unblocked(ctx context.Context) error {
	for {
		p.mu.Lock()
		blocked := p.blocked
		p.mu.Unlock()
		if blocked == nil {
			return nil
		}
		select {
		case <-blocked:
		case <-p.lost:
			return p.reason
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s to take messages again: %w", p.server.address, ctx.Err())
		}
	}
}

// close closes the connection. What is still waiting fails.
func (p *publisher) close() {
	_ = p.link.CloseDeadline(time.Now().Add(closeLimit)) // what mattered was confirmed
	<-p.lost
}
