package engine_test

import (
	"testing"

	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/sources"
)

// order is a message of 300 bytes.
const order = `{"id":"ord-10482","customer":{"id":77,"name":"Ada Lovelace","email":"ada@example.com"},"items":[` +
	`{"sku":"A-100","quantity":2,"price":19.95},{"sku":"B-220","quantity":1,"price":149.5},` +
	`{"sku":"C-9","quantity":12,"price":0.99}],"currency":"EUR","paid":true,"note":null,"at":"2026-11-23T10:00:00Z"}`

// httpMessage is a message as httpsource makes it of a POST from curl.
func httpMessage(body string) *sources.Message {
	m := sources.NewMessage("http", []byte(body))
	m.Meta = sources.Fields{
		{Key: "method", Value: "POST"}, {Key: "path", Value: "/"}, {Key: "query", Value: sources.Fields{}},
		{Key: "headers", Value: sources.Fields{
			{Key: "accept", Value: "*/*"}, {Key: "content-length", Value: "300"}, {Key: "content-type", Value: "application/json"},
			{Key: "host", Value: "localhost:3001"}, {Key: "user-agent", Value: "curl/8"},
		}},
	}
	return m
}

// BenchmarkDo is one message through a pool: decode, context, call, settled promise, result.
func BenchmarkDo(b *testing.B) {
	for name, handler := range map[string]string{
		"sum":   `async m => { let total = 0; for (const i of m.items) total += i.quantity * i.price; return { id: m.id, total } }`,
		"empty": `async () => ({})`,
		"plain": `() => ({})`,
		"await": `async () => { await null; return {} }`,
	} {
		b.Run(name, func(b *testing.B) {
			p := newPool(b, options(b, `module.exports = () => `+handler))
			b.ReportAllocs()
			for b.Loop() {
				if v := p.Do(httpMessage(order), vm.Attempt{Number: 1}); v.Err != nil {
					b.Fatal(v.Err)
				}
			}
		})
	}
}
