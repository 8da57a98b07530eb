package loader

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
)

// Programs are those of the host's modules that are worth compiling ahead. Its methods are called from any goroutine.
type Programs interface {
	// Compiled are the names of the programs that this process has compiled.
	Compiled() []string
	// Compile compiles one; a name that it does not know is nothing.
	Compile(name string)
}

// A VM compiles a receiver's files one after the other, as each requires the next, and nobody can say which those will
// be: but they were most likely the same the last time. The cache therefore keeps the list of them, and the next process
// compiles them on its other cores while it gets ready and its first VM runs the first of them. Nothing is run ahead.

// hostProgram starts the lines of Programs; the others are paths.
const hostProgram = "host:"

// aheadName is the file with the list for this receiver, "" without a cache.
func (b *Bundle) aheadName() string {
	if b.cache.dir == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(b.entry))
	return filepath.Join(b.cache.dir, "ahead-"+hex.EncodeToString(sum[:16]))
}

// compileAhead starts to compile what the last process did.
func (b *Bundle) compileAhead() {
	workers := runtime.GOMAXPROCS(0) - 1
	if name := b.aheadName(); name != "" && workers > 0 {
		list, err := os.ReadFile(name)
		if err != nil {
			if !errors.Is(err, os.ErrNotExist) {
				b.options.Debug("reading the list of files to compile", err)
			}
			return
		}
		b.listed = strings.Split(strings.TrimSuffix(string(list), "\n"), "\n")
		var next atomic.Int64
		for range min(workers, 4) {
			b.working.Go(func() {
				for n := int(next.Add(1)) - 1; n < len(b.listed); n = int(next.Add(1)) - 1 {
					b.ahead(b.listed[n])
				}
			})
		}
	}
}

// ahead compiles one entry of the list, unless somebody is at it. What fails is left to whoever requires it.
func (b *Bundle) ahead(entry string) {
	if name, ok := strings.CutPrefix(entry, hostProgram); ok {
		if b.options.Programs != nil {
			b.options.Programs.Compile(name)
		}
		return
	}
	s := b.slot(entry)
	if s.done.Load() != nil || !s.mu.TryLock() {
		return
	}
	defer s.mu.Unlock()
	if s.done.Load() == nil {
		if c, err := b.load(entry); err == nil {
			s.done.Store(c)
		}
	}
}

// remember keeps the list for the next process, once the first VM has loaded the receiver.
func (b *Bundle) remember() {
	name := b.aheadName()
	if name == "" || !b.remembered.CompareAndSwap(false, true) {
		return
	}
	var list []string
	if b.options.Programs != nil {
		for _, name := range b.options.Programs.Compiled() {
			list = append(list, hostProgram+name)
		}
	}
	b.mu.Lock()
	list = append(list, b.order...)
	b.mu.Unlock()
	if slices.Equal(list, b.listed) || slices.ContainsFunc(list, func(s string) bool { return strings.Contains(s, "\n") }) {
		return
	}
	if err := write(name, []byte(strings.Join(list, "\n")+"\n")); err != nil {
		b.options.Debug("writing the list of files to compile", err)
	}
}
