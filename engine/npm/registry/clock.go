package registry

import (
	"context"
	"time"
)

// Clock is where a client has its time from. Tests have their own.
type Clock interface {
	Now() time.Time
	// Sleep waits between attempts, and returns ctx's error when that ends first.
	Sleep(ctx context.Context, d time.Duration) error
	// AfterFunc calls f when nothing has come from a server for d, unless stop is called before.
	AfterFunc(d time.Duration, f func()) (stop func() bool)
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (systemClock) AfterFunc(d time.Duration, f func()) (stop func() bool) {
	return time.AfterFunc(d, f).Stop
}
