package redissource

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// settleBatch bounds one XACK: its round trip is shared by as many as have come meanwhile.
	settleBatch = 512
	// claimable is how long an entry that is given back is said to have been idle, in milliseconds: a week, more than
	// anybody's ClaimIdle.
	claimable = 7 * 24 * 60 * 60 * 1000
)

// settling is what a lane's settler works with.
type settling struct {
	*lane
	run          *consuming
	acked, given []*entry
}

// settleAll acknowledges, gives back, and keeps what is in flight from being claimed, one after the other so that none of
// it overtakes another. It returns when no verdicts will come any more and all are settled, or the run has given up.
func (l *lane) settleAll(r *consuming) {
	s := &settling{lane: l, run: r}
	beat := time.NewTicker(max(l.source.config.ClaimIdle/3, time.Millisecond))
	defer beat.Stop()
	for {
		select {
		case v := <-l.verdicts:
			s.collect(v)
		case <-beat.C:
			s.heartbeat()
			continue
		case <-r.judged:
			s.rest()
			s.leave()
			return
		case <-r.giveUp.Done():
			return
		}
		s.flush()
	}
}

// collect takes v and what else is there by now.
func (s *settling) collect(v verdict) {
	for n := 0; ; n++ {
		if v.back {
			s.given = append(s.given, v.entry)
		} else {
			s.acked = append(s.acked, v.entry)
		}
		if n == settleBatch {
			return
		}
		select {
		case v = <-s.verdicts:
		default:
			return
		}
	}
}

// rest settles what is left.
func (s *settling) rest() {
	for {
		select {
		case v := <-s.verdicts:
			s.collect(v)
			s.flush()
		default:
			return
		}
	}
}

// flush settles what was collected. Where the server is down it waits; what cannot be settled for good stops the run, and
// stays pending.
func (s *settling) flush() {
	s.settle(&s.acked, func(ctx context.Context, ids []any) error {
		_, err := s.call(ctx, s.source.client, 1, append([]any{"XACK", s.stream, s.source.config.Group}, ids...)...)
		return err
	})
	s.giving(s.given)
	s.settle(&s.given, func(ctx context.Context, ids []any) error {
		err := s.claim(ctx, ids, claimable)
		if code(err) == codeNoGroup { // made anew it gives them out again
			return s.ensureGroup(ctx)
		}
		return err
	})
}

func (s *settling) settle(entries *[]*entry, do func(ctx context.Context, ids []any) error) {
	if len(*entries) == 0 {
		return
	}
	ids := make([]any, len(*entries))
	for i, e := range *entries {
		ids[i] = e.id
	}
	err := s.writes.try(s.run.giveUp, func(ctx context.Context) error { return do(ctx, ids) })
	if err == nil {
		s.drop(*entries)
	} else if s.run.giveUp.Err() == nil {
		s.run.stop(err)
	}
	*entries = (*entries)[:0]
}

// heartbeat is a sign of life for what is held. One that fails is not repeated: the next is due soon.
func (s *settling) heartbeat() {
	ids := s.heldIDs()
	if len(ids) == 0 {
		return
	}
	if err := s.claim(s.run.giveUp, ids, 0); err != nil && code(err) != codeNoGroup {
		s.log.Debug("Could not refresh the entries in flight", slog.String("error", err.Error()))
	}
}

// leave gives back what the server has given us without our knowing, because the reply was cut off by the stop, and takes
// our name out of the group unless something is pending under it. A failure leaves the name, which harms nobody.
func (s *settling) leave() {
	err := s.giveBackStrays()
	if err == nil {
		err = leaveScript.Run(s.run.giveUp, s.source.client, []string{s.stream}, s.source.config.Group, s.source.config.Consumer).Err()
	}
	if err != nil && code(err) != codeNoGroup && !errors.Is(err, redis.Nil) {
		s.log.Debug("The consumer's name stays in the group", slog.String("consumer", s.source.config.Consumer),
			slog.String("error", err.Error()))
	}
}

// leaveScript deletes a consumer that has nothing pending. In one step: a reader that the server does not yet know to be
// gone may be given an entry between two, and deleting a consumer deletes what is pending under it.
var leaveScript = redis.NewScript(`
local pending = redis.call('XPENDING', KEYS[1], ARGV[1], '-', '+', 1, ARGV[2])
if #pending > 0 then return 0 end
redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
return 1`)

func (s *settling) giveBackStrays() error {
	const page = 500
	for from := "-"; ; {
		pending, err := s.source.client.XPendingExt(s.run.giveUp, &redis.XPendingExtArgs{
			Stream: s.stream, Group: s.source.config.Group, Consumer: s.source.config.Consumer,
			Start: from, End: "+", Count: page,
		}).Result()
		if err != nil {
			return err
		}
		var strays []any
		for _, p := range pending {
			if _, ok := s.holds(s.stream, p.ID); !ok && p.Idle.Milliseconds() < claimable/2 {
				strays = append(strays, p.ID)
			}
		}
		if len(strays) > 0 {
			if err := s.claim(s.run.giveUp, strays, claimable); err != nil {
				return err
			}
			s.log.Info("Gave back entries that came with the stop", slog.Int("entries", len(strays)))
		}
		if len(pending) < page {
			return nil
		}
		from = "(" + pending[len(pending)-1].ID
	}
}
