package inspect_test

import (
	"bufio"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/inspect"
)

var update = flag.Bool("update", false, "record testdata/node20.json from the node on PATH")

const (
	casesFile  = "testdata/cases.js"
	goldenFile = "testdata/node20.json"
)

// record evaluates every case in Node.
const record = `
const {inspect, format, formatWithOptions} = require('util');
const lines = require('fs').readFileSync(0, 'utf8').trim().split('\n');
process.stdout.write(JSON.stringify(lines.map((l) => (0, eval)('(inspect,format,formatWithOptions)=>(' + l + '\n)')(inspect, format, formatWithOptions))));
`

func cases(t testing.TB) []string {
	t.Helper()
	f, err := os.Open(casesFile)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var out []string
	for s := bufio.NewScanner(f); s.Scan(); {
		out = append(out, s.Text())
	}
	return out
}

// fromNode runs the cases in Node 20, or returns nil where there is none.
func fromNode(t *testing.T) []string {
	t.Helper()
	version, err := exec.Command("node", "--version").Output()
	if err != nil || !strings.HasPrefix(string(version), "v20.") {
		return nil
	}
	cmd := exec.Command("node", "-e", record)
	cmd.Stdin = strings.NewReader(strings.Join(cases(t), "\n"))
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("running node: %v", err)
	}
	var texts []string
	if err := json.Unmarshal(out, &texts); err != nil {
		t.Fatal(err)
	}
	return texts
}

func golden(t testing.TB) []string {
	t.Helper()
	b, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	return want
}

func host(r *goja.Runtime) *jsapi.Host { return &jsapi.Host{Runtime: r} }

func newVM(t testing.TB) (*goja.Runtime, *inspect.Inspector) {
	t.Helper()
	r := goja.New()
	h := host(r)
	util := inspect.Module(h).ToObject(r)
	for _, name := range []string{"inspect", "format", "formatWithOptions"} {
		if err := r.Set(name, util.Get(name)); err != nil {
			t.Fatal(err)
		}
	}
	return r, inspect.New(h)
}

func TestGoldenIsNodes(t *testing.T) {
	texts := fromNode(t)
	if texts == nil {
		t.Skip("no Node 20 on PATH: the recorded texts stand unchecked")
	}
	if *update {
		b, err := json.MarshalIndent(texts, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(goldenFile, append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(texts, golden(t)); diff != "" {
		t.Errorf("recorded texts differ from Node's (-node +recorded), run with -update:\n%s", diff)
	}
}

func TestLikeNode(t *testing.T) {
	want := golden(t)
	list := cases(t)
	if len(want) != len(list) {
		t.Fatalf("%d cases, %d recorded texts: run with -update", len(list), len(want))
	}
	for i, expr := range list {
		t.Run(expr, func(t *testing.T) {
			r, _ := newVM(t)
			got, err := r.RunString("(" + expr + ")")
			if err != nil {
				t.Fatal(err)
			}
			if s := got.String(); s != want[i] {
				t.Errorf("got:\n%s\nNode:\n%s", s, want[i])
			}
		})
	}
}
