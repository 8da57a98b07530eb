package main

import (
	"fmt"
	"time"
)

// kind is a kind of fault.
type kind string

const (
	kill     kind = "kill"     // SIGKILL of a process
	restart  kind = "restart"  // of the broker
	network  kind = "network"  // stalled or dropped
	expelled kind = "expelled" // the group took its partitions from a process that it had not heard of in time
	stop     kind = "stop"     // SIGTERM
	join     kind = "join"     // others in the group for a while
	returned kind = "returned" // given back between two attempts
)

// fault is something that happened to process, or to all of them where it is "".
type fault struct {
	kind       kind
	process    string
	begin, end time.Time
	what       string // for people
}

func (f fault) String() string {
	who := f.process
	if who == "" {
		who = "all"
	}
	return fmt.Sprintf("%s %s %s %s (%s)", f.begin.Format("15:04:05.000"), f.kind, who, f.what,
		f.end.Sub(f.begin).Round(time.Millisecond))
}

// away reports whether the broker could not be reached meanwhile.
func (f fault) away() bool { return f.kind == restart || f.kind == network }

// limits are how much, and for how long, a process may have of what a fault brings back.
type limits struct {
	// inFlight is how many messages a process has at most that are not finished, and finished how many may be finished
	// and not settled, beside what lag allows.
	inFlight, finished int
	// lag is how long a message may be on its way from being seen to being settled when all is well. aftermath is how
	// long after a fault a process may work on what it has lost already, and partitions may move.
	lag, aftermath time.Duration
}

// clockStep is what timestamps in logs are rounded down to.
const clockStep = time.Millisecond

// loss is how many messages of process f brings back at most. A clean stop and a rebalance settle what can be.
func (l limits) loss(f fault, process string) int {
	switch {
	case f.process != "" && f.process != process:
		return 0
	case f.away(), f.kind == kill, f.kind == expelled:
		return l.inFlight + l.finished
	}
	return 0
}

// hit reports whether f hit the process while s was not settled there.
func (l limits) hit(f fault, s sighting) bool {
	return l.loss(f, s.process) > 0 && !s.at.Before(f.begin.Add(-l.lag)) && !s.at.After(l.over(f, s.process))
}

// over is when f hits nothing more of process: one that was killed handles nothing afterwards.
func (l limits) over(f fault, process string) time.Time {
	if f.kind == kill && f.process == process {
		return f.end
	}
	return f.end.Add(l.aftermath)
}

// explains reports whether f can be why the message of s came once more at the time again.
func (l limits) explains(f fault, s sighting, again time.Time) bool {
	return l.hit(f, s) && !again.Before(f.begin.Add(-clockStep))
}
