package crypto_test

import (
	"runtime"
	"testing"
	"time"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/crypto"
	"github.com/guthega/guthega/jsapi/jsapitest"
)

func TestGoldenCiphers(t *testing.T) { jsapitest.Golden(t, newVM(t), "testdata/ciphers.js") }
func TestGoldenDerive(t *testing.T)  { jsapitest.Golden(t, newVM(t), "testdata/derive.js") }

func TestGoldenWebSymmetric(t *testing.T) {
	vm := jsapitest.New(t, map[string]jsapi.Module{"buffer": buffer.Module, "crypto": crypto.Module, abort.Name: abort.Module})
	vm.Globals("buffer", "Buffer")
	vm.Globals("crypto", "webcrypto")
	vm.Run("var crypto = webcrypto")
	jsapitest.Golden(t, vm, "testdata/websym.js")
}

// What goes on elsewhere does not see what JavaScript writes meanwhile, and nothing is left when the VM is closed.
func TestDeriveElsewhere(t *testing.T) {
	before := runtime.NumGoroutine()
	vm := newVM(t)
	vm.Run(`
		const c = require('crypto'), out = [], pw = Buffer.from('password'), salt = Buffer.from('salt');
		for (let i = 0; i < 10; i++) {
			c.pbkdf2(pw, salt, 1000, 8, 'sha256', (e, k) => out.push(k.toString('hex')));
			c.scrypt(pw, salt, 8, { N: 1024 }, (e, k) => out.push(k.toString('hex')));
			c.hkdf('sha256', pw, salt, '', 8, (e, k) => out.push(Buffer.from(k).toString('hex')));
		}
		pw.fill(0); salt.fill(0);
		globalThis.result = () => JSON.stringify([out.length, [...new Set(out)].sort()]);
		globalThis.expected = () => JSON.stringify([30, [
			c.pbkdf2Sync('password', 'salt', 1000, 8, 'sha256').toString('hex'),
			c.scryptSync('password', 'salt', 8, { N: 1024 }).toString('hex'),
			Buffer.from(c.hkdfSync('sha256', 'password', 'salt', '', 8)).toString('hex'),
		].sort()]);`)
	if got, want := vm.Run("result()").String(), vm.Run("expected()").String(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	vm.Loop.Close()
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
	}
}
