package main

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// at is so many milliseconds into a test's day.
func at(ms int) time.Time {
	return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC).Add(time.Duration(ms) * time.Millisecond)
}

// saw is a first attempt; its line is its time, so that the lines of a process are in order.
func saw(n int, process string, ms int) sighting {
	return sighting{place: place{process, ms}, n: n, attempt: 1, at: at(ms), id: fmt.Sprintf("%d@%d", n, ms)}
}

// seen is the line at the end of a sighting.
func seen(s sighting) sighting {
	s.done = true
	return s
}

// again is the second attempt of a sighting.
func again(s sighting, ms int) sighting {
	s.attempt, s.at, s.line = 2, at(ms), ms
	return s
}

func happened(k kind, process string, from, to int) fault {
	return fault{kind: k, process: process, begin: at(from), end: at(to)}
}

// strict are limits of one message in flight, settled within 100 ms.
var strict = limits{inFlight: 1, lag: 100 * time.Millisecond, aftermath: 50 * time.Millisecond}

func TestJudgeSightings(t *testing.T) {
	one := func(int) int { return 0 }
	tests := []struct {
		name string
		in   record
		want []string // the beginnings of the problems
		dups map[kind]int
		// cutOff has no handler reach its end.
		cutOff bool
	}{
		{name: "all seen once", in: record{sent: 2, sightings: []sighting{saw(0, "a", 1), saw(1, "b", 2)}}},
		{name: "lost", in: record{sent: 2, sightings: []sighting{saw(1, "a", 1)}}, want: []string{"1 numbers were lost:\n    0"}},
		{
			name: "begun with only", cutOff: true, in: record{sent: 1, sightings: []sighting{saw(0, "a", 1)}},
			want: []string{"1 numbers were lost:\n    0 (begun by a"},
		},
		{name: "only a second attempt", in: record{sent: 1, sightings: []sighting{again(saw(0, "a", 1), 2)}}, want: []string{"1 numbers were lost"}},
		{name: "never sent", in: record{sent: 1, sightings: []sighting{saw(0, "a", 1), saw(7, "a", 2)}}, want: []string{"2 numbers were never sent:\n    7"}},
		{
			name: "duplicate without a fault", in: record{sent: 1, sightings: []sighting{saw(0, "a", 1), saw(0, "b", 9)}},
			want: []string{"1 duplicates have no fault"},
		},
		{
			name: "duplicate of a killed process",
			in:   record{sent: 1, sightings: []sighting{saw(0, "a", 1), saw(0, "b", 9)}, faults: []fault{happened(kill, "a", 5, 6)}},
			dups: map[kind]int{kill: 1},
		},
		{
			name: "another one was killed",
			in:   record{sent: 1, sightings: []sighting{saw(0, "a", 1), saw(0, "b", 9)}, faults: []fault{happened(kill, "c", 5, 6)}},
			want: []string{"1 duplicates have no fault"},
		},
		{
			name: "killed long after",
			in:   record{sent: 1, sightings: []sighting{saw(0, "a", 1), saw(0, "b", 900)}, faults: []fault{happened(kill, "a", 500, 501)}},
			want: []string{"1 duplicates have no fault"},
		},
		{
			name: "came again before the kill",
			in:   record{sent: 1, sightings: []sighting{saw(0, "a", 1), saw(0, "b", 3)}, faults: []fault{happened(kill, "a", 5, 6)}},
			want: []string{"1 duplicates have no fault"},
		},
		{
			name: "a clean stop explains nothing",
			in:   record{sent: 1, sightings: []sighting{saw(0, "a", 1), saw(0, "b", 9)}, faults: []fault{happened(stop, "a", 5, 6)}},
			want: []string{"1 duplicates have no fault"},
		},
		{
			name: "nor does a join",
			in:   record{sent: 1, moves: true, sightings: []sighting{saw(0, "a", 1), saw(0, "b", 9)}, faults: []fault{happened(join, "", 0, 6)}},
			want: []string{"1 duplicates have no fault"},
		},
		{
			name: "more than were in flight",
			in: record{
				sent: 2, sightings: []sighting{saw(0, "a", 1), saw(1, "a", 2), saw(0, "b", 8), saw(1, "b", 9)},
				faults: []fault{happened(kill, "a", 5, 6)},
			},
			dups: map[kind]int{kill: 1}, want: []string{"1 duplicates are more than their faults can have made:\n    1 "},
		},
		{
			name: "one loss makes one duplicate",
			in: record{
				sent: 2, sightings: []sighting{saw(0, "a", 1), saw(1, "a", 2), saw(0, "b", 8), saw(0, "c", 9)},
				faults: []fault{happened(kill, "a", 5, 6)}, limits: limits{inFlight: 9, lag: time.Second},
			},
			dups: map[kind]int{kill: 1}, want: []string{"1 duplicates have no fault"},
		},
		{
			name: "the network hits everybody, and for a while",
			in: record{
				sent: 2, sightings: []sighting{saw(0, "a", 1), saw(1, "b", 50), saw(0, "b", 70), saw(1, "a", 70)},
				faults: []fault{happened(network, "", 5, 20)},
			},
			dups: map[kind]int{network: 2},
		},
		{
			name: "the earliest fault does not take what a later one needs",
			in: record{
				sent: 2, sightings: []sighting{saw(0, "a", 1), saw(1, "a", 20), saw(0, "b", 90), saw(1, "b", 91)},
				faults: []fault{happened(network, "", 2, 60), happened(kill, "a", 9, 10)},
			},
			dups: map[kind]int{kill: 1, network: 1},
		},
		{
			name: "out of order, by the clock",
			in:   record{sent: 2, lane: one, sightings: []sighting{saw(0, "a", 5), saw(1, "b", 4)}}, want: []string{"1 numbers were seen first out of their order:\n    1"},
		},
		{
			name: "out of order, by the lines",
			in: record{sent: 2, lane: one, sightings: []sighting{
				{place: place{"a", 2}, n: 0, attempt: 1, at: at(5)}, {place: place{"a", 1}, n: 1, attempt: 1, at: at(5)},
			}},
			want: []string{"1 numbers were seen first out of their order"},
		},
		{name: "at the same time", in: record{sent: 2, lane: one, sightings: []sighting{saw(0, "a", 5), saw(1, "b", 5)}}},
		{
			name: "lanes do not wait for one another",
			in:   record{sent: 2, lane: func(n int) int { return n }, sightings: []sighting{saw(0, "a", 5), saw(1, "b", 4)}},
		},
		{
			name: "expelled for no reason", in: record{faults: []fault{happened(expelled, "a", 5, 6)}}, want: []string{"1 times a process lost its partitions"},
		},
		{name: "expelled by a stall", in: record{faults: []fault{happened(network, "", 2, 4), happened(expelled, "a", 5, 6)}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.in.limits == (limits{}) {
				tt.in.limits = strict
			}
			for _, s := range tt.in.sightings {
				if s.attempt == 1 && !tt.cutOff {
					tt.in.sightings = append(tt.in.sightings, seen(s))
				}
			}
			v := tt.in.judge()
			begins(t, v.problems, tt.want)
			if len(v.by)+len(tt.dups) > 0 {
				if diff := cmp.Diff(tt.dups, v.by); diff != "" {
					t.Errorf("duplicates by fault (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func begins(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d problems, want %d: %q", len(got), len(want), got)
	}
	for i := range got {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("problem %d is %q, want %q…", i, got[i], want[i])
		}
	}
}

func TestJudgeGivenBack(t *testing.T) {
	const n = poisonPeriod * 3 / 4
	first := saw(n, "a", 1)
	second := saw(n, "b", 30)
	tests := []struct {
		name      string
		moves     bool
		sightings []sighting
		fault     fault
		wrong     bool
	}{
		{name: "in a pause, by a stop", sightings: []sighting{first, second}, fault: happened(stop, "a", 5, 6)},
		{name: "in a pause, by another's stop", sightings: []sighting{first, second}, fault: happened(stop, "c", 5, 6), wrong: true},
		{name: "in a pause, by a partition that moves", moves: true, sightings: []sighting{first, second}, fault: happened(stop, "c", 5, 6)},
		{name: "after all attempts", sightings: []sighting{first, again(first, 3), second}, fault: happened(stop, "a", 5, 6), wrong: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := record{sent: n + 1, moves: tt.moves, limits: strict, sightings: tt.sightings, faults: []fault{tt.fault}}
			v := verdict{by: map[kind]int{}}
			r.findDuplicates(&v, r.begun(&v))
			if wrong := len(v.problems) > 0; wrong != tt.wrong {
				t.Errorf("wrong: %t, want %t: %q", wrong, tt.wrong, v.problems)
			}
		})
	}
}

// dead is a dead letter of n, complete.
func dead(n int, id string, ms int) letter {
	h := map[string]string{
		numberHeader: strconv.Itoa(n), "guthega-error-name": "PoisonError", "guthega-error-message": fmt.Sprintf("number %d is poison", n),
		"guthega-attempts": strconv.Itoa(attemptsOf(n)), "guthega-request-id": id, "guthega-failed-at": at(ms).Format("2006-01-02T15:04:05.000Z"),
		"guthega-original-id": "x",
	}
	for _, name := range always {
		if _, ok := h[name]; !ok {
			h[name] = "x"
		}
	}
	return letter{body: body(n), position: "x", headers: h}
}

func TestJudgeLetters(t *testing.T) {
	const n = poisonPeriod / 4
	first, second := saw(n, "a", 1), saw(n, "b", 30)
	change := func(f func(l *letter)) letter {
		l := dead(n, first.id, 4)
		f(&l)
		return l
	}
	tests := []struct {
		name    string
		letters []letter
		fault   fault
		want    []string
		copies  int
	}{
		{name: "there", letters: []letter{dead(n, first.id, 4)}},
		{name: "missing", want: []string{fmt.Sprintf("1 poison messages have no dead letter:\n    %d", n)}},
		{
			name: "of a healthy message", letters: []letter{dead(n, first.id, 4), {body: body(1), headers: dead(1, "", 4).headers}},
			want: []string{"1 dead letters are of messages that are not poison"},
		},
		{
			name: "without a header", letters: []letter{change(func(l *letter) { delete(l.headers, "guthega-source") })},
			want: []string{"1 faults in dead letters:\n    50: the header guthega-source is missing"},
		},
		{
			name: "without the original's header", letters: []letter{change(func(l *letter) { delete(l.headers, numberHeader) })},
			want: []string{"1 faults in dead letters"},
		},
		{
			name: "of the wrong attempts", letters: []letter{change(func(l *letter) { l.headers["guthega-attempts"] = "3" })},
			want: []string{"1 faults in dead letters"},
		},
		{
			name: "with another body", letters: []letter{change(func(l *letter) { l.body = fmt.Appendf(nil, `{"n": %d}`, n) })},
			want: []string{"1 faults in dead letters"},
		},
		{
			name: "copied by a kill between the writes", letters: []letter{dead(n, first.id, 4), dead(n, second.id, 40)},
			fault: happened(kill, "a", 5, 6), copies: 1,
		},
		{
			name: "copied, and the kill was before", letters: []letter{dead(n, first.id, 8), dead(n, second.id, 40)},
			fault: happened(kill, "a", 5, 6), copies: 1, want: []string{"1 second copies of dead letters have no fault"},
		},
		{
			name: "copied by a clean stop", letters: []letter{dead(n, first.id, 4), dead(n, second.id, 40)},
			fault: happened(stop, "a", 5, 6), copies: 1, want: []string{"1 second copies of dead letters have no fault"},
		},
		{
			name: "copied without a fault", letters: []letter{dead(n, first.id, 4), dead(n, second.id, 40)}, copies: 1,
			want: []string{"1 second copies of dead letters have no fault"},
		},
		{
			name: "written twice over a bad network", letters: []letter{dead(n, first.id, 4), dead(n, first.id, 4)},
			fault: happened(network, "", 5, 6), copies: 1,
		},
		{
			name: "written twice, and a kill is no reason", letters: []letter{dead(n, first.id, 4), dead(n, first.id, 4)},
			fault: happened(kill, "a", 5, 6), copies: 1, want: []string{"1 second copies of dead letters have no fault"},
		},
		{
			name: "of two originals", fault: happened(kill, "a", 5, 6), copies: 1,
			letters: []letter{dead(n, first.id, 4), {body: body(n), position: "y", headers: dead(n, second.id, 40).headers}},
			want:    []string{"1 dead letters of one message have different originals"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := record{sent: n + 1, limits: strict, originals: []string{"guthega-original-id"}, letters: tt.letters, sightings: []sighting{first, second}}
			if tt.fault.kind != "" {
				r.faults = []fault{tt.fault}
			}
			v := verdict{copiesBy: map[kind]int{}}
			r.judgeLetters(&v, r.begun(&v))
			begins(t, v.problems, tt.want)
			if v.copies != tt.copies {
				t.Errorf("%d copies, want %d", v.copies, tt.copies)
			}
		})
	}
}
