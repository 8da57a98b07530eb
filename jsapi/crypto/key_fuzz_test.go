package crypto_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// Keys and certificates come from outside: what they hold must become a key or a JavaScript error, never a panic of Go.
func FuzzKeys(f *testing.F) {
	src, err := os.ReadFile("testdata/keys.js")
	if err != nil {
		f.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`= "(-----BEGIN[^"]*)"`).FindAllStringSubmatch(string(src), -1) {
		f.Add([]byte(strings.ReplaceAll(m[1], `\n`, "\n")))
	}
	f.Add([]byte{0x30, 0x03, 0x02, 0x01, 0x00})
	vm := newVM(f)
	try, ok := goja.AssertFunction(vm.Run(`(bytes) => {
		const c = require('crypto'), b = Buffer.from(bytes);
		const attempts = [
			() => c.createPrivateKey({ key: b, passphrase: 'pw' }),
			() => c.createPublicKey({ key: b, passphrase: 'pw' }),
			() => new c.X509Certificate(b).toLegacyObject(),
		];
		for (const type of ['pkcs1', 'pkcs8', 'sec1']) attempts.push(() => c.createPrivateKey({ key: b, format: 'der', type, passphrase: 'pw' }));
		for (const type of ['pkcs1', 'spki']) attempts.push(() => c.createPublicKey({ key: b, format: 'der', type }));
		for (const attempt of attempts) {
			try {
				const k = attempt();
				if (k.type === 'private') c.createPrivateKey(k.export({ type: 'pkcs8', format: 'pem' }));
			} catch (e) {
				if (!(e instanceof Error)) throw e;
			}
		}
	}`))
	if !ok {
		f.Fatal("no function")
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := try(nil, vm.Runtime.ToValue(vm.Runtime.NewArrayBuffer(b))); err != nil {
			t.Fatal(err)
		}
	})
}
