package amqpsource

import (
	"context"
	"slices"

	amqp "github.com/rabbitmq/amqp091-go"
)

// fakeChannel is a channel of a fake's. The fake's lock guards all of it.
type fakeChannel struct {
	fake     *fake
	link     *fakeLink
	closed   bool
	prefetch int
	consumer *fakeConsumer
	tag      uint64 // of the last delivery
	unacked  map[uint64]fakeUnacked

	confirming bool
	published  uint64
	confirms   []chan amqp.Confirmation
	returns    []chan amqp.Return
	closes     []chan *amqp.Error
	cancels    chan string
}

type fakeConsumer struct {
	queue, tag string
	out        chan amqp.Delivery
}

type fakeUnacked struct {
	queue string
	fakeMessage
}

// enter counts the call and returns an error where the channel is closed. The lock is held afterwards.
func (c *fakeChannel) enter(method string) error {
	c.fake.mu.Lock()
	c.fake.calls[method]++
	if c.closed {
		return amqp.ErrClosed
	}
	return nil
}

func (c *fakeChannel) leave() { c.fake.mu.Unlock() }

// take moves the first message of a queue into those delivered.
func (c *fakeChannel) take(queue string) amqp.Delivery {
	q := c.fake.queues[queue]
	m := q.ready[0]
	q.ready = q.ready[1:]
	c.tag++
	c.unacked[c.tag] = fakeUnacked{queue, m}
	return amqp.Delivery{
		Headers: m.Headers, ContentType: m.ContentType, ContentEncoding: m.ContentEncoding, DeliveryMode: m.DeliveryMode,
		Priority: m.Priority, CorrelationId: m.CorrelationId, ReplyTo: m.ReplyTo, Expiration: m.Expiration,
		MessageId: m.MessageId, Timestamp: m.Timestamp, Type: m.Type, UserId: m.UserId, AppId: m.AppId,
		DeliveryTag: c.tag, Redelivered: m.redelivered, Exchange: m.exchange, RoutingKey: m.key, Body: m.Body,
	}
}

func (c *fakeChannel) endConsumer() {
	close(c.consumer.out)
	c.consumer = nil
}

// end closes the channel; what was delivered on it goes back to the head of its queue.
func (c *fakeChannel) end(e *amqp.Error) {
	if c.closed {
		return
	}
	c.closed = true
	if c.consumer != nil {
		for len(c.consumer.out) > 0 { // the library drops what has not been read
			<-c.consumer.out
		}
		c.endConsumer()
	}
	tags := sortedTags(c.unacked)
	slices.Reverse(tags)
	for _, tag := range tags {
		c.requeue(tag)
	}
	c.closes = tell(c.closes, e)
	for _, l := range c.confirms {
		close(l)
	}
	for _, l := range c.returns {
		close(l)
	}
	c.fake.pump()
}

func (c *fakeChannel) requeue(tag uint64) {
	u := c.unacked[tag]
	delete(c.unacked, tag)
	if q := c.fake.queues[u.queue]; q != nil {
		u.redelivered = true
		q.ready = slices.Insert(q.ready, 0, u.fakeMessage)
	}
}

// fail closes the channel as the broker does, for what e says.
func (c *fakeChannel) fail(e *amqp.Error) error {
	c.end(e)
	return e
}

func (c *fakeChannel) settle(method string, tag uint64, multiple bool, f func(tag uint64)) error {
	err := c.enter(method)
	defer c.leave()
	if err != nil {
		return err
	}
	if _, ok := c.unacked[tag]; !ok {
		return c.fail(errNoSuchTag)
	}
	for _, t := range sortedTags(c.unacked) {
		if t == tag || multiple && t < tag {
			f(t)
		}
	}
	c.fake.pump()
	return nil
}

func (c *fakeChannel) Ack(tag uint64, multiple bool) error {
	return c.settle("Ack", tag, multiple, func(t uint64) { delete(c.unacked, t) })
}

func (c *fakeChannel) Nack(tag uint64, multiple, _ bool) error {
	return c.settle("Nack", tag, multiple, c.requeue)
}

func (c *fakeChannel) Qos(count, _ int, _ bool) error {
	err := c.enter("Qos")
	defer c.leave()
	c.prefetch = count
	return err
}

func (c *fakeChannel) Consume(queue, tag string, _, _, _, _ bool, _ amqp.Table) (<-chan amqp.Delivery, error) {
	err := c.enter("Consume")
	defer c.leave()
	if err != nil {
		return nil, err
	}
	if c.fake.queues[queue] == nil {
		return nil, c.fail(notFound(queue))
	}
	out := make(chan amqp.Delivery, c.prefetch) // which is all that can be unacknowledged
	c.consumer = &fakeConsumer{queue, tag, out}
	c.fake.pump()
	return out, nil
}

func (c *fakeChannel) Cancel(tag string, _ bool) error {
	err := c.enter("Cancel")
	defer c.leave()
	if err == nil && c.consumer != nil && c.consumer.tag == tag {
		c.endConsumer()
	}
	return err
}

