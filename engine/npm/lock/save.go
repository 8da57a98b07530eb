package lock

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
)

// Save writes the lock to a file, at once or not at all, and leaves a file alone that has it already. A file that was
// there keeps its permissions; where path is a symbolic link the file it leads to is written. Errors: *WriteError.
func (l *Lock) Save(path string) error {
	if err := save(path, l.Bytes()); err != nil {
		return &WriteError{Path: path, Err: err}
	}
	return nil
}

func save(path string, data []byte) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil
	}
	f, err := os.OpenFile(path+"."+rand.Text()+".tmp", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if err := fill(f, path, data); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// fill writes the file, closes it and puts it in path's place.
func fill(f *os.File, path string, data []byte) error {
	_, err := f.Write(data)
	if info, e := os.Stat(path); e == nil && err == nil {
		err = f.Chmod(info.Mode().Perm())
	}
	if err == nil {
		err = f.Sync() // the name must not survive a crash that the contents do not
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
