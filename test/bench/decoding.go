package main

import (
	"context"
	"errors"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/vm/decode"
)

// decodeResult is the time per order message, in microseconds, and the ratios of the pairs.
type decodeResult struct {
	direct, goja, ratios []float64
}

// measureDecoding has our decoder and goja's JSON.parse make the same values, in pairs of samples that take d each.
func measureDecoding(ctx context.Context, pairs int, d time.Duration, orders []order) (*decodeResult, error) {
	defer withGuthegaGC()()
	direct, parse, err := decoders()
	if err != nil {
		return nil, err
	}
	var r decodeResult
	for range pairs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, side := range []struct {
			decode  func([]byte) error
			samples *[]float64
		}{{direct, &r.direct}, {parse, &r.goja}} {
			us, err := timePerCall(d, func(n int) error { return side.decode(orders[n%len(orders)].body) })
			if err != nil {
				return nil, err
			}
			*side.samples = append(*side.samples, us)
		}
	}
	r.ratios = ratios(r.direct, r.goja)
	return &r, nil
}

// decoders returns both ways from a body to a value, each in a runtime of its own.
func decoders() (direct, parse func([]byte) error, err error) {
	d := decode.New(goja.New())
	rt := goja.New()
	json, ok := rt.Get("JSON").(*goja.Object)
	if !ok {
		return nil, nil, errors.New("goja has no JSON object")
	}
	fn, ok := goja.AssertFunction(json.Get("parse"))
	if !ok {
		return nil, nil, errors.New("goja has no JSON.parse")
	}
	direct = func(body []byte) error {
		_, err := d.Decode(body)
		return err
	}
	parse = func(body []byte) error {
		_, err := fn(goja.Undefined(), rt.ToValue(string(body)))
		return err
	}
	return direct, parse, nil
}
