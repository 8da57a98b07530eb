package amqpsource

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// fake is as much of a broker as the source uses, in memory: queues with the default exchange, prefetch, requeueing,
// confirms, returns, and the closing of a channel on which a delivery is settled twice. Faults are methods of it.
type fake struct {
	mu      sync.Mutex
	queues  map[string]*fakeQueue
	links   []*fakeLink
	dials   []string // the names of all connections there were
	refuse  func(name string) error
	nack    bool // publishes are confirmed negatively
	silent  bool // publishes are not confirmed until speak
	unheard []func()
	server  string // the version
	calls   map[string]int
	forbid  map[string]*amqp.Error // by the queue's name: what declaring it gives
}

type fakeQueue struct {
	ready   []fakeMessage
	durable bool
}

type fakeMessage struct {
	amqp.Publishing
	exchange, key string
	redelivered   bool
}

func newFake() *fake {
	return &fake{queues: map[string]*fakeQueue{}, server: "3.10.8", calls: map[string]int{}, forbid: map[string]*amqp.Error{}}
}

func (f *fake) dial(ctx context.Context, name string) (link, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dials = append(f.dials, name)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if f.refuse != nil {
		if err := f.refuse(name); err != nil {
			return nil, err
		}
	}
	l := &fakeLink{fake: f, name: name}
	f.links = append(f.links, l)
	return l, nil
}

// linkCalled returns the open connection with that name, nil where there is none.
func (f *fake) linkCalled(name string) *fakeLink {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, l := range f.links {
		if l.name == name && !l.closed {
			return l
		}
	}
	return nil
}

// deleteQueue deletes a queue with its messages and cancels its consumers.
func (f *fake) deleteQueue(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.queues, name)
	for _, l := range f.links {
		for _, c := range l.channels {
			if c.consumer != nil && c.consumer.queue == name {
				if c.cancels != nil {
					c.cancels <- c.consumer.tag
				}
				c.endConsumer()
			}
		}
	}
}

// put adds a message to a queue that exists, or makes it.
func (f *fake) put(queue string, m fakeMessage) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.queue(queue).ready = append(f.queue(queue).ready, m)
	f.pump()
}

func (f *fake) queue(name string) *fakeQueue {
	q := f.queues[name]
	if q == nil {
		q = &fakeQueue{durable: true}
		f.queues[name] = q
	}
	return q
}

// in returns the messages that are ready in a queue.
func (f *fake) in(queue string) []fakeMessage {
	f.mu.Lock()
	defer f.mu.Unlock()
	if q := f.queues[queue]; q != nil {
		return slices.Clone(q.ready)
	}
	return nil
}

// pump delivers what can be delivered. The lock is held.
func (f *fake) pump() {
	for _, l := range f.links {
		for _, c := range l.channels {
			for c.consumer != nil && len(c.unacked) < c.prefetch {
				q := f.queues[c.consumer.queue]
				if q == nil || len(q.ready) == 0 {
					break
				}
				c.consumer.out <- c.take(c.consumer.queue)
			}
		}
	}
}

// connections returns how many there were.
func (f *fake) connections() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.dials)
}

// count returns how often a method was called.
func (f *fake) count(method string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[method]
}

type fakeLink struct {
	fake     *fake
	name     string
	closed   bool
	channels []*fakeChannel
	closes   []chan *amqp.Error
	blocks   []chan amqp.Blocking
	frame    int
}

func (l *fakeLink) open() (channel, error) {
	l.fake.mu.Lock()
	defer l.fake.mu.Unlock()
	if l.closed {
		return nil, amqp.ErrClosed
	}
	c := &fakeChannel{fake: l.fake, link: l, unacked: map[uint64]fakeUnacked{}}
	l.channels = append(l.channels, c)
	return c, nil
}

func (l *fakeLink) frameSize() int { return l.frame }

func (l *fakeLink) version() string { return l.fake.server }

func (l *fakeLink) NotifyClose(c chan *amqp.Error) chan *amqp.Error {
	l.fake.mu.Lock()
	defer l.fake.mu.Unlock()
	if l.closed {
		close(c)
	} else {
		l.closes = append(l.closes, c)
	}
	return c
}

func (l *fakeLink) NotifyBlocked(c chan amqp.Blocking) chan amqp.Blocking {
	l.fake.mu.Lock()
	defer l.fake.mu.Unlock()
	l.blocks = append(l.blocks, c)
	return c
}

func (l *fakeLink) CloseDeadline(time.Time) error {
	l.fake.mu.Lock()
	defer l.fake.mu.Unlock()
	if l.closed {
		return amqp.ErrClosed
	}
	l.end(nil)
	return nil
}

// drop ends the connection as the network does.
func (l *fakeLink) drop() {
	l.fake.mu.Lock()
	defer l.fake.mu.Unlock()
	l.end(&amqp.Error{Code: amqp.FrameError, Reason: "EOF"})
}

// block tells the connection that the broker takes nothing, or does again.
func (l *fakeLink) block(active bool) {
	l.fake.mu.Lock()
	defer l.fake.mu.Unlock()
	for _, c := range l.blocks {
		c <- amqp.Blocking{Active: active, Reason: "low on memory"}
	}
}

func (l *fakeLink) end(e *amqp.Error) {
	if l.closed {
		return
	}
	l.closed = true
	for _, c := range l.channels {
		c.end(e)
	}
	l.closes = tell(l.closes, e)
	for _, c := range l.blocks {
		close(c)
	}
	l.fake.links = slices.DeleteFunc(l.fake.links, func(o *fakeLink) bool { return o == l })
	l.fake.pump()
}

// tell sends e, if there is one, and closes the channels, as the library does.
func tell(to []chan *amqp.Error, e *amqp.Error) []chan *amqp.Error {
	for _, c := range to {
		if e != nil {
			c <- e
		}
		close(c)
	}
	return nil
}

var errNoSuchTag = &amqp.Error{Code: amqp.PreconditionFailed, Reason: "PRECONDITION_FAILED - unknown delivery tag", Server: true}

func notFound(queue string) *amqp.Error {
	return &amqp.Error{Code: amqp.NotFound, Reason: "NOT_FOUND - no queue '" + queue + "' in vhost '/'", Server: true}
}

func sortedTags[V any](m map[uint64]V) []uint64 { return slices.Sorted(maps.Keys(m)) }
