package fs

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// result is what an operation gives JavaScript: one of its fields.
type result struct {
	bytes   []byte
	text    string
	entries []fs.DirEntry
	info    *info
	number  int64
}

// info is a file's state as Node's Stats has it.
type info struct {
	dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks float64
	atime, mtime, ctime, birthtime                               time.Time
}

// operation does what Node's function of that name does, on any goroutine.
type operation struct {
	syscall string // Node's name of it in errors
	run     func(c *call) (result, error)
}

// operations are those there are.
func operations() map[string]operation {
	return map[string]operation{
		"readFile": {"open", func(c *call) (result, error) {
			p, err := c.source(c.path)
			if err != nil {
				return result{}, err
			}
			file, err := p.open(os.O_RDONLY, 0)
			if err != nil {
				return result{}, err
			}
			b, err := io.ReadAll(file)
			return result{bytes: b}, errors.Join(err, file.Close())
		}},
		"readdir": {"scandir", func(c *call) (result, error) {
			resolved, err := c.File(c.path)
			if err != nil {
				return result{}, err
			}
			entries, err := os.ReadDir(resolved)
			return result{entries: entries}, err
		}},
		"realpath": {"realpath", func(c *call) (result, error) {
			resolved, err := c.File(c.path)
			return result{text: resolved}, err
		}},
		"readlink": {"readlink", func(c *call) (result, error) {
			link, err := c.Link(c.path)
			if err != nil {
				return result{}, err
			}
			to, err := os.Readlink(link)
			return result{text: to}, err
		}},
		"stat": {"stat", func(c *call) (result, error) {
			resolved, err := c.File(c.path)
			if err != nil {
				return result{}, err
			}
			i, err := os.Stat(resolved)
			return state(i, err)
		}},
		"lstat": {"lstat", func(c *call) (result, error) {
			link, err := c.Link(c.path)
			if err != nil {
				return result{}, err
			}
			i, err := os.Lstat(link)
			return state(i, err)
		}},
		"access": {"access", func(c *call) (result, error) {
			resolved, err := c.File(c.path)
			if err != nil {
				return result{}, err
			}
			if c.arg(0)&1 != 0 { // X_OK
				return result{}, syscall.Access(resolved, 1)
			}
			_, err = os.Stat(resolved)
			return result{}, err
		}},
	}
}

func state(i os.FileInfo, err error) (result, error) {
	if err != nil {
		return result{}, err
	}
	s := &info{mode: nodeMode(i.Mode()), size: float64(i.Size()), nlink: 1, mtime: i.ModTime(), atime: i.ModTime(), ctime: i.ModTime(), birthtime: i.ModTime()}
	s.system(i)
	return result{info: s}, nil
}

// The kinds of files in Unix's st_mode, which Node has on every system.
const (
	typeSocket, typeLink, typeFile, typeBlock, typeFolder, typeCharacter, typePipe = 0o140000, 0o120000, 0o100000, 0o060000, 0o040000, 0o020000, 0o010000
)

func nodeMode(m os.FileMode) float64 {
	return float64(kind(m) | uint32(m.Perm()) | bit(m, os.ModeSetuid, 0o4000) | bit(m, os.ModeSetgid, 0o2000) | bit(m, os.ModeSticky, 0o1000))
}

func bit(m, is os.FileMode, set uint32) uint32 {
	if m&is != 0 {
		return set
	}
	return 0
}

func kind(m os.FileMode) uint32 {
	switch {
	case m.IsDir():
		return typeFolder
	case m&os.ModeSymlink != 0:
		return typeLink
	case m&os.ModeSocket != 0:
		return typeSocket
	case m&os.ModeNamedPipe != 0:
		return typePipe
	case m&os.ModeCharDevice != 0:
		return typeCharacter
	case m&os.ModeDevice != 0:
		return typeBlock
	}
	return typeFile
}
