package util_test

import (
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/encoding"
	"github.com/guthega/guthega/jsapi/events"
	"github.com/guthega/guthega/jsapi/inspect"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/os"
	"github.com/guthega/guthega/jsapi/process"
	"github.com/guthega/guthega/jsapi/timers"
	"github.com/guthega/guthega/jsapi/util"
)

func newVM(t testing.TB, env ...string) *jsapitest.VM {
	t.Helper()
	vm := jsapitest.New(t, map[string]jsapi.Module{
		"buffer": buffer.Module, "events": events.Module, "internal/encoding": encoding.Module, abort.Name: abort.Module,
		"internal/inspect": inspect.Module, "os": os.Module, "process": process.Module, "timers": timers.Module,
		"util": util.Module, "util/types": util.Types, "sys": util.Sys,
	})
	vm.Host.Permissions = &jsapi.Permissions{Env: env}
	vm.Globals("buffer", "Buffer")
	vm.Globals(abort.Name, "AbortController", "AbortSignal")
	vm.Globals("timers", "setTimeout", "setImmediate")
	if err := vm.Runtime.Set("process", vm.Host.Require("process")); err != nil {
		t.Fatal(err)
	}
	return vm
}

func TestAsNode(t *testing.T) {
	for _, file := range []string{"functions", "types", "equal", "text", "parseargs", "mime"} {
		t.Run(file, func(t *testing.T) { jsapitest.Golden(t, newVM(t), "testdata/"+file+".js") })
	}
}

func TestDeprecationWarnsOnce(t *testing.T) {
	vm := newVM(t)
	vm.Run(`const { deprecate } = require('util'); const a = deprecate((x) => x, 'old a', 'DEP1'), b = deprecate(() => 1, 'old b', 'DEP1'),
		c = deprecate(() => 1, 'old c'); a(1); a(2); b(); c(); c();`)
	var got []string
	for _, l := range vm.Log.Lines {
		got = append(got, l.Message)
	}
	want := []string{"[DEP1] DeprecationWarning: old a", "DeprecationWarning: old c"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDebuglog(t *testing.T) {
	t.Setenv("NODE_DEBUG", "alpha,be*")
	vm := newVM(t, "NODE_DEBUG")
	vm.Run(`const { debuglog } = require('util'); debuglog('alpha')('is %s', 'on'); debuglog('beta')({ a: 1 }); debuglog('alphabet')('is off');
		globalThis.flags = [debuglog('ALPHA').enabled, debuglog('gamma').enabled].join()`)
	if got := vm.Run("flags").String(); got != "true,false" {
		t.Errorf("enabled: %s", got)
	}
	if len(vm.Log.Lines) != 2 || !strings.HasPrefix(vm.Log.Lines[0].Message, "ALPHA ") || !strings.HasSuffix(vm.Log.Lines[0].Message, ": is on") {
		t.Errorf("logged %v", vm.Log.Lines)
	}
}

func BenchmarkInstantiate(b *testing.B) {
	vm := newVM(b)
	b.ReportAllocs()
	for b.Loop() {
		util.Module(vm.Host)
	}
}

func BenchmarkIsDeepStrictEqual(b *testing.B) {
	vm := newVM(b)
	fn, _ := goja.AssertFunction(vm.Run(`(() => { const { isDeepStrictEqual } = require('util');
		const make = () => ({ a: 1, b: [1, 2, 3], c: { d: 'x' } }), x = make(), y = make(); return () => isDeepStrictEqual(x, y) })()`))
	b.ReportAllocs()
	for b.Loop() {
		if v, err := fn(goja.Undefined()); err != nil || !v.ToBoolean() {
			b.Fatal(v, err)
		}
	}
}
