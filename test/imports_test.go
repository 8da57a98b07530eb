// Package test holds what is tested of guthega as a whole: the rules of who imports whom here, the command line in
// script/, and the benchmarks in bench/.
package test

import (
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/guthega/guthega"

// rule says what the packages at or below pkg may import of this module, or must not import of anything.
type rule struct {
	pkg     string
	may     []string // prefixes within this module; nil: no restriction
	mustNot []string // import paths or prefixes
}

// rules are those of DESIGN.md, "Who may import whom".
var rules = []rule{
	{pkg: "sources", may: []string{"sources"}},
	{pkg: "jsapi", may: []string{"jsapi"}},
	{pkg: "conf", may: []string{"conf"}},
	{pkg: "engine/loop", may: []string{"engine/loop"}},
	{pkg: "engine/logging", may: []string{"engine/logging"}},
	{pkg: "engine/loader", may: []string{"engine/loader", "engine/npm/semver"}},
	{pkg: "engine/npm", may: []string{"engine/npm"}},
	{pkg: "engine", mustNot: []string{module + "/sources/", module + "/conf", module + "/cmd"}},
	{pkg: "", mustNot: []string{"github.com/spf13/viper"}},
	{pkg: "", mustNot: []string{"github.com/dop251/goja"}},
}

// exceptions are the packages that a mustNot does not hold for: the path, or everything below it with a slash.
var exceptions = map[string][]string{
	"github.com/spf13/viper": {"cmd/"},
	"github.com/dop251/goja": {"engine/vm", "engine/vm/", "engine/loop", "engine/loader", "jsapi", "jsapi/", "cmd/", "test/"},
	module + "/sources/":     {},
	module + "/conf":         {},
	module + "/cmd":          {},
}

func TestWhoImportsWhom(t *testing.T) {
	for pkg, imports := range packages(t) {
		for _, r := range rules {
			if !within(pkg, r.pkg) {
				continue
			}
			for _, imp := range imports {
				if inside, ok := strings.CutPrefix(imp, module+"/"); ok && r.may != nil && !withinAny(inside, r.may) {
					t.Errorf("%s imports %s: only %v of this module are for it", pkg, inside, r.may)
				}
				for _, bad := range r.mustNot {
					if strings.HasPrefix(imp, bad) && !excepted(pkg, exceptions[bad]) {
						t.Errorf("%s imports %s", pkg, imp)
					}
				}
			}
		}
	}
}

func TestRulesHaveSubjects(t *testing.T) {
	pkgs := packages(t)
	for _, r := range rules {
		found := false
		for pkg := range pkgs {
			found = found || within(pkg, r.pkg)
		}
		if !found {
			t.Errorf("there is no package %q: the rule for it checks nothing", r.pkg)
		}
	}
}

// packages lists the packages of this module and what each imports, tests left out.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	cmd := exec.Command("go", "list", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	pkgs := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		pkgs[strings.TrimPrefix(strings.TrimPrefix(fields[0], module), "/")] = fields[1:]
	}
	return pkgs
}

func within(pkg, root string) bool {
	return root == "" || pkg == root || strings.HasPrefix(pkg, root+"/")
}

func withinAny(pkg string, roots []string) bool {
	for _, r := range roots {
		if within(pkg, r) {
			return true
		}
	}
	return false
}

func excepted(pkg string, list []string) bool {
	for _, e := range list {
		if pkg == e || strings.HasSuffix(e, "/") && strings.HasPrefix(pkg, e) {
			return true
		}
	}
	return false
}
