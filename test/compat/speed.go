package main

import (
	"bufio"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/guthega/guthega/test/services"
)

//go:embed speed
var speedReceivers embed.FS

// speedScript is a receiver of speed/: each message has it do its job once and say how long that took.
type speedScript struct {
	name   string
	wanted float64 // how many times Node's rate
	start  func(ctx context.Context, dir string) (io.Closer, map[string]any, error)
}

func speedScripts() []speedScript {
	started := func(s server, properties map[string]any, err error) (io.Closer, map[string]any, error) {
		if err != nil {
			return nil, nil, err
		}
		return s, properties, nil
	}
	redis := func(ctx context.Context, dir string) (io.Closer, map[string]any, error) {
		return started(startRedis(ctx, dir))
	}
	return []speedScript{
		{"sha256", 0.8, func(context.Context, string) (io.Closer, map[string]any, error) {
			return io.NopCloser(nil), map[string]any{}, nil
		}},
		{"redis4", 0.3, redis},
		{"ioredis", 0.3, redis},
		{"pg", 0.5, func(ctx context.Context, _ string) (io.Closer, map[string]any, error) {
			return started(plainPostgres(ctx))
		}},
		{"fetch", 0.5, func(ctx context.Context, _ string) (io.Closer, map[string]any, error) {
			e, err := startEcho(ctx)
			if err != nil {
				return nil, nil, err
			}
			return e, map[string]any{"host": "127.0.0.1", "port": e.port}, nil
		}},
	}
}

func plainPostgres(ctx context.Context) (server, map[string]any, error) {
	s, err := services.StartPostgres(ctx, services.PostgresOptions{})
	if err != nil {
		return nil, nil, err
	}
	return s, login(s.Port), nil
}

// timed is what a receiver of speed/ answers.
type timed struct {
	Done     float64 `json:"done"` // how often it did its job,
	MS       float64 `json:"ms"`   // in how many milliseconds
	Required float64 `json:"required"`
	Last     string  `json:"last"`
}

// worker is a receiver of speed/ under way on one side.
type worker struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	stderr  strings.Builder
	answers []timed
}

// speed compares the receivers of speed/, round by round on either side in turn, so that a machine that gets slower
// favours nobody. Each has a round that does not count; before it, a process of its own fills guthega's cache of code.
func (b *bench) speed(ctx context.Context) error {
	if err := errors.Join(b.write("node.mjs", nodeMain), b.write("stdin.json", []byte(`{"type": "stdin", "deadLetter": false}`))); err != nil {
		return err
	}
	w := tabwriter.NewWriter(b.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\tguthega/s\tNode/s\tratio\tfrom, to\twanted\trequire ms") //nolint:errcheck // as all output
	for _, s := range speedScripts() {
		if !b.chosen(s.name) {
			continue
		}
		own, node, err := b.compareSpeed(ctx, s)
		if missing, ok := errors.AsType[*services.Unavailable](err); ok && os.Getenv("CI") != "true" {
			b.printf("%s left out: %v\n", s.name, missing)
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		rates, others, ratios := make([]float64, 0, b.rounds), make([]float64, 0, b.rounds), make([]float64, 0, b.rounds)
		for i := range own {
			rates, others = append(rates, own[i].rate()), append(others, node[i].rate())
			ratios = append(ratios, own[i].rate()/node[i].rate())
		}
		fmt.Fprintf(w, "%s\t%.0f\t%.0f\t%.2f\t%.2f, %.2f\t≥ %.1f\t%.0f\n", s.name, median(rates), median(others), median(ratios), //nolint:errcheck // as all output
			slices.Min(ratios), slices.Max(ratios), s.wanted, own[0].Required)
	}
	return w.Flush()
}

func (t timed) rate() float64 { return t.Done / t.MS * 1000 }

// compareSpeed returns what each side's rounds came to.
func (b *bench) compareSpeed(ctx context.Context, s speedScript) (own, node []timed, err error) {
	dir, err := os.MkdirTemp(b.dir, "speed-")
	if err != nil {
		return nil, nil, err
	}
	peer, properties, err := s.start(ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, peer.Close()) }()
	text, err := speedReceivers.ReadFile("speed/" + s.name + ".js")
	if err != nil {
		return nil, nil, err
	}
	if err := errors.Join(b.write(s.name+".js", text), b.write(s.name+"-guarded.cjs", fmt.Appendf(nil, guarded, s.name))); err != nil {
		return nil, nil, err
	}
	first, err := b.worker(ctx, b.onGuthega, s.name, properties)
	if err != nil {
		return nil, nil, err
	}
	if err := errors.Join(first.round(), first.end()); err != nil {
		return nil, nil, err
	}
	var both [2]*worker
	for i, on := range []side{b.onGuthega, b.onNode} {
		if both[i], err = b.worker(ctx, on, s.name, properties); err != nil {
			return nil, nil, err
		}
		defer func() { err = errors.Join(err, both[i].end()) }()
	}
	for range b.rounds + 1 {
		for _, w := range both {
			if err := w.round(); err != nil {
				return nil, nil, err
			}
		}
	}
	if a, b := both[0].answers[0].Last, both[1].answers[0].Last; a != b {
		return nil, nil, fmt.Errorf("%q on guthega, %q on Node", a, b)
	}
	return both[0].answers[1:], both[1].answers[1:], nil
}

func (b *bench) worker(ctx context.Context, on side, name string, properties map[string]any) (*worker, error) {
	b.runs++
	properties["name"] = fmt.Sprintf("run_%d", b.runs)
	argv, err := on(name, properties)
	if err != nil {
		return nil, err
	}
	w := &worker{cmd: exec.CommandContext(ctx, argv[0], argv[1:]...)}
	w.cmd.Dir, w.cmd.Env, w.cmd.Stderr, w.cmd.WaitDelay = b.dir, environment(), &w.stderr, time.Second
	if w.in, err = w.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	w.out = bufio.NewReader(out)
	return w, w.cmd.Start()
}

// round has the receiver do its job.
func (w *worker) round() error {
	if _, err := io.WriteString(w.in, "{}\n"); err != nil {
		return err
	}
	line, err := w.out.ReadString('\n')
	if err != nil {
		return fmt.Errorf("no answer: %w", err)
	}
	var t timed
	if err := json.Unmarshal([]byte(line), &t); err != nil || t.MS <= 0 {
		return fmt.Errorf("the answer is %s", line)
	}
	w.answers = append(w.answers, t)
	return nil
}

// end lets the process end.
func (w *worker) end() error {
	_ = w.in.Close()                  // it may be gone
	_, _ = io.Copy(io.Discard, w.out) // until it ends, which says all
	if err := w.cmd.Wait(); err != nil {
		return fmt.Errorf("%w\n%s", err, &w.stderr)
	}
	return nil
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
