package loader

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const receivers = `
-- scripts/simple.js --
module.exports = 'simple.js'
-- scripts/typed.ts --
export default 'typed.ts' as string
-- scripts/both.js --
module.exports = 'both.js'
-- scripts/both/package.json --
{"version": "1.0.0"}
-- scripts/both/index.js --
module.exports = 'both/'
-- scripts/pkg/package.json --
{"name": "real-name", "version": "1.4.2", "main": "lib/m"}
-- scripts/pkg/lib/m.js --
module.exports = 'pkg'
-- scripts/@guthega/log_receiver/package.json --
{"name": "@guthega/log_receiver", "version": "0.2.0", "exports": {"import": "./i.mjs"}}
-- scripts/@guthega/log_receiver/i.mjs --
export default 'log'
-- scripts/bare/index.ts --
export = 'bare'
-- scripts/versionless/package.json --
{}
-- scripts/versionless/index.js --
module.exports = 'versionless'
-- scripts/team/orders.js --
module.exports = 'team/orders'
-- scripts/nothing/readme.md --
-- scripts/norun/package.json --
{"main": "gone.js"}
-- scripts/broken.js --
module.exports = {
  a: 1,,
}
-- secret.js --
module.exports = 'secret'
-- conf/near.js --
module.exports = 'near'
-- conf/folder/index.mjs --
export default 'folder'
-- installed/package.json --
{"version": "9.9.9"}
-- installed/index.js --
module.exports = 'installed'
`

