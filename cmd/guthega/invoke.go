package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/guthega/guthega/conf"
	"github.com/guthega/guthega/engine"
	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/sources"
)

// order is the message that the invoke command is to hand over, as its flags say.
type order struct {
	from            string // the flag that says where it is: message, file, dead-letter; "" for none
	value           string // of that flag
	context, format string
}

func invokeCommand(std stdio, v *viper.Viper) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "invoke",
		Short: "Hand one message to the handler and print the result",
		Long: `Hand one message to the receiver's handler, through the real engine but without a broker: one attempt, no dead
letter. The result is printed as JSON on stdout, the log on stderr.

The message is --message, --file or stdin. Exit code 0: the handler resolved; 1: it rejected, or the message is not valid in
its --format; 2: flags, config or files are wrong, or the receiver could not be loaded.`,
		Example: `  guthega invoke --receiver receiver.json --message '{"a":1}'
  guthega invoke --file message.json --context '{"topic":"orders","partition":0}'
  # try a dead letter again, as it was delivered
  head -1 dead.ndjson | guthega invoke --receiver receiver.json --dead-letter -`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := read(cmd, v, std)
			if err != nil {
				return err
			}
			from, err := given(cmd, std, messageFlags...)
			if err != nil {
				return err
			}
			return invoke(cmd.Context(), s, order{
				from: from, value: v.GetString(from), context: v.GetString("context"), format: v.GetString("format"),
			}, std)
		},
	}
	flags := cmd.Flags()
	flags.StringP("message", "m", "", "the message, as `text`")
	flags.StringP("file", "f", "", "the `file` that holds the message; - is stdin")
	flags.String("context", "", "a `JSON` object whose members join the message context")
	flags.String("dead-letter", "", "a `file` whose first line is a dead letter; - is stdin")
	flags.String("format", "json", "the `format` of the message: json, text or binary")
	return cmd
}

// messageFlags exclude each other.
var messageFlags = []string{"message", "file", "dead-letter"}

func invoke(ctx context.Context, s settings, f order, std stdio) error {
	var c configs
	receiver, err := readReceiver(s, &c)
	if err != nil {
		return err
	}
	m, err := f.read(std)
	if err != nil {
		return err
	}
	soft, hard, stop := stopSignals(ctx)
	defer stop()
	defer watchStop(soft, hard, receiver.Timeout, std.abandon)()
	log := logging.New(std.err, logging.Options{Level: s.level, Processor: s.processor})
	defer func() { _ = log.Close() }() // stderr is gone: there is nobody left to tell
	c.note(log.Slog())
	pool, err := loadOne(soft, s, receiver, log)
	if err != nil {
		if stoppedEarly(soft) {
			return &failure{exitFailed, fmt.Errorf("a signal came while the receiver %s was loading: the message was not handed to it",
				receiver.Module)}
		}
		return err
	}
	source := &oneMessage{message: m}
	e := engine.New(engine.Config{Source: source, Pool: pool, DrainTimeout: receiver.Timeout, Log: log})
	if err := e.Run(soft, hard); err != nil {
		return &failure{exitFailed, err}
	}
	if source.err != nil { // the log has it
		return &failure{code: exitFailed}
	}
	result := source.result.JSON
	if result == nil {
		result = []byte("null")
	}
	if _, err := fmt.Fprintf(std.out, "%s\n", result); err != nil {
		return &failure{exitFailed, fmt.Errorf("writing the result: %w", err)}
	}
	return nil
}

// loadOne loads the receiver into a pool of one VM.
func loadOne(ctx context.Context, s settings, r *conf.Receiver, log *logging.Logger) (*vm.Pool, error) {
	p := &packages{settings: s, receiver: r, log: log.Slog(), unwritten: true}
	bundle, err := loadBundle(ctx, p)
	if err != nil {
		return nil, err
	}
	options := vmOptions(p, bundle, log)
	options.VMs = 1
	pool, err := vm.NewPool(ctx, options)
	if err != nil {
		return nil, fmt.Errorf("loading the receiver %s: %w", r.Module, err)
	}
	return pool, nil
}

// read makes the message.
func (f *order) read(std stdio) (*sources.Message, error) {
	format, ok := formats[conf.Format(f.format)]
	if !ok {
		return nil, fmt.Errorf("--format is %q: use json, text or binary", f.format)
	}
	if f.from == "dead-letter" {
		m, err := readDeadLetter(f.value, std)
		if err != nil {
			return nil, err
		}
		m.Format = format
		return m, f.addContext(m)
	}
	body := []byte(f.value)
	if f.from != "message" {
		var err error
		if body, err = readFile(f.value, std); err != nil {
			return nil, fmt.Errorf("reading the message: %w", err)
		}
	}
	m := sources.NewMessage("invoke", body)
	m.Format = format
	return m, f.addContext(m)
}

func (f *order) addContext(m *sources.Message) error {
	if f.context == "" {
		return nil
	}
	fields, err := contextFields([]byte(f.context))
	if err != nil {
		return fmt.Errorf("--context: %w", err)
	}
	m.Meta = append(m.Meta, fields...)
	return nil
}

// readFile reads a file; "" and "-" are stdin.
func readFile(name string, std stdio) ([]byte, error) {
	if name == "" || name == "-" {
		return io.ReadAll(std.in)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%w (name a file that can be read, or - for stdin)", err)
	}
	return data, nil
}

// oneMessage is a source of a single message, whose sender waits.
type oneMessage struct {
	message *sources.Message
	result  sources.Result
	err     error
}

// Run is part of sources.Source.
func (o *oneMessage) Run(ctx context.Context, h sources.Handler) error {
	o.result, o.err = h(ctx, o.message)
	var e *sources.Error
	if errors.As(o.err, &e) && e.Kind == sources.Fatal {
		return o.err
	}
	return nil
}

// Features is part of sources.Featured: one attempt, and no dead letter.
func (o *oneMessage) Features() sources.Features { return sources.Features{CallerRetries: true} }

// Ended is part of sources.Finite: there is no message after the first.
func (o *oneMessage) Ended() <-chan struct{} {
	ended := make(chan struct{})
	close(ended)
	return ended
}
