package main

import (
	"fmt"
)

// target is one figure that guthega has to reach.
type target struct {
	name    string
	atLeast bool // else at most
	bound   float64
	format  string // of a figure, with its unit

	measured float64
	known    bool // it was measured
	note     string
}

// The targets by what they are of.
const (
	targetNode = iota
	targetBare
	targetScaling
	targetWaiting
	targetIdle
	targetPeak
	targetStart
	targetDecode
	targetSize
	targetSoak
)

func newTargets() []target {
	return []target{
		targetNode:    {name: "throughput against Node, 1 process", atLeast: true, bound: 1.15, format: "%.2f ×"},
		targetBare:    {name: "throughput against bare Go", atLeast: true, bound: 0.65, format: "%.2f ×"},
		targetScaling: {name: "2 VMs against 1, 200 µs of CPU a message", atLeast: true, bound: 1.7, format: "%.2f ×"},
		targetWaiting: {name: "1,000 handlers awaiting 50 ms, 1 VM", bound: 150, format: "%.1f ms"},
		targetIdle:    {name: "memory when idle (RSS)", bound: 25, format: "%.1f MB"},
		targetPeak:    {name: "memory under load (peak RSS)", bound: 60, format: "%.1f MB"},
		targetStart:   {name: "first reply after start", bound: 60, format: "%.1f ms"},
		targetDecode:  {name: "direct decode against goja's JSON.parse", bound: 0.4, format: "%.2f ×"},
		targetSize:    {name: "binary", bound: 40, format: "%.1f MB"},
		targetSoak:    {name: "memory after 10 minutes of load", note: "see make soak"},
	}
}

func (t *target) set(measured float64, note string) {
	t.measured, t.known, t.note = measured, true, note
}

func (t *target) met() bool {
	if t.atLeast {
		return t.measured >= t.bound
	}
	return t.measured <= t.bound
}

// missed counts the targets that were measured and not met.
func missed(targets []target) int {
	n := 0
	for i := range targets {
		if t := &targets[i]; t.known && !t.met() {
			n++
		}
	}
	return n
}

func printTargets(out output, targets []target) {
	out.printf("\nMust reach\n")
	w := out.table(0)
	for i := range targets {
		t := &targets[i]
		if !t.known {
			note := t.note
			if note == "" {
				note = "not measured"
			}
			w.row("  %s\t-\t%s\t-\t%s", t.name, t.want(), note)
			continue
		}
		w.row("  %s\t"+t.format+"\t%s\t%s\t%s", t.name, t.measured, t.want(), okOrMissed(t.met()), t.note)
	}
	w.flush()
}

func (t *target) want() string {
	switch {
	case t.format == "":
		return "no growth"
	case t.atLeast:
		return fmt.Sprintf("≥ "+t.format, t.bound)
	default:
		return fmt.Sprintf("≤ "+t.format, t.bound)
	}
}

func okOrMissed(ok bool) string {
	if ok {
		return "ok"
	}
	return "MISSED"
}

// megabytes are millions of bytes: the stricter reading of the targets.
func megabytes(n int64) float64 { return float64(n) / 1e6 }
