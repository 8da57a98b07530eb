package registry

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/engine/npm/registrytest"
)

// sizes are both sides of what stays in memory.
var sizes = map[string]int{"small": 3, "large": 400}

func TestCache(t *testing.T) {
	for name, versions := range sizes {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.SetDocument("a", generated(versions))
			o := Options{Cache: filepath.Join(t.TempDir(), "not", "there")}
			check := func(step string, o Options, fromCache, revalidated bool, requests int) {
				t.Helper()
				r.Forget()
				p := fetch(t, r.client(t, o), "a")
				if n, _ := r.Count(); n != requests || p.FromCache != fromCache || p.Revalidated != revalidated {
					t.Errorf("%s: %d requests, from cache %t, revalidated %t", step, n, p.FromCache, p.Revalidated)
				}
				for _, v := range []string{"1.0.0", "1.0.2"} {
					if m, err := p.Manifest(v); err != nil || m.Version != v {
						t.Errorf("%s: %s: got %v, %v", step, v, m, err)
					}
				}
			}
			check("at first", o, false, false, 1)
			check("without max-age", o, true, true, 1)
			r.CacheControl("public, max-age=300")
			r.SetDocument("a", generated(versions+1))
			check("changed", o, false, false, 1)
			check("fresh", o, true, false, 0)
			check("fresh, but asked for", Options{Cache: o.Cache, Fresh: true}, true, true, 1)
			r.clock.pass(299 * time.Second)
			check("nearly stale", o, true, false, 0)
			r.clock.pass(time.Second)
			check("stale", o, true, true, 1)
			check("confirmed", o, true, false, 0)
			check("of the other form", Options{Cache: o.Cache, Full: true}, false, false, 1)
			r.clock.pass(time.Hour)
			r.Close()
			check("offline", Options{Cache: o.Cache, Offline: true}, true, false, 0)
			if _, err := r.client(t, o).Packument(t.Context(), "a"); err == nil {
				t.Error("a registry that is gone confirmed something")
			}
		})
	}
}

