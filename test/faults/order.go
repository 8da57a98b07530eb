package main

import (
	"fmt"
	"time"
)

// findDisordered finds numbers that were seen first before a smaller one of their lane was.
func (r *record) findDisordered(v *verdict, begun [][]sighting) {
	if r.lane == nil {
		return
	}
	type front struct {
		latest sighting
		by     map[string]sighting // the latest of each process
	}
	fronts := make(map[int]*front)
	var wrong []string
	for n, list := range begun {
		if len(list) == 0 {
			continue
		}
		first, lane := list[0], r.lane(n)
		f := fronts[lane]
		if f == nil {
			fronts[lane] = &front{first, map[string]sighting{first.process: first}}
			continue
		}
		own, known := f.by[first.process]
		switch {
		case known && first.before(own):
			wrong = append(wrong, disorder(first, own))
		case first.before(f.latest):
			wrong = append(wrong, disorder(first, f.latest))
		}
		if !known || own.before(first) {
			f.by[first.process] = first
		}
		if f.latest.before(first) {
			f.latest = first
		}
	}
	v.disordered = len(wrong)
	v.complain("numbers were seen first out of their order", wrong)
}

func disorder(late, early sighting) string {
	return fmt.Sprintf("%d (%s, %s) before %d (%s, %s)", late.n, late.process, clock(late.at), early.n, early.process, clock(early.at))
}

func clock(t time.Time) string { return t.Local().Format("15:04:05.000") }
