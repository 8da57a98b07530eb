package stdinsource_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/sourcetest"
	"github.com/guthega/guthega/sources/stdinsource"
)

func TestConformance(t *testing.T) {
	sourcetest.Run(t, sourcetest.Harness{
		Traits: sourcetest.Traits{
			Source: "stdin", Meta: []string{"line"}, Finite: true, DeadLetters: true, Results: true, Faults: true,
		},
		New: newPeer,
	})
}

// peer is the process before us in the pipe and the one after us.
type peer struct {
	source *stdinsource.Source
	file   string
	input  chan []byte // what is still to be written; the suite sends less than it holds

	mu      sync.Mutex
	sent    []*message // those not yet seen to be settled
	partial []byte     // output without its line end
	changed chan struct{}
}

// maxBytes is more than the suite's longest message.
const maxBytes = 400 << 10

type message struct {
	body    []byte
	outcome sourcetest.Outcome
}

func newPeer(t *testing.T) sourcetest.Peer {
	in, feed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	p := &peer{
		file:  filepath.Join(t.TempDir(), "dead.ndjson"),
		input: make(chan []byte, 1024), changed: make(chan struct{}),
	}
	p.source, err = stdinsource.New(stdinsource.Config{In: in, Out: p, DeadLetterFile: p.file, MaxBytes: maxBytes}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	quit, written := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(written)
		for {
			select {
			case line := <-p.input:
				if line == nil {
					_ = feed.Close()
				} else if _, err := feed.Write(line); err != nil {
					return // the test is over
				}
			case <-quit:
				return
			}
		}
	}()
	t.Cleanup(func() {
		close(quit)
		_ = in.Close()
		_ = feed.Close()
		<-written
	})
	return p
}

// Source returns the source in a coat that lets p see when a dead letter was written.
func (p *peer) Source() sources.Source { return watched{p.source, p} }

type watched struct {
	*stdinsource.Source
	peer *peer
}

func (w watched) DeadLetter(ctx context.Context, m *sources.Message, headers []sources.Header) error {
	if err := w.Source.DeadLetter(ctx, m, headers); err != nil {
		return err
	}
	return w.peer.deadLettered(m.Body)
}

func (p *peer) Finish() error {
	p.input <- nil
	return nil
}

func (p *peer) Send(_ context.Context, body []byte) (sourcetest.Receipt, error) {
	return p.send(body, "\n")
}

// SendFaulty sends a line that is too long, and is known by what the source keeps of it.
func (p *peer) SendFaulty(context.Context) (sourcetest.Receipt, error) {
	return p.send(bytes.Repeat([]byte("7"), maxBytes), "89\n")
}

func (p *peer) send(body []byte, rest string) (sourcetest.Receipt, error) {
	m := &message{body: body}
	p.mu.Lock()
	p.sent = append(p.sent, m)
	p.input <- append(slices.Clone(body), rest...)
	p.mu.Unlock()
	return func(ctx context.Context, ended <-chan struct{}) (sourcetest.Outcome, error) {
		for {
			p.mu.Lock()
			outcome, changed := m.outcome, p.changed
			p.mu.Unlock()
			if outcome.State != 0 {
				return outcome, nil
			}
			select {
			case <-changed:
			case <-ended: // what was settled has been seen by now
				p.mu.Lock()
				defer p.mu.Unlock()
				if m.outcome.State == 0 {
					m.outcome.State = sourcetest.Returned
				}
				return m.outcome, nil
			case <-ctx.Done():
				return outcome, ctx.Err()
			}
		}
	}, nil
}

// Write receives the source's output. A line belongs to the message it echoes, or else to the first one unsettled.
func (p *peer) Write(out []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.partial = append(p.partial, out...)
	for {
		line, rest, found := bytes.Cut(p.partial, []byte("\n"))
		if !found {
			return len(out), nil
		}
		p.partial = rest
		i := max(slices.IndexFunc(p.sent, func(m *message) bool { return bytes.Equal(m.body, line) }), 0)
		p.settle(i, sourcetest.Outcome{State: sourcetest.Done, Result: slices.Clone(line)})
	}
}

func (p *peer) settle(i int, o sourcetest.Outcome) {
	p.sent[i].outcome = o
	p.sent = slices.Delete(p.sent, i, i+1)
	close(p.changed)
	p.changed = make(chan struct{})
}

func (p *peer) deadLettered(body []byte) error {
	letters, err := readDeadLetters(p.file)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.sent, func(s *message) bool { return bytes.Equal(s.body, body) })
	p.settle(i, sourcetest.Outcome{State: sourcetest.DeadLettered, DeadLetter: letters[len(letters)-1]})
	return nil
}

// readDeadLetters reads the file as its readers would.
func readDeadLetters(file string) ([]sourcetest.DeadLetter, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var letters []sourcetest.DeadLetter
	for line := range strings.Lines(string(content)) {
		var record struct {
			Body, Encoding string
			Headers        map[string]string
		}
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			return nil, err
		}
		letter := sourcetest.DeadLetter{Body: []byte(record.Body)}
		if record.Encoding == "base64" {
			if letter.Body, err = base64.StdEncoding.DecodeString(record.Body); err != nil {
				return nil, err
			}
		}
		for name, value := range record.Headers {
			letter.Headers = append(letter.Headers, sources.Header{Name: name, Value: value})
		}
		letters = append(letters, letter)
	}
	return letters, nil
}
