package amqpsource

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

const (
	// cancelLimit bounds the wait for the broker to confirm that it delivers no more. What it delivered is in memory by
	// then and goes back when the connection closes.
	cancelLimit = 5 * time.Second
	// closeLimit bounds the wait for the broker to confirm that it has received our last acks.
	closeLimit = 5 * time.Second
)

// session is one connection with one channel and its consumer. A channel that is lost takes the connection with it:
// that is rare, and leaves one way back instead of two.
type session struct {
	source     *Source
	link       link
	channel    channel
	settler    *settler
	deliveries <-chan amqp.Delivery
	consumers  int // how many there were, for their tags

	cancelled <-chan string // the broker has ended the consumer
	lost      chan struct{} // closed when reason is set
	reason    error

	revoked chan struct{} // every message's Revoked: closed when the session is lost and at the soft stop
	revoke  func()        // closes it, once
}

// open connects, declares and consumes. ctx ends at the soft stop.
func (s *Source) open(ctx context.Context, before bool) (*session, error) {
	l, err := s.dialer.dial(ctx, "guthega "+s.config.Queue)
	if err != nil {
		return nil, err
	}
	// A broker that answers no more is noticed by heartbeats only; a stop must not wait for those.
	release := context.AfterFunc(ctx, func() { _ = l.CloseDeadline(time.Now().Add(closeLimit)) })
	defer release()
	revoked := make(chan struct{})
	o := &session{
		source: s, link: l, lost: make(chan struct{}),
		revoked: revoked, revoke: sync.OnceFunc(func() { close(revoked) }),
	}
	if err := s.declare(l, before); err != nil {
		o.discard()
		return nil, err
	}
	s.warnOfLimit(l.version())
	if o.channel, err = l.open(); err != nil {
		o.discard()
		return nil, fmt.Errorf("opening a channel on %s: %w", s.server.address, err)
	}
	forget := context.AfterFunc(ctx, o.revoke)
	channelClosed, linkClosed := o.channel.NotifyClose(make(chan *amqp.Error, 1)), l.NotifyClose(make(chan *amqp.Error, 1))
	go func() {
		defer forget()
		o.watch(channelClosed, linkClosed)
	}()
	o.cancelled = o.channel.NotifyCancel(make(chan string, 1))
	o.settler = newSettler(o.channel, s.config.Concurrency)
	go o.settler.run()
	if err := o.start(before); err != nil {
		o.abandon()
		return nil, err
	}
	if ctx.Err() != nil { // the connection is closed or about to be
		o.abandon()
		return nil, ctx.Err()
	}
	return o, nil
}

// start starts a consumer.
func (o *session) start(before bool) error {
	s := o.source
	if err := o.channel.Qos(s.config.Concurrency, 0, false); err != nil {
		return fmt.Errorf("setting the prefetch on %s: %w", s.server.address, err)
	}
	deliveries, err := o.channel.Consume(s.config.Queue, o.nextTag(), false, false, false, false, nil)
	if err != nil {
		return s.server.undeclared(err, fmt.Sprintf("queue %q", s.config.Queue), true, before)
	}
	o.deliveries = deliveries
	return nil
}

func (o *session) nextTag() string {
	o.consumers++
	return o.tag()
}

func (o *session) tag() string { return "guthega-" + strconv.Itoa(o.consumers) }

// watch waits until the channel or the connection is closed, by whomever, and closes lost.
func (o *session) watch(channelClosed, linkClosed <-chan *amqp.Error) {
	defer o.revoke()
	defer close(o.lost)
	select {
	case e := <-channelClosed:
		o.reason = closeError("channel", e)
	case e := <-linkClosed:
		o.reason = closeError("connection", e)
	}
}

func closeError(what string, e *amqp.Error) error {
	if e == nil {
		return fmt.Errorf("the %s is closed", what)
	}
	return fmt.Errorf("the %s was closed: %w", what, e)
}

// errCancelled is why a consumer has to be started again on the same channel.
var errCancelled = errors.New("the broker has cancelled the consumer, as it does when the queue is deleted or its node goes away")

// handOut gives deliveries to the workers until stop is closed, which is no error, or none can come any more.
func (o *session) handOut(stop <-chan struct{}, jobs chan<- job) error {
	for {
		var d amqp.Delivery
		var open bool
		select {
		case <-stop:
			return nil
		case <-o.lost:
			return o.reason
		case d, open = <-o.deliveries:
		}
		if !open {
			return o.whyEnded(stop)
		}
		o.settler.handOut(d.DeliveryTag)
		if isClosed(stop) { // select takes any case that is ready, but a stop comes first
			o.settler.giveBack(d.DeliveryTag)
			return nil
		}
		select {
		case jobs <- job{d, o}:
		case <-stop:
			o.settler.giveBack(d.DeliveryTag)
			return nil
		case <-o.lost:
			return o.reason
		}
	}
}

func (o *session) whyEnded(stop <-chan struct{}) error {
	select {
	case <-o.cancelled:
		return errCancelled
	case <-o.lost:
		return o.reason
	case <-stop:
		return nil
	}
}

// resume declares and consumes again on the channel whose consumer the broker has ended; what is in flight stays ours.
// After stop it is given cancelLimit.
func (o *session) resume(stop <-chan struct{}) error {
	done := make(chan error, 1)
	go func() {
		err := o.source.declare(o.link, true)
		if err == nil {
			err = o.start(true)
		}
		done <- err
	}()
	select {
	case err := <-done:
		return err
	case <-stop:
	}
	select {
	case err := <-done:
		return err
	case <-time.After(cancelLimit):
		o.discard()
		return <-done
	}
}

// cancel ends the consumer and puts back what it has delivered and nobody has started.
// After the hard stop it does not wait.
func (o *session) cancel(hard context.Context) {
	go func() { _ = o.channel.Cancel(o.tag(), false) }() // an error means that the channel is closed
	limit := time.NewTimer(cancelLimit)
	defer limit.Stop()
	for {
		select {
		case d, open := <-o.deliveries:
			if !open {
				return
			}
			o.settler.handOut(d.DeliveryTag)
			o.settler.giveBack(d.DeliveryTag)
		case <-o.lost:
			return
		case <-hard.Done():
			return
		case <-limit.C:
			o.source.log.Warn("The broker does not answer the cancelling of the consumer; what it has delivered goes back when "+
				"the connection closes", slog.String("broker", o.source.server.address))
			return
		}
	}
}

// finish sends the last acks and closes the connection. An error means that some may not have arrived, so that their
// messages come again.
func (o *session) finish() error {
	if o.isLost() {
		o.abandon()
		return nil // which has been logged, and its messages are the broker's
	}
	o.settler.finish()
	err := o.link.CloseDeadline(time.Now().Add(closeLimit))
	<-o.lost
	if err != nil {
		return fmt.Errorf("closing the connection to %s: %w (the last messages may come again)", o.source.server.address, err)
	}
	return nil
}

// abandon drops everything of the session; the broker takes back what was in flight.
func (o *session) abandon() {
	o.settler.abandon()
	o.discard()
	<-o.lost
}

func (o *session) discard() {
	_ = o.link.CloseDeadline(time.Now().Add(closeLimit)) // it may be closed already
}

func (o *session) isLost() bool { return isClosed(o.lost) }

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
