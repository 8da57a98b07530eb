package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	signal.Ignore(syscall.SIGPIPE) // a pipe into head(1) must not keep us from ending our children
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run returns the exit code: 0, 1 when a measurement could not be made (or, with -strict, a target was missed), 2 for
// a command line that is not understood.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parseOptions(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		output{stderr}.printf("bench: %v\n", err)
		return 2
	}
	ok, err := o.run(ctx, stdout)
	if err != nil {
		output{stderr}.printf("bench: %v\n", err)
		return 1
	}
	if !ok && o.strict {
		return 1
	}
	return 0
}

// run does what the options ask for, and reports whether every target was met.
func (o *options) run(ctx context.Context, out io.Writer) (ok bool, err error) {
	if o.serveBare {
		return true, serveBare(ctx, o.port, out)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	report := output{&watchedWriter{out, cancel}}
	dir, err := os.MkdirTemp("", "guthega-bench-")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	printMachine(ctx, report, o)
	if o.soak > 0 {
		return (&soak{options: o, orders: makeOrders(), dir: dir, out: report}).run(ctx)
	}
	if o.sources {
		b := &sourceBench{options: o, orders: makeOrders(), dir: dir, out: report}
		if err := b.run(ctx); err != nil {
			return false, err
		}
		printTargets(report, b.targets)
		return missed(b.targets) == 0, nil
	}
	r := &runner{options: o, orders: makeOrders(), list: peers(o), dir: dir, out: report, targets: newTargets()}
	if err := r.run(ctx); err != nil {
		return false, err
	}
	printTargets(report, r.targets)
	return missed(r.targets) == 0, nil
}
