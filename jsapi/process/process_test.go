package process_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/process"
)

// events is a stand-in for the events module with what these tests need of it.
func events(h *jsapi.Host) goja.Value {
	v, err := h.Runtime.RunString(`globalThis.eventsLoaded = true; (() => {
		class EventEmitter {
			on(n, f) { (this.l ??= []).push([n, f]); return this }
			off(n, f) { this.l = (this.l ?? []).filter((e) => e[1] !== f); return this }
			emit(n, ...a) { const l = (this.l ?? []).filter((e) => e[0] === n); l.forEach((e) => e[1].apply(this, a)); return l.length > 0 }
			listeners(n) { return (this.l ?? []).filter((e) => e[0] === n).map((e) => e[1]) }
			listenerCount(n) { return this.listeners(n).length }
		}
		for (const n of ['once', 'addListener', 'prependListener']) EventEmitter.prototype[n] = EventEmitter.prototype.on;
		return Object.assign(EventEmitter, {EventEmitter})
	})()`)
	if err != nil {
		panic(err)
	}
	return v
}

func newVM(t testing.TB, env ...string) *jsapitest.VM {
	t.Helper()
	vm := jsapitest.New(t, map[string]jsapi.Module{"events": events, "process": process.Module})
	vm.Host.Permissions = &jsapi.Permissions{Env: env}
	if err := vm.Runtime.Set("process", vm.Host.Require("process")); err != nil {
		t.Fatal(err)
	}
	return vm
}

func TestValues(t *testing.T) {
	cwd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for src, want := range map[string]string{
		`Object.prototype.toString.call(process)`: "[object process]",
		`process.constructor.name`:                "process",
		`/^v20\.\d+\.\d+$/.test(process.version) && process.version === 'v' + process.versions.node`: "true",
		`process.versions.v8.split('.').length > 2 && typeof process.versions.goja`:                  "string",
		`process.cwd()`:        cwd,
		`process.release.name`: "node",
		`process.argv.length + typeof process.argv[1] + process.execArgv.length`: "2string0",
		`process.pid > 0 && process.ppid > 0`:                                    "true",
		`process.exitCode`:                                                       "undefined",
		`process.report`:                                                         "undefined",
		`process.allowedNodeEnvironmentFlags instanceof Set`:                     "true",
		`process.umask()`:                                                        "18",
		`process.stdout.isTTY`:                                                   "false",
		`process.stdout.columns`:                                                 "undefined",
		`[process.stdin.fd, process.stdout.fd, process.stderr.fd].join()`:        "0,1,2",
		`JSON.stringify(process.features.inspector)`:                             "false",
		`process.memoryUsage().rss > 1e6 && process.memoryUsage.rss() > 1e6 && process.memoryUsage().heapUsed > 1e5`: "true",
		`process.resourceUsage().maxRSS > 0`: "true",
		`const c = process.cpuUsage(); Number.isInteger(c.user + c.system) && process.cpuUsage(c).user >= 0 && process.cpuUsage({user: 1e15}).user < 0`: "true",
		`process.uptime() > 0 && process.uptime() < 1e6`:                                                                   "true",
		`const h = process.hrtime(); const d = process.hrtime(h); h.length === 2 && d[0] === 0 && d[1] >= 0`:               "true",
		`const a = process.hrtime.bigint(); typeof a === 'bigint' && process.hrtime.bigint() >= a`:                         "true",
		`process.hrtime([1e6, 0])[0] < 0`:                                                                                  "true",
		`process.getBuiltinModule('events') === require('events') && process.getBuiltinModule('node:process') === process`: "true",
		`[process.getBuiltinModule('internal/log'), process.getBuiltinModule('x'), process.domain].join('|')`:              "||",
		`try { process.getBuiltinModule(5) } catch (e) { e.code }`:                                                         "ERR_INVALID_ARG_TYPE",
		`try { process.assert(1); process.assert(0, 'said') } catch (e) { e.code + e.message }`:                            "ERR_ASSERTIONsaid",
		`[process._getActiveHandles().length, process._getActiveRequests().length, process.moduleLoadList.length].join()`:  "0,0,0",
		`typeof process.versions.openssl + parseInt(process.versions.openssl)`:                                             "string3",
		`process.openStdin() === process.stdin`:                                                                            "true",
		`process.env.constructor === Object`:                                                                               "true",
		`process.stdout === process.stdout && (process.stderr = 5) && process.stderr`:                                      "5",
		`eventsLoaded`: "throws",
	} {
		t.Run(src, func(t *testing.T) {
			got, err := newVM(t).Runtime.RunString(src)
			if want == "throws" {
				if err == nil {
					t.Errorf("got %v, want an exception", got)
				}
				return
			}
			if err != nil || got.String() != want {
				t.Errorf("got %v, %v, want %s", got, err, want)
			}
		})
	}
}

