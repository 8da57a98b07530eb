package loader

import (
	"errors"
	"path"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/evanw/esbuild/pkg/api"
)

// FuzzExports: whatever a package's exports or imports say, a subpath is resolved to a file inside the package, to a
// module of the host's, or to an error of Node's.
func FuzzExports(f *testing.F) {
	f.Add(`"./m.js"`, "")
	f.Add(`{"./*": "./lib/*.js", "./x/*": null, ".": [{"node": {"import": 5}}, "./m.js"]}`, "/a/../b")
	f.Add(`{"#a": "fs", "#*": "./*", "#b": "other"}`, "/%2e%2e/m")
	f.Add(`{".": {"0": "./x"}, "./a": "./%2fx"}`, "/a")
	f.Fuzz(func(t *testing.T, field, subpath string) {
		m, err := parseManifest(embeddedRoot+"/node_modules/p", embeddedRoot+"/node_modules/p/package.json",
			[]byte(`{"name": "p", "exports": `+field+`, "imports": `+field+`}`))
		if err != nil {
			return
		}
		r := newResolver(tree{embedded: fstest.MapFS{}}, hosted)
		for _, c := range []conditions{forRequire, forImport} {
			if m.exports == nil {
				return
			}
			p, err := r.exportsOf(m, "."+subpath, "/from.js", c)
			inside(t, m, target{path: p}, err)
			if m.imports.kind == jsonObject {
				found, err := r.importsOf(m, "#"+subpath, "/from.js", c)
				inside(t, m, found, err)
			}
		}
	})
}

func inside(t *testing.T, m *manifest, found target, err error) {
	t.Helper()
	var e *Error
	switch {
	case err != nil:
		if !errors.As(err, &e) || e.Code == "" {
			t.Fatalf("error without a code: %v", err)
		}
	case found.builtin != "":
	case found.path != path.Clean(found.path) || !strings.HasPrefix(found.path, m.dir):
		t.Fatalf("%q leads out of the package", found.path)
	case found.path != m.dir && !strings.HasPrefix(found.path, m.dir+"/"):
		t.Fatalf("%q leads into another package", found.path)
	}
}

// FuzzCacheEntry: any bytes in the cache are an entry or are refused.
func FuzzCacheEntry(f *testing.F) {
	f.Add((&unit{code: "x", mappings: "CAAC"}).encode())
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		if u, err := decodeUnit(data); err == nil && string(u.encode()) != string(data) {
			t.Fatal("an entry that was read is not what is written")
		}
	})
}

// FuzzTransform: any text is transformed and compiled, or is a syntax error; and a place in the code has one in the
// source.
func FuzzTransform(f *testing.F) {
	for _, s := range []string{"let a = 1", "export default await x", "import a from 'b'; /é/u.test('😀')", "#!x\n<!-- y", "`\u2028`;\r\nthrow 1", "\ufeffx => {", "import.meta; import('x')"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, source string, esm bool) {
		if !utf8.ValidString(source) {
			return
		}
		j := job{source: []byte(source), loader: api.LoaderTS, esm: esm, exact: true}
		u, err := j.transform()
		if err == nil {
			_, err = u.compile("/x.js")
		}
		if err != nil {
			if _, ok := errors.AsType[*SyntaxError](err); !ok {
				t.Fatal(err)
			}
			return
		}
		positions, err := consumer(u.mappings, "/x.js")
		if err != nil {
			t.Fatal(err)
		}
		last := countLines([]byte(source)) + 1
		for line := range countLines([]byte(u.code)) + 1 {
			name, _, at, column, ok := positions.Source(line+1, 1<<20)
			if !ok || name != "/x.js" || at < 1 || at > last || column < 1 {
				t.Fatalf("line %d leads to %s:%d:%d, %v, in a source of %d lines", line+1, name, at, column, ok, last)
			}
		}
	})
}
