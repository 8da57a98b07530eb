package amqpsource

import (
	"sync"
	"testing"
)

// ledger is an acker with a broker's rules: a tag can be settled once, and a multiple ack takes all below it.
type ledger struct {
	t                    *testing.T
	mu                   sync.Mutex
	unacked, acked, back map[uint64]bool
}

func (l *ledger) deliver(tag uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unacked[tag] = true
}

func (l *ledger) Ack(tag uint64, multiple bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.unacked[tag] {
		l.t.Errorf("ack of %d, which is not unsettled: a broker would close the channel", tag)
	}
	for t := range l.unacked {
		if t == tag || multiple && t < tag {
			delete(l.unacked, t)
			l.acked[t] = true
		}
	}
	return nil
}

func (l *ledger) Nack(tag uint64, _, _ bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.unacked[tag] {
		l.t.Errorf("nack of %d, which is not unsettled", tag)
	}
	delete(l.unacked, tag)
	l.back[tag] = true
	return nil
}
