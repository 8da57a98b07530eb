package kafkasource

import (
	"context"
	"hash/maphash"
	"sync"
	"time"

	"github.com/IBM/sarama"
)

// claim is one partition for as long as this member has it.
type claim struct {
	run       *run
	topic     string
	partition int32
	lanes     []lane // one for OrderPartition, many for OrderKey, none for OrderNone
	// before is what an earlier member finished and committed: not only a prefix.
	before ranges
	// gone is closed when nothing more may be started: Message.Revoked.
	gone chan struct{}
	// The values of Message.Meta, put into interfaces once.
	boxedTopic, boxedPartition any

	mu      sync.Mutex
	tracker tracker
	open    int // put into the pool, and neither settled nor dropped
	// room is signalled, quiet closed, when the tracker has room, and open is zero after the stop.
	room, quiet   chan struct{}
	stopped, shut bool     // nothing starts any more; nothing counts any more
	marked        position // what was last given to be committed
}

// position is what is committed: the offset of the next record, and the metadata, what is finished beyond that one.
type position struct {
	offset   int64
	metadata string
}

// lanesPerWorker makes it unlikely that two keys that are handled at the same time share a lane: with eight, and all
// workers busy, one record in nine meets a lane that is taken by another key.
const lanesPerWorker = 8

func (r *run) newClaim(topic string, partition int32) *claim {
	c := &claim{
		run: r, topic: topic, partition: partition,
		boxedTopic: topic, boxedPartition: int(partition),
		gone: make(chan struct{}), room: make(chan struct{}, 1), quiet: make(chan struct{}),
		tracker: newTracker(r.config.window()), marked: position{offset: -1},
	}
	switch r.config.Order {
	case OrderPartition:
		c.lanes = make([]lane, 1)
	case OrderKey:
		c.lanes = make([]lane, lanesPerWorker*r.config.Concurrency)
	}
	return c
}

// laneOf returns nil for a record that waits for no other: without a key there is nothing to keep an order by.
func (c *claim) laneOf(key []byte) *lane {
	switch {
	case len(c.lanes) == 0:
		return nil
	case len(c.lanes) == 1:
		return &c.lanes[0]
	case key == nil:
		return nil
	}
	return &c.lanes[maphash.Bytes(c.run.seed, key)%uint64(len(c.lanes))]
}

// read puts records into the pool until messages is closed or ctx ends, and never more than the tracker has room for.
func (c *claim) read(ctx context.Context, messages <-chan *sarama.ConsumerMessage) {
	for {
		select {
		case record, ok := <-messages:
			if !ok || ctx.Err() != nil || !c.start(ctx, record) {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

// start waits for room and puts the record into the pool, unless it was finished before. It returns false if ctx ended
// first.
func (c *claim) start(ctx context.Context, record *sarama.ConsumerMessage) bool {
	j := c.newJob(record)
	j.lane = c.laneOf(record.Key)
	c.mu.Lock()
	for c.tracker.full() {
		c.mu.Unlock()
		select {
		case <-c.room:
		case <-ctx.Done():
			return false
		}
		c.mu.Lock()
	}
	j.number = c.tracker.start(record.Offset, j)
	if c.before.has(record.Offset) {
		c.tracker.finish(j.number)
		c.mu.Unlock()
		return true
	}
	c.open++
	c.mu.Unlock()
	c.run.pool.put(j)
	return true
}

// over ends a job: finished if its record is settled, and otherwise as if it had never been read.
func (c *claim) over(j *job, finished bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if finished && c.tracker.finish(j.number) {
		select {
		case c.room <- struct{}{}:
		default:
		}
	}
	c.less(1)
}

// less notes that so many jobs are over. The lock is held.
func (c *claim) less(n int) {
	c.open -= n
	if c.open == 0 && c.stopped {
		close(c.quiet)
	}
}

// stop lets nothing of the partition start any more and waits for what runs: at most limit, and not past the hard stop.
// It reports whether all ended.
func (c *claim) stop(limit time.Duration) bool {
	c.mu.Lock()
	c.stopped = true
	close(c.gone)
	if c.open == 0 {
		close(c.quiet)
		c.mu.Unlock()
		return true
	}
	c.mu.Unlock()
	if dropped := c.run.pool.drop(c); dropped > 0 {
		c.mu.Lock()
		c.less(dropped)
		c.mu.Unlock()
	}
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-c.quiet:
		return true
	case <-timer.C:
	case <-c.run.hard.Done():
	}
	return false
}

// position is what may be committed. It is false where that has not changed since the last time, and once the claim is
// shut.
func (c *claim) position() (position, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.shut {
		return position{}, false
	}
	done := c.tracker.done()
	p := position{done.next, done.text(c.run.metadataLimit())}
	if p.offset < 0 || p == c.marked {
		return position{}, false
	}
	c.marked = p
	return p, true
}

// shutDown makes sure that nothing more is committed.
func (c *claim) shutDown() {
	c.mu.Lock()
	c.shut = true
	c.mu.Unlock()
}

// running returns how many jobs are not over.
func (c *claim) running() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.open
}

func (c *claim) isGone() bool {
	select {
	case <-c.gone:
		return true
	default:
		return false
	}
}

// waitGone returns true when the partition went, or false after d.
func (c *claim) waitGone(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return false
	case <-c.gone:
		return true
	}
}

// ended reports whether nothing of it runs and nothing will.
func (c *claim) ended() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stopped && c.open == 0
}
