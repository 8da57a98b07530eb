package store

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// file is an entry of a tar: a file of body where nothing else is said.
type file struct {
	name, body, link string
	mode             int64
	kind             byte
	pax              map[string]string
}

func tarball(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		h := &tar.Header{Name: f.name, Typeflag: f.kind, Linkname: f.link, Mode: f.mode, Size: int64(len(f.body)), PAXRecords: f.pax}
		if h.Typeflag == 0 {
			h.Typeflag = tar.TypeReg
		}
		if h.Mode == 0 && h.Typeflag != tar.TypeXGlobalHeader {
			h.Mode = 0o644
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, f.body); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func tgz(t testing.TB, files ...file) []byte {
	t.Helper()
	return gzipped(t, tarball(t, files...))
}

func integrityOf(data []byte) Integrity {
	sum := sha512.Sum512(data)
	return digestOf("sha512", sum[:])
}

func opener(data []byte) Opener {
	return func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}

func refuse(context.Context) (io.ReadCloser, error) { return nil, errors.New("opened again") }

func newStore(t testing.TB) *Store {
	t.Helper()
	return openStore(t, filepath.Join(t.TempDir(), "store"), Limits{})
}

func openStore(t testing.TB, dir string, limits Limits) *Store {
	t.Helper()
	s, err := Open(dir, limits)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func add(t testing.TB, s *Store, files ...file) *Package {
	t.Helper()
	data := tgz(t, files...)
	p, err := s.Add(t.Context(), integrityOf(data), opener(data))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// contents lists what is below dir: files with what is in them ("x " before it where they are executable), folders with
// a slash.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	got := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil || rel == "." {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			got[rel+"/"] = ""
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		st, err := d.Info()
		if err != nil {
			return err
		}
		if got[rel] = string(data); st.Mode()&0o111 != 0 {
			got[rel] = "x " + string(data)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// leftovers lists the packages that can be seen, and what is in tmp.
func leftovers(t testing.TB, s *Store) (names []string) {
	t.Helper()
	for _, pattern := range []string{"packages/*/*/*", "trees/*", "tmp/*"} {
		found, err := filepath.Glob(filepath.Join(s.Dir(), pattern))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	return names
}

// sample is a package as packages are: many files of a few kilobytes in a few folders. The same seed makes the same one.
func sample(seed uint64, files int) []file {
	rnd := rand.New(rand.NewPCG(seed, 1))
	words := strings.Fields("const function return require exports module this => ; { } ( ) if else var async await value key index error")
	list := []file{{name: "package/package.json", body: `{"name":"p` + strconv.FormatUint(seed, 10) + `","version":"1.0.0"}`}}
	for i := 1; i < files; i++ {
		size := 200 + int(rnd.ExpFloat64()*4000)
		var b strings.Builder
		for b.Len() < size {
			b.WriteString(words[rnd.IntN(len(words))])
			b.WriteString(" ")
			if rnd.IntN(8) == 0 {
				b.WriteString(strconv.FormatUint(rnd.Uint64N(40_000), 36))
			}
			if rnd.IntN(8) == 0 {
				b.WriteByte('\n')
			}
		}
		dir := path.Join("package", []string{"", "lib", "lib/internal", "dist/cjs", "dist/esm", "types"}[i*6/files])
		list = append(list, file{name: path.Join(dir, "file"+strconv.Itoa(i)+".js"), body: b.String()})
	}
	return list
}
