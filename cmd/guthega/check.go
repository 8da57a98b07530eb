package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/guthega/guthega/conf"
	"github.com/guthega/guthega/engine/loader"
	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/engine/vm"
)

func checkCommand(std stdio, v *viper.Viper) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Load config and receiver, and report every problem at once",
		Long: `Load both configs and the receiver, and report everything that is wrong at once: unknown or wrong options with
their JSON paths, environment variables that are not set, modules that cannot be resolved, Node modules that
guthega does not provide, native add-ons. The receiver's factory is run, once, as at every start.

Exit code 0: nothing is wrong; 1: something is.`,
		Example: `  guthega check --receiver ./conf/receiver.json --source ./conf/source.json`,
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := read(cmd, v, std)
			if err != nil {
				return err
			}
			problems := check(cmd.Context(), s, std)
			return report(std.out, problems)
		},
	}
}

// report prints the problems; there being some is exit code 1.
func report(out io.Writer, problems []error) error {
	for _, p := range problems {
		if _, err := fmt.Fprintln(out, p); err != nil {
			return &failure{exitFailed, err}
		}
	}
	if len(problems) > 0 {
		return &failure{exitFailed, fmt.Errorf("%d problems found", len(problems))}
	}
	if _, err := fmt.Fprintln(out, "OK: config and receiver load"); err != nil {
		return &failure{exitFailed, err}
	}
	return nil
}

// check collects the problems. What cannot be looked at because of an earlier one is left out.
func check(ctx context.Context, s settings, std stdio) []error {
	var problems []error
	add := func(err error) {
		if err == nil {
			return
		}
		if p, ok := errors.AsType[*conf.Problems](err); ok {
			for _, one := range p.List {
				problems = append(problems, &conf.Problems{File: p.File, List: []conf.Problem{one}})
			}
			return
		}
		problems = append(problems, err)
	}
	var c configs
	source, err := readSource(s, &c)
	add(err)
	receiver, err := readReceiver(s, &c)
	add(err)
	log := logging.New(std.err, logging.Options{Level: max(s.level, logging.Warn), Processor: s.processor})
	defer func() { _ = log.Close() }()
	if source != nil && err == nil {
		_, err := makeSource(source, receiver.Concurrency, std, log.Slog())
		add(err)
	}
	if err != nil {
		return problems
	}
	bundle, err := loadBundle(ctx, s, receiver, log.Slog())
	if err != nil {
		add(err)
		return problems
	}
	for _, p := range bundle.Check() {
		if !p.Optional {
			problems = append(problems, errors.New(p.String()))
		}
	}
	if len(problems) == 0 { // else the trial would only say the same again
		add(trial(ctx, receiver, bundle, log))
	}
	return problems
}

// trial runs the receiver's module and factory once.
func trial(ctx context.Context, r *conf.Receiver, bundle *loader.Bundle, log *logging.Logger) error {
	tuneProcess(r)
	options := vmOptions(r, bundle, log)
	options.VMs = 1
	pool, err := vm.NewPool(ctx, options)
	if err != nil {
		return fmt.Errorf("loading the receiver %s: %w", r.Module, err)
	}
	pool.Close()
	return nil
}