func TestLoadFinds(t *testing.T) {
	dir := treeOf(t, receivers)
	embedded := fstest.MapFS{
		"@guthega/log_receiver/package.json": {Data: []byte(`{"name": "@guthega/log_receiver", "version": "0.1.0"}`)},
		"@guthega/log_receiver/index.js":     {Data: []byte(`module.exports = 'embedded ' + require('./more').dir`)},
		"@guthega/log_receiver/more.js":      {Data: []byte(`exports.dir = __dirname`)},
		"only.js":                            {Data: []byte(`module.exports = 'only'`)},
	}
	tests := map[string]struct {
		module, version string
		want            []string // default export, name, version, entry, dir
		err             string
	}{
		"file":                      {"simple", "", []string{"simple.js", "simple", "", "scripts/simple.js", "scripts"}, ""},
		"file whatever the version": {"simple", "^2", []string{"simple.js", "simple", "", "scripts/simple.js", "scripts"}, ""},
		"file by its full name":     {"simple.js", "", []string{"simple.js", "simple.js", "", "scripts/simple.js", "scripts"}, ""},
		"TypeScript":                {"typed", "latest", []string{"typed.ts", "typed", "", "scripts/typed.ts", "scripts"}, ""},
		"file before folder":        {"both", "", []string{"both.js", "both", "", "scripts/both.js", "scripts"}, ""},
		"package":                   {"pkg", "", []string{"pkg", "real-name", "1.4.2", "scripts/pkg/lib/m.js", "scripts/pkg"}, ""},
		"version in range":          {"pkg", "^1.3", []string{"pkg", "real-name", "1.4.2", "scripts/pkg/lib/m.js", "scripts/pkg"}, ""},
		"version out of range":      {"pkg", "2", nil, "scripts/pkg, which has version 1.4.2 and not 2"},
		"tag":                       {"pkg", "next", nil, "which has version 1.4.2 and not next"},
		"scoped, exports":           {"@guthega/log_receiver", "", []string{"log", "@guthega/log_receiver", "0.2.0", "scripts/@guthega/log_receiver/i.mjs", "scripts/@guthega/log_receiver"}, ""},
		"passed over for embedded": {"@guthega/log_receiver", "0.1.0", []string{"embedded guthega:scripts/@guthega/log_receiver", "@guthega/log_receiver", "0.1.0",
			"guthega:scripts/@guthega/log_receiver/index.js", "guthega:scripts/@guthega/log_receiver"}, ""},
		"embedded file":               {"only", "", []string{"only", "only", "", "guthega:scripts/only.js", "guthega:scripts"}, ""},
		"folder without package.json": {"bare", "", []string{"bare", "bare", "", "scripts/bare/index.ts", "scripts/bare"}, ""},
		"no version, any":             {"versionless", "latest", []string{"versionless", "versionless", "", "scripts/versionless/index.js", "scripts/versionless"}, ""},
		"no version, range":           {"versionless", "^1", nil, "has no version and not ^1"},
		"in a sub-folder":             {"team/orders", "", []string{"team/orders", "team/orders", "", "scripts/team/orders.js", "scripts/team"}, ""},
		"path":                        {"./near.js", "", []string{"near", "near", "", "conf/near.js", "conf"}, ""},
		"path without extension":      {"./near", "", []string{"near", "near", "", "conf/near.js", "conf"}, ""},
		"path of a folder":            {"./folder", "", []string{"folder", "folder", "", "conf/folder/index.mjs", "conf/folder"}, ""},
		"path above":                  {"../secret.js", "", []string{"secret", "secret", "", "secret.js", ""}, ""},
		"file: path":                  {"file:./near.js", "", []string{"near", "near", "", "conf/near.js", "conf"}, ""},
		"file: URL":                   {"file://" + dir + "/scripts/pkg", "", []string{"pkg", "real-name", "1.4.2", "scripts/pkg/lib/m.js", "scripts/pkg"}, ""},
		"absolute":                    {dir + "/scripts/pkg", "", []string{"pkg", "real-name", "1.4.2", "scripts/pkg/lib/m.js", "scripts/pkg"}, ""},
		"path ignores version":        {"../scripts/pkg", "^7", []string{"pkg", "real-name", "1.4.2", "scripts/pkg/lib/m.js", "scripts/pkg"}, ""},
		"tarball":                     {"file:./x.tgz", "", nil, "is a tarball"},
		"path that is not there":      {"./neat.js", "", nil, "did you mean " + dir + "/conf/near.js?"},
		"typing mistake":              {"simpel", "", nil, "did you mean simple?"},
		"scope left out":              {"log_receiver", "", nil, "did you mean @guthega/log_receiver?"},
		"path without ./":             {"near.js", "", nil, `write "./near.js"`},
		"says where":                  {"absent", "", nil, "looked in " + dir + "/scripts\n  looked in guthega:scripts"},
		"folder without code":         {"nothing", "", nil, "was not found"},
		"no escape":                   {"x/../../secret", "", nil, "neither a package name nor a path"},
		"no escape by backslash":      {`..\secret`, "", nil, "was not found"},
		"empty":                       {"", "", nil, "module is empty"},
		"main not there":              {"norun", "", nil, `valid "main" entry`},
		"syntax error":                {"broken", "", nil, dir + "/scripts/broken.js:2:8: Expected identifier but found \",\"\n    a: 1,,\n         ^"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b, err := Load(t.Context(), tt.module, tt.version, Options{Scripts: dir + "/scripts", Dir: dir + "/conf", Embedded: embedded, Builtin: hosted})
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Fatalf("error is\n%v\nwant\n%s", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			rel := func(p string) string {
				return strings.TrimPrefix(strings.TrimPrefix(p, dir), "/")
			}
			got := []string{newVM(t, b).main(t).(string), b.Name(), b.Version(), rel(b.Entry()), rel(b.Dir())}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLoadInstalls(t *testing.T) {
	dir := treeOf(t, receivers)
	var asked []string
	b, err := Load(t.Context(), "absent", "^9", Options{Scripts: dir + "/scripts", Install: func(_ context.Context, name, version string) (string, error) {
		asked = append(asked, name, version)
		return dir + "/installed", nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got := newVM(t, b).main(t); got != "installed" || b.Version() != "9.9.9" {
		t.Errorf("got %v %s", got, b.Version())
	}
	if diff := cmp.Diff([]string{"absent", "^9"}, asked); diff != "" {
		t.Error(diff)
	}
	failed := errors.New("registry down")
	_, err = Load(t.Context(), "absent", "", Options{Install: func(context.Context, string, string) (string, error) { return "", failed }})
	if !errors.Is(err, failed) {
		t.Errorf("err = %v", err)
	}
}

func TestLoadWithoutOptions(t *testing.T) {
	var missing *NotFoundError
	if _, err := Load(t.Context(), "x", "", Options{}); !errors.As(err, &missing) {
		t.Errorf("err = %v", err)
	}
	if _, err := Load(t.Context(), "./x", "", Options{}); err == nil || !strings.Contains(err.Error(), "no folder it is relative to") {
		t.Errorf("err = %v", err)
	}
	if _, err := Load(t.Context(), "x", "", Options{Scripts: filepath.Join(t.TempDir(), "gone")}); !errors.As(err, &missing) {
		t.Errorf("err = %v", err)
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"simple", "simpel", 2}, {"kitten", "sitting", 3}, {"same", "same", 0}} {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
