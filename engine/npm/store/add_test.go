package store

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestAdd(t *testing.T) {
	s := newStore(t)
	data := tgz(t,
		file{name: "package/package.json", body: "{}"},
		file{name: "package/bin/cli.js", body: "run", mode: 0o4755},
		file{name: "package/build/x.node", body: "elf"},
		file{name: "package/binding.gyp", body: "gyp"})
	want := integrityOf(data)
	if _, ok := s.Find(want); ok {
		t.Fatal("found in an empty store")
	}
	p, err := s.Add(t.Context(), want, opener(data))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"package.json": "{}", "bin/": "", "bin/cli.js": "x run", "build/": "", "build/x.node": "elf", "binding.gyp": "gyp",
	}
	if diff := cmp.Diff(files, contents(t, p.Dir)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if p.Integrity != want || p.Files != 4 || p.Bytes != 11 || !slices.Equal(p.Native, []string{"build/x.node", "binding.gyp"}) ||
		!strings.HasPrefix(p.ID, "sha512-") {
		t.Errorf("got %+v", p)
	}
	for name, mode := range map[string]os.FileMode{"package.json": 0o444, "bin/cli.js": 0o555} {
		st, err := os.Stat(filepath.Join(p.Dir, name))
		if err != nil || st.Mode()&^0o077 != mode&^0o077 {
			t.Errorf("%s: %v, %v; want %v but for the umask", name, st.Mode(), err, mode)
		}
	}
	again, err := s.Add(t.Context(), want, refuse)
	if diff := cmp.Diff(p, again, hashes()); diff != "" || err != nil {
		t.Errorf("a second time: %v, -first +second\n%s", err, diff)
	}
	found, ok := openStore(t, s.Dir(), Limits{}).Find(want)
	if diff := cmp.Diff(p, found, hashes()); diff != "" || !ok {
		t.Errorf("in another store: %v, -first +second\n%s", ok, diff)
	}
	if got, want := s.Stats(), (Stats{Packages: 1, Files: 4, Bytes: 11}); got != want {
		t.Errorf("stats: got %+v, want %+v", got, want)
	}
	if got := leftovers(t, s); len(got) != 1 {
		t.Errorf("in the store are %q", got)
	}
}

func hashes() cmp.Option { return cmpopts.EquateComparable(Integrity{}) }

// TestAddOdd: archives as they lie in the registry.
func TestAddOdd(t *testing.T) {
	one := file{name: "package/a", body: "1"}
	a := map[string]string{"a": "1"}
	plain := tarball(t, one)
	half := gzipped(t, plain[:700])
	tests := map[string]struct {
		data []byte
		want map[string]string
	}{
		"not gzipped":               {plain, a},
		"two gzip members":          {append(half, gzipped(t, plain[700:])...), a},
		"a third, empty member":     {append(gzipped(t, plain), gzipped(t, nil)...), a},
		"bytes behind the gzip":     {append(gzipped(t, plain), "padding"...), a},
		"zeros behind the gzip":     {append(gzipped(t, plain), make([]byte, 100_000)...), a},
		"rubbish behind the tar":    {gzipped(t, append(slices.Clone(plain), bytes.Repeat([]byte("rubbish"), 1000)...)), a},
		"no zero blocks at the end": {gzipped(t, plain[:1024]), a},
		"another top folder":        {tgz(t, file{name: "node-v1/a", body: "1"}), a},
		"two top folders":           {tgz(t, file{name: "x/a", body: "1"}, file{name: "y/b", body: "2"}), map[string]string{"a": "1", "b": "2"}},
		"dot first":                 {tgz(t, file{name: "./package/a", body: "1"}), a},
		"two slashes":               {tgz(t, file{name: "package//a", body: "1"}), a},
		"files beside the folder":   {tgz(t, file{name: "._package", body: "macOS"}, one), a},
		"folders without x":         {tgz(t, file{name: "package/d/", kind: '5', mode: 0o644}, file{name: "package/d/a", body: "1"}), map[string]string{"d/": "", "d/a": "1"}},
		"an empty folder":           {tgz(t, file{name: "package/d/", kind: '5'}, one), map[string]string{"d/": "", "a": "1"}},
		"a folder twice":            {tgz(t, file{name: "package/d/", kind: '5'}, file{name: "package/d", kind: '5'}, one), map[string]string{"d/": "", "a": "1"}},
		"the same path twice":       {tgz(t, file{name: "package/a", body: "longer", mode: 0o755}, one), a},
		"git's global header":       {tgz(t, file{kind: 'g', pax: map[string]string{"comment": "abc"}}, one), a},
		"contiguous file":           {tgz(t, file{name: "package/a", body: "1", kind: '7'}), a},
		"a long name":               {tgz(t, file{name: "package/" + strings.Repeat("d/", 100) + strings.Repeat("n", 200), body: "1"}), nil},
		"a name in Unicode":         {tgz(t, file{name: "package/ü", body: "1"}), map[string]string{"ü": "1"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := newStore(t).Add(t.Context(), integrityOf(tt.data), opener(tt.data))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, contents(t, p.Dir)); tt.want != nil && diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			files := 0
			for name := range tt.want {
				if !strings.HasSuffix(name, "/") {
					files++
				}
			}
			if tt.want != nil && (p.Files != files || p.Bytes != int64(files)) {
				t.Errorf("%d files of %d bytes in all, want %d of 1 byte each", p.Files, p.Bytes, files)
			}
		})
	}
}

