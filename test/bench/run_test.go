package main

import (
	"bytes"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test's own binary be the bare peer, as the benchmark's is.
func TestMain(m *testing.M) {
	if slices.Contains(os.Args, "-serve-bare") {
		main()
	}
	os.Exit(m.Run())
}

// standIns are two bare peers, one of them by guthega's name.
func standIns() []peer {
	bare := peers(&options{})[1]
	other := bare
	other.name = nameGuthega
	return []peer{other, bare}
}

func TestRunComparesPeers(t *testing.T) {
	var out bytes.Buffer
	r := &runner{
		options: &options{
			guthega: os.Args[0], pairs: 1, duration: 20 * time.Millisecond, concurrency: 4,
			only: []string{"http", "start", "timers", "size"},
		},
		orders: makeOrders(), list: standIns(), dir: t.TempDir(), out: output{&out}, targets: newTargets(),
	}
	if err := r.run(t.Context()); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	printTargets(output{&out}, r.targets)
	for _, i := range []int{targetBare, targetStart, targetWaiting, targetSize} {
		if target := &r.targets[i]; !target.known || target.measured <= 0 {
			t.Errorf("%s was not measured", target.name)
		}
	}
	for _, i := range []int{targetNode, targetScaling, targetDecode} {
		if target := &r.targets[i]; target.known {
			t.Errorf("%s was measured", target.name)
		}
	}
	for _, want := range []string{"messages/s", "Ratios of guthega's throughput", "Must reach", "not measured", "see make soak"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, &out)
		}
	}
}

func TestRunNamesAPeerThatDoesNotStart(t *testing.T) {
	broken := standIns()[:1]
	broken[0].command = func(string, int) ([]string, error) { return []string{os.Args[0], "-serve-bare", "-port", "-1"}, nil }
	r := &runner{
		options: &options{pairs: 1, duration: time.Millisecond, concurrency: 1, only: []string{"http"}},
		orders:  makeOrders(), list: broken, dir: t.TempDir(), out: output{io.Discard}, targets: newTargets(),
	}
	err := r.run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "guthega ended before it was ready") || !strings.Contains(err.Error(), "invalid port") {
		t.Errorf("the error is %v; want it to say who ended, and what it wrote", err)
	}
}

func TestTargets(t *testing.T) {
	targets := newTargets()
	if n := missed(targets); n != 0 {
		t.Errorf("%d are missed before anything was measured", n)
	}
	targets[targetNode].set(1.15, "")
	targets[targetBare].set(0.6499, "")
	targets[targetPeak].set(60, "")
	targets[targetStart].set(60.1, "")
	if n := missed(targets); n != 2 {
		t.Errorf("%d are missed, want 2", n)
	}
	var out bytes.Buffer
	printTargets(output{&out}, targets)
	if n := strings.Count(out.String(), "MISSED"); n != 2 {
		t.Errorf("MISSED stands there %d times, want 2:\n%s", n, &out)
	}
}

func TestOptions(t *testing.T) {
	self := os.Args[0]
	for _, c := range []struct {
		name string
		args []string
		err  string
	}{
		{"only the binary", []string{"-guthega", self}, ""},
		{"parts", []string{"-guthega", self, "-only", "http,size"}, ""},
		{"a part that is none", []string{"-guthega", self, "-only", "htpp"}, "-only htpp: there are http, start"},
		{"no binary", []string{"-guthega", "./nowhere"}, "make build"},
		{"no pairs", []string{"-guthega", self, "-pairs", "0"}, "must be positive"},
		{"an argument", []string{"-guthega", self, "http"}, `"http" is not a flag`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parseOptions(c.args, io.Discard)
			switch {
			case c.err == "" && err != nil:
				t.Errorf("the error is %v", err)
			case c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)):
				t.Errorf("the error is %v, want %q", err, c.err)
			}
		})
	}
	quick, err := parseOptions([]string{"-guthega", self, "-quick", "-node", "./nowhere"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if quick.pairs != 2 || quick.duration != time.Second || quick.node != "" {
		t.Errorf("-quick without Node gives %+v", quick)
	}
}
