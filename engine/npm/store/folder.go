package store

import (
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// folder is a package's folder in the making. Nothing in it is a link, and every path has been looked at: so no path
// leads out of it.
type folder struct {
	dir    string
	limits Limits
	buf    []byte
	alive  func() error
	info   info

	nodes  map[string]node // by fold of the path
	parent string          // the folder of the last file: most files lie beside the one before
}

type node struct {
	path string
	dir  bool
	size int64
}

// maxNative is how many paths of native code are told: a package may have one for every platform.
const maxNative = 16

func newFolder(dir string, limits Limits, buf []byte, alive func() error) (*folder, error) {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return nil, fmt.Errorf("making the package's folder: %w", err)
	}
	return &folder{dir: dir, limits: limits, buf: buf, alive: alive, nodes: map[string]node{}, parent: "."}, nil
}

// mkdir makes a folder and those above it, where they are missing.
func (f *folder) mkdir(p string) error {
	key := fold(p)
	if old, ok := f.nodes[key]; ok {
		return old.collide(p, true)
	}
	if up := path.Dir(p); up != "." {
		if err := f.mkdir(up); err != nil {
			return err
		}
	}
	if err := f.add(key, node{path: p, dir: true}); err != nil {
		return err
	}
	if err := os.Mkdir(f.join(p), 0o755); err != nil {
		return fmt.Errorf("unpacking: %w", err)
	}
	return nil
}

// create writes a file of what r has. The same path again replaces it, as in any tar.
func (f *folder) create(p string, executable bool, r io.Reader) error {
	up := path.Dir(p)
	if up != f.parent {
		if up != "." {
			if err := f.mkdir(up); err != nil {
				return err
			}
		}
		f.parent = up
	}
	key := fold(p)
	if old, ok := f.nodes[key]; ok {
		if err := old.collide(p, false); err != nil {
			return err
		}
		if err := os.Remove(f.join(p)); err != nil {
			return fmt.Errorf("unpacking: %w", err)
		}
		f.info.Files--
		f.info.Bytes -= old.size
	}
	if err := f.add(key, node{path: p}); err != nil {
		return err
	}
	size, err := f.write(p, executable, r)
	if err != nil {
		return err
	}
	f.nodes[key] = node{path: p, size: size}
	f.info.Files++
	f.note(p)
	return nil
}

func (f *folder) write(p string, executable bool, r io.Reader) (int64, error) {
	mode := os.FileMode(0o444)
	if executable {
		mode = 0o555
	}
	// Making it with its final mode spares a chmod: a descriptor that may write goes on to.
	file, err := os.OpenFile(f.join(p), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return 0, fmt.Errorf("unpacking: %w", err)
	}
	size, err := f.fill(file, p, r)
	if closeErr := file.Close(); err == nil && closeErr != nil {
		err = fmt.Errorf("unpacking: %w", closeErr)
	}
	return size, err
}

// fill copies r in as few writes as the buffer allows.
func (f *folder) fill(file *os.File, p string, r io.Reader) (size int64, err error) {
	for {
		n, readErr := fillBuffer(r, f.buf)
		size += int64(n)
		f.info.Bytes += int64(n)
		switch {
		case size > f.limits.FileBytes:
			return size, &HostileError{Entry: p, Reason: fmt.Sprintf("it is larger than %d bytes", f.limits.FileBytes)}
		case f.info.Bytes > f.limits.Bytes: // sparse files are larger than what they are made from
			return size, tooLarge(f.limits.Bytes)
		}
		if n > 0 {
			if _, err := file.Write(f.buf[:n]); err != nil {
				return size, fmt.Errorf("unpacking: %w", err)
			}
		}
		if readErr == io.EOF { //nolint:errorlint // readers return io.EOF itself
			return size, nil
		}
		if readErr != nil {
			return size, fmt.Errorf("reading %q in the tarball: %w", p, readErr)
		}
		if err := f.alive(); err != nil {
			return size, err
		}
	}
}

// fillBuffer is io.ReadFull with errors left as they are: a short file and a broken archive are told apart by them.
func fillBuffer(r io.Reader, buf []byte) (n int, err error) {
	for n < len(buf) && err == nil {
		var m int
		m, err = r.Read(buf[n:])
		n += m
	}
	return n, err
}

func (f *folder) add(key string, n node) error {
	if f.nodes[key] = n; len(f.nodes) > f.limits.Files {
		return tooMany(f.limits.Files)
	}
	return nil
}

func (f *folder) join(p string) string {
	return f.dir + string(filepath.Separator) + filepath.FromSlash(p)
}

// note keeps the path of a file that says that the package has native code.
func (f *folder) note(p string) {
	if !strings.HasSuffix(p, ".node") && path.Base(p) != "binding.gyp" {
		return
	}
	if len(f.info.Native) < maxNative && !slices.Contains(f.info.Native, p) {
		f.info.Native = append(f.info.Native, p)
	}
}

// collide says why p must not lie where n does already.
func (n node) collide(p string, dir bool) error {
	switch {
	case n.path != p:
		return &HostileError{Entry: p, Reason: fmt.Sprintf("other file systems take it for %.200q, which is there too", n.path)}
	case n.dir && !dir:
		return &HostileError{Entry: p, Reason: "a file where there is a folder"}
	case !n.dir && dir:
		return &HostileError{Entry: p, Reason: "a folder where there is a file"}
	}
	return nil
}

func tooMany(limit int) error {
	return &HostileError{Reason: fmt.Sprintf("it has more than %d files and folders", limit)}
}
