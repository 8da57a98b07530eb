package stdinsource

import (
	"bufio"
	"context"
	"fmt"

	"github.com/guthega/guthega/sources"
)

// tally is what became of the lines that were handed out.
type tally struct {
	done, failed, returned int
	first                  int // the number of the first line that was not processed; 0 if all were
}

func (t *tally) unprocessed(number int) {
	t.returned++
	if t.first == 0 || number < t.first {
		t.first = number
	}
}

// results is the output with what may still be in its buffer.
type results struct {
	*bufio.Writer
	lines []int // the numbers of the lines whose results were not flushed
}

// write settles the queue in its order, until it is closed and empty. Results are flushed as soon as there is no other
// to write after them, so that who reads them sees each as early as can be.
func (r *run) write(giveUp context.Context) {
	out := &results{Writer: bufio.NewWriterSize(r.source.config.Out, readAhead)}
	for j := range r.queue {
		if !isClosed(j.done) {
			r.flush(out)
		}
		select {
		case <-j.done:
			r.settle(j, out)
		case <-giveUp.Done():
			r.settled.unprocessed(j.line.number)
			r.stop(fmt.Errorf("hard stop: line %d was unfinished: %w", j.line.number, context.Cause(giveUp)))
		}
		if len(r.queue) == 0 {
			r.flush(out)
		}
	}
}

func (r *run) settle(j *job, out *results) {
	if j.err == nil {
		r.writeResult(j, out)
		return
	}
	switch sources.KindOf(j.err) {
	case sources.Unavailable, sources.Stopped:
		r.settled.unprocessed(j.line.number)
		if r.ctx.Err() != nil {
			r.stop(nil) // being given back is what a stop means
		} else {
			r.stop(fmt.Errorf("line %d was given back: %w", j.line.number, j.err))
		}
	case sources.Fatal:
		r.settled.unprocessed(j.line.number)
		r.stop(fmt.Errorf("line %d: %w", j.line.number, j.err))
	default:
		r.settled.failed++ // the engine has seen to its dead letter
	}
}

func (r *run) writeResult(j *job, out *results) {
	text := j.result.JSON
	if text == nil {
		text = []byte("null") // undefined, so that every line done has its line
	}
	out.lines = append(out.lines, j.line.number)
	// An error stays in the Writer, and flush reports it.
	_, _ = out.Write(text)
	if out.WriteByte('\n') != nil {
		r.flush(out)
	}
}

// flush settles the lines whose results are on their way. Where the output fails the source stops: results that nobody
// receives are worse than lines that are not read.
func (r *run) flush(out *results) {
	if len(out.lines) == 0 {
		return
	}
	if err := out.Flush(); err != nil {
		for _, number := range out.lines {
			r.settled.unprocessed(number)
		}
		r.stop(fmt.Errorf("writing the result of line %d to the output (has its reader gone away?): %w", out.lines[0], err))
	} else {
		r.settled.done += len(out.lines)
	}
	out.lines = out.lines[:0]
}
