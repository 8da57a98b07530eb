package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// summary is what is reported of a trial.
type summary struct {
	name    string
	sent    int
	done    map[kind]int
	took    time.Duration
	verdict verdict
	extras  extras
}

// summarize has the referee judge, and adds what else went wrong.
func (t *trial) summarize(letters []letter, took time.Duration) *summary {
	t.fleet.reading.Wait()
	t.fleet.mu.Lock()
	defer t.fleet.mu.Unlock()
	r := &t.fleet.record
	r.letters, r.lane, r.limits, r.originals = letters, t.making.lane, t.making.limits, t.making.originals
	r.moves = r.lane != nil
	s := &summary{name: t.name, sent: r.sent, done: make(map[kind]int), took: took, verdict: r.judge(), extras: t.extras}
	for _, f := range r.faults {
		s.done[f.kind]++
	}
	for _, p := range t.stops {
		if !r.excuses(p) {
			t.fleet.broken = append(t.fleet.broken, fmt.Sprint(p.outcome()))
		}
	}
	s.verdict.problems = slices.Concat(t.fleet.broken, t.extras.problems(), s.verdict.problems)
	return s
}

// excuses reports whether broker or network were away while p was to stop.
func (r *record) excuses(p *process) bool {
	return slices.ContainsFunc(r.faults, func(f fault) bool {
		return f.away() && !f.begin.After(p.finished) && !f.end.Add(r.limits.aftermath).Before(p.asked)
	})
}

// report prints one table of all trials, and the problems.
func report(w io.Writer, all []*summary) (ok bool) {
	tabs := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(title string, cell func(s *summary) string) {
		fmt.Fprintf(tabs, "%s\t", title) //nolint:errcheck // as the standard output's always
		for _, s := range all {
			fmt.Fprintf(tabs, "%s\t", cell(s)) //nolint:errcheck // as above
		}
		fmt.Fprintln(tabs) //nolint:errcheck // as above
	}
	number := func(title string, of func(s *summary) int) {
		row(title, func(s *summary) string { return strconv.Itoa(of(s)) })
	}
	row("", func(s *summary) string { return s.name })
	number("sent", func(s *summary) int { return s.sent })
	number("seen", func(s *summary) int { return s.verdict.seen })
	number("duplicates", func(s *summary) int { return s.verdict.duplicates })
	number("at most", func(s *summary) int { return s.verdict.bound })
	row("by", func(s *summary) string { return counts(s.verdict.by) })
	number("seen first out of order", func(s *summary) int { return s.verdict.disordered })
	number("dead letters", func(s *summary) int { return s.verdict.letters })
	number("second copies", func(s *summary) int { return s.verdict.copies })
	row("by", func(s *summary) string { return counts(s.verdict.copiesBy) })
	for _, k := range []kind{kill, restart, join, network, stop, expelled} {
		number(string(k), func(s *summary) int { return s.done[k] })
	}
	row("goroutines, old / new", func(s *summary) string { return fmt.Sprintf("%d / %d", s.extras.goroutines[0], s.extras.goroutines[1]) })
	row("connections, old / new", func(s *summary) string {
		return fmt.Sprintf("%d / %d", s.extras.connections[0], s.extras.connections[1])
	})
	row("messages/s", func(s *summary) string { return fmt.Sprintf("%.0f", float64(s.sent)/s.took.Seconds()) })
	_ = tabs.Flush()
	ok = true
	for _, s := range all {
		for _, p := range s.verdict.problems {
			ok = false
			fmt.Fprintf(w, "%s: %s\n", s.name, p) //nolint:errcheck // as above
		}
	}
	return ok
}

func counts(by map[kind]int) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(by)) {
		parts = append(parts, fmt.Sprintf("%d %s", by[k], k))
	}
	return strings.Join(parts, ", ")
}