func TestOffline(t *testing.T) {
	r := newRig(t)
	c := r.client(t, Options{Offline: true, Cache: t.TempDir()})
	_, err := c.Packument(t.Context(), "a")
	if _, ok := errors.AsType[*OfflineError](err); !ok {
		t.Errorf("got %v", err)
	}
	_, err = c.Tarball(t.Context(), "a", r.URL+"a/-/a-1.0.0.tgz")
	if _, ok := errors.AsType[*OfflineError](err); !ok {
		t.Errorf("got %v", err)
	}
	if n := len(r.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// TestDamagedCache changes a cached file in every way a disk may, and expects it to count as missing.
func TestDamagedCache(t *testing.T) {
	damages := map[string]func([]byte) []byte{
		"emptied":           func([]byte) []byte { return nil },
		"cut off":           func(b []byte) []byte { return b[:len(b)-1] },
		"cut in half":       func(b []byte) []byte { return b[:len(b)/2] },
		"a byte changed":    func(b []byte) []byte { b[bytes.Index(b, []byte("lodash"))]++; return b },
		"structure changed": func(b []byte) []byte { b[0] = '['; return b },
		"trailer changed":   func(b []byte) []byte { b[bytes.LastIndex(b, []byte("etag"))]++; return b },
		"a long trailer":    func(b []byte) []byte { b[len(b)-footerSize+11] = 0xff; return b },
		"of another layout": func(b []byte) []byte { b[len(b)-1]++; return b },
		"zeros":             func(b []byte) []byte { clear(b); return b },
	}
	for name, damage := range damages {
		for kind, versions := range sizes {
			for caching, header := range map[string]string{"fresh": "max-age=300", "stale": ""} {
				t.Run(name+" "+kind+" "+caching, func(t *testing.T) {
					r := newRig(t)
					r.CacheControl(header)
					r.SetDocument("a", generated(versions))
					o := Options{Cache: t.TempDir()}
					fetch(t, r.client(t, o), "a")
					files, err := filepath.Glob(filepath.Join(o.Cache, "*.json"))
					if err != nil || len(files) != 1 {
						t.Fatalf("%v, %v", files, err)
					}
					data, err := os.ReadFile(files[0])
					if err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(files[0], damage(data), 0o600); err != nil {
						t.Fatal(err)
					}
					if err := os.Chtimes(files[0], r.clock.Now(), r.clock.Now()); err != nil {
						t.Fatal(err)
					}
					p := fetch(t, r.client(t, o), "a")
					if p.FromCache || len(p.Versions()) != versions {
						t.Errorf("%d versions, from cache %t", len(p.Versions()), p.FromCache)
					}
					if _, err := r.client(t, Options{Cache: o.Cache, Offline: true}).Packument(t.Context(), "a"); err != nil {
						t.Errorf("it was not replaced: %v", err)
					}
				})
			}
		}
	}
}

func TestCacheControl(t *testing.T) {
	tests := map[string]struct {
		header string
		fresh  time.Duration
		keep   bool
	}{
		"none":                 {"", 0, true},
		"max-age":              {"max-age=300", 300 * time.Second, true},
		"capitals":             {"Public, Max-Age=\"60\"", time.Minute, true},
		"no-cache":             {"max-age=300, no-cache", 0, true},
		"no-store":             {"no-store, max-age=300", 0, false},
		"nonsense":             {"max-age=-1, max-age, =", 0, true},
		"shared caches' alone": {"s-maxage=300", 0, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if fresh, keep := age(http.Header{"Cache-Control": {tt.header}}); fresh != tt.fresh || keep != tt.keep {
				t.Errorf("got %v, %t", fresh, keep)
			}
		})
	}
}

func TestNoStore(t *testing.T) {
	for name, versions := range sizes {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.CacheControl("no-store")
			r.SetDocument("a", generated(versions))
			o := Options{Cache: t.TempDir()}
			p := fetch(t, r.client(t, o), "a")
			if m, err := p.Manifest("1.0.2"); err != nil || m.Version != "1.0.2" {
				t.Errorf("got %v, %v", m, err)
			}
			files, _ := filepath.Glob(filepath.Join(o.Cache, "*"))
			if making, _ := filepath.Glob(filepath.Join(o.Cache, "tmp", "*")); len(making) != 0 || len(files) > 1 {
				t.Errorf("kept %v %v", files, making)
			}
		})
	}
}

// TestCacheThatCannotBeWritten has a file where the folder should be.
func TestCacheThatCannotBeWritten(t *testing.T) {
	for name, versions := range sizes {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.SetDocument("a", generated(versions))
			r.SetDocument("b", generated(versions))
			dir := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(dir, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			var warnings []string
			c := r.client(t, Options{Cache: dir, Warn: func(w string) { warnings = append(warnings, w) }})
			for _, name := range []string{"a", "b"} {
				if m, err := fetch(t, c, name).Manifest("1.0.1"); err != nil || m.Version != "1.0.1" {
					t.Errorf("got %v, %v", m, err)
				}
			}
			if len(warnings) != 1 {
				t.Errorf("warned %q", warnings)
			}
		})
	}
}

// TestDiskThatFills gives the spool a file that takes no more.
func TestDiskThatFills(t *testing.T) {
	var warnings int
	c := newCache(t.TempDir(), newClock(), func(string, ...any) { warnings++ })
	document := generated(500)
	s := c.spool()
	for chunk := range bytes.SplitAfterSeq(document, []byte("}},")) {
		if s.file != nil && s.size > 300<<10 {
			s.file = readOnly(t, s.file)
		}
		if _, err := s.Write(chunk); err != nil {
			t.Fatal(err)
		}
	}
	got := make([]byte, len(document))
	if _, err := s.commit(http.Header{}, "key").ReadAt(got, 0); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, document) || warnings != 1 {
		t.Errorf("the document differs: %t; %d warnings", !bytes.Equal(got, document), warnings)
	}
}

func readOnly(t *testing.T, f *os.File) *os.File {
	t.Helper()
	again, err := os.Open(f.Name())
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	return again
}

