package events_test

import (
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/jsapitest"
)

func TestAsNode(t *testing.T) {
	vm := newVM(t, map[string]jsapi.Module{abort.Name: abort.Module})
	vm.Globals(abort.Name, "EventTarget", "Event", "AbortController", "AbortSignal")
	jsapitest.Golden(t, vm, "testdata/events.js")
}
