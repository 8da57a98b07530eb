//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package store

import (
	"os"
	"syscall"
)

// tryLock takes the lock of f (flock(2)) unless somebody has it. It ends when f is closed or the process ends.
func tryLock(f *os.File) bool {
	c, err := f.SyscallConn()
	if err != nil {
		return false
	}
	locked := false
	err = c.Control(func(fd uintptr) {
		err := syscall.Flock(int(fd), syscall.LOCK_EX|syscall.LOCK_NB)
		for err == syscall.EINTR {
			err = syscall.Flock(int(fd), syscall.LOCK_EX|syscall.LOCK_NB)
		}
		locked = err == nil
	})
	return err == nil && locked
}

// abandoned reports whether the owner of the lock f is gone. If so it has the lock now.
func abandoned(f *os.File) bool { return tryLock(f) }
