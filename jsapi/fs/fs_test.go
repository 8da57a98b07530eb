package fs_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/fs"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/node/nodetest"
	"github.com/guthega/guthega/jsapi/path"
	"github.com/guthega/guthega/jsapi/url"
)

func newVM(t *testing.T, p *jsapi.Permissions) *jsapitest.VM {
	t.Helper()
	vm := nodetest.New(t, map[string]jsapi.Module{"fs": fs.Module, "fs/promises": fs.Promises, "path": path.Module, "url": url.Module})
	vm.Host.Permissions = p
	vm.Globals("url", "URL")
	if err := vm.Runtime.Set("process", vm.Host.Require("process")); err != nil {
		t.Fatal(err)
	}
	return vm
}

func TestAsNode(t *testing.T) {
	jsapitest.Golden(t, newVM(t, &jsapi.Permissions{Read: []string{"."}}), "testdata/fs.js")
}

// TestDenied: what lies elsewhere cannot be read, by whatever way, nor does an answer say whether it is there.
func TestDenied(t *testing.T) {
	cwd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	own := t.TempDir()
	if err := os.Symlink(secret, filepath.Join(own, "link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Dir(secret), filepath.Join(own, "folder")); err != nil {
		t.Fatal(err)
	}
	vm := newVM(t, &jsapi.Permissions{Own: []string{filepath.Join(cwd, "testdata", "tree")}, Read: []string{own}})
	for _, path := range []string{
		secret, "/etc/passwd", "/etc/nothing", "/proc/self/environ", "/proc/self/root" + secret, cwd + "/fs_test.go", "testdata/tree/../fs.js",
		"testdata/outside", own + "/link", own + "/folder/secret", own + "/folder/nothing", own + "/folder/nothing/below", own + "x", own + "/../", "testdata/tree/folder/../../fs.js",
		"testdata/tree/nothing/../../fs.js/",
	} {
		t.Run(strings.ReplaceAll(path, "/", "|"), func(t *testing.T) {
			for _, call := range []string{"readFileSync", "statSync", "readdirSync", "accessSync", "realpathSync"} {
				if err := vm.Runtime.Set("path", path); err != nil {
					t.Fatal(err)
				}
				got := vm.Run(`(() => { try { return 'gave ' + require('fs').` + call + `(path) } catch (e) { return e.code + ' ' + e.message } })()`).String()
				if !strings.HasPrefix(got, "ERR_ACCESS_DENIED") || !strings.Contains(got, "permissions.read") {
					t.Errorf("%s: %s", call, got)
				}
			}
			if vm.Run("require('fs').existsSync(path)").ToBoolean() {
				t.Error("existsSync tells")
			}
		})
	}
	if got := vm.Run("require('fs').readFileSync('testdata/tree/a.txt', 'utf8')").String(); got != "hello żółw\n" {
		t.Errorf("its own file is %q", got)
	}
}

func TestWritesAsNode(t *testing.T) {
	vm := newVM(t, &jsapi.Permissions{Read: []string{"testdata"}, Write: []string{"testdata"}})
	defer vm.Loop.Close()
	jsapitest.Golden(t, vm, "testdata/write.js")
}

// TestWriteDenied: nothing is written but below permissions.write, and there not to the receiver's own code.
func TestWriteDenied(t *testing.T) {
	base := t.TempDir()
	for _, dir := range []string{"data", "data/own", "data/store", "elsewhere"} {
		if err := os.MkdirAll(filepath.Join(base, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"data/own/index.js", "data/store/x.js", "elsewhere/file"} {
		if err := os.WriteFile(filepath.Join(base, name), []byte("before"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, to := range map[string]string{"data/out": "../elsewhere", "data/file": "../elsewhere/file", "data/new": "../elsewhere/new", "data/code": "own", "data/abs": filepath.Join(base, "elsewhere")} {
		if err := os.Symlink(to, filepath.Join(base, name)); err != nil {
			t.Fatal(err)
		}
	}
	data := filepath.Join(base, "data")
	vm := newVM(t, &jsapi.Permissions{Own: []string{data + "/own"}, Read: []string{data}, Write: []string{data}, Kept: []string{data + "/store"}})
	defer vm.Loop.Close()
	denied := func(js string) {
		t.Helper()
		got := vm.Run(`(() => { try { ` + js + `; return 'done' } catch (e) { return e.code + ' ' + e.message } })()`).String()
		if !strings.HasPrefix(got, "ERR_ACCESS_DENIED") {
			t.Errorf("%s: %s", js, got)
		}
	}
	if err := vm.Runtime.Set("B", base); err != nil {
		t.Fatal(err)
	}
	vm.Run(`globalThis.fs = require('fs'); 0`)
	for _, path := range []string{
		"B + '/elsewhere/file'", "B + '/elsewhere/new'", "B + '/data/../elsewhere/new'", "B + '/data/out/new'", "B + '/data/file'", "B + '/data/new'", "B + '/data/abs/x'",
		"B + '/data/own/index.js'", "B + '/data/own/new.js'", "B + '/data/code/new.js'", "B + '/data/store/x.js'", "'/proc/self/mem'", "'/dev/null'", "'/etc/x'",
		"new URL('file://' + B + '/elsewhere/new')", "Buffer.from(B + '/elsewhere/new')", "B + '/data2'",
	} {
		for _, call := range []string{
			"fs.writeFileSync(%, 'x')", "fs.appendFileSync(%, 'x')", "fs.openSync(%, 'w')", "fs.openSync(%, 'a+')", "fs.truncateSync(%)", "fs.copyFileSync(B + '/data/own/index.js', %)",
			"fs.chmodSync(%, 0o777)", "fs.utimesSync(%, 1, 1)",
		} {
			denied(strings.ReplaceAll(call, "%", path))
		}
	}
	for _, path := range []string{"B + '/elsewhere/file'", "B + '/data/out/file'", "B + '/data/own/index.js'", "B + '/data/code/index.js'"} {
		for _, call := range []string{
			"fs.unlinkSync(%)", "fs.rmSync(%, { recursive: true })", "fs.renameSync(%, B + '/data/taken')", "fs.linkSync(%, B + '/data/taken')", "fs.rmdirSync(%, { recursive: true })", "fs.mkdirSync(% + '/x')",
			"fs.renameSync(B + '/data/abs', %)", "fs.symlinkSync('/etc', %)",
		} {
			denied(strings.ReplaceAll(call, "%", path))
		}
	}
	// A link may be made, and leads nowhere that was not permitted before.
	vm.Run(`fs.symlinkSync('/etc', B + '/data/etc'); 0`)
	denied(`fs.readFileSync(B + '/data/etc/passwd')`)
	denied(`fs.writeFileSync(B + '/data/etc/passwd', 'x')`)
	for _, name := range []string{"data/own/index.js", "data/store/x.js", "elsewhere/file"} {
		if b, err := os.ReadFile(filepath.Join(base, name)); err != nil || string(b) != "before" {
			t.Errorf("%s is %q, %v", name, b, err)
		}
	}
	if list, err := os.ReadDir(filepath.Join(base, "elsewhere")); err != nil || len(list) != 1 {
		t.Errorf("elsewhere there are %v, %v", list, err)
	}
	if got := vm.Run(`fs.writeFileSync(B + '/data/fine', 'x'); fs.readFileSync(B + '/data/fine', 'utf8')`).String(); got != "x" {
		t.Errorf("what may be written is %q", got)
	}
}

// TestNoDevices: what is no file keeps nobody waiting.
func TestNoDevices(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Skip(err)
	}
	vm := newVM(t, &jsapi.Permissions{Read: []string{dir, "/dev"}, Write: []string{dir}})
	if err := vm.Runtime.Set("D", dir); err != nil {
		t.Fatal(err)
	}
	for _, js := range []string{"readFileSync(D + '/pipe')", "openSync(D + '/pipe', 'r')", "openSync(D + '/pipe', 'r+')", "readFileSync('/dev/zero')", "copyFileSync(D + '/pipe', D + '/x')"} {
		if got := vm.Run(`(() => { try { require('fs').` + js + `; return 'done' } catch (e) { return e.code } })()`).String(); got != "ERR_ACCESS_DENIED" {
			t.Errorf("%s: %s", js, got)
		}
	}
}

// TestDescriptorsEndWithTheVM: nothing stays open.
func TestDescriptorsEndWithTheVM(t *testing.T) {
	dir := t.TempDir()
	vm := newVM(t, &jsapi.Permissions{Write: []string{dir}})
	if err := vm.Runtime.Set("D", dir); err != nil {
		t.Fatal(err)
	}
	before := openFiles(t)
	vm.Run(`for (let i = 0; i < 20; i++) require('fs').openSync(D + '/' + i, 'w'); 0`)
	if got := openFiles(t) - before; got != 20 {
		t.Errorf("%d are open, want 20", got)
	}
	vm.Loop.Close()
	if got := openFiles(t) - before; got != 0 {
		t.Errorf("%d stay open", got)
	}
}

func openFiles(t *testing.T) int {
	t.Helper()
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip(err)
	}
	return len(list)
}
