package amqpsource

import (
	"math"
	"slices"
	"sync"
	"time"
)

// ackDelay is how long a verdict may wait for company: less than anybody notices, and enough for a batch under load.
const ackDelay = time.Millisecond

// settler acknowledges the deliveries of one channel. Delivery tags grow by one with each delivery, so that everything
// below the lowest tag in flight is settled by one multiple ack of the highest one done. What is done out of turn is held
// for a moment, until those before it are done too, and then acknowledged singly: a slow message must not keep the others
// in the prefetch.
type settler struct {
	channel acker
	// batch is how many verdicts are not waited for any longer: a quarter of the prefetch, so that the broker always has
	// room to deliver into.
	batch int

	mu       sync.Mutex
	inFlight []uint64 // handed out, ascending
	done     []uint64 // to be acknowledged
	back     []uint64 // to be put back
	closed   bool     // the channel is gone, and its tags with it

	some, full chan struct{} // signals: there is something to send; there is a batch
	quit       chan struct{}
	ended      chan struct{}
}

func newSettler(c acker, prefetch int) *settler {
	return &settler{
		channel: c, batch: max(1, prefetch/4),
		some: make(chan struct{}, 1), full: make(chan struct{}, 1),
		quit: make(chan struct{}), ended: make(chan struct{}),
	}
}

// handOut notes that tag is in flight. Tags must come in their order, so that none below those known is unknown.
func (s *settler) handOut(tag uint64) {
	s.mu.Lock()
	s.inFlight = append(s.inFlight, tag)
	s.mu.Unlock()
}

// ack says that tag is done, giveBack that it is to be delivered again.
func (s *settler) ack(tag uint64) { s.settle(tag, &s.done) }

func (s *settler) giveBack(tag uint64) { s.settle(tag, &s.back) }

func (s *settler) settle(tag uint64, list *[]uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	if i, ok := slices.BinarySearch(s.inFlight, tag); ok {
		s.inFlight = slices.Delete(s.inFlight, i, i+1)
	}
	*list = append(*list, tag)
	switch n := len(s.done) + len(s.back); {
	case n >= s.batch:
		signal(s.full)
		fallthrough
	case n == 1:
		signal(s.some)
	}
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// run sends until close or finish is called.
func (s *settler) run() {
	defer close(s.ended)
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		select {
		case <-s.some:
		case <-s.quit:
			return
		}
		timer.Reset(ackDelay)
		all := false
		select {
		case <-s.full:
		case <-timer.C:
			all = true
		case <-s.quit:
			return
		}
		s.send(all)
	}
}

// send acknowledges what can be with one multiple ack, and with all, or when they have become many, the others too.
// Errors mean that the channel is closed, which the session hears of elsewhere.
func (s *settler) send(all bool) {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	back := s.back
	s.back = nil
	low := uint64(math.MaxUint64)
	if len(s.inFlight) > 0 {
		low = s.inFlight[0]
	}
	var highest uint64 // below low
	below := 0
	held := s.done[:0:0]
	for _, tag := range s.done {
		if tag > low {
			held = append(held, tag)
			continue
		}
		below++
		highest = max(highest, tag)
	}
	singles := held
	if !all && len(held) < s.batch {
		singles = nil
	}
	s.done = s.done[:0]
	if singles == nil && len(held) > 0 {
		s.done = append(s.done, held...)
		signal(s.some)
	}
	s.mu.Unlock()

	for _, tag := range back { // before the multiple ack, which would take them for done
		_ = s.channel.Nack(tag, false, true)
	}
	if below > 0 {
		_ = s.channel.Ack(highest, below > 1)
	}
	for _, tag := range singles {
		_ = s.channel.Ack(tag, false)
	}
}

// abandon drops what has not been sent and all that will come.
func (s *settler) abandon() {
	s.mu.Lock()
	s.closed = true
	s.done, s.back = nil, nil
	s.mu.Unlock()
	s.end()
}

// finish sends what is to be sent. Nothing may be settled after it.
func (s *settler) finish() {
	s.end()
	s.send(true)
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
}

func (s *settler) end() {
	select {
	case <-s.quit:
	default:
		close(s.quit)
	}
	<-s.ended
}
