package perfhooks_test

import (
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/perfhooks"
	"github.com/guthega/guthega/jsapi/structuredclone"
)

func newVM(t testing.TB) *jsapitest.VM {
	vm := jsapitest.New(t, map[string]jsapi.Module{
		"perf_hooks": perfhooks.Module, abort.Name: abort.Module, "internal/clone": structuredclone.Module,
	})
	vm.Globals(abort.Name, "EventTarget", "DOMException")
	vm.Globals("internal/clone", "structuredClone")
	return vm
}

func TestAsNode(t *testing.T) { jsapitest.Golden(t, newVM(t), "testdata/perf_hooks.js") }

func BenchmarkInstantiate(b *testing.B) {
	vm := newVM(b)
	b.ReportAllocs()
	for b.Loop() {
		perfhooks.Module(vm.Host)
	}
}
