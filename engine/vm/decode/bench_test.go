package decode_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/vm/decode"
)

// The benchmarks decode messages that differ from each other in everything but their shape, as a stream's do.
const variants = 64

// order is an order message of about 300 bytes.
func order(n int) []byte {
	return fmt.Appendf(nil, `{"id":"ord-%06d","createdAt":"2026-03-%02dT10:%02d:00Z","customer":{"id":%d,"name":"Ada Byron %d"},`+
		`"items":[{"sku":"A-%d","qty":%d,"price":%d.99},{"sku":"B-%d","qty":1,"price":%d.5},{"sku":"C-%d","qty":12,"price":%d}],`+
		`"total":%d.47,"currency":"EUR","channel":"web","paid":true,"note":null,"reference":"web-2026"}`,
		n, n%28+1, n%60, 4000+n, n, n*7, n%5+1, n%90+10, n*11, n%300, n*13, n%1000, n%4000)
}

// orders is an array of order messages, of at least size bytes.
func orders(size, seed int) []byte {
	b := bytes.NewBufferString("[")
	for n := seed; b.Len() < size; n++ {
		b.Write(order(n))
		b.WriteByte(',')
	}
	b.Truncate(b.Len() - 1)
	b.WriteByte(']')
	return b.Bytes()
}

// bodies are the benchmarks' messages by name.
func bodies() []struct {
	name string
	list [][]byte
} {
	small, medium := make([][]byte, variants), make([][]byte, variants)
	for i := range variants {
		small[i], medium[i] = order(i*7919), orders(10<<10, i*7919)
	}
	return []struct {
		name string
		list [][]byte
	}{{"300B", small}, {"10KB", medium}, {"1MB", [][]byte{orders(1<<20, 0), orders(1<<20, 7919)}}}
}

func BenchmarkDecode(b *testing.B) {
	for _, m := range bodies() {
		b.Run(m.name, func(b *testing.B) {
			d := decode.New(goja.New())
			b.SetBytes(int64(len(m.list[0])))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := d.Decode(m.list[i%len(m.list)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkGojaJSONParse(b *testing.B) {
	for _, m := range bodies() {
		b.Run(m.name, func(b *testing.B) {
			rt := goja.New()
			parse := jsonFunc(b, rt, "parse")
			b.SetBytes(int64(len(m.list[0])))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := parse(goja.Undefined(), rt.ToValue(string(m.list[i%len(m.list)]))); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkText(b *testing.B) {
	rt, body := goja.New(), orders(10<<10, 0)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		decode.Text(rt, body)
	}
}

// jsonFunc returns a function of rt's JSON object.
func jsonFunc(t testing.TB, rt *goja.Runtime, name string) goja.Callable {
	t.Helper()
	f, ok := goja.AssertFunction(rt.Get("JSON").ToObject(rt).Get(name))
	if !ok {
		t.Fatalf("JSON.%s is not a function", name)
	}
	return f
}
