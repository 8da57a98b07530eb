package main

import (
	"fmt"
	"net"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/node"
)

// TestLifetime closes VMs that are in the middle of everything that http, https, fetch and fs can do, and counts what is left of the
// process's goroutines and descriptors.
func TestLifetime(t *testing.T) {
	// A peer that reads and never answers, and one that begins to.
	silent, slow := peer(t, ""), peer(t, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
	file := t.TempDir() + "/file"
	write(t, file, strings.Repeat("x", 1<<20))
	src := fmt.Sprintf(`
		const http = require('http'), https = require('https'), fs = require('fs'), undici = require('undici');
		const quiet = (e) => e.on('error', () => {});
		quiet(http.get(%[1]q)); quiet(http.get(%[2]q, (res) => res.on('data', () => {})));
		quiet(https.get(%[1]q.replace('http', 'https')));
		const post = quiet(http.request(%[1]q, { method: 'POST', agent: new http.Agent({ keepAlive: true }) }));
		post.write(Buffer.alloc(1 << 16));
		fetch(%[1]q).catch(() => {});
		fetch(%[2]q).then((res) => res.body.getReader().read()).catch(() => {});
		fetch(%[1]q, { method: 'POST', duplex: 'half', body: new ReadableStream({ pull() { return new Promise(() => {}); } }) }).catch(() => {});
		undici.request(%[2]q).then(({ body }) => body.once('data', () => body.pause())).catch(() => {});
		const server = http.createServer((req, res) => { res.write('a'); });
		server.listen(0, '127.0.0.1', () => { quiet(http.get({ port: server.address().port, host: '127.0.0.1' })); });
		fs.openSync(%[3]q); quiet(fs.createReadStream(%[3]q)).once('data', function () { this.pause(); });
		fs.promises.open(%[3]q).catch(() => {}); fs.opendirSync(%[4]q);
		setInterval(() => {}, 10); fs.readFile(%[3]q, () => {});
	`, silent, slow, file, t.TempDir())
	o := surfaceOptions(t, surface(node.New(nil)), src)
	o.Permissions = &jsapi.Permissions{Net: jsapi.NetPermission{All: true}, Read: []string{"/tmp", os.TempDir()}}
	busy := 0
	live := func() {
		p, err := vm.NewPool(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond) // for some of it to be under way
		busy = max(busy, runtime.NumGoroutine())
		p.Close()
	}
	live() // what is started once
	lives := 100
	if testing.Short() {
		lives = 10
	}
	goroutines, files := settled(t, runtime.NumGoroutine()+1000, 1<<20)
	for range lives {
		live()
	}
	if busy < goroutines+10 {
		t.Errorf("%d goroutines while a VM is in the middle of it: that is not much", busy)
	}
	if g, f := settled(t, goroutines, files); g > goroutines+2 || f > files+2 {
		stacks := make([]byte, 1<<20)
		t.Errorf("after %d VMs there are %d goroutines and %d descriptors, before %d and %d\n%s", lives, g, f, goroutines, files, stacks[:runtime.Stack(stacks, true)])
	}
}

// settled counts goroutines and descriptors, when there are no more than that many or none has ended for a while.
func settled(t *testing.T, goroutines, files int) (int, int) {
	t.Helper()
	g, f, since := 1<<30, 1<<30, time.Now()
	for time.Since(since) < 2*time.Second {
		list, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip(err)
		}
		if n := runtime.NumGoroutine(); n < g || len(list) < f {
			g, f, since = min(n, g), min(len(list), f), time.Now()
		}
		if g <= goroutines && f <= files && goroutines < 1000 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return g, f
}

// peer is the URL of a server that sends a text to each client, and then nothing.
func peer(t *testing.T, text string) string {
	t.Helper()
	return "http://" + jsapitest.Peer(t, func(c net.Conn) {
		buffer := make([]byte, 1<<16)
		if n, err := c.Read(buffer); err != nil || n == 0 {
			return
		}
		if _, err := c.Write([]byte(text)); err != nil {
			return
		}
		for {
			if _, err := c.Read(buffer); err != nil {
				return
			}
		}
	}) + "/"
}
