package loader

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// large is the text of a module of about 500 KB.
func large() string {
	var s strings.Builder
	for i := 0; s.Len() < 500<<10; i++ {
		fmt.Fprintf(&s, "/** Function %d of a generated module, with a comment such as libraries have. */\nfunction f%d(object, path, fallback) {\n"+
			"  const value = object == null ? undefined : object[path];\n  if (value === undefined && typeof fallback === 'function') {\n"+
			"    return fallback(object, path, { index: %d, name: 'f%d' });\n  }\n  return [value, `${path}-%d`].map((x) => x ?? fallback).filter(Boolean);\n}\nexports.f%d = f%d;\n", i, i, i, i, i, i, i)
	}
	return s.String()
}

// benchFile is a file of about 500 KB: the one GUTHEGA_BENCH_FILE names, or a generated one.
func benchFile(b *testing.B) string {
	if f := os.Getenv("GUTHEGA_BENCH_FILE"); f != "" {
		return f
	}
	return treeOf(b, "-- m.js --\n"+large()) + "/m.js"
}

func BenchmarkLoadCold(b *testing.B) {
	f := benchFile(b)
	b.ReportAllocs()
	for b.Loop() {
		load(b, f, Options{})
	}
}

func BenchmarkLoadWarm(b *testing.B) {
	f, cache := benchFile(b), b.TempDir()
	load(b, f, Options{Cache: cache})
	b.ReportAllocs()
	for b.Loop() {
		load(b, f, Options{Cache: cache})
	}
}

func BenchmarkInstantiate(b *testing.B) {
	dir := treeOf(b, "-- package.json --\n{}\n-- index.js --\nmodule.exports = ({ log }) => async (message) => ({ ok: true })\n")
	bundle := load(b, dir, Options{})
	rt := goja.New()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := bundle.Instantiate(rt, nil).Main(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRequireAgain(b *testing.B) {
	dir := treeOf(b, "-- m.js --\nmodule.exports = (n) => { for (let i = 0; i < n; i++) require('./other') }\n-- other.js --\n")
	v := newVM(b, load(b, dir+"/m.js", Options{}))
	main, err := v.Main()
	if err != nil {
		b.Fatal(err)
	}
	f, _ := goja.AssertFunction(main)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f(nil, v.ToValue(1)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMemory reports what one large file retains once it is compiled, and how much of it is its source map.
func BenchmarkMemory(b *testing.B) {
	source, err := os.ReadFile(benchFile(b))
	if err != nil {
		b.Fatal(err)
	}
	for _, detail := range []struct {
		name  string
		exact bool
	}{{"columns", true}, {"lines", false}} {
		b.Run(detail.name, func(b *testing.B) {
			j := job{source: source, exact: detail.exact}
			u, err := j.transform()
			if err != nil {
				b.Fatal(err)
			}
			var program *goja.Program
			for b.Loop() {
				before := heap()
				if program, err = u.compile("/m.js"); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(heap()-before)/1024, "KiB-retained")
			}
			runtime.KeepAlive(program)
			before := heap()
			positions, err := consumer(u.mappings, "/m.js")
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(heap()-before)/1024, "KiB-map")
			b.ReportMetric(float64(len(u.code))/1024, "KiB-code")
			runtime.KeepAlive(positions)
		})
	}
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
