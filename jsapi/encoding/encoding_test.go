package encoding_test

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/encoding"
	"github.com/guthega/guthega/jsapi/jsapitest"
)

func newVM(t testing.TB) *jsapitest.VM {
	t.Helper()
	vm := jsapitest.New(t, map[string]jsapi.Module{"buffer": buffer.Module, "encoding": encoding.Module})
	vm.Globals("buffer", "Buffer")
	vm.Globals("encoding", "TextEncoder", "TextDecoder", "atob", "btoa")
	return vm
}

func TestGolden(t *testing.T) {
	jsapitest.Golden(t, newVM(t), "testdata/encoding.js")
}

// Node 20 reads these labels as ISO 8859-1; the standard's table, and later versions of Node, say windows-1252.
func TestLatin1IsWindows1252(t *testing.T) {
	vm := newVM(t)
	for _, label := range []string{"latin1", "ascii", "iso-8859-1", "windows-1252"} {
		got := vm.Run("new TextDecoder('" + label + "').decode(new Uint8Array([0x41, 0x80, 0x99, 0xe9]))").String()
		if want := "A€™é"; got != want {
			t.Errorf("%s: %q, want %q", label, got, want)
		}
	}
}

// BenchmarkModule is what a VM pays when one of the globals is first touched (goja.New apart).
func BenchmarkModule(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		h := &jsapi.Host{Runtime: goja.New()}
		b.StartTimer()
		encoding.Module(h)
	}
}

// FuzzDecode: decoding in chunks gives the text of decoding at once, whatever the bytes and the encoding.
func FuzzDecode(f *testing.F) {
	for _, label := range []string{"utf-8", "utf-16le", "shift_jis", "gb18030", "iso-2022-jp", "big5", "koi8-r"} {
		for _, seed := range []string{"é€😀", "\xff\xfe\x00\xd8", "\x82\xa0\x1b$B", "\xef\xbb\xbfa"} {
			f.Add(label, []byte(seed), 1)
		}
	}
	f.Fuzz(func(t *testing.T, label string, b []byte, cut int) {
		if cut < 0 || cut > len(b) {
			return
		}
		vm := jsapitest.New(t, map[string]jsapi.Module{"encoding": encoding.Module})
		vm.Globals("encoding", "TextDecoder")
		rt := vm.Runtime
		if err := rt.Set("label", label); err != nil {
			t.Fatal(err)
		}
		if _, err := rt.RunString("var whole = new TextDecoder(label), parts = new TextDecoder(label)"); err != nil {
			return // no such label
		}
		for name, part := range map[string][]byte{"all": b, "head": b[:cut], "tail": b[cut:]} {
			if err := rt.Set(name, rt.NewArrayBuffer(part)); err != nil {
				t.Fatal(err)
			}
		}
		want := vm.Run("whole.decode(all)")
		got := vm.Run("parts.decode(head, { stream: true }) + parts.decode(tail)")
		if !got.StrictEquals(want) {
			t.Errorf("%s: %x cut at %d gives %q, whole %q", label, b, cut, got, want)
		}
	})
}
