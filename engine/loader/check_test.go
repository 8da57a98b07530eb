package loader

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCheck(t *testing.T) {
	dir := treeOf(t, `
-- package.json --
{"name": "me", "optionalDependencies": {"fsevents": "*"}, "peerDependenciesMeta": {"peer": {"optional": true}, "needed": {}}}
-- main.ts --
import fs from 'fs'
import { x } from './lib.js'
import type { T } from 'types-only'
import cluster from 'cluster'

export default async () => {
  const a = require('gone')
  try {
    require('optional/deep')
  } catch {
    require('in-a-catch')
  }
  try { require('in-a-try') } finally { a() }
  await import('absent').catch(() => null)
  await import('absent2').then(a, a)
  await import('absent3').then(a)
  require('fsevents'); require('peer'); require('needed')
  require('node:wasi'); require('node:nope')
  const computed = 'x' + a
  require(computed)
  require.resolve('resolved-only')
  function inner(require: any) { require('not-the-real-one') }
  return [fs, x, cluster, inner, require('./addon'), require('./broken'), require('./data.json'), require('closed/inside'), await import('dual')] as unknown as T
}
-- lib.ts --
export const x = require('dep')
export * from './gone.js'
-- addon.node --
-- broken.js --
let a = 1
let b = = 2
-- data.json --
{
-- unreached.js --
require('nothing')
-- node_modules/dep/index.js --
require('./bundle')
require('missing-of-dep')
module.exports = () => require('./later')
-- node_modules/dep/later.js --
require('missing-later')
-- node_modules/dep/bundle.js --
(function e(t, n, r) { t[0](function (x) { return x }) })({ 1: [function (require, module, exports) { require('./inside-a-bundle') }] })
-- node_modules/closed/package.json --
{"exports": "./index.js"}
-- node_modules/dual/package.json --
{"exports": {"import": "./i.mjs"}}
-- node_modules/dual/i.mjs --
import 'missing-of-dual'
`)
	want := `
DIR/broken.js:2:9 unreadable ""
DIR/lib.ts:2:15 unresolved "./gone.js"
DIR/main.ts:4:21 builtin "cluster"
DIR/main.ts:7:13 unresolved "gone"
DIR/main.ts:9:5 unresolved "optional/deep" optional
DIR/main.ts:11:5 unresolved "in-a-catch"
DIR/main.ts:13:9 unresolved "in-a-try"
DIR/main.ts:14:9 unresolved "absent" optional
DIR/main.ts:15:9 unresolved "absent2" optional
DIR/main.ts:16:9 unresolved "absent3"
DIR/main.ts:17:3 unresolved "fsevents" optional
DIR/main.ts:17:24 unresolved "peer" optional
DIR/main.ts:17:41 unresolved "needed"
DIR/main.ts:18:3 builtin "node:wasi"
DIR/main.ts:18:25 unresolved "node:nope"
DIR/main.ts:21:3 unresolved "resolved-only"
DIR/main.ts:23:34 addon "./addon"
DIR/main.ts:23:99 unresolved "closed/inside"
DIR/node_modules/dep/index.js:2:1 unresolved "missing-of-dep"
DIR/node_modules/dep/later.js:1:1 unresolved "missing-later" unsure
DIR/node_modules/dual/i.mjs:1:1 unresolved "missing-of-dual"
`
	var got strings.Builder
	got.WriteString("\n")
	for _, p := range load(t, dir+"/main.ts", Options{Cache: t.TempDir()}).Check() {
		kind := map[ProblemKind]string{Unresolved: "unresolved", MissingBuiltin: "builtin", NativeAddon: "addon", Unreadable: "unreadable"}[p.Kind]
		optional := ""
		if p.Optional {
			optional = " optional"
		}
		if p.Unsure {
			optional += " unsure"
		}
		fmt.Fprintf(&got, "%s:%d:%d %s %q%s\n", p.File, p.Line, p.Column, kind, p.Specifier, optional)
		if p.Err == nil {
			t.Errorf("%v has no error", p)
		}
	}
	if diff := cmp.Diff(want, strings.ReplaceAll(got.String(), dir, "DIR")); diff != "" {
		t.Error(diff)
	}
}

func TestCheckFindsNothing(t *testing.T) {
	dir := treeOf(t, "-- m.js --\nrequire('fs'); require('./m'); require('./n')\n-- n.js --\nrequire('./m')\n")
	if got := load(t, dir+"/m.js", Options{}).Check(); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestProblemString(t *testing.T) {
	dir := treeOf(t, "-- m.js --\n\nrequire('gone'); try { require('nope') } catch {}\nrequire('./bad')\n-- bad.js --\nlet = =\n")
	problems := load(t, dir+"/m.js", Options{}).Check()
	got := make([]string, 0, len(problems))
	for _, p := range problems {
		got = append(got, strings.ReplaceAll(p.String(), dir, "DIR"))
	}
	want := []string{"DIR/bad.js:1:7: Unexpected \"=\"\n  let = =\n        ^", "DIR/m.js:2:1: Cannot find module 'gone'", "DIR/m.js:2:24: optional: Cannot find module 'nope'"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
