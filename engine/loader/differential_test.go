package loader

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestResolveLikeNode resolves the questions of each archive in testdata/resolve. A line of its "ask" is
//
//	[import] file specifier
//
// and "want" has Node 20's answers: a path in the tree, a module of Node's, or a code and a message. Where Node is on
// PATH it is asked again, so that the answers are never of our own making.
func TestResolveLikeNode(t *testing.T) {
	archives(t, "resolve", func(t *testing.T, a *txtar.Archive) (ours string, theirs func() string) {
		dir := folder(t)
		writeTree(t, dir, a)
		r := newResolver(tree{}, hosted)
		var out strings.Builder
		var asked []string
		for line := range strings.Lines(section(a, "ask")) {
			fields := strings.Fields(line)
			if len(fields) == 0 {
				continue
			}
			asked = append(asked, strings.Join(fields, " "))
			out.WriteString(strings.Join(fields, " ") + " = " + answer(r, dir, fields) + "\n")
		}
		return out.String(), func() string {
			got := node(t, dir, strings.ReplaceAll(askNode, "QUESTIONS", jsonOf(t, asked)))
			return strings.ReplaceAll(strings.ReplaceAll(got, "file://"+dir, "DIR"), dir, "DIR")
		}
	})
}

func answer(r *resolver, dir string, fields []string) string {
	c := forRequire
	if fields[0] == "import" {
		c, fields = forImport, fields[1:]
	}
	spec := ""
	if len(fields) > 1 {
		spec = strings.ReplaceAll(fields[1], "DIR", dir)
	}
	found, err := r.resolve(spec, filepath.Join(dir, fields[0]), c)
	if err == nil {
		if found.builtin != "" {
			return "node:" + found.builtin
		}
		return strings.ReplaceAll(found.path, dir, "DIR")
	}
	var e *Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	message := strings.ReplaceAll(e.Message, dir, "DIR")
	if e.Code == codeInvalidConfig {
		message, _, _ = strings.Cut(message, ". ") // V8 words JSON errors its own way
	}
	return e.Code + " " + message
}

const askNode = `
const { createRequire, builtinModules } = require('module'), path = require('path'), fs = require('fs')
const dir = process.cwd()
const show = (e) => {
  let m = e.message.split('\nRequire stack')[0]
  if (e.code === 'ERR_INVALID_PACKAGE_CONFIG') m = m.replace(/ while importing .*?(?=\. )/, '').split('. ')[0]
  // require words a package.json that is no JSON apart, and without a code
  m = m.replace(/^Error parsing (.*package.json): .*/s, (_, f) => (e.code = 'ERR_INVALID_PACKAGE_CONFIG', 'Invalid package config ' + f))
  return e.code + ' ' + m
}
;(async () => {
  for (const q of QUESTIONS) {
    const esm = q.startsWith('import '), [from, spec = ''] = q.replace(/^import /, '').split(' ').map(s => s.replaceAll('DIR', dir))
    const file = path.join(dir, from)
    let r
    try {
      if (esm) {
        const probe = path.join(path.dirname(file), 'probe-' + Math.random() + '.mjs')
        fs.writeFileSync(probe, 'export default (s) => import.meta.resolve(s)')
        try {
          const { default: resolve } = await import(probe)
          try { r = resolve(spec) } catch (e) { e.message = e.message.replaceAll(probe, file); throw e }
          if (r.startsWith('file:') && !fs.existsSync(new URL(r))) throw Object.assign(new Error("Cannot find module '" + new URL(r).pathname + "'"), { code: 'MODULE_NOT_FOUND' })
        } finally { fs.unlinkSync(probe) }
        r = r.startsWith('file:') ? fs.realpathSync(new URL(r)) : r
      } else {
        r = createRequire(file).resolve(spec)
        if (builtinModules.includes(r)) r = 'node:' + r
      }
    } catch (e) { r = show(e) }
    console.log(q.replaceAll(dir, 'DIR') + ' = ' + r)
  }
})()`

// TestRunLikeNode runs main.js or main.mjs of each archive in testdata/run, and compares its default export as JSON
// with what Node's import() gives.
func TestRunLikeNode(t *testing.T) {
	archives(t, "run", func(t *testing.T, a *txtar.Archive) (ours string, theirs func() string) {
		dir := folder(t)
		writeTree(t, dir, a)
		main := "main.mjs"
		if section(a, "main.js") != "" {
			main = "main.js"
		}
		return runJSON(t, dir, main) + "\n", func() string {
			return node(t, dir, "import('./"+main+"').then(m => console.log(JSON.stringify(m.default)))")
		}
	})
}

func archives(t *testing.T, kind string, f func(t *testing.T, a *txtar.Archive) (ours string, theirs func() string)) {
	names, err := filepath.Glob("testdata/" + kind + "/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			ours, theirs := f(t, a)
			if *update {
				setSection(a, "want", theirs())
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(section(a, "want"), ours); diff != "" {
				t.Errorf("against Node (-node +guthega):\n%s", diff)
			}
			if !*update {
				if diff := cmp.Diff(section(a, "want"), theirs()); diff != "" {
					t.Errorf("Node answers otherwise than testdata has it (-testdata +node):\n%s", diff)
				}
			}
		})
	}
}
