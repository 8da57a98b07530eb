package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/guthega/guthega/conf"
	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/sources"
)

func replayCommand(std stdio, v *viper.Viper) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "replay",
		Short: "Put dead letters back to where they came from",
		Long: `Read the dead letters of the source, oldest first, and put each back to the topic, queue or stream it came from, with
its original body and headers; only when that is safe is it taken away. Those that come in meanwhile are left for the next
time. Run it when what made the messages fail is mended.

With --dry-run nothing is changed: each dead letter is printed as one line of JSON, which "guthega invoke --dead-letter"
runs through the handler exactly as it was delivered.

Exit code 0: all that match were put back; 1: the broker failed; 2: flags or config are wrong.`,
		Example: `  guthega replay --source conf/source-kafka.json --dry-run
  guthega replay --source conf/source-kafka.json --match error-name=TypeError --limit 100
  guthega replay --source s.json --dry-run --limit 1 | guthega invoke --receiver r.json --dead-letter -`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := read(cmd, v, std)
			if err != nil {
				return err
			}
			r := replay{limit: v.GetInt("limit"), dryRun: v.GetBool("dry-run"), to: v.GetString("to-source"), out: std.out}
			if r.limit < 0 {
				return fmt.Errorf("--limit is %d: give how many to put back, or leave it out for all", r.limit)
			}
			if r.match, err = parseMatches(v.GetStringSlice("match")); err != nil {
				return err
			}
			return r.run(cmd.Context(), s, std)
		},
	}
	flags := cmd.Flags()
	flags.Int("limit", 0, "put back this `number` at the most (default: all)")
	flags.Bool("dry-run", false, "print them and change nothing")
	flags.StringSlice("match", nil, "only those whose guthega-`NAME=VALUE` header is that, such as error-name=TypeError; a * at the end stands for anything")
	flags.String("to-source", "", "put them into this topic, queue or stream `name`, not into their own")
	return cmd
}

// replay is one run of the replay command.
type replay struct {
	limit  int
	dryRun bool
	to     string
	match  []match
	out    io.Writer

	seen, done int
}

// match is a condition on a header.
type match struct {
	header, value string
	prefix        bool
}

func parseMatches(list []string) ([]match, error) {
	matches := make([]match, 0, len(list))
	for _, text := range list {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("--match %q: write NAME=VALUE, such as error-name=TypeError", text)
		}
		m := match{header: "guthega-" + strings.TrimPrefix(name, "guthega-"), value: value}
		m.value, m.prefix = strings.CutSuffix(value, "*")
		matches = append(matches, m)
	}
	return matches, nil
}

func (m match) fits(d *sources.DeadLetter) bool {
	value := d.Header(m.header)
	if m.prefix {
		return strings.HasPrefix(value, m.value)
	}
	return value == m.value
}

// errNoDeadLetters: the source has none that could be read back.
var errNoDeadLetters = errors.New("its dead letters cannot be put back")

func (r *replay) run(ctx context.Context, s settings, std stdio) error {
	var c configs
	config, err := readSource(s, &c)
	if err != nil {
		return err
	}
	soft, hard, stop := stopSignals(ctx)
	defer stop()
	defer watchStop(soft, hard, config.DrainTimeout, std.abandon)()
	log := logging.New(std.err, logging.Options{Level: s.level, Processor: s.processor})
	defer func() { _ = log.Close() }() // stderr is gone: there is nobody left to tell
	c.note(log.Slog())
	source, err := makeSource(config, 1, std, log.Slog())
	if err != nil {
		return err
	}
	replayer, ok := source.(sources.Replayer)
	switch {
	case config.DeadLetter.Off:
		return fmt.Errorf("%s: deadLetter is false: there are no dead letters", config.File)
	case !ok && config.Type == conf.TypeStdin:
		return fmt.Errorf("%s: type stdin: %w; run one with guthega invoke --dead-letter FILE", config.File, errNoDeadLetters)
	case !ok:
		return fmt.Errorf("%s: type %s: %w: whoever sent the message has been told", config.File, config.Type, errNoDeadLetters)
	}
	if err := replayer.Replay(soft, r.to, r.decide); err != nil {
		return &failure{exitFailed, fmt.Errorf("after %s: %w", count(r.done, "dead letter"), err)}
	}
	log.Slog().Info("Replayed", "seen", r.seen, "putBack", r.done, "dryRun", r.dryRun)
	return nil
}

// decide is what the source asks of each dead letter.
func (r *replay) decide(ctx context.Context, d *sources.DeadLetter) (sources.Disposition, error) {
	if err := ctx.Err(); err != nil {
		return sources.Leave, err
	}
	if r.limit > 0 && r.done == r.limit {
		return sources.End, nil
	}
	r.seen++
	if slices.ContainsFunc(r.match, func(m match) bool { return !m.fits(d) }) {
		return sources.Leave, nil
	}
	r.done++
	if !r.dryRun {
		return sources.PutBack, nil
	}
	line, err := writeRecord(d)
	if err != nil {
		return sources.Leave, fmt.Errorf("the dead letter at %s: %w", d.From, err)
	}
	if _, err := r.out.Write(line); err != nil {
		return sources.Leave, err
	}
	return sources.Leave, nil
}
