package loader

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"
)

// TestVMsShareABundle runs one bundle in several VMs at once, all of which require all its files.
func TestVMsShareABundle(t *testing.T) {
	var main, files strings.Builder
	for i := range 20 {
		fmt.Fprintf(&main, "n += require('./m%d').default\n", i)
		fmt.Fprintf(&files, "-- m%d.mjs --\nimport j from './j.json'\nexport default j.n\n", i)
	}
	dir := treeOf(t, "-- main.js --\nlet n = 0\n"+main.String()+
		"module.exports = () => { try { require('./throws') } catch (e) { return [n, e.stack.includes('throws.ts:3:')] } }\n"+files.String()+
		"-- j.json --\n{\"n\": 2}\n-- throws.ts --\ninterface A {}\n\nthrow new Error('x' as string)\n")
	b := load(t, dir+"/main.js", Options{Cache: t.TempDir()})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			v := newVM(t, b)
			main, err := v.Main()
			if err != nil {
				t.Error(err)
				return
			}
			f, _ := goja.AssertFunction(main)
			got, err := f(goja.Undefined())
			if err != nil || got.String() != "40,true" {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
	wg.Wait()
}

func TestMainReturnsTheDefaultExport(t *testing.T) {
	tests := map[string]struct{ file, source, want string }{
		"module.exports":          {"m.js", "module.exports = () => 1; module.exports.default = () => 2", "1"},
		"exports.default":         {"m.js", "exports.default = () => 2", "2"},
		"export default":          {"m.mjs", "export default () => 3; export const x = 1", "3"},
		"export default function": {"m.ts", "export default function f(): number { return 4 }", "4"},
		"export = ":               {"m.ts", "const f = () => 5; export = f", "5"},
		"compiled TypeScript":     {"m.js", "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = () => 6", "6"},
		"module type":             {"m.js", "export default async () => {}; export const f = () => 7", "[object Promise]"},
		"neither":                 {"m.js", "exports.f = () => 8", "TypeError"},
		"JSON":                    {"m.json", "{}", "TypeError"},
		"empty":                   {"m.js", "", "TypeError"},
		"awaited":                 {"m.mjs", "const n = await Promise.resolve(9)\nexport default () => n", "9"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := treeOf(t, "-- "+tt.file+" --\n"+tt.source)
			v := newVM(t, load(t, dir+"/"+tt.file, Options{}))
			main, err := v.Main()
			if err != nil {
				t.Fatal(err)
			}
			if p, ok := main.Export().(*goja.Promise); ok {
				main = p.Result()
			}
			if err := v.Set("main", main); err != nil {
				t.Fatal(err)
			}
			got, err := v.RunString("try { String(main()) } catch (e) { e.name }")
			if err != nil || got.String() != tt.want {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func TestMainRunsOnce(t *testing.T) {
	dir := treeOf(t, "-- m.js --\nglobalThis.n = (globalThis.n || 0) + 1; module.exports = { n }\n")
	v := newVM(t, load(t, dir+"/m.js", Options{}))
	first, err := v.Main()
	if err != nil {
		t.Fatal(err)
	}
	second, err := v.Main()
	if err != nil || !first.SameAs(second) || v.Get("n").ToInteger() != 1 {
		t.Errorf("ran %v times, %v", v.Get("n"), err)
	}
	if got, err := v.Require("./m.js"); err != nil || !got.SameAs(first) {
		t.Errorf("Require: %v, %v", got, err)
	}
}

// TestErrorsComeOutAsGojaHasThem: the VM translates them, and must see an interrupt for what it is.
func TestErrorsComeOutAsGojaHasThem(t *testing.T) {
	dir := treeOf(t, "-- throws.js --\nthrow { code: 42 }\n-- loops.js --\nrequire('./forever')\n-- forever.js --\nstop(); for (;;) {}\n-- deep.js --\nrequire('./deeper')\n-- deeper.js --\n(function f() { f() })()\n"+
		"-- awaits.mjs --\nawait null; throw new Error('late')\n-- getter.js --\nObject.defineProperty(module, 'exports', { get() { throw new Error('from a getter') } })\n")
	boot := func(name string) (vm, error) {
		v := newVM(t, load(t, dir+"/"+name, Options{}))
		v.SetMaxCallStackSize(200)
		if err := v.Set("stop", func() { v.Interrupt("enough") }); err != nil {
			t.Fatal(err)
		}
		_, err := v.Main()
		return v, err
	}
	var exception *goja.Exception
	if _, err := boot("throws.js"); !errors.As(err, &exception) || exception.Value().ToObject(nil).Get("code").ToInteger() != 42 {
		t.Errorf("throws: %v", err)
	}
	var interrupted *goja.InterruptedError
	v, err := boot("loops.js")
	if !errors.As(err, &interrupted) || interrupted.Value() != "enough" {
		t.Errorf("interrupt: %T %v", err, err)
	}
	if n := len(v.modules); n != 0 {
		t.Errorf("%d modules are left in the cache", n)
	}
	var overflow *goja.StackOverflowError
	if _, err := boot("deep.js"); !errors.As(err, &overflow) {
		t.Errorf("overflow: %T %v", err, err)
	}
	if _, err := boot("getter.js"); !errors.As(err, &exception) {
		t.Errorf("getter: %T %v", err, err)
	}
	v = newVM(t, load(t, dir+"/awaits.mjs", Options{}))
	p, err := v.Main()
	if err != nil {
		t.Fatal(err)
	}
	if promise := p.Export().(*goja.Promise); promise.State() != goja.PromiseStateRejected || !strings.Contains(promise.Result().String(), "late") {
		t.Errorf("awaits: %v %v", promise.State(), promise.Result())
	}
}

func TestErrorsAreNotRemembered(t *testing.T) {
	dir := treeOf(t, "-- m.js --\nmodule.exports = (spec) => { try { return require(spec) } catch (e) { return e.code || e.name } }\n-- bad.js --\nlet = =\n")
	v := newVM(t, load(t, dir+"/m.js", Options{}))
	main, err := v.Main()
	if err != nil {
		t.Fatal(err)
	}
	f, _ := goja.AssertFunction(main)
	require := func(spec string) string {
		got, err := f(nil, v.ToValue(spec))
		if err != nil {
			t.Fatal(err)
		}
		return got.String()
	}
	if got := require("later"); got != codeNotFound {
		t.Errorf("got %s", got)
	}
	if got := require("./bad"); got != "SyntaxError" {
		t.Errorf("got %s", got)
	}
	if err := os.MkdirAll(dir+"/node_modules/later/lib", 0o755); err != nil {
		t.Fatal(err)
	}
	write1(t, dir+"/node_modules/later/package.json", `{"main": "lib/x"}`)
	write1(t, dir+"/node_modules/later/lib/x.js", "module.exports = 'now'")
	write1(t, dir+"/bad.js", "module.exports = 'good'")
	if got := require("later") + require("./bad"); got != "nowgood" {
		t.Errorf("got %s", got)
	}
	write1(t, dir+"/bad.js", "module.exports = 'changed'")
	other := newVM(t, v.bundle)
	if got, err := other.Require("./bad"); err != nil || got.String() != "good" {
		t.Errorf("a second VM got other code than the first: %v, %v", got, err)
	}
}

func TestBuiltins(t *testing.T) {
	dir := treeOf(t, `
-- m.mjs --
import fs, { builtin } from 'node:fs'
import { createRequire } from 'events'
const caught = (f) => { try { return f() } catch (e) { return [e.code, e.message.split('\n')[0]] } }
export default [
  fs.builtin, builtin, require('fs/promises').builtin, require('punycode/').mine, require('punycode').mine,
  caught(() => require('cluster')), caught(() => require('node:cluster')), caught(() => require('node:test')), caught(() => require('promised')),
  require('fs') === require('node:fs'),
]
-- node_modules/punycode/index.js --
exports.mine = 'from node_modules'
`)
	b := load(t, dir+"/m.mjs", Options{Builtin: func(n string) bool { return hosted(n) || n == "promised" }})
	rt := goja.New()
	made := map[string]goja.Value{}
	i := b.Instantiate(rt, func(name string) (goja.Value, bool) {
		if made[name] == nil {
			o := rt.NewObject()
			if err := o.Set("builtin", name); err != nil {
				t.Fatal(err)
			}
			made[name] = o
		}
		return made[name], name != "promised"
	})
	got := vm{rt, i}.main(t)
	const provide = "a module of Node's that guthega does not provide"
	want := []any{"fs", "fs", "fs/promises", "from node_modules", "from node_modules",
		[]any{codeNotFound, "Cannot find module 'cluster': " + provide},
		[]any{codeUnknownBuiltin, "No such built-in module: node:cluster (" + provide + ")"},
		[]any{codeUnknownBuiltin, "No such built-in module: node:test (" + provide + ")"},
		[]any{codeUnknownBuiltin, "No such built-in module: promised (guthega does not provide it)"}, true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTypeScriptResolution(t *testing.T) {
	dir := treeOf(t, `
-- main.ts --
import a from './a.js'
import { b } from './b.mjs'
import c = require('./c.cjs')
import d from './folder'
import type { Gone } from './types-only'
import e from './e.js'
export default [a, b, c, d, e] as unknown as Gone
-- a.ts --
export default 'a'
-- b.mts --
export const b = 'b'
-- c.cts --
export = 'c'
-- folder/index.ts --
export default 'd'
-- e.tsx --
export default 'e'
-- js.js --
module.exports = require('./a.js')
`)
	if diff := cmp.Diff([]any{"a", "b", "c", "d", "e"}, run(t, dir, "main.ts")); diff != "" {
		t.Error(diff)
	}
	v := newVM(t, load(t, dir+"/js.js", Options{}))
	if _, err := v.Main(); err == nil || !strings.Contains(err.Error(), "Cannot find module './a.js'") {
		t.Errorf("JavaScript got TypeScript for .js: %v", err)
	}
}

func TestTSConfig(t *testing.T) {
	dir := treeOf(t, `
-- tsconfig.json --
{ // with comments
  "compilerOptions": { "experimentalDecorators": true, "jsx": "react", "jsxFactory": "h", },
}
-- src/m.tsx --
const seen: unknown[] = []
function d(target: unknown, key?: unknown) { seen.push(typeof key) }
class A { @d m() {} }
const h = (name: string) => name
export default [...seen, <b/>]
-- bad/tsconfig.json --
{ "compilerOptions": [
-- bad/m.ts --
`)
	if _, err := Load(t.Context(), dir+"/bad/m.ts", "", Options{}); err == nil || !strings.Contains(err.Error(), dir+"/bad/tsconfig.json:2:1: ") {
		t.Errorf("err = %v", err)
	}
	if diff := cmp.Diff([]any{"string", "b"}, run(t, dir, "src/m.tsx")); diff != "" {
		t.Error(diff)
	}
}

func TestTopLevelAwaitWhereNobodyCanWait(t *testing.T) {
	dir := treeOf(t, "-- s.mjs --\nimport './w.mjs'\n-- r.js --\nrequire('./w.mjs')\n-- w.mjs --\nexport const a = 1\n\nawait null\n")
	for _, main := range []string{"s.mjs", "r.js"} {
		_, err := newVM(t, load(t, dir+"/"+main, Options{})).Main()
		if err == nil || !strings.Contains(err.Error(), dir+"/w.mjs:3:1 has a top-level await") {
			t.Errorf("%s: %v", main, err)
		}
	}
}

func TestNativeAddon(t *testing.T) {
	dir := treeOf(t, "-- m.js --\nrequire('./addon')\n-- addon.node --\nELF\n")
	_, err := newVM(t, load(t, dir+"/m.js", Options{})).Main()
	if err == nil || !strings.Contains(err.Error(), dir+"/addon.node is a native add-on") {
		t.Errorf("err = %v", err)
	}
}

func TestHugeFileIsRefused(t *testing.T) {
	dir := folder(t)
	f, err := os.Create(filepath.Join(dir, "m.js"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(maxFile+1), f.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(t.Context(), dir+"/m.js", "", Options{}); err == nil || !strings.Contains(err.Error(), "larger than 64 MiB") {
		t.Errorf("err = %v", err)
	}
}

func TestCreateRequire(t *testing.T) {
	dir := treeOf(t, "-- m.js --\n-- sub/a.js --\nmodule.exports = typeof module.parent\n-- sub/node_modules/p/index.js --\nmodule.exports = 'p'\n")
	v := newVM(t, load(t, dir+"/m.js", Options{}))
	for _, from := range []string{dir + "/sub/none.js", dir + "/sub/", "file://" + dir + "/sub/none.js"} {
		require, err := v.CreateRequire(from)
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Set("r", require); err != nil {
			t.Fatal(err)
		}
		got, err := v.RunString("[r('p'), r('./a'), r.resolve('p').endsWith('/p/index.js'), typeof r.cache].join()")
		if err != nil || got.String() != "p,undefined,true,object" {
			t.Errorf("%s: %v, %v", from, got, err)
		}
	}
	if _, err := v.CreateRequire("relative.js"); err == nil {
		t.Error("a relative path was taken")
	}
}

func TestRequireMainIsTheHost(t *testing.T) {
	dir := treeOf(t, "-- m.js --\nmodule.exports = [require.main === module, require.main.filename === __filename, module.parent === require.main, require.main.id, require.main.children[0] === module]\n")
	if diff := cmp.Diff([]any{false, true, true, ".", true}, run(t, dir, "m.js")); diff != "" {
		t.Error(diff)
	}
}

func TestParseJSONOption(t *testing.T) {
	dir := treeOf(t, "-- m.js --\nmodule.exports = require('./d.json')\n-- d.json --\n\ufeff[1]\n")
	var given string
	b := load(t, dir+"/m.js", Options{ParseJSON: func(rt *goja.Runtime, data []byte) (goja.Value, error) {
		given = string(data)
		return rt.ToValue("parsed"), nil
	}})
	if got := newVM(t, b).main(t); got != "parsed" || given != "[1]\n" {
		t.Errorf("got %v of %q", got, given)
	}
	bad := load(t, dir+"/m.js", Options{ParseJSON: func(*goja.Runtime, []byte) (goja.Value, error) { return nil, errors.New("no good") }})
	if _, err := newVM(t, bad).Main(); err == nil || !strings.Contains(err.Error(), "SyntaxError: "+dir+"/d.json: no good") {
		t.Errorf("err = %v", err)
	}
}
