package store

import (
	"context"
	"sync"
)

// flights lets those who want the same thing at the same time wait for the first of them.
type flights[T any] struct {
	mu    sync.Mutex
	byKey map[string]*flight[T]
}

type flight[T any] struct {
	done  chan struct{}
	value T
	err   error
	// void: the first gave up or panicked, which says nothing about the thing.
	void bool
}

// do runs mk, unless somebody does for the same key: then it returns what that one gets. It ends early with ctx.
func (f *flights[T]) do(ctx context.Context, key string, mk func() (T, error)) (T, error) {
	for {
		f.mu.Lock()
		one, running := f.byKey[key]
		if !running {
			one = &flight[T]{done: make(chan struct{}), void: true}
			if f.byKey == nil {
				f.byKey = map[string]*flight[T]{}
			}
			f.byKey[key] = one
			f.mu.Unlock()
			return f.fly(ctx, key, one, mk)
		}
		f.mu.Unlock()
		select {
		case <-one.done:
		case <-ctx.Done():
			var none T
			return none, ctx.Err()
		}
		if !one.void {
			return one.value, one.err
		}
	}
}

func (f *flights[T]) fly(ctx context.Context, key string, one *flight[T], mk func() (T, error)) (T, error) {
	defer func() {
		f.mu.Lock()
		delete(f.byKey, key)
		f.mu.Unlock()
		close(one.done)
	}()
	one.value, one.err = mk()
	one.void = one.err != nil && ctx.Err() != nil
	return one.value, one.err
}
