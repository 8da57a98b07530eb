package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"github.com/guthega/guthega/engine/logging"
)

const about = `guthega runs a JavaScript handler for every message that a source receives.

A receiver config names a JavaScript package, whose default export is a factory:

    module.exports = ({ log, config }) => async (message, messageContext) => ({ ok: true })

A source config says where the messages come from. guthega awaits the handler's promise, settles
the message, and logs how long it took. Without any config it listens for HTTP on port 3001 and logs
what comes.`

func rootCommand(std stdio) *cobra.Command {
	v := viper.New()
	root := &cobra.Command{
		Use:   "guthega",
		Short: "Run a JavaScript handler for every message",
		Long:  about,
		Example: `  guthega                                             # the log receiver on http://localhost:3001
  guthega --receiver conf/receiver.json --source conf/source.json
  curl -i -XPOST localhost:3001 -d '{"a":1}'`,
		Args:          noArguments,
		Version:       ownVersion(),
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	run := runCommand(std, v)
	root.RunE = run.RunE
	root.SetIn(std.in)
	root.SetOut(std.out)
	root.SetErr(std.err)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w; see '%s --help'", err, cmd.CommandPath())
	})

	flags := root.PersistentFlags()
	root.SetGlobalNormalizationFunc(originalNames)
	flags.StringP("receiver", "r", defaultReceiver, "the receiver `config` file")
	flags.StringP("source", "s", defaultSource, "the source `config` file")
	flags.String("scripts", defaultScripts, "the `folder` that receivers are dropped into")
	flags.String("store", "", "the `folder` for what can be made again: packages and compiled code (default: in the user's cache folder)")
	flags.String("admin", "", "serve /live and /ready on this `address`, such as 127.0.0.1:9001 (default: nowhere)")
	flags.String("log-level", "info", "`level`: error, warn, info, http, verbose, debug or silly")
	v.SetEnvPrefix(envPrefix)
	v.SetEnvKeyReplacer(flagToEnv)
	v.AutomaticEnv()

	// The one place where flags and environment meet: each command's own flags count as much as the common ones.
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return v.BindPFlags(cmd.Flags()) }

	root.AddCommand(run, invokeCommand(std, v), installCommand(std, v), replayCommand(std, v), checkCommand(std, v), initCommand(std, v), versionCommand(std))
	return root
}

// GUTHEGA_<FLAG> stands for a flag, in capitals and with _ for -. One that is empty counts as unset.
const envPrefix = "guthega"

var flagToEnv = strings.NewReplacer("-", "_")

// inEnvironment reports whether the environment gives that flag.
func inEnvironment(std stdio, flag string) bool {
	value, set := std.env(envName(flag))
	return set && value != ""
}

func envName(flag string) string { return strings.ToUpper(envPrefix + "_" + flagToEnv.Replace(flag)) }

// given returns which of the flags that exclude each other is there, "" for none: the one on the command line, of which
// cobra allows no two, else the one in the environment.
func given(cmd *cobra.Command, std stdio, flags ...string) (string, error) {
	changed := slices.DeleteFunc(slices.Clone(flags), func(name string) bool { return !cmd.Flags().Changed(name) })
	if len(changed) > 1 {
		return "", fmt.Errorf("--%s and --%s exclude each other: give one of them", changed[0], changed[1])
	}
	if len(changed) == 1 {
		return changed[0], nil
	}
	one := ""
	for _, flag := range flags {
		if !inEnvironment(std, flag) {
			continue
		}
		if one != "" {
			return "", fmt.Errorf("%s and %s exclude each other: unset one, or give a flag, which overrules both",
				envName(one), envName(flag))
		}
		one = flag
	}
	return one, nil
}

// originalNames gives the NodeJS guthega's flag names their place.
func originalNames(_ *pflag.FlagSet, name string) pflag.NormalizedName {
	switch name {
	case "receiverConfig":
		name = "receiver"
	case "sourceConfig":
		name = "source"
	}
	return pflag.NormalizedName(name)
}

func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if cmd.HasSubCommands() {
		message := fmt.Sprintf("unknown command %q", args[0])
		if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
			message += fmt.Sprintf(": did you mean %q?", near[0])
		}
		return fmt.Errorf("%s; see '%s --help'", message, cmd.CommandPath())
	}
	return fmt.Errorf("%s takes no arguments, but got %q; see '%s --help'", cmd.CommandPath(), args[0], cmd.CommandPath())
}

const (
	defaultReceiver = "./conf/receiver.json"
	defaultSource   = "./conf/source.json"
	defaultScripts  = "./scripts"
)

// settings are the flags, each from the command line, else from GUTHEGA_<FLAG>, else its default.
type settings struct {
	receiver, source           string
	receiverNamed, sourceNamed bool // and not left to the default
	scripts, store, admin      string
	level                      logging.Level
	processor                  string
	env                        func(string) (string, bool)
}

// read gathers the settings of cmd. viper sees flags and environment only: it would lower-case the keys of the files.
func read(cmd *cobra.Command, v *viper.Viper, std stdio) (settings, error) {
	s := settings{
		receiver:      v.GetString("receiver"),
		source:        v.GetString("source"),
		scripts:       v.GetString("scripts"),
		store:         v.GetString("store"),
		admin:         v.GetString("admin"),
		processor:     processorID(std.env),
		env:           std.env,
		receiverNamed: cmd.Flags().Changed("receiver") || inEnvironment(std, "receiver"),
		sourceNamed:   cmd.Flags().Changed("source") || inEnvironment(std, "source"),
	}
	var errs []error
	for name, value := range map[string]string{"receiver": s.receiver, "source": s.source, "scripts": s.scripts} {
		if value == "" {
			errs = append(errs, fmt.Errorf("--%s is empty: give a path, or leave it out", name))
		}
	}
	level, err := logging.ParseLevel(v.GetString("log-level"))
	if err != nil {
		errs = append(errs, fmt.Errorf("--log-level (or GUTHEGA_LOG_LEVEL): %w", err))
	}
	s.level = level
	if s.store == "" {
		s.store = defaultStore(std.env)
	}
	return s, errors.Join(errs...)
}
