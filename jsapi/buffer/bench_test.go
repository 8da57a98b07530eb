package buffer_test

import (
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/buffer"
)

// BenchmarkModule is what a VM pays when the module is first touched (goja.New apart); ≤ 200 µs.
func BenchmarkModule(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		h := &jsapi.Host{Runtime: goja.New()}
		b.StartTimer()
		buffer.Module(h)
	}
}

func BenchmarkNewBuffer(b *testing.B) {
	vm := newVM(b)
	data := make([]byte, 64)
	b.ReportAllocs()
	for b.Loop() {
		jsapi.NewBuffer(vm.Host, data)
	}
}

// BenchmarkCall times one call of each expression.
func BenchmarkCall(b *testing.B) {
	setUp := `
		var ascii1k = 'x'.repeat(1024), ascii500k = 'x'.repeat(500 << 10), wide500k = '€'.repeat(166 << 10);
		var b1k = Buffer.from(ascii1k), b500k = Buffer.from(ascii500k), bw500k = Buffer.from(wide500k);
		var hex500k = b500k.toString('hex'), base500k = b500k.toString('base64'), target = Buffer.alloc(1 << 20);`
	for _, expr := range []string{
		"b1k.readUInt8(5)", "b1k.readUInt32BE(5)", "b1k.writeUInt32BE(7, 5)", "b1k[5]", "b1k.length", "b1k.slice(5, 9)",
		"b1k.copy(target)", "b1k.indexOf('y')",
		"Buffer.byteLength(ascii1k)", "Buffer.byteLength(wide500k)",
		"Buffer.from(ascii1k)", "Buffer.from(ascii500k)", "Buffer.from(wide500k)", "target.write(wide500k)",
		"Buffer.from(ascii500k, 'latin1')", "Buffer.from(hex500k, 'hex')", "Buffer.from(base500k, 'base64')",
		"b1k.toString()", "b500k.toString()", "bw500k.toString()", "bw500k.toString('latin1')", "b500k.toString('hex')",
		"b500k.toString('base64')",
	} {
		b.Run(expr, func(b *testing.B) {
			vm := newVM(b)
			vm.Run(setUp)
			f, _ := goja.AssertFunction(vm.Run("(n) => { for (let i = 0; i < n; i++) " + expr + " }"))
			n := 1000
			if strings.Contains(expr, "500k") {
				n = 1
			}
			count := vm.Runtime.ToValue(n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := f(nil, count); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/call")
		})
	}
}
