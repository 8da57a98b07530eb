package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"
)

// victim is a process that a fault hit, and how many duplicates that may have made at most.
type victim struct {
	fault   fault
	process string
	room    int
}

// duplicate is a sighting that was not its number's first, and those before it.
type duplicate struct {
	earlier []sighting
	again   sighting
}

func (d duplicate) last() sighting { return d.earlier[len(d.earlier)-1] }

// findDuplicates has every duplicate explained by a fault, and by none more than it can have made.
func (r *record) findDuplicates(v *verdict, begun [][]sighting) {
	victims := r.victims(begun)
	for _, c := range victims {
		v.bound += c.room
	}
	var all []duplicate
	for _, list := range begun {
		for i := 1; i < len(list); i++ {
			all = append(all, duplicate{list[:i], list[i]})
		}
	}
	// By time, and the victims by when their faults were over: so none takes a place that another one alone needs.
	slices.SortFunc(all, func(a, b duplicate) int {
		return cmp.Or(a.last().at.Compare(b.last().at), cmp.Compare(a.again.n, b.again.n))
	})
	slices.SortStableFunc(victims, func(a, b *victim) int {
		return r.limits.over(a.fault, a.process).Compare(r.limits.over(b.fault, b.process))
	})
	used := make(map[place]bool)
	v.duplicates = len(all)
	retried := make(map[string]bool) // request ids that got a second attempt
	for _, s := range r.sightings {
		retried[s.id] = retried[s.id] || s.attempt > 1
	}
	var unexplained, tooMany []string
	for _, d := range all {
		if r.givenBack(d, retried) {
			v.by[returned]++
			continue
		}
		c, full := r.explain(victims, d, used)
		text := fmt.Sprintf("%d (%s, %s; again %s, %s)", d.again.n, d.last().process, clock(d.last().at), d.again.process, clock(d.again.at))
		switch {
		case c != nil:
			c.room--
			v.by[c.fault.kind]++
		case full != nil:
			tooMany = append(tooMany, fmt.Sprintf("%s after %v", text, full.fault))
		default:
			unexplained = append(unexplained, text)
		}
	}
	v.complain("duplicates have no fault that explains them", unexplained)
	v.complain("duplicates are more than their faults can have made", tooMany)
}

// explain finds the victim that lost one of d's earlier sightings, the latest that no other duplicate has come of: the victim
// whose fault was over first of those that have room, or else one that has none.
func (r *record) explain(victims []*victim, d duplicate, used map[place]bool) (found, full *victim) {
	for _, s := range slices.Backward(d.earlier) {
		if used[s.place] {
			continue
		}
		for _, c := range victims {
			switch {
			case s.process != c.process || !r.limits.explains(c.fault, s, d.again.at):
			case c.room > 0:
				used[s.place] = true
				return c, nil
			default:
				full = c
			}
		}
	}
	return nil, full
}

// givenBack reports whether d is of a message that failed, and was given back in the pause before its next attempt, as it is
// when its process stops or its partition moves. Its attempts then begin anew.
func (r *record) givenBack(d duplicate, retried map[string]bool) bool {
	if poisonOf(d.again.n) != exhausted {
		return false
	}
	for _, s := range d.earlier {
		if retried[s.id] {
			continue
		}
		for _, f := range r.faults {
			if (r.moves || f.kind == stop && f.process == s.process) && !s.at.Before(f.begin.Add(-r.limits.lag)) &&
				!s.at.After(f.end.Add(r.limits.aftermath)) {
				return true
			}
		}
	}
	return false
}

// victims returns the processes that each fault hit. What a process may have lost then is what it began with in the time
// concerned, and not more than it can have had.
func (r *record) victims(begun [][]sighting) []*victim {
	var flat []sighting
	for _, list := range begun {
		flat = append(flat, list...)
	}
	slices.SortFunc(flat, func(a, b sighting) int { return a.at.Compare(b.at) })
	var victims []*victim
	for _, f := range r.faults {
		count := make(map[string]int)
		from, _ := slices.BinarySearchFunc(flat, f.begin.Add(-r.limits.lag), func(s sighting, begin time.Time) int { return s.at.Compare(begin) })
		for _, s := range flat[from:] {
			if s.at.After(f.end.Add(r.limits.aftermath)) {
				break
			}
			if r.limits.hit(f, s) {
				count[s.process]++
			}
		}
		for _, process := range slices.Sorted(maps.Keys(count)) {
			victims = append(victims, &victim{f, process, min(count[process], r.limits.loss(f, process))})
		}
	}
	return victims
}
