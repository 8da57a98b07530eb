package loader

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUses(t *testing.T) {
	for name, c := range map[string]struct{ file, source, want string }{
		"require": {"a.js", `const fs = require('fs')
fs.watch('x'); fs.watch('y'); fs.read; new fs.Stats(); fs['statfs']('/')
`, "2 fs.watch, 2 fs.Stats, 2 fs.statfs"},
		"at once":    {"a.js", "require('node:fs').watch()", "1 fs.watch"},
		"assigned":   {"a.js", "let fs; fs = require('fs'); fs.watch()", "1 fs.watch"},
		"destructed": {"a.js", "const { watch, read: r, promises: { }, ...rest } = require('fs'); watch(); r()", "1 fs.watch, 1 fs.read"},
		"submodule":  {"a.js", "const { promises: p } = require('fs'); p.watch(); require('fs').promises.statfs()", "1 fs/promises.watch, 1 fs/promises.statfs"},
		"default import": {"a.mjs", "import fs from 'fs'\nimport * as all from 'fs'\nimport { statfs as s } from 'fs'\nfs.watch(); all.lutimes(); s()",
			"4 fs.watch, 4 fs.lutimes, 4 fs.statfs"},
		"typescript": {"a.ts", "import * as fs from 'node:fs'\nexport const f = (x: string): void => { fs.watch(x) }", "2 fs.watch"},
		"compiled": {"a.js", `var __importStar = (this && this.__importStar) || function (x) { return x }
const fs = __importStar(require("fs")); const os_1 = _interopRequireDefault(require("os"))
fs.watch(); (0, fs.statfs)(); os_1.default.setPriority()`, "3 fs.watch, 3 fs.statfs, 3 os.setPriority"},
		"globals":          {"a.js", "process.exit(1); new Intl.Segmenter('en')", "1 process.exit, 1 Intl.Segmenter"},
		"not the global":   {"a.js", "function f(process) { process.exit(1) }", ""},
		"environment":      {"a.js", "const { A, B = 1, C: c } = process.env; log(process.env.D, process.env['E'])", "1 process.env.A, 1 process.env.B optional, 1 process.env.C, 1 process.env.D, 1 process.env.E"},
		"with a default":   {"a.js", "const a = process.env.A || 1, b = process.env.B ?? 2; if (process.env.C === 'x') f(); const d = process.env.D; if (d) f(d)", ""},
		"asked about":      {"a.js", "const fs = require('fs'); if (fs.watch) fs.watch(); typeof fs.a === 'function' && fs.a(); fs.b?.(); 'c' in fs && fs.c(); fs.d ? fs.d() : 0", ""},
		"in a try":         {"a.js", "const fs = require('fs'); try { fs.watch() } catch {}", "1 fs.watch optional"},
		"in both":          {"a.js", "const fs = require('fs'); try { fs.watch() } catch {}\nfs.watch()", "2 fs.watch"},
		"with a catch":     {"a.js", "require('fs').promises.statfs('/').catch(f)", "1 fs/promises.statfs optional"},
		"bound twice":      {"a.js", "var e = require('fs'); function f(e) { e.watch() }", ""},
		"assigned another": {"a.js", "let fs = require('fs'); try { fs = require('graceful-fs') } catch {} fs.watch()", ""},
		"not a module":     {"a.js", "const fs = require('./fs'); fs.watch()", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := treeOf(t, "-- "+c.file+" --\n"+c.source+"\n-- fs.js --\n-- node_modules/graceful-fs/index.js --\n")
			b, err := Load(t.Context(), dir+"/"+c.file, "", Options{
				Builtin: func(name string) bool { return name == "fs" || name == "fs/promises" || name == "os" },
				Member:  func(string, string) error { return errors.New("no") },
			})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range b.Check() {
				if p.Kind != Member {
					t.Errorf("%s", p)
				}
				s := fmt.Sprintf("%d %s", p.Line, p.Specifier)
				if p.Optional {
					s += " optional"
				}
				got = append(got, s)
			}
			if diff := cmp.Diff(c.want, strings.Join(got, ", ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}
