package loader

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dop251/goja"
)

// thrown loads module, whose default export throws when called, and returns err.stack and the first frame goja has.
func thrown(t *testing.T, b *Bundle) (stack string, first string) {
	t.Helper()
	v := newVM(t, b)
	main, err := v.Main()
	var ex *goja.Exception
	if err == nil {
		f, ok := goja.AssertFunction(main)
		if !ok {
			t.Fatalf("%v is not a function", main)
		}
		_, err = f(goja.Undefined())
	}
	if !errors.As(err, &ex) {
		t.Fatalf("err = %v", err)
	}
	at := ex.Stack()[0].Position()
	return ex.Value().ToObject(v.Runtime).Get("stack").String(), fmt.Sprintf("%s:%d:%d", at.Filename, at.Line, at.Column)
}

func TestStacksNameTheAuthorsPlace(t *testing.T) {
	tests := map[string]struct {
		file, source string
		at           string // line:column of the throw
	}{
		"CommonJS":          {"x.js", "'use strict'\n\nmodule.exports = function () {\n  // a comment\n\n  const a = [1,\n    2]; throw new TypeError('x')\n}", "7:15"},
		"first line":        {"x.js", "module.exports = () => { throw new Error('x') }", "1:32"},
		"TypeScript":        {"x.ts", "interface A {\n  a: string\n}\nenum E { X }\nexport default (a: A): E => {\n  const n: number = E.X\n  throw new Error(`${n}`)\n}", "7:9"},
		"types alone":       {"x.ts", "type A = {\n a: 1 }\n\nexport = () => {\n  throw new Error('x') }", "5:9"},
		"ES module":         {"x.mjs", "import fs from 'fs'\nimport { join } from 'path'\n\nexport default function named() {\n  for (const x of [1]) {\n    if (fs && join !== fs) {}\n    throw new Error(x)\n  }\n}", "7:11"},
		"chain":             {"x.js", "module.exports = () => [1]\n  .map(x => x)\n  .map(x => {\n    return x.y\n      .z\n  })", "5:8"},
		"call of undefined": {"x.js", "module.exports = () => {\n  const o = {}\n  return o.missing(\n    1)\n}", "3:12"},
		"CRLF":              {"x.js", "module.exports = () => {\r\n\r\n  throw new Error('x')\r\n}", "3:9"},
		"BOM":               {"x.js", "\ufeffmodule.exports = () => {\n  throw new Error('x')\n}", "2:9"},
		"hashbang":          {"x.js", "#!/usr/bin/env node\nmodule.exports = () => {\n  throw new Error('x')\n}", "3:9"},
		"beyond ASCII":      {"x.js", "module.exports = () => { const é = '😀ü'; const u = `ß`; throw new Error(é + u) }", "1:64"},
		"async generator":   {"x.mjs", "export default () => {\n  async function* g() { yield 1 }\n  g()\n  throw new Error('x')\n}", "4:9"},
		"while it loads":    {"x.js", "const a = 1\n\nthrow new Error('x')", "3:7"},
		"its own inline map": {"x.js", "module.exports = () => {\n\n  throw new Error('x') }\n" +
			"//# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbImEudHMiXSwibmFtZXMiOltdLCJtYXBwaW5ncyI6IkFBVUE7QUFDQTtBQUNBIn0=\n", "3:9"},
		"JSX":       {"x.tsx", "const React = { createElement(): never {\n  throw new Error('x') } }\nexport default () => <a\n b='c'/>", "2:9"},
		"decorated": {"x.ts", "function d(v: unknown, c: unknown) {}\nclass A {\n  @d m() {\n    throw new Error('x')\n  }\n}\nexport default () => new A().m()", "4:11"},
	}
	for name, tt := range tests {
		for _, folderName := range []string{"plain", "with späces#and?100%25"} {
			t.Run(name+"/"+folderName, func(t *testing.T) {
				dir := treeOf(t, "-- "+folderName+"/x --\n")
				file := filepath.Join(dir, folderName, tt.file)
				write1(t, file, tt.source)
				stack, first := thrown(t, load(t, file, Options{}))
				want := file + ":" + tt.at
				if first != want {
					t.Errorf("goja's frame is at %s, want %s", first, want)
				}
				if !strings.Contains(stack, want) {
					t.Errorf("err.stack lacks %s:\n%s", want, stack)
				}
			})
		}
	}
}

