package asynchooks_test

import (
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/asynchooks"
	"github.com/guthega/guthega/jsapi/events"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/process"
	"github.com/guthega/guthega/jsapi/timers"
)

func newVM(t testing.TB, carry bool) *jsapitest.VM {
	t.Helper()
	vm := jsapitest.New(t, map[string]jsapi.Module{
		"async_hooks": asynchooks.Module, "events": events.Module, "process": process.Module, "timers": timers.Module, abort.Name: abort.Module,
	})
	if carry {
		loop := &carrying{Loop: vm.Loop}
		vm.Host.Loop = loop
		vm.Runtime.SetAsyncContextTracker(loop)
	}
	vm.Globals("timers", "setTimeout", "setInterval", "clearInterval", "setImmediate", "queueMicrotask")
	if err := vm.Runtime.Set("process", vm.Host.Require("process")); err != nil {
		t.Fatal(err)
	}
	return vm
}

func TestAsNode(t *testing.T) { jsapitest.Golden(t, newVM(t, true), "testdata/async_hooks.js") }

func TestWithoutACarryingLoop(t *testing.T) {
	got := newVM(t, false).Run(`const { AsyncLocalStorage } = require('async_hooks'); const a = new AsyncLocalStorage();
		a.run(1, () => a.getStore()) + ' ' + a.getStore()`).String()
	if got != "1 undefined" {
		t.Errorf("got %s", got)
	}
}

func TestResourcesAreNotShared(t *testing.T) {
	got := newVM(t, true).Run(`const { executionAsyncResource } = require('async_hooks'); executionAsyncResource().x = 1; executionAsyncResource().x`)
	if got.String() != "undefined" {
		t.Errorf("what was left in the resource is there: %v", got)
	}
}

func BenchmarkRun(b *testing.B) {
	vm := newVM(b, true)
	vm.Run(`const { AsyncLocalStorage } = require('async_hooks'); const a = new AsyncLocalStorage(); globalThis.f = () => a.run(1, () => a.getStore())`)
	b.ReportAllocs()
	for b.Loop() {
		vm.Run(`f()`)
	}
}
