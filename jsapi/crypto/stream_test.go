package crypto_test

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/crypto"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/node/nodetest"
)

func TestGoldenStream(t *testing.T) {
	vm := nodetest.New(t, map[string]jsapi.Module{"crypto": crypto.Module, "internal/blob": noBlobs})
	jsapitest.Golden(t, vm, "testdata/stream.js")
}

// A hash that is only updated and digested does not pay for streams.
func TestHashLeavesStreamAlone(t *testing.T) {
	vm := newVM(t) // which has no module "stream"
	got := vm.Run(`
		const c = require('crypto'), h = c.createHash('md5');
		JSON.stringify([h.toString(), h.then, h.constructor.name, h instanceof c.Hash, h.__proto__ === c.Hash.prototype,
			h.update('a').copy().digest('hex')])`).String()
	if want := `["[object Object]",null,"Hash",true,true,"0cc175b9c0f1b6a831c399e269772661"]`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// noBlobs stands in for what stream asks whether something is a Blob.
func noBlobs(h *jsapi.Host) goja.Value {
	v, err := h.Runtime.RunString("({ Blob: class Blob {}, File: class File {} })")
	if err != nil {
		panic(err)
	}
	return v
}
