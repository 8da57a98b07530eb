package net_test

import (
	"testing"

	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/node/nodetest"
)

func TestAsNode(t *testing.T) {
	vm := nodetest.New(t, modules())
	vm.Host.Permissions = everything
	vm.Globals(abort.Name, "AbortController")
	defer vm.Loop.Close()
	jsapitest.Golden(t, vm, "testdata/net.js")
}
