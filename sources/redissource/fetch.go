package redissource

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"
)

// fetching is what a lane's fetcher remembers. It does three things by turns, each when it is due and there is room: it
// takes up what is pending under our own name without our knowing, claims what is stale, and reads what is new.
type fetching struct {
	*lane
	run     *consuming
	grouped bool      // the group is there
	own     string    // how far our own pending entries have been read; "" when they need not be
	claims  time.Time // when stale entries are looked for next
}

// The beginning of a stream's ids.
const first = "0-0"

// fetch runs until the stop, or an error that waiting does not mend, with which it stops the run.
func (l *lane) fetch(r *consuming) {
	f := &fetching{lane: l, run: r, own: first}
	for {
		room, ok := r.room(l)
		if !ok {
			return
		}
		err := f.step(r.stopping, room)
		if r.stopping.Err() != nil {
			return
		}
		if err == nil {
			l.reads.found()
			continue
		}
		switch code(err) {
		case codeNoGroup, codeUnblocked:
			f.grouped, f.own = false, ""
			if l.position != "" {
				continue
			}
		}
		if a := advice(err); a != "" {
			r.stop(l.reads.failed(err, a))
			return
		}
		f.own = first // the reply that was lost may have held entries
		if !sleep(r.stopping, l.reads.lost(err)) {
			return
		}
	}
}

func (f *fetching) step(ctx context.Context, room int) error {
	switch now := time.Now(); {
	case !f.grouped:
		if err := f.ensureGroup(ctx); err != nil {
			return err
		}
		f.grouped = true
		return nil
	case f.own != "":
		return f.takeUp(ctx, room)
	case !now.Before(f.claims):
		if err := f.claimStale(ctx, room); err != nil {
			return err
		}
		f.claims = now.Add(blockFor(f.source.config.ClaimIdle))
		return nil
	}
	return f.readNew(ctx, room)
}

// takeUp reads entries that are pending under our name: an earlier process of that name left them, or a reply was lost.
func (f *fetching) takeUp(ctx context.Context, room int) error {
	entries, err := f.read(ctx, f.own, "COUNT", room)
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		f.own = ""
		return nil
	}
	f.own = entries[len(entries)-1].id
	f.take(entries)
	return nil
}

func (f *fetching) readNew(ctx context.Context, room int) error {
	entries, err := f.read(ctx, ">", "COUNT", room, "BLOCK", blockFor(f.source.config.ClaimIdle).Milliseconds())
	if err != nil || len(entries) == 0 {
		return err
	}
	f.passed(entries[len(entries)-1].id)
	f.take(entries)
	return nil
}

// read is XREADGROUP of the one stream, from an id of our own pending entries or from ">".
func (f *fetching) read(ctx context.Context, from string, options ...any) ([]*entry, error) {
	c := &f.source.config
	args := append([]any{"XREADGROUP", "GROUP", c.Group, c.Consumer}, options...)
	args = append(args, "STREAMS", f.stream, from)
	reply, err := f.call(ctx, f.source.reader, int8(len(args)-2), args...)
	if errors.Is(err, redis.Nil) { // nothing came while we waited
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	streams, _ := reply.([]any)
	if len(streams) == 0 {
		return nil, nil
	}
	pair, _ := streams[0].([]any)
	if len(pair) != 2 {
		return nil, fmt.Errorf("a stream in the server's reply has %d parts, want 2", len(pair))
	}
	list, _ := pair[1].([]any)
	return parseEntries(list)
}

// claimStale claims entries that nobody has given a sign of life for, as many as there is room for.
func (f *fetching) claimStale(ctx context.Context, room int) error {
	c := &f.source.config
	for from := first; room > 0; {
		reply, err := f.call(ctx, f.source.reader, 1, "XAUTOCLAIM", f.stream, c.Group, c.Consumer,
			c.ClaimIdle.Milliseconds(), from, "COUNT", room)
		if err != nil {
			return err
		}
		parts, _ := reply.([]any)
		if len(parts) < 2 {
			return fmt.Errorf("the server's reply to XAUTOCLAIM has %d parts, want 2 or more", len(parts))
		}
		list, _ := parts[1].([]any)
		entries, err := parseEntries(list)
		if err != nil {
			return err
		}
		if len(entries) > 0 {
			n := f.take(entries)
			room -= n
			f.log.Info("Claimed entries that their consumers left", slog.Int("entries", n))
		}
		if from, _ = parts[0].(string); from == first || from == "" {
			return nil
		}
	}
	return nil
}

// take hands on entries that are not held already, and returns how many. Those that were deleted from the stream while they
// were pending are acknowledged: there is nothing left to handle.
func (f *fetching) take(entries []*entry) int {
	there := entries[:0]
	for _, e := range entries {
		switch {
		case e.id == "": // only our own pending entries say which it was
			f.own = first
		case e.fields == nil:
			f.log.Warn("An entry was deleted or trimmed before it was handled", slog.String("id", e.id))
			f.run.settle(f.lane, verdict{entry: e})
		default:
			there = append(there, e)
		}
	}
	fresh := f.hold(there)
	f.run.hand(f.lane, fresh)
	return len(fresh)
}
