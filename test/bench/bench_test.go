package main

import (
	"testing"

	"github.com/guthega/guthega/engine/logging"
)

// These are the single steps of a message, for go test -bench. The benchmark program measures the same, with guthega's
// garbage collector settings.

func BenchmarkDecode(b *testing.B) {
	direct, _, err := decoders()
	if err != nil {
		b.Fatal(err)
	}
	benchmarkBodies(b, direct)
}

func BenchmarkDecodeGoja(b *testing.B) {
	_, parse, err := decoders()
	if err != nil {
		b.Fatal(err)
	}
	benchmarkBodies(b, parse)
}

func BenchmarkPoolDo(b *testing.B) {
	p, err := newPool(b.Context(), poolSpec{receiver: string(orderReceiver), vms: 1, concurrency: 64}, discardLog())
	if err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	benchmarkBodies(b, func(body []byte) error { return attempt(p, body) })
}

// BenchmarkCall is PoolDo with a handler that does nothing and a body that is nothing: what is left is the call.
func BenchmarkCall(b *testing.B) {
	const nothing = `module.exports = () => async () => undefined`
	p, err := newPool(b.Context(), poolSpec{receiver: nothing, vms: 1, concurrency: 64}, discardLog())
	if err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	body := []byte("0")
	b.ReportAllocs()
	for b.Loop() {
		if err := attempt(p, body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLogLine(b *testing.B) {
	log := discardLog()
	fields := []byte(timingFields)
	b.ReportAllocs()
	for b.Loop() {
		log.Log(logging.Info, "Message handler performance", fields)
	}
}

func benchmarkBodies(b *testing.B, f func(body []byte) error) {
	b.Helper()
	orders := makeOrders()
	b.SetBytes(orderSize)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		if err := f(orders[n%len(orders)].body); err != nil {
			b.Fatal(err)
		}
	}
}
