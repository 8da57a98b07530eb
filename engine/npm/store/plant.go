package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
)

// planting is the making of one tree.
type planting struct {
	dir    string
	places map[string]bool // the paths of the entries
	// noLinks: this file system has none, or lets us make none; it need not be asked for every file.
	noLinks        atomic.Bool
	linked, copied atomic.Int64
}

// plant puts the packages of entries at their places below dir.
func (s *Store) plant(ctx context.Context, dir string, entries []Entry) error {
	p := &planting{dir: dir, places: make(map[string]bool, len(entries))}
	var packages []Entry
	for _, e := range entries {
		p.places[e.Path] = true
		if e.Package == nil {
			if err := p.link(e); err != nil {
				return err
			}
			continue
		}
		packages = append(packages, e)
		if err := os.MkdirAll(p.join(e.Path), 0o755); err != nil {
			return err
		}
	}
	// The largest first, so that none is left for one worker alone in the end.
	slices.SortFunc(packages, func(a, b Entry) int { return cmp.Compare(b.Package.Files, a.Package.Files) })
	if err := p.all(ctx, packages); err != nil {
		return err
	}
	s.linked.Add(p.linked.Load())
	s.copied.Add(p.copied.Load())
	return nil
}

// link makes a symbolic link, relative so that the tree can be moved.
func (p *planting) link(e Entry) error {
	at := p.join(e.Path)
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		return err
	}
	to, err := filepath.Rel(filepath.Dir(at), p.join(e.Link))
	if err != nil {
		return err
	}
	return os.Symlink(to, at)
}

// all lets workers take one entry after the other. The first error ends them all.
func (p *planting) all(ctx context.Context, entries []Entry) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(planters(), len(entries)) {
		workers.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(entries) {
					return
				}
				if err := p.one(ctx, entries[i]); err != nil {
					cancel(fmt.Errorf("%s: %w", entries[i].Path, err))
				}
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}

// planters is how many work at once.
func planters() int { return runtime.GOMAXPROCS(0) }

// one links a package's files to its place.
func (p *planting) one(ctx context.Context, e Entry) error {
	n, whole, err := p.folder(ctx, e.Package.Dir, p.join(e.Path), e.Path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && whole && n != e.Package.Files {
		damaged := filepath.Dir(e.Package.Dir)
		return fmt.Errorf("the store has %d of its %d files: remove %s and install again", n, e.Package.Files, damaged)
	}
	return err
}

// folder links what is in from to what is to be in to, whose path in the tree is at. It returns how many files that
// were, and whether all of them: another entry may have its place among them.
func (p *planting) folder(ctx context.Context, from, to, at string) (files int, whole bool, err error) {
	if err := ctx.Err(); err != nil {
		return 0, false, err
	}
	entries, err := readDir(from)
	if err != nil {
		return 0, false, err
	}
	whole = true
	for _, e := range entries {
		name := string(filepath.Separator) + e.Name()
		if !e.IsDir() {
			if err := p.file(from+name, to+name); err != nil {
				return files, whole, err
			}
			files++
			continue
		}
		inner := at + "/" + e.Name()
		if p.places[inner] {
			whole = false
			continue
		}
		if err := os.Mkdir(to+name, 0o755); err != nil && !errors.Is(err, fs.ErrExist) { // for an entry in it
			return files, whole, err
		}
		n, all, err := p.folder(ctx, from+name, to+name, inner)
		files += n
		whole = whole && all
		if err != nil {
			return files, whole, err
		}
	}
	return files, whole, nil
}

// readDir is os.ReadDir without its sorting.
func readDir(dir string) ([]fs.DirEntry, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it is only read
	return f.ReadDir(-1)
}

// file links from to to, or copies it where it cannot be linked.
func (p *planting) file(from, to string) error {
	if !p.noLinks.Load() {
		err := os.Link(from, to)
		switch {
		case err == nil:
			p.linked.Add(1)
			return nil
		case errors.Is(err, syscall.EMLINK): // this file has all the links it can have
		case cannotLink(err):
			p.noLinks.Store(true)
		default:
			return err
		}
	}
	p.copied.Add(1)
	return copyFile(from, to)
}

// cannotLink: the two lie on different devices, the file system has no links, or (fs.protected_hardlinks) the files are
// somebody else's.
func cannotLink(err error) bool {
	return errors.Is(err, syscall.EXDEV) || errors.Is(err, syscall.EPERM) || errors.Is(err, errors.ErrUnsupported)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // it is only read
	st, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, st.Mode().Perm())
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

func (p *planting) join(at string) string { return filepath.Join(p.dir, filepath.FromSlash(at)) }
