package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// timingAt is a timing line written ms after some instant. Its record's own timestamp is another.
func timingAt(ms int, outcome string) string {
	stamp := time.Date(2026, 1, 2, 3, 4, 5, ms*int(time.Millisecond), time.UTC).Format("2006-01-02T15:04:05.000Z")
	return fmt.Sprintf(`{"message":"Message handler performance","timestamp":"%s","record":{"timestamp":"2020-01-01T00:00:00.000Z"},`+
		`"outcome":"%s"}`, stamp, outcome)
}

// steady are n lines, one every 10 ms.
func steady(n int) []string {
	lines := []string{`{"message":"Ready","address":""}`}
	for i := range n {
		lines = append(lines, timingAt(10*i, "resolved"))
	}
	return lines
}

func TestTimings(t *testing.T) {
	rejected := steady(10)
	rejected[4] = timingAt(30, "rejected")
	cases := []struct {
		name  string
		lines []string
		count int
		rate  float64
		err   string
	}{
		{name: "all", lines: steady(10), count: 10, rate: 100},
		{name: "the first fifth does not count", lines: append([]string{timingAt(-5000, "resolved")}, steady(9)...), count: 10, rate: 100},
		{name: "some are missing", lines: steady(9), count: 9},
		{name: "one too many", lines: steady(11), err: "more than 10"},
		{name: "rejected", lines: rejected, err: "was not resolved"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l := logOf(t, c.lines)
			got, err := l.timings(10)
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Errorf("the error is %v, want %q", err, c.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got.count != c.count || math.Abs(got.rate()-c.rate) > 1e-6 {
				t.Errorf("%d lines at %v a second, want %d at %v", got.count, got.rate(), c.count, c.rate)
			}
		})
	}
}

func logOf(t *testing.T, lines []string) *logFile {
	t.Helper()
	l, err := openLog(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.close() })
	if _, err := l.file.WriteString(strings.Join(lines, "\n") + "\n"); err != nil {
		t.Fatal(err)
	}
	return l
}

// fakeBroker counts what is asked of it.
type fakeBroker struct {
	calls []string
	left  int
}

func (f *fakeBroker) create(_ context.Context, name string) error {
	f.calls = append(f.calls, "create "+name)
	return nil
}

func (f *fakeBroker) publish(_ context.Context, name string, _ []order, n int) error {
	f.calls = append(f.calls, fmt.Sprintf("publish %d to %s", n, name))
	return nil
}

func (f *fakeBroker) finish(context.Context, string) (int, error) {
	f.calls = append(f.calls, "finish")
	return f.left, nil
}

func (f *fakeBroker) source(name string) map[string]any { return map[string]any{"topic": name} }

func (f *fakeBroker) node(name string) []string { return []string{"peer.js", "--topic", name} }

func (f *fakeBroker) close() error { return nil }

type fakeLiveBroker struct{ fakeBroker }

func (f *fakeLiveBroker) subscribed(context.Context, string) error {
	f.calls = append(f.calls, "subscribed")
	return nil
}

// scripted is a consumer that writes those lines and then waits to be stopped.
func scripted(t *testing.T, lines []string) *consumer {
	t.Helper()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh")
	}
	file := filepath.Join(t.TempDir(), "lines")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return &consumer{peer: peer{name: "scripted", command: func(string, int) ([]string, error) {
		return []string{sh, "-c", `trap 'exit 0' TERM; cat "$0"; while :; do sleep 0.01; done`, file}, nil
	}}}
}

func TestSample(t *testing.T) {
	kept, live, forgotten := &fakeBroker{}, &fakeLiveBroker{}, &fakeBroker{left: 3}
	cases := []struct {
		name   string
		broker broker
		calls  *[]string
		want   string
		err    string
	}{
		{name: "the server keeps messages", broker: kept, calls: &kept.calls, want: "create bench-1, publish 10 to bench-1, finish"},
		{
			name: "it does not", broker: live, calls: &live.calls,
			want: "create bench-1, subscribed, publish 10 to bench-1, finish",
		},
		{name: "not all are settled", broker: forgotten, calls: &forgotten.calls, want: "create bench-1, publish 10 to bench-1, finish", err: "3 of 10"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := &sourceBench{options: &options{messages: 10}, dir: t.TempDir(), out: output{io.Discard}}
			one := scripted(t, steady(10))
			err := b.sample(t.Context(), c.broker, one)
			if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
				t.Fatalf("the error is %v, want %q", err, c.err)
			}
			if got := strings.Join(*c.calls, ", "); got != c.want {
				t.Errorf("the broker was asked to %s, want %s", got, c.want)
			}
			if len(one.rates) != 1 || math.Abs(one.rates[0]-100) > 1e-6 {
				t.Errorf("the rates are %v", one.rates)
			}
			if len(one.published) != 1 {
				t.Errorf("published: %v", one.published)
			}
		})
	}
}

