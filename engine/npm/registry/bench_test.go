package registry

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// benchDocuments are packuments to measure with: those of the folder that GUTHEGA_BENCH_PACKUMENTS names (*.json), or a
// generated one of 2,000 versions and some 2 MB.
func benchDocuments(b *testing.B) [][]byte {
	b.Helper()
	files, err := filepath.Glob(filepath.Join(os.Getenv("GUTHEGA_BENCH_PACKUMENTS"), "*.json"))
	if err != nil {
		b.Fatal(err)
	}
	if os.Getenv("GUTHEGA_BENCH_PACKUMENTS") == "" || len(files) == 0 {
		return [][]byte{generated(2000)}
	}
	var docs [][]byte
	for _, file := range files {
		doc, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		docs = append(docs, doc)
	}
	return docs
}

// generated is a packument of the usual proportions.
func generated(versions int) []byte {
	var s strings.Builder
	s.WriteString(`{"name":"a","dist-tags":{"latest":"1.0.1"},"versions":{`)
	for i := range versions {
		if i > 0 {
			s.WriteByte(',')
		}
		fmt.Fprintf(&s, `"1.0.%d":{"name":"a","version":"1.0.%d","dependencies":{"lodash":"^4.17.%d","uuid":"^9.0.0","debug":"~4.3.4"},`+
			`"devDependencies":{"mocha":"^10.2.0","eslint":"^8.5.0","typescript":"~5.1.0","c8":"^8.0.0"},"bin":{"a":"bin/a.js"},`+
			`"dist":{"integrity":"sha512-%088d","shasum":"%040d","tarball":"http://registry.test/a/-/a-1.0.%d.tgz","fileCount":31,"unpackedSize":128414,`+
			`"signatures":[{"keyid":"SHA256:%043d","sig":"%096d"}]},"engines":{"node":">=%d"}}`, i, i, i%22, i, i, i, i, i, 14+i/500)
	}
	s.WriteString("}}")
	return []byte(s.String())
}

func size(docs [][]byte) (n int64) {
	for _, doc := range docs {
		n += int64(len(doc))
	}
	return n
}

func BenchmarkScan(b *testing.B) {
	docs := benchDocuments(b)
	window := make([]byte, windowSize)
	b.SetBytes(size(docs))
	b.ReportAllocs()
	for b.Loop() {
		for _, doc := range docs {
			if _, err := readDocument(newScanner(bytes.NewReader(doc), window)); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkUnmarshal is what the scan is instead of.
func BenchmarkUnmarshal(b *testing.B) {
	docs := benchDocuments(b)
	b.SetBytes(size(docs))
	b.ReportAllocs()
	for b.Loop() {
		for _, doc := range docs {
			var v struct{ Versions map[string]json.RawMessage }
			if err := json.Unmarshal(doc, &v); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkRetained reports what the packuments leave in memory, apart from their documents.
func BenchmarkRetained(b *testing.B) {
	docs := benchDocuments(b)
	for b.Loop() {
		before := heap()
		kept := make([]*document, len(docs))
		versions := 0
		for i, doc := range docs {
			d, err := readDocument(newScanner(bytes.NewReader(doc), make([]byte, windowSize)))
			if err != nil {
				b.Fatal(err)
			}
			kept[i] = d
			versions += len(d.versions)
		}
		b.ReportMetric(float64(heap()-before)/1024, "KiB-retained")
		b.ReportMetric(float64(versions), "versions")
		runtime.KeepAlive(kept)
	}
}

// BenchmarkFetch reads all documents over loopback, with a cache that is empty, and again with one that is full: the
// registry confirms each (304), or nobody is asked.
func BenchmarkFetch(b *testing.B) {
	docs := benchDocuments(b)
	r := newRig(b)
	names := make([]string, len(docs))
	for i, doc := range docs {
		names[i] = fmt.Sprintf("p%d", i)
		r.SetDocument(names[i], doc)
	}
	all := func(b *testing.B, o Options) {
		c := r.client(b, o)
		var wg sync.WaitGroup
		kept := make([]*Packument, len(names))
		for i, name := range names {
			wg.Go(func() { kept[i] = fetch(b, c, name) })
		}
		wg.Wait()
		runtime.KeepAlive(kept)
	}
	warm := b.TempDir()
	r.CacheControl("max-age=300")
	all(b, Options{Cache: warm})
	for _, how := range []string{"cold", "confirmed", "fresh"} {
		b.Run(how, func(b *testing.B) {
			b.SetBytes(size(docs))
			b.ReportAllocs()
			for b.Loop() {
				o := Options{Cache: warm, Fresh: how == "confirmed"}
				if how == "cold" {
					o.Cache = b.TempDir()
				}
				all(b, o)
			}
		})
	}
}

// BenchmarkGzip is what compression costs on loopback, where encoding leaves it out: both ends of it.
func BenchmarkGzip(b *testing.B) {
	docs := benchDocuments(b)
	var packed bytes.Buffer
	b.Run("pack", func(b *testing.B) {
		b.SetBytes(size(docs))
		for b.Loop() {
			packed.Reset()
			for _, doc := range docs {
				zip := gzip.NewWriter(&packed)
				zip.Write(doc)
				zip.Close()
			}
		}
		b.ReportMetric(float64(packed.Len())/1024, "KiB-packed")
	})
	b.Run("unpack", func(b *testing.B) {
		b.SetBytes(size(docs))
		for b.Loop() {
			zip, err := gzip.NewReader(bytes.NewReader(packed.Bytes()))
			if err != nil {
				b.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, zip); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
