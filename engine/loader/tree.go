package loader

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// embeddedRoot is where the receivers inside the binary appear among the paths. It is a URL with an opaque part, so
// that goja, which reads the names in source maps as URLs, shows it as it is.
const embeddedRoot = "guthega:scripts"

// maxFile bounds what is read as one module: past it esbuild and goja would need gigabytes.
const maxFile = 64 << 20

// tree is the one name space that resolution walks: the file system's absolute paths, and below embeddedRoot the
// embedded files. It is immutable and safe for concurrent use.
type tree struct {
	embedded fs.FS
	open     func(path string) (*os.File, error) // of a real path; nil is os.Open
}

type kind uint8

const (
	absent kind = iota
	regular
	directory
)

// inside returns the name in the embedded files that p stands for.
func (t tree) inside(p string) (name string, ok bool) {
	if p == embeddedRoot {
		return ".", t.embedded != nil
	}
	name, ok = strings.CutPrefix(p, embeddedRoot+"/")
	return name, ok && t.embedded != nil && fs.ValidPath(name)
}

// stat says what p is. Sockets, pipes and devices count as absent: reading one could block for ever.
func (t tree) stat(p string) kind {
	var info fs.FileInfo
	var err error
	if name, ok := t.inside(p); ok {
		info, err = fs.Stat(t.embedded, name)
	} else if path.IsAbs(p) {
		info, err = os.Stat(p)
	} else {
		return absent
	}
	switch {
	case err != nil:
		return absent
	case info.IsDir():
		return directory
	case info.Mode().IsRegular():
		return regular
	}
	return absent
}

// real resolves symbolic links: a module has one identity however it is reached.
func (t tree) real(p string) (string, error) {
	if _, ok := t.inside(p); ok {
		return p, nil
	}
	return filepath.EvalSymlinks(p)
}

// read returns the whole of p. The error wraps fs.ErrNotExist where there is no such file.
func (t tree) read(p string) ([]byte, error) {
	var f fs.File
	var err error
	if name, ok := t.inside(p); ok {
		f, err = t.embedded.Open(name)
	} else if path.IsAbs(p) && t.open != nil {
		f, err = t.open(filepath.FromSlash(p))
	} else if path.IsAbs(p) {
		f, err = os.Open(p)
	} else {
		return nil, &fs.PathError{Op: "open", Path: p, Err: fs.ErrNotExist}
	}
	if err != nil {
		return nil, err
	}
	data, err := readAll(f, p)
	return data, errors.Join(err, f.Close())
}

func readAll(f fs.File, p string) ([]byte, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, &fs.PathError{Op: "read", Path: p, Err: fs.ErrNotExist}
	}
	if info.Size() > maxFile {
		return nil, tooLarge(p)
	}
	// Stat is a hint only: the file may be growing. One byte more than expected saves the read that finds the end.
	data := make([]byte, 0, info.Size()+1)
	for {
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if errors.Is(err, io.EOF) {
			return data, nil
		}
		if err != nil {
			return nil, err
		}
		if len(data) > maxFile {
			return nil, tooLarge(p)
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
}

func tooLarge(p string) error {
	return fmt.Errorf("%s is larger than %d MiB, the most that is read as one module", p, maxFile>>20)
}

// list returns the names in the folder p, directories with a slash at the end; nil where it cannot be read.
func (t tree) list(p string) []string {
	var entries []fs.DirEntry
	var err error
	if name, ok := t.inside(p); ok {
		entries, err = fs.ReadDir(t.embedded, name)
	} else if path.IsAbs(p) {
		entries, err = os.ReadDir(p)
	}
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		n := e.Name()
		if t.stat(path.Join(p, n)) == directory {
			n += "/"
		}
		names = append(names, n)
	}
	return names
}

// up is the folder above p, or "" at the top.
func up(p string) string {
	d := path.Dir(p)
	if d == p || d == "." {
		return ""
	}
	return d
}
