package redissource

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

const (
	firstPause = 100 * time.Millisecond
	lastPause  = 5 * time.Second
	// sayAgain is how often the log is told that the server is still waited for.
	sayAgain = 30 * time.Second
)

// link knows whether one conversation with the server goes on, and says in the log when it stops and resumes.
type link struct {
	log    *slog.Logger
	server string
	tries  string // what it does: "PSUBSCRIBE orders.*"
	quiet  bool   // a first success without a failure is not worth a line

	mu       sync.Mutex
	ever, up bool
	since    time.Time // when it went down, or was first tried
	said     time.Time
	failures int
	why      string
}

func newLink(log *slog.Logger, server, tries string) *link {
	return &link{log: log, server: server, tries: tries, why: "has not been connected to yet"}
}

// state is what sources.Connected reports.
func (l *link) state() (ok bool, why string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.up {
		return true, ""
	}
	return false, fmt.Sprintf("waiting for Redis, %s: %s", l.server, l.why)
}

// lost notes a failure and returns how long to wait before the next try. The first try after a success is made at once.
func (l *link) lost(err error) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if l.up || l.failures == 0 {
		l.since, l.said = now, time.Time{}
	}
	again := l.up
	l.up, l.why = false, err.Error()
	l.failures++
	if now.Sub(l.said) >= sayAgain {
		l.said = now
		l.log.Warn("Waiting for Redis", slog.String("server", l.server), slog.String("tried", l.tries),
			slog.String("error", err.Error()), slog.Int("failures", l.failures), slog.Duration("for", now.Sub(l.since)))
	}
	if again {
		return 0
	}
	return min(firstPause<<min(l.failures-1, 10), lastPause)
}

// found notes a success. gap is how long there was none, from the first failure on; again is false at the first success
// of all.
func (l *link) found() (gap time.Duration, again bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.up {
		return 0, true
	}
	if l.failures > 0 {
		gap = time.Since(l.since)
	}
	again = l.ever
	said := !l.quiet || l.failures > 0
	l.ever, l.up, l.failures, l.why = true, true, 0, ""
	if !said {
		return gap, again
	}
	l.log.Info("Connected to Redis", slog.String("server", l.server), slog.String("tried", l.tries), slog.Duration("after", gap))
	return gap, again
}

// failed is the error that ends Run.
func (l *link) failed(err error, advice string) error {
	return fmt.Errorf("%s at %s: %w (%s)", l.tries, l.server, err, advice)
}

// try repeats do until it succeeds, until ctx ends, or until there is no hope.
func (l *link) try(ctx context.Context, do func(context.Context) error) error {
	for {
		err := do(ctx)
		if err == nil {
			l.found()
			return nil
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if a := advice(err); a != "" {
			return l.failed(err, a)
		}
		if !sleep(ctx, l.lost(err)) {
			return context.Cause(ctx)
		}
	}
}

// sleep returns false when ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
