package net_test

import (
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/socket"
)

// until waits for a condition that other goroutines bring about.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			buf := make([]byte, 1<<20)
			t.Fatalf("%s never came about\n%s", what, buf[:runtime.Stack(buf, true)])
		}
	}
}

func descriptors(t *testing.T) int {
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("no /proc")
	}
	return len(list)
}

// listen is a server outside of the VM.
func listen(t *testing.T, serve func(net.Conn)) (port string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serve(c)
		}
	}()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

func TestNothingIsLeft(t *testing.T) {
	lives := 1000
	if testing.Short() {
		lives = 30
	}
	port := listen(t, func(c net.Conn) {
		_, _ = c.Write([]byte("hello"))
		_, _ = io.Copy(io.Discard, c)
		_ = c.Close()
	})
	once := func() {
		r := newRig(t, everything)
		got := r.run(`
			const net = require('net'), dns = require('dns');
			globalThis.server = net.createServer((s) => s.resume()).listen(0);
			await new Promise((r) => server.on('listening', r));
			const open = [];
			for (let i = 0; i < 3; i++) {
				const c = net.connect(` + port + `, '127.0.0.1');
				await new Promise((r) => c.once(i === 2 ? 'connect' : 'data', r)); // one is paused with data waiting
				open.push(c);
			}
			const own = net.connect(server.address().port, '127.0.0.1');
			await new Promise((r) => own.on('connect', r));
			own.write(Buffer.alloc(100));
			net.connect(9, '10.255.255.1').on('error', () => {}); // on its way nowhere
			dns.lookup('slow.invalid', () => {});
			dns.resolve4('slow.invalid', () => {});
			return String(open.length);`)
		if got != "3" {
			t.Fatal(got)
		}
		r.close()
	}
	once()
	runtime.GC()
	goroutines, files := runtime.NumGoroutine(), descriptors(t)
	for range lives {
		once()
	}
	until(t, "the end of all goroutines", func() bool { return runtime.NumGoroutine() <= goroutines+2 })
	until(t, "the closing of all descriptors", func() bool { return descriptors(t) <= files+2 })
}

