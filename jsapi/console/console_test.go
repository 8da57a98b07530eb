package console_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/console"
	"github.com/guthega/guthega/jsapi/jsapitest"
)

func newVM(t testing.TB) *jsapitest.VM {
	t.Helper()
	vm := jsapitest.New(t, nil)
	if err := vm.Runtime.Set("console", console.Module(vm.Host)); err != nil {
		t.Fatal(err)
	}
	return vm
}

func messages(vm *jsapitest.VM) []string {
	out := make([]string, 0, len(vm.Log.Lines))
	for _, l := range vm.Log.Lines {
		out = append(out, l.Message)
	}
	return out
}

const (
	callsFile  = "testdata/calls.js"
	goldenFile = "testdata/node20.json"
)

var update = flag.Bool("update", false, "record testdata/node20.json from the node on PATH")

// record runs the calls on the console of a stream that keeps what each writes.
const record = `
	const {Console} = require('console'), {Writable} = require('stream');
	const out = [], stream = new Writable({write(b, _, cb) { out.push(String(b).replace(/\n$/, '')); cb() }});
	new Function('console', require('fs').readFileSync(0, 'utf8'))(new Console(stream, stream));
	process.stdout.write(JSON.stringify(out, null, 1) + '\n');`

// fromNode runs the calls in Node 20, and returns nil where there is none.
func fromNode(t *testing.T, calls []byte) []byte {
	t.Helper()
	if v, err := exec.Command("node", "--version").Output(); err != nil || !bytes.HasPrefix(v, []byte("v20.")) {
		return nil
	}
	cmd := exec.Command("node", "-e", record)
	cmd.Stdin = bytes.NewReader(calls)
	b, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestMessagesAreNodes(t *testing.T) {
	calls, err := os.ReadFile(callsFile)
	if err != nil {
		t.Fatal(err)
	}
	node := fromNode(t, calls)
	if *update && node != nil {
		if err := os.WriteFile(goldenFile, node, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	if node != nil && !bytes.Equal(node, golden) {
		t.Errorf("recorded lines differ from Node's (-node +recorded), run with -update:\n%s", cmp.Diff(string(node), string(golden)))
	}
	var want []string
	if err := json.Unmarshal(golden, &want); err != nil {
		t.Fatal(err)
	}
	vm := newVM(t)
	vm.Run(string(calls))
	if diff := cmp.Diff(want, messages(vm)); diff != "" {
		t.Errorf("(-node +got):\n%s", diff)
	}
	vm = newVM(t)
	wrote := vm.Run(`const out = [], stream = {write(s) { out.push(String(s).replace(/\n$/, '')) }};
		((console) => {` + string(calls) + `})(new console.Console(stream, stream)); out`)
	if diff := cmp.Diff(wrote.Export(), any(toAny(want))); diff != "" {
		t.Errorf("Console (-node +got):\n%s", diff)
	}
}

func toAny(list []string) (out []any) {
	for _, s := range list {
		out = append(out, s)
	}
	return out
}

// TestConsole has consoles that write to streams.
func TestConsole(t *testing.T) {
	vm := newVM(t)
	got := vm.Run(`
		const { Console } = console, out = [], err = [];
		const stdout = { write(s) { out.push(s) } }, stderr = { write(s) { err.push(s) } };
		const both = new Console({ stdout, stderr }), one = Console(stdout);
		both.log('a %d', 1); both.debug('b'); both.warn('c'); both.error('d'); both.assert(false, 'e'); both.group('f'); both.info('g');
		one.error('h'); one.log('i');
		class Mine extends Console { log(x) { super.log('my ' + x) } } // methods are own, as in Node: this one is not reached
		new Mine(stdout).log('j');
		const fails = (f) => { try { f() } catch (e) { return e.code ?? e.message } };
		[out.join(''), err.join(''), both instanceof Console, one instanceof Console, console instanceof Console, {} instanceof Console,
			fails(() => new Console()), fails(() => new Console({ stdout: {} })), fails(() => new Console({ stdout: { write() { throw new Error('gone') } } }).log(1)),
			fails(() => new Console({ stdout: { write() { throw new Error('gone') } }, ignoreErrors: false }).log(1)), Console.length, Console.name].join('|')`).String()
	const want = "a 1\nb\nf\n  g\nh\ni\nj\n|c\nd\nAssertion failed: e\n|true|true|true|false|ERR_CONSOLE_WRITABLE_STREAM|ERR_CONSOLE_WRITABLE_STREAM||gone|1|Console"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(vm.Log.Lines) != 0 {
		t.Errorf("written to the log: %v", messages(vm))
	}
}

func TestLevels(t *testing.T) {
	for method, level := range map[string]jsapi.Level{
		"log": jsapi.Info, "info": jsapi.Info, "dir": jsapi.Info, "table": jsapi.Info, "count": jsapi.Info, "group": jsapi.Info,
		"debug": jsapi.Debug, "trace": jsapi.Debug, "warn": jsapi.Warn, "countReset": jsapi.Warn, "timeEnd": jsapi.Warn, "error": jsapi.Error,
	} {
		t.Run(method, func(t *testing.T) {
			vm := newVM(t)
			vm.Run(`console.` + method + `('x')`)
			if len(vm.Log.Lines) != 1 || vm.Log.Lines[0].Level != level || vm.Log.Lines[0].Fields != "" {
				t.Errorf("got %+v, want one line at %v without fields", vm.Log.Lines, level)
			}
		})
	}
}

func TestTimers(t *testing.T) {
	vm := newVM(t)
	vm.Run(`console.time(); console.time(); console.timeLog('default', 'a', {b: 1}); console.timeEnd(); console.timeEnd(); console.timeLog('x')`)
	want := []string{
		`Label 'default' already exists for console\.time\(\)`, `default: [\d.]+m?s a \{ b: 1 \}`, `default: [\d.]+m?s`,
		`No such label 'default' for console\.timeEnd\(\)`, `No such label 'x' for console\.timeLog\(\)`,
	}
	got := messages(vm)
	if len(got) != len(want) {
		t.Fatalf("%d lines: %q", len(got), got)
	}
	for i := range want {
		if !regexp.MustCompile("^" + want[i] + "$").MatchString(got[i]) {
			t.Errorf("line %d is %q, want %s", i, got[i], want[i])
		}
	}
}

func TestAssertShowsObjects(t *testing.T) {
	vm := newVM(t)
	vm.Run(`console.assert(0, {a: 1}, 'b')`)
	if diff := cmp.Diff([]string{"Assertion failed: { a: 1 } b"}, messages(vm)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTraceNamesItsCallers(t *testing.T) {
	vm := newVM(t)
	if _, err := vm.Runtime.RunScript("a.js", "function f() {\n console.trace('here %d', 1) }\nf()"); err != nil {
		t.Fatal(err)
	}
	const want = "Trace: here 1\n    at f (a.js:2:15)\n    at a.js:3:2"
	if got := messages(vm)[0]; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A Go function that calls back is none of the author's frames.
func TestTraceLeavesHostFramesOut(t *testing.T) {
	vm := newVM(t)
	if err := vm.Runtime.Set("host", func(f func()) { f() }); err != nil {
		t.Fatal(err)
	}
	if _, err := vm.Runtime.RunScript("guthega:turn", "host(() => [1].forEach(() => console.trace()))"); err != nil {
		t.Fatal(err)
	}
	const want = "Trace\n    at forEach (native)"
	if got := messages(vm)[0]; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHostileValuesDoNotThrow(t *testing.T) {
	vm := newVM(t)
	vm.Run(`
		const bad = new Proxy({}, new Proxy({}, {get() { throw new Error('trap') }}));
		const text = {toString() { throw new Error('ts') }, get a() { throw 1 }};
		for (const name of Object.keys(console)) if (name !== 'Console') for (const v of [bad, text, Symbol('s'), [bad], Object.create(null)]) {
			console[name](v); console[name](v, v); console[name]([v], [v]); console[name](false, '%s %d %j', v, v, v);
		}`)
	if len(vm.Log.Lines) == 0 {
		t.Error("nothing was written")
	}
}

func TestALevelThatIsOffCostsNothing(t *testing.T) {
	vm := newVM(t)
	vm.Host.Log = off{t}
	got := vm.Run(`let n = 0; const v = {toString() { n++ }, get a() { n++ }, [Symbol.for('nodejs.util.inspect.custom')]() { n++ }};
		console.log(v); console.table([v]); console.dir(v); console.assert(false, v); console.trace('%s', v); n`)
	if got.ToInteger() != 0 {
		t.Errorf("%d calls", got.ToInteger())
	}
}

type off struct{ t *testing.T }

func (off) Enabled(jsapi.Level) bool { return false }
func (o off) Log(l jsapi.Level, m string, _ []byte) {
	o.t.Errorf("%v line %q", l, m)
}

func BenchmarkInstantiate(b *testing.B) {
	vm := jsapitest.New(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		console.Module(vm.Host)
	}
}
