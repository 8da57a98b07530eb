package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// letter is a dead letter.
type letter struct {
	body     []byte
	position string            // of the original, where the broker has such
	headers  map[string]string // the original's and guthega's
}

// written is a dead letter that has been read.
type written struct {
	letter
	n  int
	at time.Time // guthega-failed-at
	id string
}

// always are the headers of every dead letter (contract §6); originals are added by each broker.
var always = []string{
	"guthega-error-name", "guthega-error-message", "guthega-error-stack", "guthega-attempts", "guthega-request-id", "guthega-source",
	"guthega-receiver", "guthega-receiver-version", "guthega-failed-at",
}

// judgeLetters checks that every poison message has its dead letter, complete, and that nothing else has one.
func (r *record) judgeLetters(v *verdict, begun [][]sighting) {
	byNumber := make(map[int][]written)
	var bad, wrong, missing, unexplained, moved []string
	for _, l := range r.letters {
		w, err := l.read()
		switch {
		case err != nil:
			bad = append(bad, err.Error())
			continue
		case w.n < 0 || w.n >= r.sent || poisonOf(w.n) == healthy:
			wrong = append(wrong, fmt.Sprintf("%d: %s", w.n, l.headers["guthega-error-message"]))
			continue
		}
		bad = append(bad, w.faulty(r.originals)...)
		byNumber[w.n] = append(byNumber[w.n], w)
	}
	for n := range r.sent {
		switch copies := byNumber[n]; {
		case poisonOf(n) == healthy:
		case len(copies) == 0:
			missing = append(missing, strconv.Itoa(n))
		default:
			v.letters++
			more, other := r.judgeCopies(v, copies, begun[n])
			unexplained, moved = append(unexplained, more...), append(moved, other...)
		}
	}
	v.complain("poison messages have no dead letter", missing)
	v.complain("dead letters are of messages that are not poison", wrong)
	v.complain("faults in dead letters", bad)
	v.complain("second copies of dead letters have no fault between the two writes", unexplained)
	v.complain("dead letters of one message have different originals", moved)
}

func (l letter) read() (written, error) {
	n, err := numberIn(l.body)
	if err != nil {
		return written{}, fmt.Errorf("a dead letter: %w", err)
	}
	at, err := time.Parse(time.RFC3339, l.headers["guthega-failed-at"])
	if err != nil {
		return written{}, fmt.Errorf("the dead letter of %d: %w", n, err)
	}
	return written{l, n, at, l.headers["guthega-request-id"]}, nil
}

// faulty says what is wrong with a dead letter of number w.n.
func (w written) faulty(originals []string) []string {
	var bad []string
	for _, name := range slices.Concat(always, originals) {
		// A receiver that is a file has no version, and AMQP's default exchange no name.
		mayBeEmpty := name == "guthega-receiver-version" || name == "guthega-original-exchange"
		if value, ok := w.headers[name]; !ok || value == "" && !mayBeEmpty {
			bad = append(bad, fmt.Sprintf("%d: the header %s is missing or empty", w.n, name))
		}
	}
	for name, want := range map[string]string{
		numberHeader: strconv.Itoa(w.n), "guthega-error-name": "PoisonError", "guthega-attempts": strconv.Itoa(attemptsOf(w.n)),
		"guthega-error-message": fmt.Sprintf("number %d is poison", w.n),
	} {
		if got := w.headers[name]; got != want {
			bad = append(bad, fmt.Sprintf("%d: the header %s is %q, want %q", w.n, name, got, want))
		}
	}
	if want := body(w.n); string(w.body) != string(want) {
		bad = append(bad, fmt.Sprintf("%d: its body is %s, want %s", w.n, w.body, want))
	}
	return bad
}

// judgeCopies has every copy of a dead letter but the first explained: by a kill, or the loss of the broker, of the process
// that wrote the one before, when that was not settled.
func (r *record) judgeCopies(v *verdict, copies []written, begun []sighting) (unexplained, moved []string) {
	slices.SortFunc(copies, func(a, b written) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) })
	for i := 1; i < len(copies); i++ {
		first, second := copies[i-1], copies[i]
		if first.position != second.position {
			moved = append(moved, fmt.Sprintf("%d is at %s and at %s", first.n, first.position, second.position))
		}
		v.copies++
		if why := r.whyCopy(first, second, begun); why != "" {
			v.copiesBy[why]++
			continue
		}
		unexplained = append(unexplained, fmt.Sprintf("%d: failed at %s and %s, requests %s and %s", first.n, clock(first.at), clock(second.at),
			first.id, second.id))
	}
	return unexplained, moved
}

// whyCopy returns the kind of the fault between the writes.
func (r *record) whyCopy(first, second written, begun []sighting) kind {
	for _, s := range begun {
		if s.id != first.id {
			continue
		}
		s.at = first.at // when it was written, not when it was begun with
		for _, f := range r.faults {
			if !f.away() && f.kind != expelled && (f.kind != kill || f.process != s.process) {
				continue // a clean stop or move of partitions is to make none
			}
			if first.id == second.id { // one message, written again because the first answer did not come
				if f.kind != kill && r.limits.hit(f, s) {
					return f.kind
				}
			} else if r.limits.explains(f, s, second.at) {
				return f.kind
			}
		}
	}
	return ""
}
