package readline_test

import (
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/ecma"
	"github.com/guthega/guthega/jsapi/events"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/process"
	"github.com/guthega/guthega/jsapi/readline"
	"github.com/guthega/guthega/jsapi/stringdecoder"
)

func TestAsNode(t *testing.T) {
	vm := jsapitest.New(t, map[string]jsapi.Module{
		"buffer": buffer.Module, "events": events.Module, "process": process.Module, "readline": readline.Module,
		"readline/promises": readline.Promises, "string_decoder": stringdecoder.Module, abort.Name: abort.Module,
	})
	if err := ecma.New().Install(vm.Host); err != nil {
		t.Fatal(err)
	}
	vm.Globals("buffer", "Buffer")
	jsapitest.Golden(t, vm, "testdata/readline.js")
}