func (c *fakeChannel) Get(queue string, autoAck bool) (amqp.Delivery, bool, error) {
	err := c.enter("Get")
	defer c.leave()
	if err != nil {
		return amqp.Delivery{}, false, err
	}
	if q := c.fake.queues[queue]; q == nil {
		return amqp.Delivery{}, false, c.fail(notFound(queue))
	} else if len(q.ready) == 0 {
		return amqp.Delivery{}, false, nil
	}
	d := c.take(queue)
	if autoAck {
		delete(c.unacked, d.DeliveryTag)
	}
	return d, true, nil
}

func (c *fakeChannel) QueueDeclare(name string, durable, _, _, _ bool, _ amqp.Table) (amqp.Queue, error) {
	err := c.enter("QueueDeclare " + name)
	defer c.leave()
	if err != nil {
		return amqp.Queue{}, err
	}
	if e := c.fake.forbid[name]; e != nil {
		return amqp.Queue{}, c.fail(e)
	}
	q := c.fake.queues[name]
	if q == nil {
		q = c.fake.queue(name)
		q.durable = durable
	}
	if q.durable != durable {
		return amqp.Queue{}, c.fail(&amqp.Error{
			Code: amqp.PreconditionFailed, Server: true,
			Reason: "PRECONDITION_FAILED - inequivalent arg 'durable' for queue '" + name + "'",
		})
	}
	return amqp.Queue{Name: name, Messages: len(q.ready)}, nil
}

func (c *fakeChannel) QueueDeclarePassive(name string, _, _, _, _ bool, _ amqp.Table) (amqp.Queue, error) {
	err := c.enter("QueueDeclarePassive " + name)
	defer c.leave()
	if err != nil {
		return amqp.Queue{}, err
	}
	q := c.fake.queues[name]
	if q == nil {
		return amqp.Queue{}, c.fail(notFound(name))
	}
	return amqp.Queue{Name: name, Messages: len(q.ready)}, nil
}

func (c *fakeChannel) ExchangeDeclare(name, kind string, _, _, _, _ bool, _ amqp.Table) error {
	err := c.enter("ExchangeDeclare " + name + " " + kind)
	defer c.leave()
	return err
}

func (c *fakeChannel) ExchangeDeclarePassive(name, _ string, _, _, _, _ bool, _ amqp.Table) error {
	err := c.enter("ExchangeDeclarePassive " + name)
	defer c.leave()
	return err
}

func (c *fakeChannel) QueueBind(name, key, exchange string, _ bool, _ amqp.Table) error {
	err := c.enter("QueueBind " + name + " " + exchange + " " + key)
	defer c.leave()
	return err
}

func (c *fakeChannel) Confirm(bool) error {
	err := c.enter("Confirm")
	defer c.leave()
	c.confirming = true
	return err
}

func (c *fakeChannel) PublishWithContext(_ context.Context, _, key string, mandatory, _ bool, m amqp.Publishing) error {
	err := c.enter("Publish")
	defer c.leave()
	if err != nil {
		return err
	}
	if c.confirming {
		c.published++
	}
	tag, ack := c.published, !c.fake.nack
	if q := c.fake.queues[key]; q != nil && ack {
		q.ready = append(q.ready, fakeMessage{Publishing: m, key: key})
		c.fake.pump()
	} else if q == nil && mandatory {
		for _, l := range c.returns {
			l <- amqp.Return{ReplyCode: amqp.NoRoute, ReplyText: "NO_ROUTE", RoutingKey: key, Headers: m.Headers, Body: m.Body}
		}
	}
	confirm := func() {
		for _, l := range c.confirms {
			l <- amqp.Confirmation{DeliveryTag: tag, Ack: ack}
		}
	}
	if c.fake.silent {
		c.fake.unheard = append(c.fake.unheard, confirm)
	} else {
		confirm()
	}
	return nil
}

func (c *fakeChannel) NotifyReturn(l chan amqp.Return) chan amqp.Return {
	c.fake.mu.Lock()
	defer c.leave()
	c.returns = append(c.returns, l)
	return l
}

func (c *fakeChannel) NotifyPublish(l chan amqp.Confirmation) chan amqp.Confirmation {
	c.fake.mu.Lock()
	defer c.leave()
	c.confirms = append(c.confirms, l)
	return l
}

func (c *fakeChannel) NotifyClose(l chan *amqp.Error) chan *amqp.Error {
	c.fake.mu.Lock()
	defer c.leave()
	if c.closed {
		close(l)
	} else {
		c.closes = append(c.closes, l)
	}
	return l
}

func (c *fakeChannel) NotifyCancel(l chan string) chan string {
	c.fake.mu.Lock()
	defer c.leave()
	c.cancels = l
	return l
}

func (c *fakeChannel) Close() error {
	err := c.enter("Close")
	defer c.leave()
	if err == nil {
		c.end(nil)
	}
	return err
}
