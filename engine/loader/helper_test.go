package loader

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what Node answers into testdata")

// folder is a temporary folder by its real path.
func folder(t testing.TB) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// tree writes the files of a txtar archive into a temporary folder. A file whose text is "-> x" is a link to x.
func treeOf(t testing.TB, archive string) string {
	t.Helper()
	dir := folder(t)
	writeTree(t, dir, txtar.Parse([]byte(archive)))
	return dir
}

func writeTree(t testing.TB, dir string, a *txtar.Archive) {
	t.Helper()
	for _, f := range a.Files {
		name := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if to, ok := strings.CutPrefix(string(f.Data), "-> "); ok {
			if err := os.Symlink(strings.TrimSpace(to), name); err != nil {
				t.Fatal(err)
			}
			continue
		}
		write1(t, name, string(f.Data))
	}
}

func write1(t testing.TB, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// hosted are the host modules that tests have.
func hosted(name string) bool {
	switch name {
	case "fs", "path", "url", "fs/promises", "events":
		return true
	}
	return false
}

func load(t testing.TB, module string, o Options) *Bundle {
	t.Helper()
	if o.Builtin == nil {
		o.Builtin = hosted
	}
	b, err := Load(context.Background(), module, "", o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// vm is a runtime with the little the tests' modules use.
type vm struct {
	*goja.Runtime
	*Instance
}

func newVM(t testing.TB, b *Bundle) vm {
	t.Helper()
	rt := goja.New()
	rt.SetParserOptions(parser.WithDisableSourceMaps)
	i := b.Instantiate(rt, func(name string) (goja.Value, bool) {
		o := rt.NewObject()
		if err := o.Set("builtin", name); err != nil {
			t.Fatal(err)
		}
		return o, hosted(name)
	})
	return vm{rt, i}
}

// main runs the bundle in a new VM and exports the settled default export.
func (v vm) main(t testing.TB) any {
	t.Helper()
	value, err := v.Main()
	if err != nil {
		t.Fatalf("%+v", err)
	}
	if p, ok := value.Export().(*goja.Promise); ok {
		if p.State() != goja.PromiseStateFulfilled {
			t.Fatalf("promise is %v: %v", p.State(), p.Result())
		}
		value = p.Result()
	}
	return value.Export()
}

// run loads dir/main and returns its default export.
func run(t testing.TB, dir, main string) any {
	t.Helper()
	return newVM(t, load(t, filepath.Join(dir, main), Options{})).main(t)
}

// runJSON is run with the result as JSON.
func runJSON(t testing.TB, dir, main string) string {
	t.Helper()
	v := newVM(t, load(t, filepath.Join(dir, main), Options{}))
	value, err := v.Main()
	if err != nil {
		t.Fatalf("%+v", err)
	}
	if p, ok := value.Export().(*goja.Promise); ok {
		if p.State() != goja.PromiseStateFulfilled {
			t.Fatalf("promise is %v: %v", p.State(), p.Result())
		}
		value = p.Result()
	}
	if err := v.Set("result", value); err != nil {
		t.Fatal(err)
	}
	s, err := v.RunString("JSON.stringify(result)")
	if err != nil {
		t.Fatal(err)
	}
	return s.String()
}

// node runs a script with Node in dir, and skips where there is none.
func node(t testing.TB, dir, script string) string {
	t.Helper()
	exe, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no node on PATH: comparing with what it answered when testdata was written")
	}
	cmd := exec.Command(exe, "--no-warnings", "--input-type=commonjs", "-e", script)
	cmd.Dir = dir
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node: %v", err)
	}
	return string(out)
}

func jsonOf(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// section returns the text of a file in an archive.
func section(a *txtar.Archive, name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// setSection replaces or adds a file in an archive.
func setSection(a *txtar.Archive, name, text string) {
	for i := range a.Files {
		if a.Files[i].Name == name {
			a.Files[i].Data = []byte(text)
			return
		}
	}
	a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(text)})
}
