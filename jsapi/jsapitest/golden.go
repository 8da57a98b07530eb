package jsapitest

import (
	_ "embed"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"
)

//go:embed harness.js
var harness string

// Golden evaluates each line of the JavaScript file, blank lines and those that begin with // apart, and compares what
// harness.js shows of the values (promises awaited, exceptions caught) with the .golden file beside it, which Node 20
// wrote: each line, then its value. Where Node 20 is on the PATH the golden file is also checked against it, and
// rewritten from it when the environment variable UPDATE_GOLDEN is set. A line is one indirect eval in sloppy mode,
// so its const and let are its own.
func Golden(t *testing.T, vm *VM, file string) {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []string
	for line := range strings.SplitSeq(string(src), "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			cases = append(cases, line)
		}
	}
	goldenFile := strings.TrimSuffix(file, filepath.Ext(file)) + ".golden"
	node := inNode(t, cases)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if node == "" {
			t.Fatal("UPDATE_GOLDEN needs Node 20 on the PATH")
		}
		if err := os.WriteFile(goldenFile, []byte(node), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatalf("%v (run the test with UPDATE_GOLDEN=1 where Node 20 is on the PATH)", err)
	}
	if node != "" {
		if diff := cmp.Diff(string(golden), node); diff != "" {
			t.Errorf("%s is not what Node prints, run with UPDATE_GOLDEN=1 (-file +node):\n%s", goldenFile, diff)
		}
	}
	if diff := cmp.Diff(strings.Split(string(golden), "\n"), strings.Split(vm.show(cases), "\n")); diff != "" {
		t.Errorf("not as Node (-node +ours):\n%s", diff)
	}
}

// show runs the cases in the VM and returns what the golden file should hold.
func (vm *VM) show(cases []string) string {
	vm.t.Helper()
	run, ok := goja.AssertFunction(vm.Run(harness))
	if !ok {
		vm.t.Fatal("harness.js does not evaluate to a function")
	}
	sources := make([]any, len(cases))
	for i, c := range cases {
		sources[i] = c
	}
	var out string
	done := func(call goja.FunctionCall) goja.Value {
		out = call.Argument(0).String()
		return goja.Undefined()
	}
	if _, err := run(goja.Undefined(), vm.Runtime.NewArray(sources...), vm.Runtime.ToValue(done)); err != nil {
		vm.t.Fatal(err)
	}
	if err := vm.Loop.Run(); err != nil {
		vm.t.Fatal(err)
	}
	return out
}

// inNode runs the cases in Node 20, and returns "" where there is none.
func inNode(t *testing.T, cases []string) string {
	t.Helper()
	if version, err := exec.Command("node", "--version").Output(); err != nil || !strings.HasPrefix(string(version), "v20.") {
		t.Logf("Node 20 is not on the PATH (%q, %v): compared with the recorded file only", version, err)
		return ""
	}
	dir := t.TempDir()
	list := filepath.Join(dir, "cases")
	if err := os.WriteFile(list, []byte(strings.Join(cases, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(dir, "run.js")
	body := "globalThis.require = require;\nconst run = " + strings.TrimSpace(harness) + "\n" +
		"run(require('fs').readFileSync(process.argv[2], 'utf8').split('\\n'), (s) => process.stdout.write(s));\n"
	if err := os.WriteFile(script, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "--no-warnings", script, list)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("running the cases in Node: %v", err)
	}
	return string(out)
}
