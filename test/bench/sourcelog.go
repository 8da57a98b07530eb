package main

import (
	"bytes"
	"context"
	"fmt"
	"time"
)

const (
	// lineStill is how long a log must not have grown for its lines to be counted: a few times as long as a line may
	// stay in a consumer's buffer. Counting while the consumer works would take CPU time from it.
	lineStill = 400 * time.Millisecond
	// lineLimit is how long it may stay so while lines are missing: joining a group takes seconds on a busy machine.
	lineLimit = 30 * time.Second
)

// awaitLines waits until the log has n timing lines.
func (s *server) awaitLines(ctx context.Context, n int) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	size, counted, grown := int64(0), int64(0), time.Now()
	for {
		select {
		case <-tick.C:
		case <-s.ended:
			return fmt.Errorf("%s ended before its messages did", s.name)
		case <-ctx.Done():
			return fmt.Errorf("waiting for the log of %s: %w\n%s", s.name, ctx.Err(), s.lastWords())
		}
		info, err := s.log.file.Stat()
		if err != nil {
			return err
		}
		if info.Size() != size {
			size, grown = info.Size(), time.Now()
			continue
		}
		still := time.Since(grown)
		if still < lineStill {
			continue
		}
		if size != counted {
			counted = size
			if lines, err := s.log.timings(n); err != nil || lines.count >= n {
				return err
			}
		}
		if still > lineLimit {
			return fmt.Errorf("%s does nothing any more\n%s", s.name, s.lastWords())
		}
	}
}

// timings is what the timing lines of a log say.
type timings struct {
	count  int
	warm   int       // how many lines there are up to the one of from
	from   time.Time // when the consumer had warmed up
	to     time.Time // when the last line was written
	fields []string
}

// warmShare is the part of the messages that comes before the clock starts: Node's compiler is to have seen the code.
const warmShare = 5

// timings reads the lines of n messages. It is an error for there to be more, or one whose outcome is another.
func (l *logFile) timings(n int) (*timings, error) {
	t := &timings{warm: n / warmShare}
	err := l.lines(func(line []byte) error {
		if !bytes.Contains(line, timingLine) {
			return nil
		}
		t.count++
		switch {
		case t.count > n:
			return fmt.Errorf("there are more than %d timing lines, such as %s", n, line)
		case !bytes.Contains(line, resolvedOutcome):
			return fmt.Errorf("a message was not resolved: %s", line)
		case t.count == t.warm:
			return stampOf(line, &t.from)
		case t.count == n:
			return stampOf(line, &t.to)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	t.fields, err = l.timingFields()
	return t, err
}

var (
	resolvedOutcome = []byte(`"outcome":"resolved"`)
	stampKey        = []byte(`"timestamp":"`)
)

// stampOf reads when a line was written.
func stampOf(line []byte, to *time.Time) error {
	_, rest, _ := bytes.Cut(line, stampKey)
	text, _, found := bytes.Cut(rest, []byte(`"`))
	if !found {
		return fmt.Errorf("a line has no timestamp: %s", line)
	}
	var err error
	*to, err = time.Parse(time.RFC3339Nano, string(text))
	return err
}

// rate is how many messages a second were done once the consumer was warm.
func (t *timings) rate() float64 {
	d := t.to.Sub(t.from).Seconds()
	if d <= 0 {
		return 0
	}
	return float64(t.count-t.warm) / d
}
