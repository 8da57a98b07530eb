package fs

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"math/rand/v2"

	"github.com/guthega/guthega/jsapi/folders"
)

// call is what an operation is asked: paths, numbers, and bytes to read into or to write.
type call struct {
	*access
	files    *files
	path, to string
	n        []int64 // by operation
	bytes    []byte
}

func (c *call) arg(i int) int64 {
	if i < len(c.n) {
		return c.n[i]
	}
	return 0
}

func (c *call) mode(i int) os.FileMode {
	m := os.FileMode(c.arg(i) & 0o777) //nolint:gosec // nine bits
	for bit, is := range map[int64]os.FileMode{0o4000: os.ModeSetuid, 0o2000: os.ModeSetgid, 0o1000: os.ModeSticky} {
		if c.arg(i)&bit != 0 {
			m |= is
		}
	}
	return m
}

// writing does f with a place that may be written.
func writing(c *call, path string, link bool, f func(r *os.Root, name string) error) (result, error) {
	p, err := c.target(path, link)
	if err != nil {
		return result{}, err
	}
	return result{}, p.in(func(r *os.Root) error { return f(r, p.name) })
}

// changes are the operations that need a descriptor or that write.
func changes() map[string]operation {
	on := func(f func(file *os.File, c *call) (result, error)) func(c *call) (result, error) {
		return func(c *call) (result, error) {
			file, err := c.files.get(c.arg(0))
			if err != nil {
				return result{}, err
			}
			return f(file, c)
		}
	}
	return map[string]operation{
		"open":  {"open", open},
		"close": {"close", func(c *call) (result, error) { return result{}, c.files.close(c.arg(0)) }},
		"read": {"read", on(func(file *os.File, c *call) (result, error) {
			n, err := readAt(file, c.bytes, c.arg(1))
			return result{number: int64(n)}, err
		})},
		"write": {"write", on(func(file *os.File, c *call) (result, error) {
			n, err := writeAt(file, c.bytes, c.arg(1))
			return result{number: int64(n)}, err
		})},
		"readAll": {"read", on(func(file *os.File, _ *call) (result, error) {
			b, err := io.ReadAll(file)
			return result{bytes: b}, err
		})},
		"fstat":     {"fstat", on(func(file *os.File, _ *call) (result, error) { return state(file.Stat()) })},
		"fsync":     {"fsync", on(func(file *os.File, _ *call) (result, error) { return result{}, file.Sync() })},
		"ftruncate": {"ftruncate", on(func(file *os.File, c *call) (result, error) { return result{}, file.Truncate(c.arg(1)) })},
		"fchmod":    {"fchmod", on(func(file *os.File, c *call) (result, error) { return result{}, file.Chmod(c.mode(1)) })},
		"fchown": {"fchown", on(func(file *os.File, c *call) (result, error) {
			return result{}, file.Chown(int(c.arg(1)), int(c.arg(2)))
		})},
		"futimes": {"futime", on(func(file *os.File, c *call) (result, error) {
			return result{}, setTimes(file, time.UnixMicro(c.arg(1)), time.UnixMicro(c.arg(2)))
		})},
		"mkdir":   {"mkdir", mkdir},
		"mkdtemp": {"mkdtemp", mkdtemp},
		"rmdir": {"rmdir", func(c *call) (result, error) {
			return writing(c, c.path, true, func(r *os.Root, name string) error {
				if info, err := r.Lstat(name); err == nil && !info.IsDir() {
					return syscall.ENOTDIR
				}
				return r.Remove(name)
			})
		}},
		"unlink": {"unlink", func(c *call) (result, error) {
			return writing(c, c.path, true, func(r *os.Root, name string) error {
				if info, err := r.Lstat(name); err == nil && info.IsDir() {
					return syscall.EISDIR
				}
				return r.Remove(name)
			})
		}},
		"removeAll": {"rm", func(c *call) (result, error) {
			return writing(c, c.path, true, func(r *os.Root, name string) error { return r.RemoveAll(name) })
		}},
		"rename": {"rename", func(c *call) (result, error) {
			return between(c, func(r *os.Root, from, to string) error { return r.Rename(from, to) })
		}},
		"link": {"link", func(c *call) (result, error) {
			return between(c, func(r *os.Root, from, to string) error { return r.Link(from, to) })
		}},
		"symlink": {"symlink", func(c *call) (result, error) {
			// A link may say what it likes: whoever follows it is asked again.
			return writing(c, c.to, true, func(r *os.Root, name string) error { return r.Symlink(c.path, name) })
		}},
		"truncate": {"open", func(c *call) (result, error) {
			p, err := c.target(c.path, false)
			if err != nil {
				return result{}, err
			}
			file, err := p.open(os.O_RDWR, 0)
			if err != nil {
				return result{}, err
			}
			return result{}, errors.Join(file.Truncate(c.arg(0)), file.Close())
		}},
		"chmod": {"chmod", func(c *call) (result, error) {
			return writing(c, c.path, false, func(r *os.Root, name string) error { return r.Chmod(name, c.mode(0)) })
		}},
		"chown": {"chown", func(c *call) (result, error) {
			return writing(c, c.path, false, func(r *os.Root, name string) error { return r.Chown(name, int(c.arg(0)), int(c.arg(1))) })
		}},
		"lchown": {"lchown", func(c *call) (result, error) {
			return writing(c, c.path, true, func(r *os.Root, name string) error { return r.Lchown(name, int(c.arg(0)), int(c.arg(1))) })
		}},
		"utimes": {"utime", func(c *call) (result, error) {
			return writing(c, c.path, false, func(r *os.Root, name string) error {
				return r.Chtimes(name, time.UnixMicro(c.arg(0)), time.UnixMicro(c.arg(1)))
			})
		}},
		"mayWrite": {"access", func(c *call) (result, error) {
			p, err := c.target(c.path, false)
			if err != nil {
				return result{}, err
			}
			return result{}, syscall.Access(p.path, uint32(c.arg(0))) //nolint:gosec // three bits
		}},
		"writeFile": {"open", func(c *call) (result, error) {
			p, err := c.target(c.path, false)
			if err != nil {
				return result{}, err
			}
			file, err := p.open(int(c.arg(0)), c.mode(1))
			if err != nil {
				return result{}, err
			}
			_, err = file.Write(c.bytes)
			if err == nil && c.arg(2) != 0 {
				err = file.Sync()
			}
			return result{}, errors.Join(err, file.Close())
		}},
		"copyFile": {"copyfile", copyFile},
	}
}

