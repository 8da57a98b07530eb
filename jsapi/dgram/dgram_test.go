package dgram_test

import (
	"net"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/dgram"
	"github.com/guthega/guthega/jsapi/dns"
	"github.com/guthega/guthega/jsapi/events"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/socket"
)

func newVM(t *testing.T, p *jsapi.Permissions) *jsapitest.VM {
	vm := jsapitest.New(t, map[string]jsapi.Module{
		"buffer": buffer.Module, "dgram": dgram.Module, "dns": dns.Module, "events": events.Module, socket.Name: socket.Module,
	})
	vm.Host.Permissions = p
	vm.Globals("buffer", "Buffer")
	return vm
}

var everything = &jsapi.Permissions{Net: jsapi.NetPermission{All: true}}

func TestAsNode(t *testing.T) {
	vm := newVM(t, everything)
	defer vm.Loop.Close()
	jsapitest.Golden(t, vm, "testdata/dgram.js")
}

func TestPermissions(t *testing.T) {
	udp, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = udp.Close() }()
	port := strconv.Itoa(udp.LocalAddr().(*net.UDPAddr).Port)
	vm := newVM(t, &jsapi.Permissions{Net: jsapi.NetPermission{Patterns: []string{"127.0.0.1:" + port}}})
	defer vm.Loop.Close()
	vm.Run(`var out = []; const s = require('dgram').createSocket('udp4'); let left = 3;
		const done = (e) => { out.push(e ? e.code : 'sent'); if (--left === 0) s.close(); };
		s.send('a', ` + port + `, '127.0.0.1', done); s.send('b', 9, '127.0.0.1', done); s.send('c', 9, 'secret.example.com', done);`)
	if got := vm.Run(`out.sort().join()`); got.String() != "ERR_ACCESS_DENIED,ERR_ACCESS_DENIED,sent" {
		t.Error(got)
	}
}

func TestNothingIsLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 50 {
		vm := newVM(t, everything)
		_, err := vm.Runtime.RunString(`const s = require('dgram').createSocket('udp4'); s.bind(0); s.on('message', () => {})`)
		if err != nil {
			t.Fatal(err)
		}
		opened := make(chan struct{})
		go func() { // a loop with a socket open never ends
			defer close(opened)
			_ = vm.Loop.Run()
		}()
		vm.Loop.Close()
		<-opened
	}
	for end := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
	}
}
