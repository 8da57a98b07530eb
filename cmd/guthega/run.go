package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/guthega/guthega/conf"
	"github.com/guthega/guthega/engine"
	"github.com/guthega/guthega/engine/delivery"
	"github.com/guthega/guthega/engine/loader"
	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/sources"
)

func runCommand(std stdio, v *viper.Viper) *cobra.Command {
	return &cobra.Command{
		Use:   "run",
		Short: "Serve: hand every message of the source to the handler (the default command)",
		Long: `Serve until SIGINT or SIGTERM: read messages from the source, hand each to the receiver's handler, settle it by
what the handler's promise comes to, and log how long it took.

The first signal stops intake and lets messages in flight finish within drainTimeout; a second one interrupts them; a
third one kills the process.`,
		Example: `  guthega run --receiver ./conf/receiver.json --source ./conf/source.json
  echo '{"a":1}' | guthega run --source conf/source-stdin.json`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := read(cmd, v, std)
			if err != nil {
				return err
			}
			return serve(cmd.Context(), s, std)
		},
	}
}

// serve runs the run command.
func serve(ctx context.Context, s settings, std stdio) error {
	c, err := readConfigs(s)
	if err != nil {
		return err
	}
	out := std.out
	if c.source.Type == conf.TypeStdin { // stdout is for results then, and its reader's going away is an error
		out = std.err
		signal.Ignore(syscall.SIGPIPE)
	}
	soft, hard, stop := stopSignals(ctx)
	defer stop()
	defer watchStop(soft, hard, c.source.DrainTimeout, std.abandon)()
	log := logging.New(out, logging.Options{Level: s.level, Processor: s.processor})
	defer func() { _ = log.Close() }() // an output that is gone cannot be told so
	c.note(log.Slog())

	soft, fatal := context.WithCancelCause(soft)
	defer fatal(nil)
	p, err := load(soft, fatal, c, s, std, log)
	if err != nil {
		if stoppedEarly(soft) {
			log.Slog().Info("Stopped while loading", "receiver", c.receiver.Module)
			return nil
		}
		return err
	}
	defer p.admin.stop()
	err = p.engine.Run(soft, hard)
	if cause := context.Cause(soft); err == nil && cause != nil && !errors.Is(cause, context.Canceled) {
		err = cause
	}
	if err != nil {
		return &failure{exitFailed, err}
	}
	return nil
}

// parts are what serves, ready to run.
type parts struct {
	engine *engine.Engine
	admin  *admin
}

// load makes all parts; soft ends that. fatal is what the receiver's failing for good will call.
func load(soft context.Context, fatal context.CancelCauseFunc, c configs, s settings, std stdio, log *logging.Logger) (*parts, error) {
	source, err := makeSource(c.source, c.receiver.Concurrency, std, log.Slog())
	if err != nil {
		return nil, err
	}
	p := &packages{settings: s, receiver: c.receiver, log: log.Slog()}
	bundle, err := loadBundle(soft, p)
	if err != nil {
		return nil, err
	}
	options := vmOptions(p, bundle, log)
	options.Fatal = fatal
	if l, ok := source.(listener); ok { // fail on a port that is taken before the receiver connects to anything
		if err := l.Listen(soft); err != nil {
			return nil, &failure{exitFailed, err}
		}
	}
	pool, err := vm.NewPool(soft, options)
	if err != nil {
		return nil, fmt.Errorf("loading the receiver %s: %w", c.receiver.Module, err)
	}
	admin, err := startAdmin(soft, s.admin, pool, source, log.Slog())
	if err != nil {
		pool.Close()
		return nil, &failure{exitFailed, err}
	}
	logStart(log, c, bundle, source)
	return &parts{admin: admin, engine: engine.New(engine.Config{
		Source: source, Pool: pool, Policy: policy(c.receiver.Retry), Letters: letters(c, source, bundle),
		DrainTimeout: c.source.DrainTimeout, Log: log,
	})}, nil
}

// listener is a source that opens a port.
type listener interface {
	Listen(ctx context.Context) error
	Addr() net.Addr
}

func logStart(log *logging.Logger, c configs, bundle *loader.Bundle, source sources.Source) {
	attrs := []any{
		"receiver", c.receiver.Module, "source", string(c.source.Type),
		"vms", c.receiver.VMs, "concurrency", c.receiver.Concurrency,
	}
	if v := bundle.Version(); v != "" {
		attrs = append(attrs, "version", v)
	}
	if l, ok := source.(listener); ok {
		attrs = append(attrs, "address", l.Addr().String())
	}
	log.Slog().Info("Ready", attrs...)
	log.Flush()
}

// letters is where failed messages of source go; nil where it has no dead letters, or the config wants none.
func letters(c configs, source sources.Source, bundle *loader.Bundle) *delivery.Letters {
	to, ok := source.(sources.DeadLetterer)
	if !ok || c.source.DeadLetter.Off {
		return nil
	}
	return &delivery.Letters{
		To: to, Timeout: c.source.DeadLetterTimeout, Receiver: c.receiver.Module, Version: bundle.Version(),
	}
}
