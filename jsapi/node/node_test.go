package node_test

import (
	"testing"

	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/node/nodetest"
)

func newVM(t testing.TB) *jsapitest.VM {
	t.Helper()
	return nodetest.New(t, nil)
}

// Nothing of a port is loaded before it is required, and a port is compiled once for all VMs.
func BenchmarkStream(b *testing.B) {
	newVM(b).Run(`require('stream')`)
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		vm := newVM(b)
		vm.Run(`require('events');require('buffer');require('process')`)
		b.StartTimer()
		vm.Run(`require('stream')`)
	}
}