func TestAddBySHA1(t *testing.T) {
	s := newStore(t)
	data := tgz(t, file{name: "package/a", body: "1"})
	sum := sha1.Sum(data)
	want, err := ParseIntegrity("", hex.EncodeToString(sum[:]))
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Add(t.Context(), want, opener(data))
	if err != nil || p.Integrity != want {
		t.Errorf("got %+v, %v", p, err)
	}
	if _, err := s.Add(t.Context(), want, opener([]byte("another"))); err != nil {
		t.Error(err)
	}
}

func TestAddAnyOfSeveralHashes(t *testing.T) {
	s := newStore(t)
	data := tgz(t, file{name: "package/a", body: "1"})
	right := integrityOf(data)
	want, err := ParseIntegrity(integrityOf([]byte("z")).String()+" "+right.String(), "")
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Add(t.Context(), want, opener(data))
	if err != nil || p.Integrity != right {
		t.Errorf("got %+v, %v", p, err)
	}
	for _, i := range []Integrity{want, right} {
		if _, ok := s.Find(i); !ok {
			t.Errorf("%s is not found", i)
		}
	}
}

func TestAddUnverified(t *testing.T) {
	s := newStore(t)
	data := tgz(t, file{name: "package/a", body: "1"})
	if _, err := s.Add(t.Context(), Integrity{}, opener(data)); !errors.Is(err, ErrNoIntegrity) {
		t.Errorf("Add without a hash: %v", err)
	}
	for range 2 {
		p, err := s.AddUnverified(t.Context(), opener(data))
		if err != nil || p.Integrity != integrityOf(data) {
			t.Errorf("got %+v, %v", p, err)
		}
	}
	if _, err := s.Add(t.Context(), integrityOf(data), refuse); err != nil {
		t.Error(err)
	}
}

func TestAddRepairs(t *testing.T) {
	s := newStore(t)
	p := add(t, s, file{name: "package/a", body: "1"})
	if err := os.WriteFile(filepath.Join(s.place(p.Integrity.address()), infoFile+"x"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(s.place(p.Integrity.address()), infoFile)); err != nil {
		t.Fatal(err)
	}
	add(t, s, file{name: "package/a", body: "1"})
	if _, ok := s.Find(p.Integrity); !ok {
		t.Error("what somebody has damaged stays so")
	}
	if got := leftovers(t, s); len(got) != 1 {
		t.Errorf("in the store are %q", got)
	}
}

func TestAddTogether(t *testing.T) {
	s := newStore(t)
	other := openStore(t, s.Dir(), Limits{}) // as another process
	data := tgz(t, sample(1, 30)...)
	var opened atomic.Int64
	open := func(ctx context.Context) (io.ReadCloser, error) {
		opened.Add(1)
		return opener(data)(ctx)
	}
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			p, err := []*Store{s, other}[i%2].Add(t.Context(), integrityOf(data), open)
			if err != nil || p.Files != 30 {
				t.Errorf("got %+v, %v", p, err)
			}
		})
	}
	wg.Wait()
	if n := opened.Load(); n > 2 {
		t.Errorf("opened %d times", n)
	}
	if got := leftovers(t, s); len(got) != 1 {
		t.Errorf("in the store are %q", got)
	}
}

// TestFirstGivesUp: those that wait for it go on without it.
func TestFirstGivesUp(t *testing.T) {
	s := newStore(t)
	data := tgz(t, file{name: "package/a", body: "1"})
	first, giveUp := context.WithCancel(t.Context())
	started := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		_, err := s.Add(first, integrityOf(data), func(ctx context.Context) (io.ReadCloser, error) {
			close(started)
			<-ctx.Done()
			return nil, ctx.Err()
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the first: %v", err)
		}
	})
	<-started
	wg.Go(func() {
		if _, err := s.Add(t.Context(), integrityOf(data), opener(data)); err != nil {
			t.Errorf("the second: %v", err)
		}
	})
	late, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Add(late, integrityOf(data), opener(data)); !errors.Is(err, context.Canceled) {
		t.Errorf("one that gave up before: %v", err)
	}
	giveUp()
	wg.Wait()
}

// stuck is a body that sends some and then nothing until it is closed.
type stuck struct {
	io.Reader
	closed chan struct{}
}

func (s *stuck) Read(p []byte) (int, error) {
	if n, err := s.Reader.Read(p); err == nil {
		return n, nil
	}
	<-s.closed
	return 0, errors.New("closed")
}

func (s *stuck) Close() error { close(s.closed); return nil }

func TestAddStopped(t *testing.T) {
	s := newStore(t)
	data := tgz(t, sample(1, 20)...)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := s.Add(ctx, integrityOf(data), func(context.Context) (io.ReadCloser, error) {
		half := bytes.NewReader(data[:len(data)/2])
		return &stuck{iotest.DataErrReader(io.MultiReader(half, readFunc(func() { cancel() }))), make(chan struct{})}, nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := leftovers(t, s); got != nil {
		t.Errorf("in the store are %q", got)
	}
}

// readFunc is an empty reader that says when it is read.
type readFunc func()

func (f readFunc) Read([]byte) (int, error) { f(); return 0, io.EOF }
