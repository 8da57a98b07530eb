//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd)

package store

import (
	"os"
	"time"
)

// abandonedAfter is when work is taken for left over where no lock ends with its process: no install takes a day.
const abandonedAfter = 24 * time.Hour

// tryLock has nothing to do here.
func tryLock(*os.File) bool { return true }

// abandoned reports whether the owner of the lock f has been gone for long enough.
func abandoned(f *os.File) bool {
	st, err := f.Stat()
	return err == nil && time.Since(st.ModTime()) > abandonedAfter
}
