package absent_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/absent"
	"github.com/guthega/guthega/jsapi/console"
	"github.com/guthega/guthega/jsapi/events"
	"github.com/guthega/guthega/jsapi/inspect"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/os"
	"github.com/guthega/guthega/jsapi/process"
)

func newVM(t testing.TB) *jsapitest.VM {
	t.Helper()
	modules := map[string]jsapi.Module{
		"console": console.Module, "events": events.Module, "internal/inspect": inspect.Module, "os": os.Module,
		"process": process.Module, abort.Name: abort.Module,
	}
	maps.Copy(modules, absent.Modules())
	return jsapitest.New(t, modules)
}

func TestAsNode(t *testing.T) { jsapitest.Golden(t, newVM(t), "testdata/absent.js") }

func TestUseIsDenied(t *testing.T) {
	for _, use := range []string{
		"child_process.spawn('ls')", "child_process.exec('ls', () => {})", "child_process.execSync('ls')", "child_process.fork('x')",
		"new child_process.ChildProcess()", "new worker_threads.Worker('x')", "cluster.fork()", "http2.connect('https://localhost')",
		"http2.createServer()", "inspector.open()", "repl.start()", "v8.serialize({})", "v8.deserialize({})", "new v8.Serializer()",
		"new wasi.WASI({})", "test.test('x', () => {})",
	} {
		t.Run(use, func(t *testing.T) {
			module, rest, _ := strings.Cut(strings.TrimPrefix(use, "new "), ".")
			name, _, _ := strings.Cut(rest, "(")
			got := newVM(t).Run(`const ` + module + ` = require('` + module + `'); try { ` + use + `; 'done' } catch (e) { e.code + ' ' + e.message }`).String()
			if !strings.HasPrefix(got, "ERR_ACCESS_DENIED "+module+"."+name+"() is denied: ") {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestSea(t *testing.T) {
	got := newVM(t).Run(`const s = require('sea'); let code; try { s.getAsset('x') } catch (e) { code = e.code } s.isSea() + ' ' + code`).String()
	if want := "false ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// In Node the exception gets to the domain only where nobody around run catches it, which cannot be told from here.
func TestDomainCatchesWhatRunThrows(t *testing.T) {
	got := newVM(t).Run(`const d = require('domain').create(), log = []; d.on('error', (e) => log.push(e.message, e.domain === d));
		d.run(() => { throw new Error('in run') }); let thrown; try { require('domain').create().run(() => { throw 'unheard' }) } catch (e) { thrown = e }
		log.join() + ' ' + thrown`).String()
	if want := "in run,true unheard"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