func TestLeftoversAreRemoved(t *testing.T) {
	dir, clock := t.TempDir(), newClock()
	c := newCache(dir, clock, t.Logf)
	if err := os.MkdirAll(c.making(), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, age := range map[string]time.Duration{"old": abandoned + time.Second, "young": abandoned - time.Second} {
		file := filepath.Join(c.making(), name)
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, clock.now.Add(-age), clock.now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	c.prepare()
	left, _ := filepath.Glob(filepath.Join(c.making(), "*"))
	if diff := cmp.Diff([]string{filepath.Join(c.making(), "young")}, left); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestLargeDocumentsAreNotKept reads what stays of many large ones once they are on disk.
func TestLargeDocumentsAreNotKept(t *testing.T) {
	r := newRig(t)
	document := generated(2000)
	c := r.client(t, Options{Cache: t.TempDir()})
	names := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	for _, name := range names {
		r.SetDocument(name, document)
	}
	before := heap()
	var kept []*Packument
	for _, name := range names {
		kept = append(kept, fetch(t, c, name))
	}
	if grown := heap() - before; grown > int64(len(names)*len(document))/3 {
		t.Errorf("%d documents of %d KiB left %d KiB", len(names), len(document)>>10, grown>>10)
	}
	if m, err := kept[3].Manifest("1.0.1999"); err != nil || m.Version != "1.0.1999" {
		t.Errorf("got %v, %v", m, err)
	}
	runtime.KeepAlive(kept)
}

// TestFileReplacedMeanwhile is another process that has fetched a newer document.
func TestFileReplacedMeanwhile(t *testing.T) {
	r := newRig(t)
	r.SetDocument("a", generated(400))
	o := Options{Cache: t.TempDir()}
	old := fetch(t, r.client(t, o), "a")
	r.SetDocument("a", bytes.ReplaceAll(generated(500), []byte(`"lodash"`), []byte(`"underscore"`)))
	fetch(t, r.client(t, o), "a")
	m, err := old.Manifest("1.0.399")
	if err != nil || m.Dependencies["lodash"] == "" {
		t.Errorf("got %v, %v", m, err)
	}
}

func TestRevalidationByDate(t *testing.T) {
	r := newRig(t)
	r.SetDocument("a", generated(2))
	const date = "Thu, 01 Jan 2026 00:00:00 GMT"
	r.Fail("/a", 1, func(w http.ResponseWriter, req *http.Request, _ http.Handler) {
		w.Header().Set("Last-Modified", date)
		registrytest.Body(generated(2))(w, req, nil)
	})
	o := Options{Cache: t.TempDir()}
	fetch(t, r.client(t, o), "a")
	r.Fail("/a", 1, registrytest.Status(http.StatusNotModified))
	if p := fetch(t, r.client(t, o), "a"); !p.Revalidated || r.Requests()[1].Header.Get("If-Modified-Since") != date {
		t.Errorf("revalidated %t, asked %v", p.Revalidated, r.Requests()[1].Header)
	}
}

func TestUnaskedNotModified(t *testing.T) {
	r := newRig(t)
	r.Fail("/a", 1, registrytest.Status(http.StatusNotModified))
	if p, err := r.client(t, Options{}).Packument(t.Context(), "a"); err == nil {
		t.Errorf("got %v", p)
	}
}

func FuzzEntry(f *testing.F) {
	t := trailer{Key: "k", ETag: "e", MaxAge: 1}
	f.Add(append([]byte(`{"versions":{}}`), t.encode(7)...))
	f.Add([]byte(magic))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		c := newCache(dir, newClock(), t.Logf)
		if err := os.WriteFile(c.path("k"), data, 0o600); err != nil {
			t.Fatal(err)
		}
		if e := c.open("k"); e != nil {
			if _, _, err := e.read(make([]byte, 64)); err == nil && !bytes.HasSuffix(data, []byte(magic)) {
				t.Error("an entry without its end was taken")
			}
		}
	})
}
