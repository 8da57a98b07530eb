package kafkasource

// tracker knows which records of a partition are finished. They are started in the order of their offsets, which may
// have gaps (compaction, control records), and finish in any order. It has room for a fixed number of records from the
// oldest unfinished one on. It is not safe for concurrent use.
type tracker struct {
	slots []slot
	// head is the oldest unfinished record's number and tail the next one's; a number's slot is its remainder.
	head, tail uint64
	// next is the first offset that is not known to be finished; -1 before there is any.
	next int64
}

type slot struct {
	job      *job // nil once finished
	offset   int64
	finished bool
}

func newTracker(room int) tracker { return tracker{slots: make([]slot, room), next: -1} }

func (t *tracker) full() bool { return t.tail-t.head == uint64(len(t.slots)) }

// start notes a record, whose offset is larger than all before, and returns its number. There must be room.
func (t *tracker) start(offset int64, j *job) uint64 {
	n := t.tail
	t.slots[n%uint64(len(t.slots))] = slot{job: j, offset: offset}
	t.tail++
	return n
}

// finish notes that record n is finished; each is finished once. It reports whether the prefix grew.
func (t *tracker) finish(n uint64) bool {
	s := &t.slots[n%uint64(len(t.slots))]
	s.finished, s.job = true, nil
	grew := false
	for t.head < t.tail {
		s := &t.slots[t.head%uint64(len(t.slots))]
		if !s.finished {
			break
		}
		t.next = s.offset + 1
		t.head++
		grew = true
	}
	return grew
}

// done is what is finished. Its next is -1 while nothing was started.
func (t *tracker) done() ranges {
	r := ranges{next: t.next}
	if r.next < 0 && t.head < t.tail {
		r.next = t.slots[t.head%uint64(len(t.slots))].offset // nothing before it was ever there to be read
	}
	after := false // the record before was finished
	for n := t.head; n < t.tail; n++ {
		s := &t.slots[n%uint64(len(t.slots))]
		switch {
		case s.finished && after:
			r.more[len(r.more)-1].last = s.offset // no record lies in a gap between the two
		case s.finished:
			r.more = append(r.more, span{s.offset, s.offset})
		}
		after = s.finished
	}
	return r
}

// unfinished calls f with every record that is not finished until f returns false.
func (t *tracker) unfinished(f func(*job) bool) {
	for n := t.head; n < t.tail; n++ {
		if s := &t.slots[n%uint64(len(t.slots))]; !s.finished && !f(s.job) {
			return
		}
	}
}
