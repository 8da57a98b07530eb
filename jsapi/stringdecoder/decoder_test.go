package stringdecoder_test

import (
	"bytes"
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/stringdecoder"
)

func newVM(t testing.TB) *jsapitest.VM {
	vm := jsapitest.New(t, map[string]jsapi.Module{"buffer": buffer.Module, "string_decoder": stringdecoder.Module})
	vm.Globals("buffer", "Buffer")
	return vm
}

func TestAsNode(t *testing.T) { jsapitest.Golden(t, newVM(t), "testdata/decoder.js") }

// Cut anywhere, bytes give the same text as whole.
func FuzzPieces(f *testing.F) {
	f.Add([]byte("a€😀\xe2\x82"), uint8(2))
	f.Add([]byte{0x3d, 0xd8, 0x4d, 0xdc, 0x3d, 0xd8, 0x41}, uint8(1))
	vm := newVM(f)
	run := vm.Run(`const { StringDecoder } = require('string_decoder');
		(bytes, n) => ['utf8', 'utf16le', 'latin1', 'ascii', 'base64', 'base64url', 'hex'].filter((e) => {
			const b = Buffer.from(bytes), d = new StringDecoder(e), w = new StringDecoder(e);
			let text = '';
			for (let i = 0; i < b.length; i += n) text += d.write(b.subarray(i, i + n));
			return text + d.end() !== w.end(b) || (e !== 'utf16le' && w.end(b) !== b.toString(e));
		}).join()`)
	var wrong func([]byte, int) string
	if err := vm.Runtime.ExportTo(run, &wrong); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte, n uint8) {
		if got := wrong(bytes.Clone(b), max(1, int(n))); got != "" {
			t.Errorf("%q by %d: wrong in %s", b, n, got)
		}
	})
}
