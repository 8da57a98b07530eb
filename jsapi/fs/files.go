package fs

import (
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
)

// files are the descriptors of a VM: numbers that mean nothing to the system. It is safe for concurrent use.
type files struct {
	mu     sync.Mutex
	open   map[int]*os.File
	next   int
	closed bool
}

// firstDescriptor is beyond those that packages take for stdin, stdout and stderr.
const firstDescriptor = 20

func (f *files) add(file *os.File) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return 0, file.Close()
	}
	if f.open == nil {
		f.open, f.next = map[int]*os.File{}, firstDescriptor
	}
	fd := f.next
	f.next++
	f.open[fd] = file
	return fd, nil
}

func (f *files) get(fd int64) (*os.File, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if file := f.open[int(fd)]; file != nil {
		return file, nil
	}
	return nil, syscall.EBADF
}

func (f *files) close(fd int64) error {
	f.mu.Lock()
	file := f.open[int(fd)]
	delete(f.open, int(fd))
	f.mu.Unlock()
	if file == nil {
		return syscall.EBADF
	}
	return file.Close()
}

// shut closes them all, when the VM is closed.
func (f *files) shut() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	for fd, file := range f.open {
		_ = file.Close() // what was to be flushed was
		delete(f.open, fd)
	}
}

// readAt reads from position, or where the file is if that is negative; 0 bytes are its end.
func readAt(file *os.File, b []byte, position int64) (n int, err error) {
	if position < 0 {
		n, err = file.Read(b)
	} else {
		n, err = file.ReadAt(b, position)
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}

func writeAt(file *os.File, b []byte, position int64) (int, error) {
	if position < 0 {
		return file.Write(b)
	}
	return file.WriteAt(b, position)
}
