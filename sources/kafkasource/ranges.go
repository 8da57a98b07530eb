package kafkasource

import (
	"strconv"
	"strings"
)

// maxMetadata is the most that a broker keeps beside a committed offset (offset.metadata.max.bytes, 4096 by default).
const maxMetadata = 4000

// ranges are the offsets that are done: all before next, and those in more. As committed metadata more is written as
// "5+2,12": 5 and the two after it, and 12.
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
	if r.more[0].first == r.next {
		r.next = r.more[0].last + 1
		r.more = r.more[1:]
	}
}

func (r *ranges) String() string {
	var b strings.Builder
	for i, s := range r.more {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(s.first, 10))
		if s.last > s.first {
			b.WriteByte('+')
			b.WriteString(strconv.FormatInt(s.last-s.first, 10))
		}
	}
	return b.String()
}

// parseRanges reads what String wrote; anything else is nothing.
func parseRanges(s string) ranges {
	var r ranges
	if s == "" {
		return r
	}
	end := int64(-1)
	for part := range strings.SplitSeq(s, ",") {
		first, more, long := strings.Cut(part, "+")
		from, err := strconv.ParseInt(first, 10, 64)
		if err != nil || from <= end {
			return ranges{}
		}
		length := int64(0)
		if long {
			if length, err = strconv.ParseInt(more, 10, 64); err != nil || length < 0 || from+length < from {
				return ranges{}
			}
		}
		end = from + length
		r.more = append(r.more, span{from, end})
	}
	return r
}
