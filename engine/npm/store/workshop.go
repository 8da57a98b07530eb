package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// workshop hands out folders in which things are made before they are shown. While any is in use it has one folder
// below dir, with a locked file beside it: the lock ends with the process, however that ends, and says to others that
// the folder is nobody's.
type workshop struct {
	dir string // <root>/tmp

	mu    sync.Mutex
	users int
	next  int
	own   string   // the folder; "" while nobody uses it
	lock  *os.File // own + lockSuffix
}

const lockSuffix = ".lock"

// enter makes an empty folder. leave removes what is left of it then; it must be called once.
func (w *workshop) enter() (dir string, leave func(), err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.own == "" {
		if err := w.open(); err != nil {
			return "", nil, fmt.Errorf("making a folder to work in: %w", err)
		}
	}
	dir = filepath.Join(w.own, strconv.Itoa(w.next))
	w.next++
	if err := os.Mkdir(dir, 0o755); err != nil {
		if w.users == 0 {
			w.close()
		}
		return "", nil, fmt.Errorf("making a folder to work in: %w", err)
	}
	w.users++
	return dir, func() { w.leave(dir) }, nil
}

// leave removes what is left; should that fail, the next Open tries again.
func (w *workshop) leave(dir string) {
	_ = os.RemoveAll(dir)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.users--; w.users == 0 {
		w.close()
	}
}

// open makes the folder of this process, after its lock: sweep removes only what it could lock. A name is never used
// again, so that whoever finds the lock gone need not fear for a folder of that name.
func (w *workshop) open() error {
	if err := os.MkdirAll(w.dir, 0o700); err != nil {
		return err
	}
	for {
		own := filepath.Join(w.dir, rand.Text())
		lock, err := os.OpenFile(own+lockSuffix, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
		if err != nil {
			return err
		}
		// Between these two lines a sweep may take the new lock for one that is left over.
		if !tryLock(lock) || !isStill(lock, own+lockSuffix) {
			_ = lock.Close()
			continue
		}
		if err := os.Mkdir(own, 0o700); err != nil {
			return errors.Join(err, os.Remove(own+lockSuffix), lock.Close())
		}
		w.own, w.lock = own, lock
		return nil
	}
}

func (w *workshop) close() {
	_ = os.RemoveAll(w.own)
	_ = os.Remove(w.own + lockSuffix) // while it is held
	_ = w.lock.Close()
	w.own, w.lock = "", nil
}

// sweep removes the folders whose owners are gone. It can do without success: what cannot be removed is in nobody's way.
func (w *workshop) sweep() {
	entries, err := os.ReadDir(w.dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		own, ok := strings.CutSuffix(e.Name(), lockSuffix)
		if !ok {
			continue
		}
		lock, err := os.OpenFile(filepath.Join(w.dir, e.Name()), os.O_RDWR, 0)
		if err != nil {
			continue
		}
		if abandoned(lock) && os.RemoveAll(filepath.Join(w.dir, own)) == nil {
			_ = os.Remove(lock.Name())
		}
		_ = lock.Close()
	}
}

// isStill reports whether name is the file f yet.
func isStill(f *os.File, name string) bool {
	a, err := f.Stat()
	if err != nil {
		return false
	}
	b, err := os.Stat(name)
	return err == nil && os.SameFile(a, b)
}
