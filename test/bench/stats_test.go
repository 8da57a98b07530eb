package main

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		name   string
		values []float64
		want   float64
	}{
		{"none", nil, 0},
		{"one", []float64{3}, 3},
		{"odd, unsorted", []float64{9, 1, 5}, 5},
		{"even: between the middle two", []float64{4, 1, 3, 2}, 2.5},
		{"an outlier moves nothing", []float64{1, 2, 1e9}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := slices.Clone(c.values)
			if got := median(c.values); got != c.want {
				t.Errorf("median(%v) = %v, want %v", c.values, got, c.want)
			}
			if d := cmp.Diff(before, c.values); d != "" {
				t.Errorf("median changed its argument (-before +after):\n%s", d)
			}
		})
	}
}

func TestRatiosPairNeighbours(t *testing.T) {
	got := ratios([]float64{10, 20, 30, 40}, []float64{5, 0, 60})
	if d := cmp.Diff([]float64{2, 0.5}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestSlope(t *testing.T) {
	for _, c := range []struct {
		name string
		x, y []float64
		want float64
	}{
		{"none", nil, nil, 0},
		{"one point", []float64{1}, []float64{7}, 0},
		{"a line", []float64{0, 1, 2, 3}, []float64{5, 7, 9, 11}, 2},
		{"noise around a level", []float64{0, 1, 2, 3}, []float64{1, 3, 3, 1}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := slope(c.x, c.y); math.Abs(got-c.want) > 1e-12 {
				t.Errorf("slope = %v, want %v", got, c.want)
			}
		})
	}
}

func TestTrend(t *testing.T) {
	line := func(f func(minute float64) float64) *series {
		s := &series{}
		for i := range 120 {
			at := time.Duration(i) * sampleEvery
			s.add(at, f(at.Minutes()))
		}
		return s
	}
	for _, c := range []struct {
		name    string
		series  *series
		verdict string
	}{
		{"nothing was sampled", &series{}, "not measured"},
		{"flat", line(func(float64) float64 { return 20 }), "no growth"},
		{"a warm-up that ends", line(func(m float64) float64 { return 20 + 20*min(m, 1) }), "no growth"},
		{"falls", line(func(m float64) float64 { return 40 - m }), "no growth"},
		{"a leak of 1 MB a minute", line(func(m float64) float64 { return 20 + m }), "GREW"},
		{"a third of a megabyte on two is noise", line(func(m float64) float64 { return 2 + m/30 }), "no growth"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.series.trend(time.Minute).verdict(); got != c.verdict {
				t.Errorf("%+v is %q, want %q", c.series.trend(time.Minute), got, c.verdict)
			}
		})
	}
}
