package crypto_test

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/crypto"
	"github.com/guthega/guthega/jsapi/jsapitest"
)

func newVM(t testing.TB) *jsapitest.VM {
	t.Helper()
	vm := jsapitest.New(t, map[string]jsapi.Module{"buffer": buffer.Module, "crypto": crypto.Module})
	vm.Globals("buffer", "Buffer")
	if err := vm.Runtime.Set("crypto", vm.Host.Require("crypto").ToObject(vm.Runtime).Get("webcrypto")); err != nil {
		t.Fatal(err)
	}
	return vm
}

func TestGolden(t *testing.T) {
	jsapitest.Golden(t, newVM(t), "testdata/crypto.js")
}

// The goroutine that digests a large buffer must not see what JavaScript writes to it afterwards.
func TestSubtleDigestCopies(t *testing.T) {
	vm := newVM(t)
	got := vm.Run(`
		var data = new Uint8Array(1 << 20), out = {};
		crypto.subtle.digest('SHA-256', data).then((d) => { out.got = Buffer.from(d).toString('hex') });
		data.fill(1);
		out`).ToObject(vm.Runtime)
	const zeros = "30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58" // of 1 MiB of zeros
	if hex := got.Get("got"); hex == nil || hex.String() != zeros {
		t.Errorf("digest is %v, want %s", hex, zeros)
	}
}

// A hash cannot be taken apart or confused by JavaScript.
func TestHashStateIsHidden(t *testing.T) {
	vm := newVM(t)
	got := vm.Run(`
		const h = require('crypto').createHash('md5');
		const [key] = Object.getOwnPropertySymbols(h);
		const results = [Object.keys(h).length, Object.keys(h[key]).length, JSON.stringify(h)];
		try { h[key] = {} } catch (e) {}
		try { h[key].x = 1 } catch (e) {}
		results.push(h.digest('hex'));
		try { h.update.call({ [key]: {} }, 'x') } catch (e) { results.push(e.name) }
		results.join()`).String()
	if want := "0,0,{},d41d8cd98f00b204e9800998ecf8427e,TypeError"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// BenchmarkModule is what a VM pays when the module is first touched (goja.New apart).
func BenchmarkModule(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		h := &jsapi.Host{Runtime: goja.New()}
		b.StartTimer()
		crypto.Module(h)
	}
}

func BenchmarkCall(b *testing.B) {
	for _, expr := range []string{
		"crypto.randomUUID()", "c.randomBytes(16)", "c.createHash('sha256').update(s1k).digest('hex')",
		"c.createHmac('sha256', 'key').update(s1k).digest()",
	} {
		b.Run(expr, func(b *testing.B) {
			vm := newVM(b)
			vm.Run("var c = require('crypto'), s1k = 'x'.repeat(1024)")
			f, _ := goja.AssertFunction(vm.Run("() => " + expr))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := f(nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
