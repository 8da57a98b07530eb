package stdinsource_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/stdinsource"
)

func newSource(t testing.TB, c stdinsource.Config) *stdinsource.Source {
	t.Helper()
	if c.DeadLetterFile == "" {
		c.DeadLetterFile = filepath.Join(t.TempDir(), "dead.ndjson")
	}
	src, err := stdinsource.New(c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func echo(_ context.Context, m *sources.Message) (sources.Result, error) {
	return sources.Result{JSON: m.Body}, nil
}

// run reads input to its end and returns the messages in their order and the output.
func run(t *testing.T, c stdinsource.Config, input string) ([]*sources.Message, string) {
	t.Helper()
	var out bytes.Buffer
	c.In, c.Out = strings.NewReader(input), &out
	var mu sync.Mutex
	var messages []*sources.Message
	err := newSource(t, c).Run(t.Context(), func(_ context.Context, m *sources.Message) (sources.Result, error) {
		mu.Lock()
		defer mu.Unlock()
		messages = append(messages, m)
		if m.Fault != nil {
			return sources.Result{}, m.Fault
		}
		return sources.Result{}, nil
	})
	if err != nil {
		t.Errorf("Run: %v", err)
	}
	slices.SortFunc(messages, func(a, b *sources.Message) int { return lineOf(a) - lineOf(b) })
	return messages, out.String()
}

func lineOf(m *sources.Message) int { return m.Meta[0].Value.(int) }

func TestLines(t *testing.T) {
	long := strings.Repeat("x", 200<<10)
	type lines = map[int]string
	for _, c := range []struct {
		name, input string
		format      sources.Format
		want        lines
	}{
		{"none", "", sources.JSON, lines{}},
		{"one", "1\n", sources.JSON, lines{1: "1"}},
		{"without a line end", "1\n2", sources.JSON, lines{1: "1", 2: "2"}},
		{"CRLF", "1\r\n2\r\n", sources.JSON, lines{1: "1", 2: "2"}},
		{"blank lines", "\n \t\r\n1\n\r\n\n2\n\n", sources.JSON, lines{3: "1", 6: "2"}},
		{"a CR inside", "a\rb\n\r\r\nc\r", sources.Text, lines{1: "a\rb", 3: "c\r"}},
		{"text keeps its spaces", "  a  \n", sources.Text, lines{1: "  a  "}},
		{"no UTF-8", "\xff\n", sources.Text, lines{1: "\xff"}},
		{"long", long + "\n1\n", sources.JSON, lines{1: long, 2: "1"}},
		{"a CRLF across two reads", long[:64<<10-1] + "\r\n1", sources.JSON, lines{1: long[:64<<10-1], 2: "1"}},
		{"binary", "a\n\nb\r\n", sources.Binary, lines{1: "a\n\nb\r\n"}},
		{"binary, none", "", sources.Binary, lines{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			messages, out := run(t, stdinsource.Config{Format: c.format}, c.input)
			got := make(lines)
			for _, m := range messages {
				got[lineOf(m)] = string(m.Body)
				if m.Format != c.format || m.Source != "stdin" || m.MaxQueue != 0 {
					t.Errorf("the message is %+v", m)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%.2000s", diff)
			}
			if want := strings.Repeat("null\n", len(c.want)); out != want {
				t.Errorf("the output is %q, want %q", out, want)
			}
		})
	}
}

// FuzzLines: all that is not blank arrives, or as much as the limit allows, whatever the limit and however the reads fall.
func FuzzLines(f *testing.F) {
	f.Add([]byte("1\r\n\n2"), uint8(1))
	f.Add([]byte("a\r\r\nbc\n"), uint8(2))
	f.Fuzz(func(t *testing.T, input []byte, limit uint8) {
		want := make(map[int]string)
		for i, l := range strings.Split(string(input), "\n") {
			if i < bytes.Count(input, []byte("\n")) {
				l = strings.TrimSuffix(l, "\r")
			}
			if limit > 0 && len(l) > int(limit) {
				want[i+1] = l[:limit] + " and more"
			} else if strings.TrimSpace(l) != "" {
				want[i+1] = l
			}
		}
		got := make(map[int]string)
		messages, _ := run(t, stdinsource.Config{MaxBytes: int(limit), Format: sources.Text}, string(input))
		for _, m := range messages {
			got[lineOf(m)] = string(m.Body)
			if m.Fault != nil {
				got[lineOf(m)] += " and more"
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q, limit %d: -want +got:\n%s", input, limit, diff)
		}
	})
}

// TestOrder finishes the lines of each window last to first.
func TestOrder(t *testing.T) {
	const concurrency, count = 8, 64
	var input, want strings.Builder
	for n := 1; n <= count; n++ {
		fmt.Fprintln(&input, n)
		fmt.Fprintln(&want, n)
	}
	finished := make([]chan struct{}, count+2)
	for i := range finished {
		finished[i] = make(chan struct{})
	}
	var running, most atomic.Int64
	var out bytes.Buffer
	src := newSource(t, stdinsource.Config{In: strings.NewReader(input.String()), Out: &out, Concurrency: concurrency})
	err := src.Run(t.Context(), func(ctx context.Context, m *sources.Message) (sources.Result, error) {
		most.Store(max(most.Load(), running.Add(1)))
		defer running.Add(-1)
		n := lineOf(m)
		defer close(finished[n])
		if n%concurrency != 0 {
			<-finished[n+1]
		}
		return echo(ctx, m)
	})
	if err != nil {
		t.Errorf("Run: %v", err)
	}
	if diff := cmp.Diff(want.String(), out.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if most.Load() > concurrency {
		t.Errorf("%d lines were in flight, the limit is %d", most.Load(), concurrency)
	}
}

// TestLinesThatAreTooLong: they keep their place among the others, as messages with a Fault.
func TestLinesThatAreTooLong(t *testing.T) {
	for _, c := range []struct {
		name, input string
		format      sources.Format
		bodies      []string
		faults      []string
		out         string
	}{
		{"lines", "1234\r\n12345\n\"\xff\xff\xff\xff\"\n4\n", sources.JSON, []string{"1234", "1234", "\"\xff\xff\xff", "4"}, []string{
			"", "line 2 has 5 bytes, more than the limit of 4; this copy is its beginning",
			"line 3 has 6 bytes, more than the limit of 4; this copy is its beginning", "",
		}, "null\nnull\n"},
		{"binary", "1234567", sources.Binary, []string{"1234"}, []string{
			"line 1 has 7 bytes, more than the limit of 4; this copy is its beginning",
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			messages, out := run(t, stdinsource.Config{MaxBytes: 4, Format: c.format}, c.input)
			var bodies, faults []string
			for _, m := range messages {
				fault := ""
				if m.Fault != nil {
					fault = m.Fault.Message
					if m.Fault.Kind != sources.Malformed || m.Fault.Name != "LineTooLongError" {
						t.Errorf("the fault is %+v", m.Fault)
					}
				}
				bodies, faults = append(bodies, string(m.Body)), append(faults, fault)
			}
			if diff := cmp.Diff(c.bodies, bodies); diff != "" {
				t.Errorf("bodies, -want +got:\n%s", diff)
			}
			if diff := cmp.Diff(c.faults, faults); diff != "" {
				t.Errorf("faults, -want +got:\n%s", diff)
			}
			if out != c.out {
				t.Errorf("the output is %q, want %q", out, c.out)
			}
		})
	}
}

func TestDeadLetterFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "dead.ndjson")
	write := func(content string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	deadLetter := func(body string) error {
		src := newSource(t, stdinsource.Config{DeadLetterFile: file, In: strings.NewReader("1"), Out: io.Discard})
		m := sources.NewMessage("stdin", []byte(body))
		return src.Run(t.Context(), func(ctx context.Context, _ *sources.Message) (sources.Result, error) {
			return sources.Result{}, src.DeadLetter(ctx, m, []sources.Header{{Name: "guthega-b", Value: "\"ü\n"}, {Name: "guthega-a", Value: "<1>"}})
		})
	}
	const headers = `"headers":{"guthega-b":"\"ü\n","guthega-a":"\u003c1\u003e"}}` + "\n"
	for _, c := range []struct{ name, before, body, want string }{
		{"appended", "{}\n", `{"a":1}`, "{}\n" + `{"body":"{\"a\":1}",` + headers},
		{"after a torn line", `{"bo`, "x", `{"bo` + "\n" + `{"body":"x",` + headers},
		{"not UTF-8", "", "\xff\x00", `{"body":"/wA=","encoding":"base64",` + headers},
		{"empty", "", "", `{"body":"",` + headers},
	} {
		t.Run(c.name, func(t *testing.T) {
			write(c.before)
			if err := deadLetter(c.body); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, string(got)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	t.Run("cannot be written", func(t *testing.T) {
		src := newSource(t, stdinsource.Config{DeadLetterFile: filepath.Join(file, "below a file")})
		if err := src.DeadLetter(t.Context(), sources.NewMessage("stdin", nil), nil); err == nil {
			t.Error("nothing was written, and nil returned")
		}
	})
}

// endless is an input that blocks for ever and cannot be interrupted, as a terminal.
type endless struct{ reading, release chan struct{} }

func (e endless) Read([]byte) (int, error) {
	close(e.reading)
	<-e.release
	return 0, io.EOF
}

func TestStopDuringARead(t *testing.T) {
	in := endless{make(chan struct{}), make(chan struct{})}
	defer close(in.release)
	ctx, stop := context.WithCancel(t.Context())
	go func() {
		<-in.reading
		stop()
	}()
	if err := newSource(t, stdinsource.Config{In: in, Out: io.Discard}).Run(ctx, echo); err != nil {
		t.Errorf("Run: %v", err)
	}
}

func TestInputFails(t *testing.T) {
	broken := errors.New("the disk is on fire")
	in := io.MultiReader(strings.NewReader("1\n2\n"), errReader{broken})
	var out bytes.Buffer
	err := newSource(t, stdinsource.Config{In: in, Out: &out}).Run(t.Context(), echo)
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("Run: %v", err)
	}
	if out.String() != "1\n2\n" {
		t.Errorf("the output is %q", out.String())
	}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

func TestOutputFails(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Close() }()
	endlessInput := io.MultiReader(strings.NewReader("1\n"), endless{make(chan struct{}), make(chan struct{})})
	err = newSource(t, stdinsource.Config{In: endlessInput, Out: w}).Run(t.Context(), echo)
	for _, part := range []string{"line 1", "has its reader gone away"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("the error %q does not say %q", err, part)
		}
	}
}

// TestHardStopWithAStuckOutput: the reader of our output lives, but reads nothing.
func TestHardStopWithAStuckOutput(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = r.Close(), w.Close() }()
	hard, stopHard := context.WithCancel(context.Background())
	ctx, stop := context.WithCancel(sources.WithHard(t.Context(), hard))
	defer stop()
	defer stopHard()
	big := bytes.Repeat([]byte("7"), 1<<20)
	out := writerFunc(func(p []byte) (int, error) {
		stop()
		stopHard()
		return w.Write(p)
	})
	src := newSource(t, stdinsource.Config{In: strings.NewReader("1\n"), Out: out})
	err = src.Run(ctx, func(context.Context, *sources.Message) (sources.Result, error) { return sources.Result{JSON: big}, nil })
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "hard stop") {
		t.Errorf("Run: %v", err)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// TestGivenBack: a line that is given back although nobody asked to stop ends the source, and says where.
func TestGivenBack(t *testing.T) {
	var log bytes.Buffer
	src, err := stdinsource.New(stdinsource.Config{In: strings.NewReader("1\n2\n3\n"), Out: io.Discard, Concurrency: 1},
		slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	verdict := &sources.Error{Kind: sources.Unavailable, Name: "Error", Message: "no VM"}
	err = src.Run(t.Context(), func(ctx context.Context, m *sources.Message) (sources.Result, error) {
		if lineOf(m) == 2 {
			return sources.Result{}, verdict
		}
		return echo(ctx, m)
	})
	if !errors.Is(err, verdict) || !strings.Contains(err.Error(), "line 2 was given back") {
		t.Errorf("Run: %v", err)
	}
	if !strings.Contains(log.String(), "firstUnprocessedLine=2") {
		t.Errorf("the log is %s", log.String())
	}
}

func TestNewReportsEveryProblem(t *testing.T) {
	_, err := stdinsource.New(stdinsource.Config{Concurrency: -1, MaxBytes: -2, Format: 9}, slog.New(slog.DiscardHandler))
	for _, part := range []string{"concurrency -1", "maxBytes -2", "format 9"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not say %q:\n%v", part, err)
		}
	}
}

func BenchmarkLines(b *testing.B) {
	line := `{"order":"4711","customer":"` + strings.Repeat("c", 260) + "\"}\n"
	b.ReportAllocs()
	b.SetBytes(int64(len(line)))
	in := io.LimitReader(repeat(line), int64(len(line)*b.N))
	src := newSource(b, stdinsource.Config{In: in, Out: io.Discard})
	if err := src.Run(b.Context(), echo); err != nil {
		b.Fatal(err)
	}
}

// repeat is an input of the same line again and again.
func repeat(line string) io.Reader {
	rest := ""
	return readerFunc(func(p []byte) (int, error) {
		n := 0
		for n < len(p) {
			if rest == "" {
				rest = line
			}
			m := copy(p[n:], rest)
			rest, n = rest[m:], n+m
		}
		return n, nil
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
