package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	_ "embed"
)

//go:embed receiver.js
var receiver []byte

// fleet is the guthegas of one broker, and what their logs and we say of them. It is safe for concurrent use.
type fleet struct {
	dir     string // configs and logs
	guthega string // the binary

	reading sync.WaitGroup
	mu      sync.Mutex
	all     []*process
	names   map[string]int // how many there were of a role
	record  record
	by      map[string]int  // sightings of each process
	up      map[string]bool // whether it has logged anything
	seen    []bool
	count   int       // of numbers seen
	last    time.Time // when the latest one was
	broken  []string
}

// newFleet writes the configs of guthegas that handle so many messages at a time, each for about delay.
func newFleet(dir, guthega string, source map[string]any, concurrency int, delay time.Duration) (*fleet, error) {
	file := filepath.Join(dir, "receiver.js")
	config := map[string]any{
		"module": file, "concurrency": concurrency, "properties": map[string]any{"delay": float64(delay) / float64(time.Millisecond)},
		"retry": map[string]any{"attempts": attempts, "initialBackoff": "20ms", "maxBackoff": "20ms"},
	}
	source["drainTimeout"] = drainTimeout.String()
	if err := os.WriteFile(file, receiver, 0o600); err != nil {
		return nil, err
	}
	for name, value := range map[string]any{"receiver.json": config, "source.json": source} {
		text, err := json.MarshalIndent(value, "", "  ")
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			return nil, err
		}
	}
	return &fleet{dir: dir, guthega: guthega, names: make(map[string]int), by: make(map[string]int), up: make(map[string]bool)}, nil
}

// start starts one more guthega.
func (f *fleet) start(role string) (*process, error) {
	f.mu.Lock()
	f.names[role]++
	name := fmt.Sprintf("%s.%d", role, f.names[role])
	f.mu.Unlock()
	in := func(file string) string { return filepath.Join(f.dir, file) }
	p, err := launch(name, []string{f.guthega, "run", "--receiver", in("receiver.json"), "--source", in("source.json")},
		[]string{"GUTHEGA_PROCESSOR_ID=" + name}, in(name+".log"), in(name+".stderr"))
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	f.all = append(f.all, p)
	f.mu.Unlock()
	f.reading.Go(func() {
		defer close(p.read)
		if err := tail(p.log, p.ended, func(number int, line []byte) error { return f.note(name, number, line) }); err != nil {
			f.breaks(err.Error())
		}
	})
	return p, nil
}

// note reads one line of a log.
func (f *fleet) note(process string, number int, line []byte) error {
	s, lost, err := readLine(process, number, line)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.up[process] = true
	if lost != nil {
		f.record.faults = append(f.record.faults, *lost)
	}
	if s == nil {
		return nil
	}
	f.record.sightings = append(f.record.sightings, *s)
	f.by[process]++
	if s.done && s.n >= 0 && s.n < len(f.seen) && !f.seen[s.n] {
		f.seen[s.n] = true
		f.count++
		f.last = time.Now()
	}
	return nil
}

// expect says that numbers up to n will come.
func (f *fleet) expect(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen = append(f.seen, make([]bool, n-len(f.seen))...)
	f.record.sent = n
}

// progress is how many numbers have been seen, of how many that were sent, and when the last one was.
func (f *fleet) progress() (seen, sent int, last time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.count, len(f.seen), f.last
}

// works reports whether p has handled something, or has ended.
func (f *fleet) works(p *process) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.by[p.name] > 0 || !p.running()
}

// isUp reports whether p has begun to log, and so to listen to signals, or has ended.
func (f *fleet) isUp(p *process) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.up[p.name] || !p.running()
}

// happened notes a fault that is over.
func (f *fleet) happened(x fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.record.faults = append(f.record.faults, x)
}

// breaks notes a problem.
func (f *fleet) breaks(problem string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.broken = append(f.broken, problem)
}

// pick returns a random process that runs and is not spared, nil where there is none.
func (f *fleet) pick(random *rand.Rand, spared *process) *process {
	f.mu.Lock()
	defer f.mu.Unlock()
	candidates := slices.DeleteFunc(slices.Clone(f.all), func(p *process) bool { return p == spared || !p.running() })
	if len(candidates) == 0 {
		return nil
	}
	return candidates[random.IntN(len(candidates))]
}

// close kills what is left.
func (f *fleet) close() {
	f.mu.Lock()
	all := slices.Clone(f.all)
	f.mu.Unlock()
	for _, p := range all {
		p.kill()
	}
	f.reading.Wait()
}
