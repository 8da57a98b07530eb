package amqpsource

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// settled is an acker that notes its calls.
type settled struct{ calls []string }

func (s *settled) Ack(tag uint64, multiple bool) error {
	call := fmt.Sprintf("ack %d", tag)
	if multiple {
		call = fmt.Sprintf("ack to %d", tag)
	}
	s.calls = append(s.calls, call)
	return nil
}

func (s *settled) Nack(tag uint64, _, requeue bool) error {
	s.calls = append(s.calls, fmt.Sprintf("nack %d %t", tag, requeue))
	return nil
}

func TestSettler(t *testing.T) {
	for _, tt := range []struct {
		name     string
		prefetch int
		handOut  int
		do       func(*settler)
		want     []string
	}{
		{"one", 64, 3, func(s *settler) { s.ack(1) }, []string{"ack 1"}},
		{"a prefix is one multiple ack", 64, 5, func(s *settler) { s.ack(2); s.ack(1); s.ack(3) }, []string{"ack to 3"}},
		{"all", 64, 3, func(s *settler) { s.ack(3); s.ack(2); s.ack(1) }, []string{"ack to 3"}},
		{"out of turn singly, and the prefix after it without it", 64, 4, func(s *settler) {
			s.ack(3)
			time.Sleep(2 * ackDelay)
			s.ack(1)
			s.ack(2)
		}, []string{"ack 3", "ack to 2"}},
		{"a prefix and one out of turn", 64, 4, func(s *settler) { s.ack(1); s.ack(2); s.ack(4) }, []string{"ack to 2", "ack 4"}},
		{"given back is never taken for done", 64, 3, func(s *settler) { s.ack(1); s.giveBack(2); s.ack(3) }, []string{"nack 2 true", "ack to 3"}},
		{"given back alone", 64, 2, func(s *settler) { s.giveBack(2) }, []string{"nack 2 true"}},
		{"a prefetch of one does not wait", 1, 1, func(s *settler) { s.ack(1) }, []string{"ack 1"}},
		{"a batch does not wait", 8, 8, func(s *settler) {
			s.ack(1)
			s.ack(2)
			synctest.Wait()
			s.ack(3)
		}, []string{"ack to 2", "ack 3"}},
		{"a slow first one does not hold the others", 64, 64, func(s *settler) {
			for tag := uint64(2); tag <= 17; tag++ {
				s.ack(tag)
			}
			synctest.Wait() // without a pause: a batch of what is out of turn is sent
		}, []string{
			"ack 2", "ack 3", "ack 4", "ack 5", "ack 6", "ack 7", "ack 8", "ack 9", "ack 10", "ack 11", "ack 12", "ack 13",
			"ack 14", "ack 15", "ack 16", "ack 17",
		}},
		{"nothing after the channel is lost", 64, 2, func(s *settler) { s.ack(1); s.abandon(); s.ack(2) }, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				calls := new(settled)
				s := newSettler(calls, tt.prefetch)
				go s.run()
				for tag := range tt.handOut {
					s.handOut(uint64(tag + 1))
				}
				tt.do(s)
				time.Sleep(2 * ackDelay)
				if !s.closed {
					s.finish()
				}
				if diff := cmp.Diff(tt.want, calls.calls); diff != "" {
					t.Errorf("sent (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// TestSettlerAtRandom settles in any order, in any way, and checks with a fake's rules that each tag is settled once, as
// it was to be.
func TestSettlerAtRandom(t *testing.T) {
	for seed := range uint64(50) {
		inBubble(t, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(seed, 0))
			const prefetch, messages = 16, 300
			calls := &ledger{t: t, unacked: map[uint64]bool{}, acked: map[uint64]bool{}, back: map[uint64]bool{}}
			s := newSettler(calls, prefetch)
			go s.run()
			wantBack := map[uint64]bool{}
			var running []uint64
			for tag := uint64(1); tag <= messages || len(running) > 0; {
				if tag <= messages && len(running) < prefetch && rng.IntN(2) == 0 {
					calls.deliver(tag)
					s.handOut(tag)
					running = append(running, tag)
					tag++
					continue
				}
				if len(running) == 0 {
					continue
				}
				i := rng.IntN(len(running))
				done := running[i]
				running = append(running[:i], running[i+1:]...)
				if rng.IntN(10) == 0 {
					wantBack[done] = true
					s.giveBack(done)
				} else {
					s.ack(done)
				}
				if rng.IntN(5) == 0 {
					time.Sleep(ackDelay)
				}
			}
			s.finish()
			if diff := cmp.Diff(wantBack, calls.back); diff != "" {
				t.Errorf("seed %d: given back (-want +got):\n%s", seed, diff)
			}
			if len(calls.unacked) != 0 || len(calls.acked) != messages-len(wantBack) {
				t.Errorf("seed %d: %d acknowledged, %d unsettled", seed, len(calls.acked), len(calls.unacked))
			}
		})
	}
}
