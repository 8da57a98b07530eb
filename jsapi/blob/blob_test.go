package blob_test

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/blob"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/node/nodetest"
)

func TestGolden(t *testing.T) {
	vm := nodetest.New(t, map[string]jsapi.Module{blob.Name: blob.Module})
	vm.Globals(blob.Name, "Blob", "File")
	jsapitest.Golden(t, vm, "testdata/blob.js")
}

// fixedUUID stands in for crypto.
func fixedUUID(h *jsapi.Host) goja.Value {
	v, err := h.Runtime.RunString("({ randomUUID: () => 'one' })")
	if err != nil {
		panic(err)
	}
	return v
}

func TestObjectURL(t *testing.T) {
	vm := nodetest.New(t, map[string]jsapi.Module{blob.Name: blob.Module, "crypto": fixedUUID})
	got := vm.Run(`const { Blob, createObjectURL, resolveObjectURL, revokeObjectURL } = require('internal/blob');
		const url = createObjectURL(new Blob(['abc'], { type: 'x/y' }));
		const found = resolveObjectURL(url);
		revokeObjectURL(url);
		[url, found.size, found.type, resolveObjectURL(url)].join()`).String()
	if want := "blob:nodedata:one,3,x/y,"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
