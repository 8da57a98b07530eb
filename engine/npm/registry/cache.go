package registry

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// inMemory is the size up to which a document stays in memory. Of the 858 packuments of a tree of 1,000 packages (143 MB)
// those up to 128 KiB make 20 MB; the other 153 are read from their files, which stay open, and which the kernel caches.
const inMemory = 128 << 10

// abandoned is the age at which a file in the making is nobody's any more: its process has been killed.
const abandoned = time.Hour

// cache is a folder of documents, one file each, named by a hash of form and URL. Processes may share it: files are
// renamed into place and never changed, but for their time, which is when the registry last confirmed them. A nil cache
// is none.
type cache struct {
	dir   string
	clock Clock
	warn  func(format string, args ...any)
	once  sync.Once
	off   atomic.Bool // for writing, after a failure
}

func newCache(dir string, clock Clock, warn func(string, ...any)) *cache {
	return &cache{dir: dir, clock: clock, warn: warn}
}

func (c *cache) path(key string) string {
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(c.dir, hex.EncodeToString(sum[:16])+".json")
}

func (c *cache) making() string { return filepath.Join(c.dir, "tmp") }

// create makes a file in the making; nil where the folder cannot be written to, of which the user hears once.
func (c *cache) create() *os.File {
	if c == nil || c.off.Load() {
		return nil
	}
	c.once.Do(c.prepare)
	f, err := os.CreateTemp(c.making(), "")
	if err != nil {
		c.fail(err)
		return nil
	}
	return f
}

// prepare makes the folders and removes what killed processes have left.
func (c *cache) prepare() {
	_ = os.MkdirAll(c.making(), 0o700) // creating a file will say what is wrong
	files, err := os.ReadDir(c.making())
	if err != nil {
		return
	}
	for _, f := range files {
		if info, err := f.Info(); err == nil && c.clock.Now().Sub(info.ModTime()) > abandoned {
			_ = os.Remove(filepath.Join(c.making(), f.Name())) // somebody else may have
		}
	}
}

func (c *cache) fail(err error) {
	if c.off.CompareAndSwap(false, true) {
		c.warn("metadata cannot be cached, installing goes on without: %v", err)
	}
}

// age is how long a document counts as fresh (RFC 9111, 5.2.2), and whether it may be kept at all.
func age(h http.Header) (fresh time.Duration, keep bool) {
	for directive := range strings.SplitSeq(strings.Join(h.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
		switch name {
		case "no-store":
			return 0, false
		case "no-cache":
			return 0, true
		case "max-age":
			if seconds, err := strconv.ParseUint(strings.Trim(value, `"`), 10, 31); err == nil {
				fresh = time.Duration(seconds) * time.Second
			}
		}
	}
	return fresh, true
}
