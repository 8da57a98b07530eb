package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// sighting is one line of a receiver that has begun with a number, or is done with it.
type sighting struct {
	place
	n, attempt int
	done       bool
	at         time.Time
	id         string // request id
}

// place is a line of a log.
type place struct {
	process string
	line    int
}

// before reports whether s certainly came before o: within a process by the lines, and otherwise by the clock.
func (s sighting) before(o sighting) bool {
	if s.process == o.process {
		return s.line < o.line
	}
	return s.at.Before(o.at)
}

// logLine is what of guthega's log matters here.
type logLine struct {
	Message   string    `json:"message"`
	Level     string    `json:"level"`
	Timestamp time.Time `json:"timestamp"`
	ID        string    `json:"requestId"`
	N         *int      `json:"n"`
	Attempt   int       `json:"attempt"`
	Reason    string    `json:"reason"`
}

// Beginnings of the lines that are read.
var (
	begunLine = []byte(`{"message":"begun"`)
	seenLine  = []byte(`{"message":"seen"`)
	lostLine  = []byte(`{"message":"A partition went before`)
)

// readLine reads one line of process's log: a sighting, or that it was expelled from the group, or neither.
func readLine(process string, number int, text []byte) (*sighting, *fault, error) {
	lost, seen := bytes.HasPrefix(text, lostLine), bytes.HasPrefix(text, seenLine)
	if !lost && !seen && !bytes.HasPrefix(text, begunLine) {
		return nil, nil, nil
	}
	var l logLine
	if err := json.Unmarshal(text, &l); err != nil {
		return nil, nil, fmt.Errorf("line %d of %s: %w", number, process, err)
	}
	if lost {
		// The group has not heard of it for a session by then, and it may have noticed that late.
		return nil, &fault{kind: expelled, process: process, begin: l.Timestamp.Add(-kafkaSession), end: l.Timestamp, what: l.Reason}, nil
	}
	if l.N == nil || l.Attempt < 1 {
		return nil, nil, fmt.Errorf("line %d of %s has no number and attempt: %s", number, process, text)
	}
	return &sighting{n: *l.N, attempt: l.Attempt, done: seen, place: place{process, number}, at: l.Timestamp, id: l.ID}, nil, nil
}
