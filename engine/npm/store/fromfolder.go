package store

import (
	"context"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// folderAlgorithm is the address of packages that came as folders: SHA-512 over their names, modes and contents.
const folderAlgorithm = "folder"

// folderMagic begins what is hashed, and changes with how.
const folderMagic = "guthega folder 1\n"

// AddFolder returns the package that has the files of dir as they are now, and copies them where the store has it not.
// node_modules, .git and the store itself are left out, and folders without a file. Errors: *HostileError for links and
// whatever else is no file, and for all that Add refuses; *UnwritableError; ctx's; what reading dir says.
func (s *Store) AddFolder(ctx context.Context, dir string) (*Package, error) {
	root, err := os.OpenRoot(dir) // so that nothing swapped for a link meanwhile leads out of dir
	if err != nil {
		return nil, fmt.Errorf("reading the package's folder: %w", err)
	}
	defer root.Close() //nolint:errcheck // it is only read
	t := s.tools.Get().(*tools)
	defer s.tools.Put(t)
	w := folderWalk{ctx: ctx, root: root, store: s.dir, sum: sha512.New()}

	// Reading it twice, where it is new, is cheaper than copying it each time where it is not.
	a, err := w.walk(func(_ string, _ bool, r io.Reader) error {
		_, err := io.CopyBuffer(io.Discard, onlyReader{r}, t.buf)
		return err
	})
	if err != nil {
		return nil, err
	}
	if p, err := s.load(a); err == nil {
		return p, nil
	}
	work, leave, err := s.work.enter()
	if err != nil {
		return nil, s.unwritable(err)
	}
	defer leave()
	f, err := newFolder(filepath.Join(work, filesDir), s.limits, t.buf, ctx.Err)
	if err != nil {
		return nil, err
	}
	a, err = w.walk(f.create) // it may have changed
	if err != nil {
		return nil, err
	}
	return s.publish(work, a, f.info)
}

// folderWalk is one AddFolder's.
type folderWalk struct {
	ctx  context.Context // of the one call that this lives for
	root *os.Root
	// store is the store's folder, and skip what it is, nil while there is none.
	store string
	skip  fs.FileInfo
	sum   hash.Hash
}

// walk gives every file to visit, in the order of their paths, and returns the address they make together.
func (w *folderWalk) walk(visit func(p string, executable bool, r io.Reader) error) (address, error) {
	w.skip, _ = os.Stat(w.store) // anew for each walk: the first file written makes it
	w.sum.Reset()
	io.WriteString(w.sum, folderMagic) //nolint:errcheck // hashes do not fail
	err := fs.WalkDir(w.root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil {
			err = w.ctx.Err()
		}
		if err != nil {
			return err
		}
		if d.IsDir() {
			return w.enter(d)
		}
		return w.file(p, d, visit)
	})
	if err != nil {
		return address{}, fmt.Errorf("reading the folder %s: %w", w.root.Name(), err)
	}
	return address{folderAlgorithm, hex.EncodeToString(w.sum.Sum(nil))}, nil
}

func (w *folderWalk) enter(d fs.DirEntry) error {
	if d.Name() == "node_modules" || d.Name() == ".git" {
		return fs.SkipDir
	}
	if st, err := d.Info(); err == nil && w.skip != nil && os.SameFile(st, w.skip) {
		return fs.SkipDir
	}
	return nil
}

func (w *folderWalk) file(p string, d fs.DirEntry, visit func(p string, executable bool, r io.Reader) error) error {
	if reason := flaw(p); reason != "" {
		return &HostileError{Entry: p, Reason: reason}
	}
	switch {
	case d.Type()&fs.ModeSymlink != 0:
		return &HostileError{Entry: p, Reason: "a symbolic link"}
	case !d.Type().IsRegular():
		return &HostileError{Entry: p, Reason: "it is no file"}
	}
	f, err := w.root.Open(filepath.FromSlash(p))
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // it is only read
	st, err := f.Stat()
	if err != nil {
		return err
	}
	executable := st.Mode()&0o111 != 0
	one := sha512.New()
	if err := visit(p, executable, io.TeeReader(f, one)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.sum, "%q %t %x\n", p, executable, one.Sum(nil))
	return err
}
