package buffer_test

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// TestDetached: the module remembers memory, and must not hand out what is no longer the Buffer's.
func TestDetached(t *testing.T) {
	vm := newVM(t)
	vm.Run("var buf = Buffer.from('abcd'); buf.readUInt8(0)")
	b := vm.Runtime.Get("buf")
	backing := vm.Run("buf.buffer").Export().(goja.ArrayBuffer)
	backing.Detach()
	if got := vm.Run("[buf.length, buf.toString(), buf.equals(Buffer.alloc(0))].join()").String(); got != "0,,true" {
		t.Errorf("a detached Buffer gives %s", got)
	}
	if bytes, ok := jsapi.Uint8Bytes(b); !ok || len(bytes) != 0 {
		t.Errorf("%d bytes, %t", len(bytes), ok)
	}
}

// BenchmarkParser reads messages as a client of PostgreSQL does: a type, a length, fields of a length each.
func BenchmarkParser(b *testing.B) {
	vm := newVM(b)
	f, ok := goja.AssertFunction(vm.Run(`
		const parts = [];
		for (let i = 0; i < 1000; i++) {
			const row = Buffer.alloc(27);
			row.write('D'); row.writeInt32BE(26, 1); row.writeInt16BE(2, 5); row.writeInt32BE(4, 7); row.write('name', 11);
			row.writeInt32BE(8, 15); row.write('12345678', 19);
			parts.push(row);
		}
		const all = Buffer.concat(parts);
		() => {
			let sum = 0;
			for (let at = 0; at < all.length;) {
				const end = at + 1 + all.readUInt32BE(at + 1);
				const fields = all.readInt16BE(at + 5);
				let field = at + 7;
				for (let i = 0; i < fields; i++) {
					const size = all.readInt32BE(field);
					sum += all.toString('utf8', field + 4, field + 4 + size).length;
					field += 4 + size;
				}
				at = end;
			}
			if (sum !== 12000) throw new Error('sum ' + sum);
		}`))
	if !ok {
		b.Fatal("not a function")
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f(nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/row")
}
