package zlib_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/node/nodetest"
	"github.com/guthega/guthega/jsapi/zlib"
)

func newVM(t testing.TB) *jsapitest.VM {
	t.Helper()
	vm := nodetest.New(t, map[string]jsapi.Module{"zlib": zlib.Module})
	if err := vm.Runtime.Set("process", vm.Host.Require("process")); err != nil {
		t.Fatal(err)
	}
	return vm
}

func TestGolden(t *testing.T) {
	for _, file := range []string{"module.js", "whole.js", "streams.js"} {
		t.Run(file, func(t *testing.T) { jsapitest.Golden(t, newVM(t), "testdata/"+file) })
	}
}

// TestBomb: output that nobody reads is not made.
func TestBomb(t *testing.T) {
	vm := newVM(t)
	vm.Run(`
		const zlib = require('zlib');
		var bomb = zlib.gzipSync(Buffer.alloc(50 << 20));
		var stream = zlib.createGunzip();
		stream.write(bomb, () => { throw new Error('used up') });
	`)
	if n := vm.Run("stream.readableLength").ToInteger(); n == 0 || n > 64<<10 {
		t.Errorf("%d bytes wait for a reader", n)
	}
	vm.Run(`var total = 0; stream.on('data', (b) => { total += b.length; if (total > 1 << 20) stream.pause() })`)
	if n := vm.Run("total + stream.readableLength").ToInteger(); n < 1<<20 || n > 1<<20+64<<10 {
		t.Errorf("%d bytes were made", n)
	}
}

// TestCloseLeavesNothing: goroutines end with the VM, also those that wait for their turn.
func TestCloseLeavesNothing(t *testing.T) {
	vm := newVM(t)
	before := runtime.NumGoroutine()
	_, err := vm.Runtime.RunString(`
		const zlib = require('zlib');
		for (let i = 0; i < 20; i++) zlib.brotliCompress(Buffer.alloc(1 << 18, 'some text ' + i), { params: { 1: 5 } }, () => {});
		const stream = zlib.createGzip();
		stream.write(Buffer.alloc(1 << 20, 'text'));
		stream.destroy();
	`)
	if err != nil {
		t.Fatal(err)
	}
	vm.Loop.Close()
	if err := vm.Loop.Run(); err != nil {
		t.Fatal(err)
	}
	for runtime.NumGoroutine() > before {
		runtime.Gosched()
	}
}

// FuzzWhole: whatever comes, an answer and no panic, the same at once and as a stream.
func FuzzWhole(f *testing.F) {
	vm := newVM(f)
	vm.Run("var zlib = require('zlib')")
	for _, seed := range []string{"gzipSync", "deflateSync", "deflateRawSync", "brotliCompressSync"} {
		b, _ := jsapi.Bytes(vm.Runtime, vm.Run("zlib."+seed+"('hello hello hello')"))
		for which := range uint8(5) {
			f.Add(append([]byte{}, b...), which)
		}
	}
	run, _ := goja.AssertFunction(vm.Run(`(data, which) => {
		const name = ['Inflate', 'Gunzip', 'InflateRaw', 'Unzip', 'BrotliDecompress'][which];
		const sum = (fn) => { try { return zlib.crc32(fn()) } catch (e) { return e.code } };
		const limit = { maxOutputLength: 1 << 18, chunkSize: 1024 };
		const once = sum(() => zlib[name[0].toLowerCase() + name.slice(1) + 'Sync'](data, limit));
		const pieces = sum(() => new zlib[name](limit)._processChunk(data, name.startsWith('B') ? 2 : 4));
		if (once !== pieces) throw new Error(once + ' at once, ' + pieces + ' in pieces');
	}`))
	f.Fuzz(func(t *testing.T, data []byte, which uint8) {
		if _, err := run(goja.Undefined(), jsapi.NewBuffer(vm.Host, data), vm.Runtime.ToValue(which%5)); err != nil {
			t.Fatal(err)
		}
	})
}

// BenchmarkCall times one call of each expression.
func BenchmarkCall(b *testing.B) {
	for _, expr := range []string{
		"zlib.gzipSync(small)", "zlib.gunzipSync(smallGz)", "zlib.gzipSync(large)", "zlib.gunzipSync(largeGz)",
		"zlib.inflateRawSync(largeRaw)", "zlib.brotliDecompressSync(largeBr)", "zlib.crc32(large)",
	} {
		b.Run(expr, func(b *testing.B) {
			vm := newVM(b)
			vm.Run(`
				var zlib = require('zlib'), small = Buffer.from('{"key":"value","list":[1,2,3]}'.repeat(10));
				var large = Buffer.from(Array.from({ length: 20000 }, (_, i) => '{"id":' + i + ',"name":"user ' + i * 7 % 1000 + '"}').join());
				var smallGz = zlib.gzipSync(small), largeGz = zlib.gzipSync(large), largeRaw = zlib.deflateRawSync(large);
				var largeBr = zlib.brotliCompressSync(large, { params: { 1: 5 } });`)
			f, _ := goja.AssertFunction(vm.Run("() => " + expr))
			if size := vm.Run("large.length").ToInteger(); !strings.Contains(expr, "small") {
				b.SetBytes(size)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := f(nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkModule is what a VM pays to require zlib, the stream classes apart.
func BenchmarkModule(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		vm := newVM(b)
		b.StartTimer()
		vm.Host.Require("zlib")
	}
}
