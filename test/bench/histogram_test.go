package main

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestPercentile(t *testing.T) {
	upTo := func(n int) []time.Duration {
		var all []time.Duration
		for i := range n {
			all = append(all, time.Duration(i+1))
		}
		return all
	}
	for _, c := range []struct {
		name   string
		values []time.Duration
		p      float64
		want   time.Duration
	}{
		{"nothing", nil, 50, 0},
		{"one value is every percentile", []time.Duration{7}, 1, 7},
		{"p50 of 1 to 100", upTo(100), 50, 50},
		{"p99 of 1 to 100", upTo(100), 99, 99},
		{"p100 is the largest", upTo(100), 100, 100},
		{"nearest rank rounds up", []time.Duration{1, 2, 3}, 50, 2},
		{"negative counts as zero", []time.Duration{-5}, 50, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			var h histogram
			for _, v := range c.values {
				h.add(v)
			}
			if got := h.percentile(c.p); got != c.want {
				t.Errorf("p%v = %d, want %d", c.p, got, c.want)
			}
		})
	}
}

// Large values share buckets: the answer may be a little too high, never too low.
func TestPercentilePrecision(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var both, first, second histogram
	var all []time.Duration
	for i := range 10_000 {
		d := time.Duration(math.Exp(random.Float64() * 25)) // 1 ns to 70 s
		all = append(all, d)
		if i%2 == 0 {
			first.add(d)
		} else {
			second.add(d)
		}
	}
	both.merge(&first)
	both.merge(&second)
	slices.Sort(all)
	for _, p := range []float64{0.1, 1, 25, 50, 90, 99, 99.9, 100} {
		exact := all[max(0, int(math.Ceil(p/100*float64(len(all))))-1)]
		got := both.percentile(p)
		if got < exact || float64(got) > float64(exact)*1.016 {
			t.Errorf("p%v = %d, the exact one is %d", p, got, exact)
		}
	}
}

func TestBuckets(t *testing.T) {
	last := -1
	for _, v := range []uint64{0, 1, 127, 128, 129, 130, 255, 256, 1 << 20, 1<<20 + 1<<14, 1 << 40, math.MaxInt64} {
		b := bucket(v)
		if b < last {
			t.Errorf("%d is in bucket %d, below a smaller value's %d", v, b, last)
		}
		if upper(b) < v || b > 0 && upper(b-1) >= v {
			t.Errorf("%d is in bucket %d, which is %d to %d", v, b, upper(b-1)+1, upper(b))
		}
		last = b
	}
}
