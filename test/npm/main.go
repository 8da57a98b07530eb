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
	"strings"
	"syscall"
)

type options struct {
	guthega, npm  string
	rounds        int
	quick, strict bool
	out           io.Writer
	dir           string // scratch
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		_, _ = fmt.Fprintf(os.Stderr, "npm: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) (err error) {
	o := &options{out: out}
	f := flag.NewFlagSet("npm", flag.ContinueOnError)
	f.StringVar(&o.guthega, "guthega", "bin/guthega", "the guthega `binary`")
	f.StringVar(&o.npm, "npm", "npm", "the npm `program`")
	f.IntVar(&o.rounds, "rounds", 5, "how often each side installs, in turn")
	f.BoolVar(&o.quick, "quick", false, "fewer packages and one round: shows that everything works, measures little")
	f.BoolVar(&o.strict, "strict", false, "a target that is missed is an error")
	if err := f.Parse(args); err != nil {
		return err
	}
	if o.quick {
		o.rounds = 1
	}
	if o.npm, err = exec.LookPath(o.npm); err != nil {
		return fmt.Errorf("-npm: %w", err)
	}
	if o.guthega, err = filepath.Abs(o.guthega); err != nil {
		return err
	}
	if _, err := os.Stat(o.guthega); err != nil {
		return fmt.Errorf("-guthega: %w (make build makes it)", err)
	}
	if o.dir, err = os.MkdirTemp("", "guthega-npm-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(o.dir)) }()
	switch f.Arg(0) {
	case "trees":
		return o.trees(ctx)
	case "speed":
		return o.speed(ctx)
	}
	return errors.New("say what to compare: trees or speed")
}

func (o *options) printf(format string, args ...any) { _, _ = fmt.Fprintf(o.out, format, args...) }

// upstream is the registry that npm is configured for.
func (o *options) upstream(ctx context.Context) (string, error) {
	text, err := exec.CommandContext(ctx, o.npm, "config", "get", "registry").Output()
	if err != nil {
		return "", fmt.Errorf("asking npm for its registry: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}

// project writes a package.json into a new folder, and a receiver of that folder beside it.
func (o *options) project(name, packageJSON string) (string, error) {
	dir := filepath.Join(o.dir, name)
	for file, text := range map[string]string{
		"app/package.json": packageJSON,
		"app/index.js":     "module.exports = () => (message) => message\n",
		"receiver.json":    `{"module": "./app"}`,
	} {
		file = filepath.Join(dir, file)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return "", err
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			return "", err
		}
	}
	return dir, nil
}
