package buffer_test

import (
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/jsapitest"
)

func newVM(t testing.TB) *jsapitest.VM {
	t.Helper()
	vm := jsapitest.New(t, map[string]jsapi.Module{"buffer": buffer.Module})
	vm.Globals("buffer", "Buffer", "atob", "btoa")
	return vm
}

func TestGolden(t *testing.T) {
	for _, file := range []string{"buffer.js", "classes.js"} {
		t.Run(file, func(t *testing.T) { jsapitest.Golden(t, newVM(t), "testdata/"+file) })
	}
}
