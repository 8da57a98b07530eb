package kafkasource

import (
	"math"
	"strconv"
	"strings"
)

const (
	// maxMetadata is the most that a broker keeps beside a committed offset (offset.metadata.max.bytes, 4096 by default).
	maxMetadata = 4000
	// metadataMark tells what ranges wrote from what others keep there: those numbers are no offsets of ours.
	metadataMark = "guthega:"
)

// ranges are the offsets that are done: all before next, and those in more. As the metadata of a committed offset, which
// is next, more is written as "guthega:3+2,4": three are not done, one and the two after it are, four are not, one is.
type ranges struct {
	next int64
	more []span // in order, apart from one another and from next
}

// span is from first to last, both included.
type span struct{ first, last int64 }

func (r *ranges) has(offset int64) bool {
	if offset < r.next {
		return true
	}
	for _, s := range r.more {
		if s.first <= offset && offset <= s.last {
			return true
		}
	}
	return false
}

// add notes that offset is done. It may have gaps before it that no record has: they are done when all around them is.
func (r *ranges) add(offset int64) {
	if r.has(offset) {
		return
	}
	i := 0
	for i < len(r.more) && r.more[i].last < offset {
		i++
	}
	r.more = append(r.more, span{})
	copy(r.more[i+1:], r.more[i:])
	r.more[i] = span{offset, offset}
	merged := r.more[:1]
	for _, s := range r.more[1:] {
		if last := &merged[len(merged)-1]; last.last+1 >= s.first {
			last.last = max(last.last, s.last)
		} else {
			merged = append(merged, s)
		}
	}
	r.more = merged
	r.advance(r.next)
}

// advance notes that all before offset is done.
func (r *ranges) advance(offset int64) {
	r.next = max(r.next, offset)
	for len(r.more) > 0 && r.more[0].first <= r.next {
		r.next = max(r.next, r.more[0].last+1)
		r.more = r.more[1:]
	}
}

func (r *ranges) String() string { return r.text(math.MaxInt) }

// text is as much of r, from its beginning, as fits into that many bytes.
func (r *ranges) text(limit int) string {
	b := make([]byte, 0, len(metadataMark)+8*len(r.more))
	b = append(b, metadataMark...)
	at, fits := r.next, 0
	for i, s := range r.more {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, s.first-at, 10)
		if s.last > s.first {
			b = append(b, '+')
			b = strconv.AppendInt(b, s.last-s.first, 10)
		}
		if len(b) > limit {
			break
		}
		at, fits = s.last+1, len(b)
	}
	return string(b[:fits])
}

// parseRanges reads what String wrote beside the offset next; anything else says only that all before next is done.
func parseRanges(s string, next int64) ranges {
	r, nothing := ranges{next: next}, ranges{next: next}
	s, ok := strings.CutPrefix(s, metadataMark)
	if !ok {
		return nothing
	}
	at := next
	for part := range strings.SplitSeq(s, ",") {
		gap, more, long := strings.Cut(part, "+")
		left, ok := count(gap, 1)
		if !ok || left > math.MaxInt64-1-at {
			return nothing
		}
		first, length := at+left, int64(0)
		if long {
			if length, ok = count(more, 1); !ok || length > math.MaxInt64-1-first {
				return nothing
			}
		}
		r.more = append(r.more, span{first, first + length})
		at = first + length + 1
	}
	return r
}

func count(s string, least int64) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n >= least
}
