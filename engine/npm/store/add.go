package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"sync"
)

// Opener opens a tarball; it is called once at most, with the ctx of the call it was given to, and what it returns is
// closed by the store: when it has been read or when ctx ends, from another goroutine then, which must end a Read that
// blocks (as closing an HTTP response's body does).
type Opener func(ctx context.Context) (io.ReadCloser, error)

// Add returns the package whose tarball hashes to want, and gets it from open where the store has it not. Calls for the
// same hash wait for the first of them. Errors: open's; *IntegrityError; *HostileError; *UnwritableError; what is wrong
// with a tarball that has the right hash; ctx's. After any of them nothing of the package is in the store.
func (s *Store) Add(ctx context.Context, want Integrity, open Opener) (*Package, error) {
	if want.IsZero() {
		return nil, ErrNoIntegrity
	}
	if p, ok := s.Find(want); ok {
		return p, nil
	}
	return s.adds.do(ctx, want.String(), func() (*Package, error) {
		if p, ok := s.Find(want); ok { // a flight that has just ended
			return p, nil
		}
		return s.add(ctx, want, open)
	})
}

// AddUnverified adds a tarball of which no hash is known, under the SHA-512 it turns out to have: see
// Package.Integrity. Errors are Add's without *IntegrityError.
func (s *Store) AddUnverified(ctx context.Context, open Opener) (*Package, error) {
	return s.add(ctx, Integrity{}, open)
}

func (s *Store) add(ctx context.Context, want Integrity, open Opener) (*Package, error) {
	dir, leave, err := s.work.enter()
	if err != nil {
		return nil, s.unwritable(err)
	}
	defer leave()
	body, err := open(ctx)
	if err != nil {
		return nil, err
	}
	closeBody := sync.OnceFunc(func() { _ = body.Close() })
	defer closeBody()
	defer context.AfterFunc(ctx, closeBody)()

	t := s.tools.Get().(*tools)
	defer s.tools.Put(t)
	defer t.compressed.Reset(nil) // it must not keep the body
	src := &source{r: body, hash: want.newHash(), alive: ctx.Err, limit: s.limits.Bytes}
	i, err := t.unpack(src, filepath.Join(dir, filesDir), s.limits)
	got, err := judge(src, want, t, err)
	if err != nil {
		return nil, err
	}
	i.Integrity = got.String()
	return s.publish(dir, got.address(), i)
}

func (t *tools) unpack(src *source, dir string, limits Limits) (info, error) {
	f, err := newFolder(dir, limits, t.buf, src.alive)
	if err != nil {
		return info{}, err
	}
	plain, err := t.unzip(src, limits)
	if err != nil {
		return info{}, err
	}
	err = unpack(plain, f)
	return f.info, err
}

// judge reads what is left of src, and decides what is to blame, where err says that unpacking failed: the reader, this
// machine, a tarball that is another than it should be, or what the right one contains.
func judge(src *source, want Integrity, t *tools, err error) (Integrity, error) {
	if _, local := errors.AsType[*fs.PathError](err); local && src.err == nil {
		return Integrity{}, err
	}
	_, readErr := io.CopyBuffer(io.Discard, onlyReader{src}, t.buf)
	if src.err != nil {
		return Integrity{}, fmt.Errorf("reading the tarball: %w", src.err)
	}
	if readErr != nil { // it is endless
		return Integrity{}, errors.Join(err, readErr)
	}
	got := digestOf(want.algorithm(), src.hash.Sum(nil))
	if !want.IsZero() && !want.matches(got) {
		return Integrity{}, &IntegrityError{Want: want, Got: got}
	}
	return got, err
}
