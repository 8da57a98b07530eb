package main

import (
	"bytes"
	"regexp"
	"strconv"
	"sync"
)

// heapMeter reads the live heap off the lines of GODEBUG=gctrace=1 (package runtime): "gc 7 @0.5s 2%: …, 4->5->2 MB, …"
// says that 2 MB were alive when collection 7 ended. They are whole megabytes; the mean over many collections is finer.
type heapMeter struct {
	mu    sync.Mutex
	sum   float64
	count int
}

var gcLine = regexp.MustCompile(`^gc \d+ @.* \d+->\d+->(\d+) MB,`)

// add reports whether line is the collector's.
func (h *heapMeter) add(line []byte) bool {
	m := gcLine.FindSubmatch(line)
	if m == nil {
		return false
	}
	mb, err := strconv.Atoi(string(m[1]))
	if err != nil {
		return false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sum += float64(mb)
	h.count++
	return true
}

// take returns the mean since the last take, in megabytes, and of how many collections.
func (h *heapMeter) take() (mb float64, collections int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.count > 0 {
		mb, collections = h.sum/float64(h.count), h.count
	}
	h.sum, h.count = 0, 0
	return mb, collections
}

// lastLines keeps the last few lines of something.
type lastLines struct {
	mu    sync.Mutex
	lines [][]byte
}

func (l *lastLines) add(line []byte) {
	const keep = 20
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.lines) == keep {
		l.lines = append(l.lines[:0], l.lines[1:]...)
	}
	l.lines = append(l.lines, bytes.Clone(line))
}

func (l *lastLines) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(bytes.Join(l.lines, []byte("\n")))
}
