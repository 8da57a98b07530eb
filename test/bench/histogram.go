package main

import (
	"math/bits"
	"time"
)

const (
	// subBits gives each power of two 64 buckets: a percentile is at most 1.6 % too high.
	subBits = 6
	subs    = 1 << subBits
)

// histogram counts durations in log-linear buckets of nanoseconds. Its memory is fixed, so that counting costs the
// measurement nothing.
type histogram struct {
	counts [(64 - subBits + 1) * subs]uint64
	total  uint64
}

func (h *histogram) add(d time.Duration) {
	h.counts[bucket(uint64(max(d, 0)))]++
	h.total++
}

func (h *histogram) merge(o *histogram) {
	for i, n := range o.counts {
		h.counts[i] += n
	}
	h.total += o.total
}

// percentile returns the upper end of the bucket that holds the duration which p percent of all do not exceed
// (nearest rank); 0 when nothing was counted.
func (h *histogram) percentile(p float64) time.Duration {
	rank := uint64(p / 100 * float64(h.total))
	if float64(rank) < p/100*float64(h.total) {
		rank++
	}
	rank = max(rank, 1)
	seen := uint64(0)
	for i, n := range h.counts {
		seen += n
		if seen >= rank {
			return time.Duration(upper(i))
		}
	}
	return 0
}

// bucket: values below 2·subs have one each; above, the top subBits+1 bits choose it.
func bucket(v uint64) int {
	if v < 2*subs {
		return int(v)
	}
	shift := bits.Len64(v) - subBits - 1
	return shift<<subBits + int(v>>shift)
}

// upper is the largest value in bucket i.
func upper(i int) uint64 {
	if i < 2*subs {
		return uint64(i)
	}
	shift := i>>subBits - 1
	return (uint64(i-shift<<subBits)+1)<<shift - 1
}
