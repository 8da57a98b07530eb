package path_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/path"
)

func TestAsNode(t *testing.T) {
	vm := jsapitest.New(t, map[string]jsapi.Module{"path": path.Module, "process": fakeProcess})
	cases, err := filepath.Abs("testdata/path.js")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("/usr") // results hold the working directory, and how deep it is; both run in the same one, on every machine
	jsapitest.Golden(t, vm, cases)
}

// fakeProcess is as much of Node's process as the cases use.
func fakeProcess(h *jsapi.Host) goja.Value {
	o := h.Runtime.NewObject()
	jsapi.SetMethod(h.Runtime, o, "cwd", func(goja.FunctionCall) goja.Value {
		dir, err := os.Getwd()
		if err != nil {
			panic(h.Runtime.NewGoError(err))
		}
		return h.Runtime.ToValue(dir)
	})
	return o
}

func BenchmarkInstantiate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		path.Module(&jsapi.Host{Runtime: goja.New()})
	}
}

func BenchmarkJoin(b *testing.B) {
	vm := jsapitest.New(b, map[string]jsapi.Module{"path": path.Module})
	join, _ := goja.AssertFunction(vm.Host.Require("path").ToObject(vm.Runtime).Get("join"))
	x, y := vm.Runtime.ToValue("/srv/app/node_modules"), vm.Runtime.ToValue("../lib/index.js")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := join(goja.Undefined(), x, y); err != nil {
			b.Fatal(err)
		}
	}
}
