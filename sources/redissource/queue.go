package redissource

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// received is one message of a subscription.
type received struct {
	*redis.Message
	at time.Time
}

// queue stands between the one goroutine that reads a subscription and the workers. It has two bounds: messages, which is
// the channel's capacity, and bytes.
type queue struct {
	c        chan received
	maxBytes int64
	bytes    atomic.Int64
	room     chan struct{} // holds a token when bytes have been taken out
}

func newQueue(messages int, bytes int64) *queue {
	return &queue{c: make(chan received, messages), maxBytes: bytes, room: make(chan struct{}, 1)}
}

// put waits for room, and returns false when quit ended first. It is called by one goroutine. A message that is larger
// than the bound gets in when nothing else is.
func (q *queue) put(quit context.Context, m received) bool {
	size := int64(len(m.Payload))
	for q.bytes.Load() > 0 && q.bytes.Load()+size > q.maxBytes {
		select {
		case <-q.room:
		case <-quit.Done():
			return false
		}
	}
	q.bytes.Add(size)
	select {
	case q.c <- m:
		return true
	default:
	}
	select {
	case q.c <- m:
		return true
	case <-quit.Done():
		return false
	}
}

// full says that put is likely to wait.
func (q *queue) full() bool { return len(q.c) == cap(q.c) || q.bytes.Load() >= q.maxBytes }

// taken notes that a message came out.
func (q *queue) taken(m received) {
	if left := q.bytes.Add(-int64(len(m.Payload))); left < q.maxBytes && left+int64(len(m.Payload)) >= q.maxBytes/2 {
		select {
		case q.room <- struct{}{}:
		default:
		}
	}
}
