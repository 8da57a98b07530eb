package querystring_test

import (
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/querystring"
)

func TestAsNode(t *testing.T) {
	vm := jsapitest.New(t, map[string]jsapi.Module{"buffer": buffer.Module, "querystring": querystring.Module})
	vm.Globals("buffer", "Buffer")
	jsapitest.Golden(t, vm, "testdata/querystring.js")
}
