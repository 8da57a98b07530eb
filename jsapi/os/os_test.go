package os_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/os"
)

func newVM(t testing.TB) *jsapitest.VM {
	return jsapitest.New(t, map[string]jsapi.Module{"os": os.Module})
}

func TestAsNode(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the recorded constants are Linux's")
	}
	jsapitest.Golden(t, newVM(t), "testdata/os.js")
}

func TestPriorityIsDenied(t *testing.T) {
	got := newVM(t).Run(`try { require('os').setPriority(-20) } catch (e) { e.code + ' ' + e.message }`).String()
	if !strings.HasPrefix(got, "ERR_ACCESS_DENIED os.setPriority() is denied") {
		t.Errorf("got %s", got)
	}
}

func BenchmarkInstantiate(b *testing.B) {
	vm := newVM(b)
	b.ReportAllocs()
	for b.Loop() {
		os.Module(vm.Host)
	}
}
