package redissource

import (
	"context"
	"log/slog"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"
)

// lane is one stream: a goroutine that fetches (fetch.go), one that settles (settle.go), and what is between them. Each
// stream has its own, because a cluster may have each on another node.
type lane struct {
	source        *Streams
	stream        string
	log           *slog.Logger
	reads, writes *link

	verdicts chan verdict
	freed    chan struct{} // holds a token when there is room for more in flight

	mu   sync.Mutex
	held map[string]*entry // by id: fetched, and neither acknowledged nor given back

	grouping sync.Mutex
	position string // the last id that the group is known to have given out
}

// verdict is what is to become of an entry.
type verdict struct {
	entry *entry
	back  bool // give it back; otherwise acknowledge it
}

func newLane(s *Streams, stream string) *lane {
	log, server := s.log.With(slog.String("stream", stream)), s.config.server()
	l := &lane{
		source: s, stream: stream, log: log,
		reads:    newLink(log, server, "XREADGROUP "+stream),
		writes:   newLink(log, server, "XACK "+stream),
		verdicts: make(chan verdict, 4*s.config.Concurrency), freed: make(chan struct{}, 1),
		held: make(map[string]*entry),
	}
	l.writes.quiet = true // until it fails
	return l
}

// holds returns the entry with that id if it is of this lane and held.
func (l *lane) holds(stream, id string) (*entry, bool) {
	if stream != l.stream {
		return nil, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	e, ok := l.held[id]
	return e, ok
}

// hold notes entries, and returns those that were not held already. One that is being given back may come again at once.
func (l *lane) hold(entries []*entry) []*entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	fresh := entries[:0]
	for _, e := range entries {
		if old := l.held[e.id]; old == nil || old.given {
			l.held[e.id] = e
			fresh = append(fresh, e)
		}
	}
	return fresh
}

// giving notes that entries are on their way back.
func (l *lane) giving(entries []*entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range entries {
		e.given = true
	}
}

// drop notes that entries are settled.
func (l *lane) drop(entries []*entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range entries {
		if l.held[e.id] == e {
			delete(l.held, e.id)
		}
	}
}

// heldIDs returns the ids held; as []any, for a command.
func (l *lane) heldIDs() []any {
	l.mu.Lock()
	defer l.mu.Unlock()
	ids := make([]any, 0, len(l.held))
	for id := range l.held {
		ids = append(ids, id)
	}
	return ids
}

// call runs one command whose key is at position at.
func (l *lane) call(ctx context.Context, client redis.UniversalClient, at int8, args ...any) (any, error) {
	cmd := redis.NewCmd(ctx, args...)
	cmd.SetFirstKeyPos(at)
	_ = client.Process(ctx, cmd) // it is the command's own error
	return cmd.Result()
}

// claim makes us the owner of ids, as if each had been idle for that many milliseconds, and of no others: an id that is not
// pending stays so. JUSTID leaves the count of deliveries alone.
func (l *lane) claim(ctx context.Context, ids []any, idle int64) error {
	args := append([]any{"XCLAIM", l.stream, l.source.config.Group, l.source.config.Consumer, 0}, ids...)
	_, err := l.call(ctx, l.source.client, 1, append(args, "IDLE", idle, "JUSTID")...)
	return err
}

// before returns the largest id that is smaller than id ("<ms>-<seq>").
func before(id string) string {
	ms, seq := splitID(id)
	if seq > 0 {
		return joinID(ms, seq-1)
	}
	if ms > 0 {
		return joinID(ms-1, ^uint64(0))
	}
	return "0-0"
}

// less compares ids by their numbers, which their text does not.
func less(a, b string) bool {
	ams, aseq := splitID(a)
	bms, bseq := splitID(b)
	return ams < bms || ams == bms && aseq < bseq
}

func splitID(id string) (ms, seq uint64) {
	first, second, _ := strings.Cut(id, "-")
	return number(first), number(second)
}
