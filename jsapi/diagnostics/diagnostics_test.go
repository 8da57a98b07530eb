package diagnostics_test

import (
	"strings"
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/diagnostics"
	"github.com/guthega/guthega/jsapi/jsapitest"
)

func newVM(t testing.TB) *jsapitest.VM {
	return jsapitest.New(t, map[string]jsapi.Module{"diagnostics_channel": diagnostics.Module})
}

func TestAsNode(t *testing.T) { jsapitest.Golden(t, newVM(t), "testdata/diagnostics.js") }

func TestASubscribersExceptionIsUncaught(t *testing.T) {
	vm := newVM(t)
	v, err := vm.Runtime.RunString(`const c = require('diagnostics_channel').channel('x'), log = [];
		c.subscribe(() => { throw new Error('boom') }); c.subscribe(() => log.push('heard')); c.publish(1); log.join()`)
	if err != nil || v.String() != "heard" {
		t.Fatalf("published: %v, %v", v, err)
	}
	if err := vm.Loop.Run(); err == nil || !strings.Contains(err.Error(), "boom") {
		t.Errorf("the loop got %v", err)
	}
}
