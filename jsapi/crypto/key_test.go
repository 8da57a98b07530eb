package crypto_test

import (
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/crypto"
	"github.com/guthega/guthega/jsapi/jsapitest"
)

func TestKeysAsNode(t *testing.T) {
	jsapitest.Golden(t, newVM(t), "testdata/keys.js")
}

func TestSignAsNode(t *testing.T) {
	jsapitest.Golden(t, newVM(t), "testdata/sign.js")
}

func TestCertificatesAsNode(t *testing.T) {
	jsapitest.Golden(t, newVM(t), "testdata/x509.js")
}

func TestSubtleAsNode(t *testing.T) {
	vm := jsapitest.New(t, map[string]jsapi.Module{
		"buffer": buffer.Module, "crypto": crypto.Module, "internal/events": abort.Module,
	})
	vm.Globals("buffer", "Buffer")
	vm.Globals("crypto", "CryptoKey")
	jsapitest.Golden(t, vm, "testdata/subtle.js")
}

func TestExchangesAsNode(t *testing.T) {
	jsapitest.Golden(t, newVM(t), "testdata/dh.js")
}
