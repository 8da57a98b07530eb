package kafkasource

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzTracker: whatever finishes when, the prefix is what an honest list says, and room is never exceeded.
func FuzzTracker(f *testing.F) {
	f.Add([]byte{0, 0, 1, 0, 2, 1}, uint8(4))
	f.Fuzz(func(t *testing.T, steps []byte, room uint8) {
		tr := newTracker(int(room)%16 + 1)
		type entry struct {
			n        uint64
			offset   int64
			finished bool
		}
		var all []*entry
		offset := int64(10)
		for _, step := range steps {
			open := slices.DeleteFunc(slices.Clone(all), func(e *entry) bool { return e.finished })
			if step%2 == 0 {
				oldest := len(all)
				if len(open) > 0 {
					oldest = slices.Index(all, open[0])
				}
				if full := len(all)-oldest == len(tr.slots); full != tr.full() {
					t.Fatalf("full is %v with %d records from the oldest unfinished one on, room for %d", tr.full(), len(all)-oldest, len(tr.slots))
				}
				if tr.full() {
					continue
				}
				offset += 1 + int64(step/2)%3 // gaps
				all = append(all, &entry{n: tr.start(offset, new(job)), offset: offset})
			} else if len(open) > 0 {
				e := open[int(step/2)%len(open)]
				before := tr.next
				e.finished = true
				if grew := tr.finish(e.n); grew != (tr.next != before) {
					t.Fatalf("finish said %v, the prefix went from %d to %d", grew, before, tr.next)
				}
			}
			want := int64(-1)
			for _, e := range all {
				if !e.finished {
					break
				}
				want = e.offset + 1
			}
			if tr.next != want {
				t.Fatalf("the prefix ends at %d, want %d", tr.next, want)
			}
		}
		done := tr.done()
		for _, e := range all {
			if done.has(e.offset) != e.finished {
				t.Errorf("done says %v of %d, which is finished: %v", done.has(e.offset), e.offset, e.finished)
			}
		}
		left := 0
		tr.unfinished(func(*job) bool { left++; return true })
		for _, e := range all {
			if !e.finished {
				left--
			}
		}
		if left != 0 {
			t.Errorf("unfinished showed %d too many", left)
		}
	})
}

// FuzzRanges: what is written is what is read, and what is not ours is nothing.
func FuzzRanges(f *testing.F) {
	f.Add("guthega:5+2,12", int64(7), 9)
	f.Add("guthega:5-7", int64(0), 20)
	f.Add("guthega:0", int64(0), 20)
	f.Add("guthega:1+9223372036854775807", int64(5), 20)
	f.Add("5", int64(0), 20)
	f.Fuzz(func(t *testing.T, s string, next int64, limit int) {
		if next < 0 {
			return // no offset
		}
		r := parseRanges(s, next)
		if r.next != next {
			t.Errorf("%q: next is %d, want %d", s, r.next, next)
		}
		again := parseRanges(r.String(), next)
		if diff := cmp.Diff(r.more, again.more, cmp.AllowUnexported(span{})); diff != "" {
			t.Errorf("%q: -read +read again:\n%s", s, diff)
		}
		at := next
		for _, span := range r.more {
			if span.first <= at-1 || span.last < span.first {
				t.Errorf("%q: %v after %d", s, span, at)
			}
			at = span.last + 1
		}
		part := r.text(limit)
		if len(part) > max(limit, 0) {
			t.Errorf("%q in %d bytes is %q", s, limit, part)
		}
		some := parseRanges(part, next)
		if n := len(some.more); n > len(r.more) || n > 0 && !cmp.Equal(some.more, r.more[:n], cmp.AllowUnexported(span{})) {
			t.Errorf("%q in %d bytes is %q, not its beginning", s, limit, part)
		}
	})
}

func TestRanges(t *testing.T) {
	for _, c := range []struct {
		name string
		add  []int64
		next int64
		text string
	}{
		{"in order", []int64{10, 11, 12}, 13, ""},
		{"the first last", []int64{12, 11, 10}, 13, ""},
		{"holes", []int64{12, 14, 15}, 10, "guthega:2,1+1"},
		{"a hole that fills", []int64{11, 13, 12, 10}, 14, ""},
		{"twice", []int64{11, 11, 5}, 10, "guthega:1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := ranges{next: 10}
			for _, offset := range c.add {
				r.add(offset)
			}
			if r.next != c.next || r.String() != c.text {
				t.Errorf("next %d, more %q; want %d, %q", r.next, r.String(), c.next, c.text)
			}
		})
	}
	t.Run("any order", func(t *testing.T) {
		r := ranges{next: 0}
		seen := map[int64]bool{}
		for _, i := range rand.New(rand.NewPCG(1, 2)).Perm(300) {
			r.add(int64(i))
			seen[int64(i)] = true
			for o := range int64(300) {
				if r.has(o) != seen[o] {
					t.Fatalf("has(%d) is %v", o, r.has(o))
				}
			}
		}
		if r.next != 300 || len(r.more) != 0 {
			t.Errorf("next is %d, more %v", r.next, r.more)
		}
	})
}

// TestPoolIsFair: with one worker, a lane that is never empty does not keep the others from their turn; each lane keeps its
// order.
func TestPoolIsFair(t *testing.T) {
	p, busy, other := newPool(), new(lane), new(lane)
	put := func(l *lane, n uint64) { p.put(&job{lane: l, number: n}) }
	for n := range uint64(4) {
		put(busy, n)
	}
	put(other, 100)
	put(nil, 200)
	put(nil, 201)
	var got []uint64
	p.close()
	for j := p.next(nil); j != nil; j = p.next(j) {
		got = append(got, j.number)
	}
	if diff := cmp.Diff([]uint64{0, 100, 200, 201, 1, 2, 3}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestPoolDrops(t *testing.T) {
	p, mine, others := newPool(), &claim{lanes: make([]lane, 2)}, &claim{}
	p.put(&job{claim: mine, lane: &mine.lanes[0]})
	running := p.next(nil)
	p.put(&job{claim: mine, lane: &mine.lanes[0]})
	p.put(&job{claim: mine, lane: &mine.lanes[1]})
	p.put(&job{claim: others, number: 7})
	p.put(&job{claim: mine, lane: &mine.lanes[1]})
	if n := p.drop(mine); n != 3 {
		t.Errorf("%d were dropped, want 3", n)
	}
	p.close()
	if j := p.next(running); j == nil || j.number != 7 || p.next(j) != nil {
		t.Errorf("%+v is left", j)
	}
}
