package tls_test

import (
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/blob"
	"github.com/guthega/guthega/jsapi/crypto"
	"github.com/guthega/guthega/jsapi/dns"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/net"
	"github.com/guthega/guthega/jsapi/node/nodetest"
	"github.com/guthega/guthega/jsapi/socket"
	"github.com/guthega/guthega/jsapi/timers"
	"github.com/guthega/guthega/jsapi/tls"
)

func newVM(t *testing.T) *jsapitest.VM {
	t.Helper()
	vm := nodetest.New(t, map[string]jsapi.Module{
		"internal/blob": blob.Module, "crypto": crypto.Module, "dns": dns.Module, "net": net.Module, "timers": timers.Module, "tls": tls.Module, socket.Name: socket.Module,
	})
	vm.Host.Permissions = &jsapi.Permissions{Net: jsapi.NetPermission{All: true}}
	return vm
}

func TestAsNode(t *testing.T) {
	vm := newVM(t)
	defer vm.Loop.Close()
	jsapitest.Golden(t, vm, "testdata/tls.js")
}
