package messaging_test

import (
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/messaging"
	"github.com/guthega/guthega/jsapi/structuredclone"
	"github.com/guthega/guthega/jsapi/timers"
)

func TestAsNode(t *testing.T) {
	vm := jsapitest.New(t, map[string]jsapi.Module{
		messaging.Name: messaging.Module, abort.Name: abort.Module, "internal/clone": structuredclone.Module, "timers": timers.Module,
	})
	vm.Globals(messaging.Name, "MessageChannel", "MessagePort", "MessageEvent", "BroadcastChannel")
	vm.Globals(abort.Name, "Event", "EventTarget")
	jsapitest.Golden(t, vm, "testdata/messaging.js")
}
