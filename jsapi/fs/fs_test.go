package fs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/fs"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/node/nodetest"
	"github.com/guthega/guthega/jsapi/url"
)

func newVM(t *testing.T, p *jsapi.Permissions) *jsapitest.VM {
	t.Helper()
	vm := nodetest.New(t, map[string]jsapi.Module{"fs": fs.Module, "fs/promises": fs.Promises, "url": url.Module})
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

func TestNothingIsWritten(t *testing.T) {
	dir := t.TempDir()
	vm := newVM(t, &jsapi.Permissions{Read: []string{dir}, Write: []string{dir}})
	if err := vm.Runtime.Set("path", filepath.Join(dir, "x")); err != nil {
		t.Fatal(err)
	}
	for _, call := range []string{"writeFileSync(path, '')", "mkdirSync(path)", "createWriteStream(path)", "openSync(path, 'w')", "rmSync(path)"} {
		if got := vm.Run(`(() => { try { return 'gave ' + require('fs').` + call + ` } catch (e) { return e.code } })()`).String(); got != "ERR_ACCESS_DENIED" {
			t.Errorf("%s: %s", call, got)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v is there, %v", left, err)
	}
}
