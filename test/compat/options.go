package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// options are the command line's.
type options struct {
	guthega, node, known, table string
	only                        []string // empty: all
	limit                       time.Duration
	parallel, rounds            int
	servers, speed              bool
	update, keep, verbose       bool
}

func parseOptions(args []string, stderr io.Writer) (*options, error) {
	o := new(options)
	f := flag.NewFlagSet("compat", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.guthega, "guthega", "", "the `binary` to test; built where there is none")
	f.StringVar(&o.node, "node", "node", "the node `program`")
	f.StringVar(&o.known, "known", "test/compat/known.txt", "the `file` that lists what differs")
	f.StringVar(&o.table, "table", "test/compat/TABLE.md", "the `file` that has the table of packages")
	f.DurationVar(&o.limit, "limit", time.Minute, "how long a script may take; with -servers twice as long")
	f.IntVar(&o.parallel, "parallel", 2, "how many scripts run at the same time")
	f.BoolVar(&o.servers, "servers", false, "run the receivers of servers/ with real servers, instead of specs.txt")
	f.BoolVar(&o.speed, "speed", false, "compare how fast the receivers of speed/ are, instead of specs.txt")
	f.IntVar(&o.rounds, "rounds", 5, "with -speed, how often each side is measured")
	f.BoolVar(&o.update, "update", false, "record what differs in -known and -table")
	f.BoolVar(&o.keep, "keep", false, "keep the scripts as they were run")
	f.BoolVar(&o.verbose, "v", false, "show where the output differs, and what was said on stderr")
	only := f.String("only", "", "run these scripts alone, separated by commas")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	if f.NArg() > 0 {
		return nil, fmt.Errorf("what is %q?", f.Arg(0))
	}
	if o.parallel < 1 || o.rounds < 1 {
		return nil, errors.New("-parallel and -rounds are 1 at least")
	}
	if *only != "" {
		o.only = strings.Split(*only, ",")
	}
	var err error
	if o.node, err = exec.LookPath(o.node); err != nil {
		return nil, fmt.Errorf("-node: %w", err)
	}
	if o.guthega != "" {
		o.guthega, err = filepath.Abs(o.guthega)
	}
	return o, err
}