func TestSampleOfAConsumerThatEnds(t *testing.T) {
	b := &sourceBench{options: &options{messages: 10}, dir: t.TempDir(), out: output{io.Discard}}
	one := scripted(t, steady(9))
	one.peer.command = func(string, int) ([]string, error) {
		sh, err := exec.LookPath("sh")
		return []string{sh, "-c", "echo broken >&2; exit 3"}, err
	}
	err := b.sample(t.Context(), &fakeBroker{}, one)
	if err == nil || !strings.Contains(err.Error(), "broken") {
		t.Errorf("the error is %v, want the consumer's last words", err)
	}
}

func TestJudge(t *testing.T) {
	own := func() *consumer {
		return &consumer{peer: peer{name: nameGuthega}, fields: []string{"a", "b"}, rates: []float64{30, 40}, peak: []float64{40, 40}}
	}
	node := &consumer{peer: peer{name: "Node"}, fields: []string{"a", "b"}, rates: []float64{10, 10}, peak: []float64{100, 100}}
	other := &consumer{peer: peer{name: "Node"}, fields: []string{"a"}}
	b := &sourceBench{targets: newSourceTargets()}
	err := errors.Join(b.judge(sourceCase{name: "kafka"}, []*consumer{own(), node}),
		b.judge(sourceCase{name: "await", alone: true}, []*consumer{own()}),
		b.judge(sourceCase{name: "redis"}, []*consumer{own()}))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range map[int]float64{targetKafka: 3.5, targetKafkaMemory: 0.4, targetAwait: 35} {
		if got := &b.targets[i]; !got.known || math.Abs(got.measured-want) > 1e-6 {
			t.Errorf("%s: %v, want %v", got.name, got.measured, want)
		}
	}
	if b.targets[targetRedis].known || b.targets[targetAMQP].known {
		t.Error("a ratio was set that was not measured")
	}
	if missed(b.targets) != 1 { // 35 messages a second are not 40,960
		t.Errorf("%d targets were missed", missed(b.targets))
	}
	if err := b.judge(sourceCase{name: "amqp"}, []*consumer{own(), other}); err == nil {
		t.Error("two different timing lines were taken for equal")
	}
}

func TestConsumersCommands(t *testing.T) {
	b := &sourceBench{options: &options{guthega: "/bin/guthega", node: "/bin/node"}, peers: "/peers"}
	c := sourceCases()[0]
	list := b.consumers(c, &fakeBroker{})
	if len(list) != 2 {
		t.Fatalf("there are %d consumers", len(list))
	}
	dir := t.TempDir()
	list[0].topic, list[1].topic = "one", "two"
	if _, err := list[0].peer.command(dir, 0); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "source.json"))
	if err != nil || string(text) != `{"topic":"one"}` {
		t.Errorf("the source config is %s, %v", text, err)
	}
	argv, err := list[1].peer.command(dir, 0)
	want := "/bin/node /peers/peer.js --receiver " + filepath.Join(dir, "order.js") + " --topic two"
	if got := strings.Join(argv, " "); err != nil || got != want {
		t.Errorf("Node is started by %s, %v, want %s", got, err, want)
	}
	b.peers = ""
	if list := b.consumers(c, &fakeBroker{}); len(list) != 1 {
		t.Errorf("without Node's consumers there are %d", len(list))
	}
}

func TestSourcesOptions(t *testing.T) {
	cases := []struct {
		args string
		ok   bool
	}{
		{"-sources -only redis,await", true},
		{"-sources -only http", false},
		{"-only redis", false},
		{"-sources -messages 4", false},
	}
	for _, c := range cases {
		t.Run(c.args, func(t *testing.T) {
			var stderr bytes.Buffer
			args := append(strings.Fields(c.args), "-guthega", os.Args[0])
			if _, err := parseOptions(args, &stderr); (err == nil) != c.ok {
				t.Errorf("the error is %v", err)
			}
		})
	}
}
