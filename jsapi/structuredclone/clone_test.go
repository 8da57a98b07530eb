package structuredclone_test

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/structuredclone"
)

func newVM(t testing.TB) *jsapitest.VM {
	t.Helper()
	vm := jsapitest.New(t, map[string]jsapi.Module{"buffer": buffer.Module, "structuredclone": structuredclone.Module})
	vm.Globals("buffer", "Buffer")
	vm.Globals("structuredclone", "structuredClone")
	return vm
}

func TestGolden(t *testing.T) {
	jsapitest.Golden(t, newVM(t), "testdata/clone.js")
}

// The clone of the global object would be a copy of everything; V8 refuses it in the same words.
func TestGlobalObjectIsRefused(t *testing.T) {
	got := newVM(t).Run("try { structuredClone(globalThis) } catch (e) { e.name + ': ' + e.message }").String()
	if want := "DataCloneError: #<Object> could not be cloned."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// V8 ends in an error here; the specification keeps the cycle.
func TestErrorThatIsItsOwnCause(t *testing.T) {
	got := newVM(t).Run("const e = new Error('loop'); e.cause = e; const c = structuredClone(e); c.cause === c && c !== e")
	if !got.ToBoolean() {
		t.Error("the clone's cause is not the clone")
	}
}

// BenchmarkModule is what a VM pays when structuredClone is first touched (goja.New apart).
func BenchmarkModule(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		h := &jsapi.Host{Runtime: goja.New()}
		b.StartTimer()
		structuredclone.Module(h)
	}
}

func BenchmarkClone(b *testing.B) {
	vm := newVM(b)
	vm.Run(`var order = { id: 'o-1', total: 12.5, lines: Array.from({ length: 10 }, (_, i) => ({ sku: 's' + i, n: i })), at: new Date(0) }`)
	f, _ := goja.AssertFunction(vm.Run("() => structuredClone(order)"))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f(nil); err != nil {
			b.Fatal(err)
		}
	}
}