// open is open(path, flags, mode): reading asks the one permission, all else the other.
func open(c *call) (result, error) {
	flag := int(c.arg(0))
	var p place
	var err error
	if flag&(os.O_WRONLY|os.O_RDWR|os.O_CREATE|os.O_TRUNC|os.O_APPEND) == 0 {
		p, err = c.source(c.path)
	} else {
		p, err = c.target(c.path, flag&os.O_EXCL != 0)
	}
	if err != nil {
		return result{}, err
	}
	file, err := p.open(flag, c.mode(1))
	if err != nil {
		return result{}, err
	}
	fd, err := c.files.add(file)
	return result{number: int64(fd)}, err
}

// mkdir is mkdir(path, mode, recursive), which returns the first folder that it has made.
func mkdir(c *call) (result, error) {
	p, err := c.target(c.path, false)
	if err != nil {
		return result{}, err
	}
	if c.arg(1) == 0 {
		return result{}, p.in(func(r *os.Root) error { return r.Mkdir(p.name, c.mode(0)) })
	}
	first := ""
	for dir := p.path; ; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(dir); err == nil || dir == filepath.Dir(dir) {
			break
		}
		first = dir
	}
	err = p.in(func(r *os.Root) error { return r.MkdirAll(p.name, c.mode(0)) })
	if err == nil && first != "" {
		if abs, absErr := folders.Absolute(c.path); absErr == nil { // as the caller wrote it
			for dir := abs; ; dir = filepath.Dir(dir) {
				if filepath.Base(dir) == filepath.Base(first) {
					first = dir
					break
				}
				if dir == filepath.Dir(dir) {
					break
				}
			}
		}
	}
	return result{text: first}, err
}

// mkdtemp makes a folder that begins with path and ends in six characters.
func mkdtemp(c *call) (result, error) {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	for range 100 {
		name := []byte(c.path)
		for range 6 {
			name = append(name, letters[rand.IntN(len(letters))]) //nolint:gosec // a name, and no secret
		}
		p, err := c.target(string(name), true)
		if err != nil {
			return result{}, err
		}
		err = p.in(func(r *os.Root) error { return r.Mkdir(p.name, 0o700) })
		if !errors.Is(err, fs.ErrExist) {
			return result{text: string(name)}, err
		}
	}
	return result{}, syscall.EEXIST
}

// between does f with two places below one folder. Between two folders that may be written nothing can be moved at once: what
// callers do then is to copy and remove.
func between(c *call, f func(r *os.Root, from, to string) error) (result, error) {
	from, err := c.target(c.path, true)
	if err != nil {
		return result{}, err
	}
	to, err := c.target(c.to, true)
	if err != nil {
		return result{}, err
	}
	if from.root != to.root {
		rel, err := filepath.Rel(to.root, from.path)
		if err != nil || rel == ".." || len(rel) > 2 && rel[:3] == ".."+string(filepath.Separator) {
			return result{}, syscall.EXDEV
		}
		from.root, from.name = to.root, rel
	}
	return result{}, from.in(func(r *os.Root) error { return f(r, from.name, to.name) })
}

// copyFile is copyFile(from, to, exclusive).
func copyFile(c *call) (_ result, err error) {
	from, err := c.source(c.path)
	if err != nil {
		return result{}, err
	}
	to, err := c.target(c.to, false)
	if err != nil {
		return result{}, err
	}
	in, err := from.open(os.O_RDONLY, 0)
	if err != nil {
		return result{}, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	info, err := in.Stat()
	if err != nil {
		return result{}, err
	}
	if info.IsDir() {
		return result{}, syscall.EISDIR
	}
	flag := os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	if c.arg(0)&1 != 0 {
		flag |= os.O_EXCL
	}
	out, err := to.open(flag, info.Mode().Perm())
	if err != nil {
		return result{}, err
	}
	_, err = io.Copy(out, in)
	return result{}, errors.Join(err, out.Close())
}

// setTimes is futimes, by the file's name in /proc where the system has it.
func setTimes(file *os.File, atime, mtime time.Time) error {
	raw, err := file.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	err = raw.Control(func(fd uintptr) {
		failed = os.Chtimes("/proc/self/fd/"+strconv.FormatUint(uint64(fd), 10), atime, mtime)
	})
	return errors.Join(err, failed)
}
