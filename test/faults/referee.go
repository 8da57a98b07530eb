package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// record is all that happened on one broker.
type record struct {
	sent int             // the numbers are 0 to sent-1
	lane func(n int) int // numbers with the same lane must be seen first in their order; nil: there is no order
	// moves is set where partitions move when a process comes or goes.
	moves bool
	// originals are the headers of a dead letter that say where the original was.
	originals []string
	sightings []sighting
	letters   []letter
	faults    []fault
	limits    limits
}

// verdict is what the referee says of it.
type verdict struct {
	seen, duplicates, bound, letters, copies, disordered int
	// by and copiesBy are how many duplicates and second copies each kind of fault explains.
	by, copiesBy map[kind]int
	problems     []string
}

// maxNamed is how many numbers a problem names.
const maxNamed = 10

// complain adds a problem with the numbers concerned, if any.
func (v *verdict) complain(what string, numbers []string) {
	if len(numbers) == 0 {
		return
	}
	named := numbers[:min(len(numbers), maxNamed)]
	if len(named) < len(numbers) {
		named = append(slices.Clone(named), "…")
	}
	v.problems = append(v.problems, fmt.Sprintf("%d %s:\n    %s", len(numbers), what, strings.Join(named, "\n    ")))
}

// judge finds what is wrong in r.
func (r *record) judge() verdict {
	v := verdict{by: make(map[kind]int), copiesBy: make(map[kind]int)}
	slices.SortFunc(r.faults, func(a, b fault) int { return a.begin.Compare(b.begin) })
	begun := r.begun(&v)
	r.findLost(&v, begun)
	r.findDisordered(&v, begun)
	r.findDuplicates(&v, begun)
	r.judgeLetters(&v, begun)
	r.findExpelled(&v)
	return v
}

// begun returns for every number when its handling began, first attempts only, by time.
func (r *record) begun(v *verdict) [][]sighting {
	begun := make([][]sighting, r.sent)
	var strange []string
	for _, s := range r.sightings {
		switch {
		case s.n < 0 || s.n >= r.sent:
			strange = append(strange, fmt.Sprintf("%d by %s", s.n, s.process))
		case s.attempt == 1 && !s.done:
			begun[s.n] = append(begun[s.n], s)
		}
	}
	for _, list := range begun {
		slices.SortFunc(list, func(a, b sighting) int {
			return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.process, b.process), cmp.Compare(a.line, b.line))
		})
	}
	v.complain("numbers were never sent", strange)
	return begun
}

// findLost finds numbers that no handler was ever done with.
func (r *record) findLost(v *verdict, begun [][]sighting) {
	done := make([]bool, r.sent)
	for _, s := range r.sightings {
		if s.done && s.n >= 0 && s.n < r.sent {
			done[s.n] = true
		}
	}
	var lost []string
	for n, ok := range done {
		switch {
		case ok:
			v.seen++
		case len(begun[n]) > 0:
			last := begun[n][len(begun[n])-1]
			lost = append(lost, fmt.Sprintf("%d (begun by %s, %s)", n, last.process, clock(last.at)))
		default:
			lost = append(lost, strconv.Itoa(n))
		}
	}
	v.complain("numbers were lost", lost)
}

// findExpelled finds processes that lost their partitions although broker and network were there.
func (r *record) findExpelled(v *verdict) {
	var found []string
	for _, f := range r.faults {
		if f.kind == expelled && !slices.ContainsFunc(r.faults, func(o fault) bool {
			return f.begin.Before(r.limits.over(o, f.process)) && o.begin.Before(f.end) && o.away()
		}) {
			found = append(found, f.String())
		}
	}
	v.complain("times a process lost its partitions, and broker and network were there", found)
}