func TestStackOfTopLevelAwait(t *testing.T) {
	dir := treeOf(t, "-- x.mjs --\nimport fs from 'fs'\nawait null\nexport default () => {\n  throw new Error('x')\n}\n")
	v := newVM(t, load(t, filepath.Join(dir, "x.mjs"), Options{}))
	p, err := v.Main()
	if err != nil {
		t.Fatal(err)
	}
	f, ok := goja.AssertFunction(p.Export().(*goja.Promise).Result())
	if !ok {
		t.Fatal("not a function")
	}
	if _, err = f(nil); err == nil || !strings.Contains(err.Error(), dir+"/x.mjs:4:9") {
		t.Errorf("err = %v", err)
	}
}

func TestStackOfAnInstalledPackageHasItsLine(t *testing.T) {
	dir := treeOf(t, "-- x.js --\nmodule.exports = require('dep')\n-- node_modules/dep/index.js --\nmodule.exports = () => {\n  let a\n  a = 1; throw new Error(a) }\n")
	stack, first := thrown(t, load(t, dir+"/x.js", Options{}))
	if want := dir + "/node_modules/dep/index.js:3:"; !strings.HasPrefix(first, want) || !strings.Contains(stack, want) {
		t.Errorf("frame %s, stack\n%s", first, stack)
	}
}

func TestStackOfAnEmbeddedReceiver(t *testing.T) {
	fs := fstest.MapFS{"@guthega/log_receiver/index.js": {Data: []byte("module.exports = () => {\n throw new Error('x')\n}")}}
	stack, first := thrown(t, load(t, "@guthega/log_receiver", Options{Embedded: fs}))
	if want := "guthega:scripts/@guthega/log_receiver/index.js:2:8"; first != want || !strings.Contains(stack, want) {
		t.Errorf("frame %s, stack\n%s", first, stack)
	}
}

// TestStackPassesThroughRequire: what a required file throws keeps the place it was thrown at.
func TestStackPassesThroughRequire(t *testing.T) {
	dir := treeOf(t, "-- x.js --\n\nrequire('./y')\n-- y.js --\n\n\nthrow new Error('y')\n")
	stack, first := thrown(t, load(t, dir+"/x.js", Options{}))
	if first != dir+"/y.js:3:7" || !strings.Contains(stack, dir+"/x.js:2:1") || !strings.Contains(stack, "at require (native)") {
		t.Errorf("frame %s, stack\n%s", first, stack)
	}
}

func TestSyntaxErrors(t *testing.T) {
	tests := map[string]struct{ file, source, want string }{
		"JavaScript":    {"x.js", "let a = 1\nlet b = = 2\n", "x.js:2:9: Unexpected \"=\"\n  let b = = 2\n          ^"},
		"TypeScript":    {"x.ts", "let a: = 1", "x.ts:1:8: Unexpected \"=\"\n  let a: = 1\n         ^"},
		"tab":           {"x.js", "\tlet b = = 2", "x.js:1:10: Unexpected \"=\"\n  \tlet b = = 2\n  \t        ^"},
		"minified":      {"x.js", strings.Repeat("f(abc);{}", 50) + "=", "x.js:1:451: Unexpected \"=\""},
		"await and bad": {"x.mjs", "await null\nlet a = = 1", "x.mjs:2:9: Unexpected \"=\"\n  let a = = 1\n          ^"},
		"goja's own":    {"x.js", "var re\nre = /(?<=a)(?<n>b)\\k<m>(/", "x.js:2:"},
		"JSON":          {"x.json", "{\"a\":", "x.json: "},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := treeOf(t, "-- "+tt.file+" --\n"+tt.source)
			b, err := Load(t.Context(), dir+"/"+tt.file, "", Options{})
			if err == nil {
				_, err = newVM(t, b).Main()
			}
			var syntax *SyntaxError
			if !errors.As(err, &syntax) {
				t.Fatalf("err = %v", err)
			}
			if got := syntax.Error(); !strings.HasPrefix(got, dir+"/"+tt.want) {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestCompilePanicIsAnError(t *testing.T) {
	// esbuild rewrites the literal that panics goja's lexer, so that it has to be given to goja by hand.
	u := &unit{code: "(function () {\n\"a-\\u{10000}-\\u{10FFFF}b\"\n})", mappings: "CAAC"}
	_, err := u.compile("/x.js")
	var syntax *SyntaxError
	if !errors.As(err, &syntax) || syntax.File != "/x.js" {
		t.Errorf("err = %v", err)
	}
	dir := treeOf(t, "-- x.js --\nmodule.exports = \"a-\\u{10000}-\\u{10FFFF}b\".length\n")
	if got := run(t, dir, "x.js"); got != int64(8) {
		t.Errorf("got %v", got)
	}
}
