package jsapi_test

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/jsapi"
)

func TestBytes(t *testing.T) {
	for _, tt := range []struct {
		src  string
		want []byte // nil: not bytes
	}{
		{"new Uint8Array([1, 2])", []byte{1, 2}},
		{"new Uint8Array([1, 2, 3, 4]).subarray(1, 3)", []byte{2, 3}},
		{"new Uint8Array(0)", []byte{}},
		{"new Uint8ClampedArray([1, 300])", []byte{1, 255}},
		{"new Int8Array([-1])", []byte{255}},
		{"new Uint16Array([0, 258, 0]).subarray(1, 2)", []byte{2, 1}},
		{"new Float32Array([1])", []byte{0, 0, 0x80, 0x3f}},
		{"new BigInt64Array([-1n])", []byte{255, 255, 255, 255, 255, 255, 255, 255}},
		{"new Uint32Array(0)", []byte{}},
		{"new Uint8Array([1, 2, 3]).buffer", []byte{1, 2, 3}},
		{"new DataView(new Uint8Array([1, 2, 3]).buffer, 1, 1)", []byte{2}},
		{"class X extends Uint8Array {}; new X([7])", []byte{7}},
		{"[1, 2]", nil},
		{"({ length: 1, 0: 1 })", nil},
		{"({ buffer: new ArrayBuffer(1), byteOffset: 0, byteLength: 1 })", nil},
		{"new Proxy(new Uint8Array(1), {})", nil},
		{"'string'", nil},
		{"undefined", nil},
		{"null", nil},
		{"1", nil},
	} {
		t.Run(tt.src, func(t *testing.T) {
			rt := goja.New()
			v, err := rt.RunString(tt.src)
			if err != nil {
				t.Fatal(err)
			}
			b, ok := jsapi.Bytes(rt, v)
			if ok != (tt.want != nil) {
				t.Fatalf("Bytes reports %v", ok)
			}
			if diff := cmp.Diff(string(tt.want), string(b)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBytesAlias(t *testing.T) {
	rt := goja.New()
	v, err := rt.RunString("var u = new Uint16Array(4); new DataView(u.buffer, 2, 2)")
	if err != nil {
		t.Fatal(err)
	}
	b, _ := jsapi.Bytes(rt, v)
	b[0] = 9
	if got := rt.Get("u").ToObject(rt).Get("1").ToInteger(); got != 9 {
		t.Errorf("u[1] is %d after the write, want 9", got)
	}
}

// goja's Export of a detached typed array points at memory that is not there.
func TestBytesOfDetached(t *testing.T) {
	for _, view := range []string{
		"buf", "new Uint8Array(buf)", "new Uint8Array(buf, 8)", "new Uint16Array(buf, 8)", "new DataView(buf, 8)",
	} {
		t.Run(view, func(t *testing.T) {
			rt := goja.New()
			v, err := rt.RunString("var buf = new ArrayBuffer(16); " + view)
			if err != nil {
				t.Fatal(err)
			}
			rt.Get("buf").Export().(goja.ArrayBuffer).Detach()
			if b, ok := jsapi.Bytes(rt, v); !ok || len(b) != 0 {
				t.Errorf("Bytes gives %v, %v; want none, true", b, ok)
			}
		})
	}
}
