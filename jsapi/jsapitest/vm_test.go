package jsapitest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/jsapi/jsapitest"
)

func TestLoopOrder(t *testing.T) {
	vm := jsapitest.New(t, nil)
	var got []string
	add := func(s string) func() error {
		return func() error { got = append(got, s); return nil }
	}
	vm.Loop.Timer(20, false, add("second timer"))
	vm.Loop.Timer(10, false, add("third timer")) // both are below 1 ms, so 1 ms
	vm.Loop.Immediate(add("immediate"))
	vm.Loop.Tick(add("tick"))
	r := vm.Loop.Reserve()
	go r.Resume(add("resumed"))
	unref := vm.Loop.Timer(1e9, true, add("never"))
	unref.SetRef(false)
	if err := vm.Loop.Run(); err != nil {
		t.Fatal(err)
	}
	want := []string{"tick", "immediate", "resumed", "second timer", "third timer"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestGolden(t *testing.T) {
	jsapitest.Golden(t, jsapitest.New(t, nil), "testdata/harness.js")
}