func TestEnvironmentIsByPermission(t *testing.T) {
	t.Setenv("GUTHEGA_TEST_SHOWN", "a=b")
	t.Setenv("GUTHEGA_TEST_HIDDEN", "secret")
	vm := newVM(t, "GUTHEGA_TEST_SHOWN", "GUTHEGA_TEST_UNSET")
	if got := vm.Run(`JSON.stringify(process.env)`).String(); got != `{"GUTHEGA_TEST_SHOWN":"a=b"}` {
		t.Errorf("got %s", got)
	}
	vm.Run(`process.env.GUTHEGA_TEST_SHOWN = 'changed'; process.env.NEW = 'x'`)
	if os.Getenv("GUTHEGA_TEST_SHOWN") != "a=b" || os.Getenv("NEW") != "" {
		t.Error("a write to process.env reached the process")
	}
	if got := newVM(t).Run(`JSON.stringify(process.env)`).String(); got != "{}" {
		t.Errorf("without permission: %s", got)
	}
}

func TestNothingEndsTheProcess(t *testing.T) {
	for _, call := range []string{
		"exit(1)", "exit()", "reallyExit(0)", "abort()", "kill(process.pid)", "kill(1, 0)", "chdir('/')", "binding('fs')", "dlopen({}, 'x')",
		"setuid(0)", "umask(0)", "setUncaughtExceptionCaptureCallback(() => {})",
	} {
		t.Run(call, func(t *testing.T) {
			got := newVM(t).Run(`try { process.` + call + `; 'done' } catch (e) { e.code + ' ' + e.message }`).String()
			name, _, _ := strings.Cut(call, "(")
			if !strings.HasPrefix(got, "ERR_ACCESS_DENIED process."+name+"(") {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestEvents(t *testing.T) {
	vm := newVM(t)
	got := vm.Run(`
		const out = [], {on} = process;
		out.push(typeof eventsLoaded, process.listenerCount === Object.getPrototypeOf(process).listenerCount);
		out.push(process.on('x', function(a) { out.push(this === process, a) }) === process);
		process.emit('x', 1); on.call(process, 'y', () => {}); process.once('z', () => {});
		const f = () => {}; process.addListener('x', f); process.off('x', f);
		process.stdout.on('drain', f);
		out.push(process.listeners('x').length, process.listenerCount('y'), process.stdout.listenerCount('drain'), process.listenerCount('drain'));
		out.push(process instanceof require('events'), Object.keys(process).includes('on'));
		out.join()`).String()
	if want := "undefined,true,true,true,1,1,1,1,0,true,false"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNextTick(t *testing.T) {
	vm := newVM(t)
	vm.Run(`globalThis.out = []; process.nextTick((...a) => out.push('tick', ...a), 1, 2); out.push('now')`)
	if got := vm.Run(`out.join()`).String(); got != "now,tick,1,2" {
		t.Errorf("got %s", got)
	}
	if got := vm.Run(`try { process.nextTick('x') } catch (e) { e.code }`).String(); got != "ERR_INVALID_ARG_TYPE" {
		t.Errorf("got %s", got)
	}
	if _, err := vm.Runtime.RunString(`process.nextTick(() => { throw new Error('boom') })`); err != nil {
		t.Fatal(err)
	}
	if err := vm.Loop.Run(); err == nil || !strings.Contains(err.Error(), "boom") {
		t.Errorf("the loop got %v", err)
	}
}

func TestWarnings(t *testing.T) {
	vm := newVM(t)
	vm.Run(`
		process.emitWarning('unheard');
		globalThis.heard = []; process.on('warning', (w) => heard.push(w.name + ':' + w.message + ':' + w.code));
		process.emitWarning('plain');
		process.emitWarning('old', 'DeprecationWarning', 'DEP0001');
		process.emitWarning('more', {type: 'Custom', code: 'C', detail: 'because'});
		process.emitWarning(new TypeError('an error'));
		process.noDeprecation = true; process.emitWarning('quiet', 'DeprecationWarning');
		try { process.emitWarning(5) } catch (e) { heard.push(e.code) }`)
	var got []string
	for _, l := range vm.Log.Lines {
		if l.Level != jsapi.Warn {
			t.Errorf("%q at %v", l.Message, l.Level)
		}
		got = append(got, l.Message)
	}
	want := []string{"Warning: unheard", "Warning: plain", "[DEP0001] DeprecationWarning: old", "[C] Custom: more\nbecause", "TypeError: an error"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	const heard = "ERR_INVALID_ARG_TYPE|Warning:unheard:undefined|Warning:plain:undefined|DeprecationWarning:old:DEP0001|Custom:more:C|TypeError:an error:undefined"
	if got := vm.Run(`heard.join('|')`).String(); got != heard {
		t.Errorf("events: %s", got)
	}
}

func TestOutputIsLoggedByLine(t *testing.T) {
	vm := newVM(t)
	vm.Run(`
		const {stdout, stderr} = process;
		stdout.write('a'); stdout.write('b\nc\r\n'); stderr.write('err\n'); stdout.write('\n'); stdout.write('6869\u000a'.slice(0, 4), 'hex');
		const euro = new Uint8Array([0xe2, 0x82, 0xac, 0x0a]);
		stdout.write(euro.subarray(0, 1)); stdout.write(euro.subarray(1)); stdout.write(new Uint8Array([255, 10]));
		globalThis.calls = 0; stdout.write('x\n', () => calls++); stdout.write('y\n', 'utf8', () => calls++);
		stdout.write('z'.repeat(70000)); stdout.end('last'); stdout.end(() => calls++)`)
	var got []string
	for _, l := range vm.Log.Lines {
		message := l.Message
		if len(message) > 100 {
			message = message[:1] + "…"
		}
		got = append(got, l.Level.String()+" "+message)
	}
	want := []string{"info ab", "info c", "error err", "info ", "info hi€", "info \uFFFD", "info x", "info y", "info z…", "info last"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := vm.Run(`calls`).ToInteger(); n != 3 {
		t.Errorf("%d of 3 callbacks called", n)
	}
	for src, want := range map[string]string{`process.stdout.write(5)`: "ERR_INVALID_ARG_TYPE", `process.stdout.write('x', 'nope')`: "ERR_UNKNOWN_ENCODING"} {
		if got := vm.Run(`try { ` + src + ` } catch (e) { e.code }`).String(); got != want {
			t.Errorf("%s: %s, want %s", src, got, want)
		}
	}
}

// Where Node is at hand, arch and platform have its names.
func TestNamesAreNodes(t *testing.T) {
	out, err := exec.Command("node", "-p", "process.arch + ' ' + process.platform").Output()
	if err != nil {
		t.Skip("no Node on PATH")
	}
	if got := newVM(t).Run(`process.arch + ' ' + process.platform`).String(); got != strings.TrimSpace(string(out)) {
		t.Errorf("got %s, Node says %s", got, out)
	}
}

func BenchmarkInstantiate(b *testing.B) {
	vm := jsapitest.New(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		process.Module(vm.Host)
	}
}
