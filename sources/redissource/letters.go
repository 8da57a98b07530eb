package redissource

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/guthega/guthega/sources"
)

// The headers that say where a dead letter's original was. Every header is a field of the entry; headerPrefix tells them
// from the original's own fields.
const (
	headerPrefix  = "guthega-"
	headerPattern = "guthega-original-pattern"
	headerChannel = "guthega-original-channel"
	headerStream  = "guthega-original-stream"
	headerID      = "guthega-original-id"
	headerSource  = "guthega-source"
)

// deadSuffix makes a name into that of its dead letters.
const deadSuffix = ".dead"

// letters writes dead letters.
type letters struct {
	client redis.UniversalClient
	to     string // for all; empty is a stream for each name
	server string
}

func (l *letters) stream(name string) string {
	if l.to != "" {
		return l.to
	}
	return name + deadSuffix
}

// write appends fields, of which there is an even number, and headers to name's stream of dead letters.
func (l *letters) write(ctx context.Context, name string, fields []any, headers []sources.Header) error {
	values := make([]any, 0, len(fields)+2*len(headers))
	values = append(values, fields...)
	for _, h := range headers {
		values = append(values, h.Name, h.Value)
	}
	stream := l.stream(name)
	if err := l.client.XAdd(ctx, &redis.XAddArgs{Stream: stream, Values: values}).Err(); err != nil {
		hint := advice(err)
		if redis.IsOOMError(err) {
			hint = "Redis is full: see maxmemory, and trim streams"
		}
		if hint != "" {
			hint = " (" + hint + ")"
		}
		return fmt.Errorf("adding a dead letter to the stream %s at %s: %w%s", stream, l.server, err, hint)
	}
	return nil
}

// read shows f the dead letters of stream, oldest first, up to the newest that is there now. For each, letter makes what
// f sees, and putBack is called where f says so; the dead letter is then deleted. ended is true when f has ended it all.
func (l *letters) read(ctx context.Context, stream string, letter func(id string, e fields) *sources.DeadLetter,
	putBack func(context.Context, *sources.DeadLetter, fields) error,
	f func(context.Context, *sources.DeadLetter) (sources.Disposition, error),
) (ended bool, err error) {
	const page = 100
	newest, err := l.slice(ctx, "XREVRANGE", stream, "+", "-", "COUNT", 1)
	if err != nil || len(newest) == 0 {
		return false, err
	}
	last, next := newest[0].id, "-"
	for {
		entries, err := l.slice(ctx, "XRANGE", stream, next, last, "COUNT", page)
		if err != nil {
			return false, err
		}
		for _, e := range entries {
			d := letter(e.id, e.fields)
			disposition, err := f(ctx, d)
			if err == nil {
				err = ctx.Err()
			}
			switch {
			case err != nil:
				return true, err
			case disposition == sources.End:
				return true, nil
			case disposition == sources.PutBack:
				if err := putBack(ctx, d, e.fields); err != nil {
					return true, fmt.Errorf("putting the dead letter %s back to %s: %w", d.From, d.To, err)
				}
				if err := l.client.XDel(ctx, stream, e.id).Err(); err != nil {
					return true, fmt.Errorf("deleting the dead letter %s, whose original is back in %s: %w", d.From, d.To, err)
				}
			}
		}
		if len(entries) < page {
			return false, nil
		}
		next = "(" + entries[len(entries)-1].id
	}
}

// slice reads entries with XRANGE or XREVRANGE.
func (l *letters) slice(ctx context.Context, args ...any) ([]*entry, error) {
	cmd := redis.NewCmd(ctx, args...)
	cmd.SetFirstKeyPos(1)
	_ = l.client.Process(ctx, cmd) // it is the command's own error
	reply, err := cmd.Slice()
	if err != nil && !errors.Is(err, redis.Nil) {
		return nil, fmt.Errorf("reading the dead letters in %s at %s: %w", args[1], l.server, err)
	}
	return parseEntries(reply)
}

// letterHeaders returns those fields that are headers, and the others.
func letterHeaders(all fields) (headers []sources.Header, own fields) {
	for name, value := range all.all() {
		if strings.HasPrefix(name, headerPrefix) {
			headers = append(headers, sources.Header{Name: name, Value: value})
		} else {
			own = append(own, name, value)
		}
	}
	return headers, own
}
