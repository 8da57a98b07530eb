package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run returns the exit code: 0, 1 when something is not as recorded or could not be tried, 2 for a command line that is
// not understood.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parseOptions(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintf(stderr, "compat: %v\n", err) //nolint:errcheck // there is nobody else to tell
		return 2
	}
	if err := o.run(ctx, stdout); err != nil {
		fmt.Fprintf(stderr, "compat: %v\n", err) //nolint:errcheck // as above
		return 1
	}
	return 0
}

// run runs the scripts and judges what came of them.
func (o *options) run(ctx context.Context, out io.Writer) (err error) {
	tree, err := installTree(ctx, out)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(tree, "run-")
	if err != nil {
		return err
	}
	b := &bench{options: o, dir: dir, out: out}
	defer func() {
		if o.keep {
			fmt.Fprintf(out, "The scripts are in %s\n", dir) //nolint:errcheck // as all output
			return
		}
		err = errors.Join(err, b.remove())
	}()
	if err := o.build(ctx, dir); err != nil {
		return err
	}
	if o.speed {
		return b.speed(ctx)
	}
	var all []*result
	if o.servers {
		all, err = b.servers(ctx)
	} else {
		all, err = b.specs(ctx)
	}
	if err != nil {
		return err
	}
	return o.judge(out, all)
}

// build makes guthega where none was named.
func (o *options) build(ctx context.Context, dir string) error {
	if o.guthega != "" {
		_, err := os.Stat(o.guthega)
		return err
	}
	o.guthega = filepath.Join(dir, "guthega")
	text, err := exec.CommandContext(ctx, "go", "build", "-o", o.guthega, "github.com/guthega/guthega/cmd/guthega").CombinedOutput()
	if err != nil {
		return fmt.Errorf("building guthega: %w\n%s", err, text)
	}
	return nil
}
