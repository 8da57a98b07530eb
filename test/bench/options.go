package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// options are the command line.
type options struct {
	guthega     string
	before      string // an older guthega to compare with, or ""
	node        string // "" where there is none
	pairs       int
	duration    time.Duration
	concurrency int
	only        []string
	quick       bool
	strict      bool
	wrk         string // "" is our own load generator
	patience    time.Duration
	soak        time.Duration
	sources     bool
	messages    int // a sample of a source

	serveBare bool // be the bare Go peer, on port
	port      int
}

func parseOptions(args []string, stderr io.Writer) (*options, error) {
	o := &options{}
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.guthega, "guthega", "bin/guthega", "the guthega `binary`")
	f.StringVar(&o.before, "before", "", "an older guthega `binary`: only those two are compared, in http and start")
	f.StringVar(&o.node, "node", "node", "the Node `binary`; rows that need it are left out where there is none")
	f.IntVar(&o.pairs, "pairs", 10, "how many samples each peer gives, in turn")
	f.DurationVar(&o.duration, "duration", 3*time.Second, "how long a sample takes")
	f.IntVar(&o.concurrency, "concurrency", 32, "how many connections are kept busy")
	only := f.String("only", "", "make these measurements only, a comma-separated `list` of "+strings.Join(partNames(), ", "))
	f.BoolVar(&o.quick, "quick", false, "2 pairs of 1 s: shows that everything works, measures little")
	f.BoolVar(&o.strict, "strict", false, "exit with 1 when a target was missed")
	wrk := f.Bool("wrk", false, "load with wrk instead of our own generator")
	f.DurationVar(&o.patience, "patience", 0,
		"wait for other processes to leave the CPUs alone, and repeat what they disturbed, for that long altogether")
	f.DurationVar(&o.soak, "soak", 0, "instead of all else, load guthega for that long and watch its memory")
	f.BoolVar(&o.sources, "sources", false,
		"instead of all else, measure the brokers' sources (-only takes "+strings.Join(sourceNames(), ", ")+")")
	f.IntVar(&o.messages, "messages", 200_000, "with -sources, how many messages a sample has")
	f.BoolVar(&o.serveBare, "serve-bare", false, "be the bare Go peer (the benchmark starts itself so)")
	f.IntVar(&o.port, "port", 0, "the bare Go peer's port")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	if o.quick {
		o.pairs, o.duration, o.messages = 2, time.Second, 20_000
	}
	if *only != "" {
		o.only = strings.Split(*only, ",")
	}
	return o, o.resolve(*wrk, f.Args())
}

// resolve checks the options and finds the binaries.
func (o *options) resolve(wrk bool, rest []string) error {
	var errs []error
	if len(rest) > 0 {
		errs = append(errs, fmt.Errorf("%q is not a flag: everything is given by flags", rest[0]))
	}
	if o.pairs < 1 || o.duration <= 0 || o.concurrency < 1 || o.soak < 0 || o.messages < warmShare {
		errs = append(errs, errors.New("-pairs, -duration, -concurrency and -messages must be positive"))
	}
	names := partNames()
	if o.sources {
		names = sourceNames()
	}
	for _, name := range o.only {
		if !slices.Contains(names, name) {
			errs = append(errs, fmt.Errorf("-only %s: there are %s", name, strings.Join(names, ", ")))
		}
	}
	if o.serveBare {
		return errors.Join(errs...)
	}
	binary, err := lookUp(o.guthega)
	if err != nil {
		errs = append(errs, fmt.Errorf("-guthega: %w (make build makes it)", err))
	}
	o.guthega = binary
	if o.before != "" {
		if o.before, err = lookUp(o.before); err != nil {
			errs = append(errs, fmt.Errorf("-before: %w", err))
		}
	}
	if o.node, err = exec.LookPath(o.node); err != nil {
		o.node = ""
	}
	if wrk {
		if o.wrk, err = exec.LookPath("wrk"); err != nil {
			errs = append(errs, fmt.Errorf("-wrk: %w", err))
		}
	}
	return errors.Join(errs...)
}

// lookUp finds a binary from every folder.
func lookUp(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", err
	}
	return filepath.Abs(path)
}

func (o *options) wants(part string) bool { return len(o.only) == 0 || slices.Contains(o.only, part) }