func TestPausedReaderHoldsTheSenderBack(t *testing.T) {
	const total = 100 << 20
	sent := make(chan int, 1)
	port := listen(t, func(c net.Conn) {
		b, n := make([]byte, 64<<10), 0
		_ = c.SetWriteDeadline(time.Now().Add(2 * time.Second)) // it has to stall
		for n < total {
			m, err := c.Write(b)
			if n += m; err != nil {
				break
			}
		}
		sent <- n
		_ = c.SetWriteDeadline(time.Time{})
		for n < total {
			m, err := c.Write(b[:min(len(b), total-n)])
			if n += m; err != nil {
				break
			}
		}
		_ = c.Close()
	})
	r := newRig(t, everything)
	r.run(`globalThis.c = require('net').connect(` + port + `, '127.0.0.1'); await new Promise((r) => c.once('data', r)); c.pause();`)
	if n := <-sent; n > 32<<20 {
		t.Errorf("%d MB were sent to a reader that reads nothing", n>>20)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	got := r.run(`let n = c.bytesRead, most = 0; c.on('data', () => { most = Math.max(most, c.readableLength); });
		await new Promise((r) => { c.on('end', r); c.resume(); }); return c.bytesRead + ' ' + (most < 1 << 20);`)
	if want := strconv.Itoa(total) + " true"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 32<<20 {
		t.Errorf("the heap grew by %d MB", grown>>20)
	}
}

func TestSlowPeerHoldsTheWriterBack(t *testing.T) {
	release := make(chan struct{})
	counted := make(chan int64, 1)
	port := listen(t, func(c net.Conn) {
		<-release
		n, _ := io.Copy(io.Discard, c)
		counted <- n
		_ = c.Close()
	})
	r := newRig(t, everything)
	got := r.run(`
		globalThis.c = require('net').connect(` + port + `, '127.0.0.1');
		await new Promise((r) => c.on('connect', r));
		const chunk = Buffer.alloc(1 << 20, 1);
		let called = 0, n = 0;
		while (n < 64) { n++; if (!c.write(chunk, () => { called++; }) && called === 0 && n > 20) break; await new Promise(setImmediate); }
		return [n > called, c.writableNeedDrain, c.writableLength > 0].join();`)
	if got != "true,true,true" {
		t.Errorf("got %s", got)
	}
	close(release)
	written := r.run(`await new Promise((r) => c.once('drain', r)); await new Promise((r) => c.end(r)); return String(c.bytesWritten);`)
	if n := <-counted; strconv.FormatInt(n, 10) != written {
		t.Errorf("%d bytes came, %s were written", n, written)
	}
}

func TestDetach(t *testing.T) {
	said := make(chan string, 1)
	port := listen(t, func(c net.Conn) {
		_, _ = c.Write([]byte("first"))
		_, _ = c.Write([]byte("second"))
		b := make([]byte, 4)
		_, _ = io.ReadFull(c, b)
		_, _ = c.Write([]byte("third"))
		said <- string(b)
		_ = c.Close()
	})
	r := newRig(t, everything)
	r.run(`globalThis.c = require('net').connect(` + port + `, '127.0.0.1'); await new Promise((r) => c.once('readable', r));
		globalThis.start = c.read(2).toString();`)
	var conn net.Conn
	var leftover []byte
	var err error
	r.do(func() { conn, leftover, err = socket.Detach(r.host, r.rt.Get("c")) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write([]byte("ping")); err != nil {
		t.Fatal(err)
	}
	if got := <-said; got != "ping" {
		t.Errorf("the server got %q", got)
	}
	r.do(func() { _, _, err = socket.Detach(r.host, r.rt.Get("c")) })
	if !errors.Is(err, socket.ErrNotConnected) {
		t.Errorf("detached twice: %v", err)
	}
	// Around again, as tls does.
	r.do(func() {
		handle := socket.For(r.host).Wrap(socket.Prefixed(conn, leftover))
		if err := r.rt.Set("handle", handle); err != nil {
			t.Error(err)
		}
	})
	got := r.run(`const net = require('net'); const s = new net.Socket({ handle }); let all = start; s.on('data', (d) => { all += d; });
		await new Promise((r) => s.on('close', r)); return all + (s.remotePort === undefined);`)
	if !strings.HasPrefix(got, "firstsecondthird") {
		t.Errorf("got %q", got)
	}
}

func TestPermissions(t *testing.T) {
	port := listen(t, func(c net.Conn) { _ = c.Close() })
	const connect = `const e = await new Promise((r) => require('net').connect(%).on('error', r).on('connect', () => r({ code: 'connected' }))); return e.code + ' ' + e.message;`
	for name, tt := range map[string]struct {
		net  jsapi.NetPermission
		args string
		want string
	}{
		"nothing":              {jsapi.NetPermission{}, port + ", '127.0.0.1'", `ERR_ACCESS_DENIED connecting to 127.0.0.1:` + port + ` is not permitted: "permissions": {"net": ["127.0.0.1:` + port + `"]} in the receiver config would allow it`},
		"nothing, by name":     {jsapi.NetPermission{}, port + ", 'localhost'", `ERR_ACCESS_DENIED connecting to localhost:` + port},
		"a name":               {jsapi.NetPermission{Patterns: []string{"localhost:*"}}, port + ", 'localhost'", "connected"},
		"an address":           {jsapi.NetPermission{Patterns: []string{"127.0.0.0/8:" + port}}, port + ", 'localhost'", "connected"},
		"metadata":             {jsapi.NetPermission{All: true}, "80, '169.254.169.254'", "ERR_ACCESS_DENIED"},
		"a lookup that lies":   {jsapi.NetPermission{Patterns: []string{"db:*"}}, "{ port: " + port + ", host: 'db', lookup: (h, o, cb) => cb(null, [{ address: '127.0.0.1', family: 4 }]) }", "ERR_ACCESS_DENIED"},
		"a lookup to metadata": {jsapi.NetPermission{All: true}, "{ port: 80, host: 'db', lookup: (h, o, cb) => cb(null, [{ address: '169.254.169.254', family: 4 }]) }", "ERR_ACCESS_DENIED"},
		"a Unix socket":        {jsapi.NetPermission{All: true}, "'/run/x.sock'", `ERR_ACCESS_DENIED connecting to unix:/run/x.sock`},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, &jsapi.Permissions{Net: tt.net})
			if got := r.run(strings.Replace(connect, "%", tt.args, 1)); !strings.HasPrefix(got, tt.want) {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestUnixSocket(t *testing.T) {
	path := t.TempDir() + "/s"
	r := newRig(t, &jsapi.Permissions{Net: jsapi.NetPermission{Patterns: []string{"unix:" + path}}})
	got := r.run(`const net = require('net'); const path = '` + path + `';
		const s = net.createServer((c) => c.end('hi')).listen(path); await new Promise((r) => s.on('listening', r));
		const c = net.connect(path); let all = ''; c.on('data', (d) => { all += d; }); await new Promise((r) => c.on('close', r));
		const address = s.address(); s.close();
		const e = await new Promise((r) => net.connect({ path }).on('error', r));
		return [all, address === path, e.message === 'connect ENOENT ' + path, e.code, e.syscall, e.address === path, Object.keys(e)].join();`)
	if want := "hi,true,true,ENOENT,connect,true,errno,code,syscall,address"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTimeout(t *testing.T) {
	port := listen(t, func(c net.Conn) { _, _ = io.Copy(io.Discard, c); _ = c.Close() })
	r := newRig(t, everything)
	got := r.run(`const c = require('net').connect({ port: ` + port + `, host: '127.0.0.1', timeout: 5 });
		await new Promise((r) => c.on('timeout', r)); const log = [c.timeout]; c.end(); await new Promise((r) => c.on('close', r)); return log.join();`)
	if got != "5" {
		t.Error(got)
	}
}

func BenchmarkRoundTrip(b *testing.B) {
	r := newRig(b, everything)
	r.run(`const net = require('net'); const s = net.createServer((c) => c.pipe(c)).listen(0); await new Promise((r) => s.on('listening', r));
		globalThis.c = net.connect(s.address().port, '127.0.0.1'); await new Promise((r) => c.on('connect', r));
		globalThis.trip = () => new Promise((r) => { c.once('data', r); c.write('ping'); });`)
	b.ReportAllocs()
	for b.Loop() {
		r.run(`await trip(); return ''`)
	}
}
