package store

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// HostileError is an archive or folder that is refused for what it contains: it could write elsewhere, overwrite its
// own files on other file systems, or fill the disk.
type HostileError struct {
	// Entry is the name in the archive, or the path in the folder; "" where it is about the whole.
	Entry string
	// Reason says what is wrong with it: "a symbolic link", "'..' in the path".
	Reason string
}

func (e *HostileError) Error() string {
	if e.Entry == "" {
		return "refused: " + e.Reason
	}
	return fmt.Sprintf("refused: %.200q: %s", e.Entry, e.Reason)
}

// IntegrityError is a tarball that is not the one it should be. Nothing of it has been kept.
type IntegrityError struct {
	// Want is what was asked for, Got the digest of what came, by the same algorithm.
	Want, Got Integrity
}

func (e *IntegrityError) Error() string {
	return fmt.Sprintf("the tarball hashes to %s, not to %s", e.Got, e.Want)
}

// UnwritableError is a store in which this process may not write.
type UnwritableError struct {
	Dir string
	Err error
}

func (e *UnwritableError) Error() string {
	return fmt.Sprintf("the store %s cannot be written (%v): make it writable or name another folder with --store", e.Dir, e.Err)
}

// Unwrap returns what the system said.
func (e *UnwritableError) Unwrap() error { return e.Err }

// unwritable puts an error of writing into words, where it is about permission.
func (s *Store) unwritable(err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return &UnwritableError{Dir: s.dir, Err: err}
	}
	return err
}
