package amqpsource

import (
	"context"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// dialer connects to the broker: the library's in dial.go, a fake in tests.
type dialer interface {
	// dial opens a connection, known to the broker as name. ctx ends the dialling only. A refusal by the broker is an
	// *amqp.Error.
	dial(ctx context.Context, name string) (link, error)
}

// link is one connection. All methods may be called concurrently.
type link interface {
	// open opens a channel. It blocks until the broker answers or the connection is lost.
	open() (channel, error)
	// frameSize is the negotiated maximum, in bytes; 0 is none. version is what the broker says of itself, "3.10.8".
	frameSize() int
	version() string
	// NotifyClose and NotifyBlocked register a channel, which is closed with the connection.
	NotifyClose(chan *amqp.Error) chan *amqp.Error
	NotifyBlocked(chan amqp.Blocking) chan amqp.Blocking
	// CloseDeadline closes the connection, by deadline at the latest. What was sent on it before has been received by the
	// broker when the error is nil.
	CloseDeadline(deadline time.Time) error
}

// channel is as much as is needed of *amqp.Channel, whose methods these are. An error of any but Publish and Get means
// that the channel is closed.
type channel interface {
	declarer
	acker
	publishing
	Qos(prefetchCount, prefetchSize int, global bool) error
	Consume(queue, consumer string, autoAck, exclusive, noLocal, noWait bool, args amqp.Table) (<-chan amqp.Delivery, error)
	Cancel(consumer string, noWait bool) error
	Get(queue string, autoAck bool) (amqp.Delivery, bool, error)
	NotifyClose(chan *amqp.Error) chan *amqp.Error
	NotifyCancel(chan string) chan string
	Close() error
}

type declarer interface {
	ExchangeDeclare(name, kind string, durable, autoDelete, internal, noWait bool, args amqp.Table) error
	ExchangeDeclarePassive(name, kind string, durable, autoDelete, internal, noWait bool, args amqp.Table) error
	QueueDeclare(name string, durable, autoDelete, exclusive, noWait bool, args amqp.Table) (amqp.Queue, error)
	QueueDeclarePassive(name string, durable, autoDelete, exclusive, noWait bool, args amqp.Table) (amqp.Queue, error)
	QueueBind(name, key, exchange string, noWait bool, args amqp.Table) error
}

type acker interface {
	Ack(tag uint64, multiple bool) error
	Nack(tag uint64, multiple, requeue bool) error
}

type publishing interface {
	Confirm(noWait bool) error
	PublishWithContext(ctx context.Context, exchange, key string, mandatory, immediate bool, m amqp.Publishing) error
	NotifyReturn(chan amqp.Return) chan amqp.Return
	NotifyPublish(chan amqp.Confirmation) chan amqp.Confirmation
}
