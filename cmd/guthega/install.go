package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"github.com/spf13/viper"
	"golang.org/x/term"

	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/engine/npm"
)

func installCommand(std stdio, v *viper.Viper) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "install",
		Short: "Fetch the receiver's packages into the store, and write the lock",
		Long: `Fetch and verify the packages that the receiver is made of: the receiver itself, where it comes from a registry, and
all that it depends on. They go into the store; what was chosen goes into a lock beside the receiver config
(receiver.lock.json for receiver.json), in the format of npm's package-lock.json. Keep it with the config: the next
installation, here or elsewhere, then has the very same packages. No package's scripts are run.

The registry is that of NPM_REGISTRY, else of .npmrc (beside the receiver config, or in the working directory; then the
user's), else the public one.

Run and invoke install what is missing by themselves. Exit code 0: everything is there; 1: something could not be
fetched; 2: flags, config or lock are wrong.`,
		Example: `  guthega install --receiver receiver.json
  NPM_REGISTRY=https://npm.example.com guthega install --receiver receiver.json
  guthega install --receiver receiver.json --frozen    # as in CI: fail if the lock would change
  guthega install --receiver receiver.json --update    # choose anew, within what the config allows`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("guthega install takes no packages: add %s to the dependencies in the receiver's package.json, or name it as "+
					"the module in the receiver config", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := read(cmd, v, std)
			if err != nil {
				return err
			}
			o := installOptions{frozen: v.GetBool("frozen"), update: v.GetBool("update"), json: v.GetBool("json")}
			if o.frozen && o.update {
				return errors.New("--frozen and --update exclude each other: give one of them")
			}
			return install(cmd.Context(), s, o, std)
		},
	}
	flags := cmd.Flags()
	flags.Bool("frozen", false, "fail if the lock is missing or would change")
	flags.Bool("update", false, "choose all versions anew, whatever the lock says")
	flags.Bool("json", false, "print the summary as JSON")
	return cmd
}

type installOptions struct{ frozen, update, json bool }

func install(ctx context.Context, s settings, o installOptions, std stdio) error {
	var c configs
	receiver, err := readReceiver(s, &c)
	if err != nil {
		return err
	}
	soft, hard, stop := stopSignals(ctx)
	defer stop()
	defer watchStop(soft, hard, 0, std.abandon)()
	log := logging.New(std.err, logging.Options{Level: s.level, Processor: s.processor})
	defer func() { _ = log.Close() }() // stderr is gone: there is nobody left to tell
	c.note(log.Slog())
	p := &packages{settings: s, receiver: receiver, log: log.Slog(), frozen: o.frozen, update: o.update, retry: true, summarised: true}
	bar := newProgress(std.err)
	if bar != nil {
		p.progress, p.log = bar.show, slog.New(bar.later())
	}
	_, err = loadBundle(soft, p)
	bar.done()
	if err != nil {
		if soft.Err() != nil {
			return &failure{exitFailed, errors.New("stopped before everything was there; what was fetched is in the store")}
		}
		return installFailure(err)
	}
	if o.json {
		return printJSON(std.out, p.result)
	}
	return printSummary(std.out, p)
}

// installFailure gives err its exit code: 1 where another try may help, or another registry.
func installFailure(err error) error {
	if npm.Unavailable(err) {
		return &failure{exitFailed, err}
	}
	return err
}

// progress is a bar on a terminal: of unknown length while the tree is resolved, then of the packages to be fetched.
type progress struct {
	terminal io.Writer
	bar      *progressbar.ProgressBar
	placed   bool
	warnings bytes.Buffer // what would tear the bar apart
}

// newProgress returns nil where w is no terminal.
func newProgress(w io.Writer) *progress {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	p := &progress{terminal: w}
	p.start("resolving", -1)
	return p
}

func (p *progress) start(what string, length int) {
	p.bar = progressbar.NewOptions(length, progressbar.OptionSetWriter(p.terminal), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(65*time.Millisecond),
		progressbar.OptionFullWidth(), progressbar.OptionSetRenderBlankState(true))
}

// show draws how far it is; it is not called concurrently. What cannot be drawn is not worth an error.
func (p *progress) show(now npm.Progress) {
	if now.Placed && !p.placed {
		p.placed = true
		_ = p.bar.Finish()
		p.start("fetching", now.Wanted)
	}
	n := now.Resolved
	if now.Placed {
		n = min(now.Fetched, now.Wanted)
	}
	_ = p.bar.Set(n)
}

// later takes warnings, which are shown when the bar is gone.
func (p *progress) later() slog.Handler {
	return slog.NewTextHandler(&p.warnings, &slog.HandlerOptions{Level: slog.LevelWarn, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == slog.LevelKey {
			return slog.Attr{}
		}
		if a.Key == slog.MessageKey {
			a.Key = "warning"
		}
		return a
	}})
}

func (p *progress) done() {
	if p == nil {
		return
	}
	_ = p.bar.Finish()
	_, _ = p.warnings.WriteTo(p.terminal)
}

// summary is what --json prints.
type summary struct {
	Packages  []installedPackage `json:"packages"`
	Bytes     int64              `json:"bytes"`
	Fetched   int                `json:"fetched"`
	Cached    int                `json:"cached"`
	Millis    int64              `json:"milliseconds"`
	LockWrote bool               `json:"lockWritten"`
	Folder    string             `json:"folder"`
	Warnings  []warning          `json:"warnings"`
}

type installedPackage struct {
	Path      string `json:"path"`
	Name      string `json:"name"`
	Version   string `json:"version"`
	Integrity string `json:"integrity,omitempty"`
}

type warning struct {
	Package string `json:"package,omitempty"`
	Kind    string `json:"kind"`
	Text    string `json:"text"`
}

func printJSON(out io.Writer, r *npm.Result) error {
	s := summary{Packages: []installedPackage{}, Warnings: []warning{}}
	if r != nil {
		s.Bytes, s.Fetched, s.Cached = r.FetchedBytes, r.Fetched, len(r.Packages)-r.Fetched
		s.Millis, s.LockWrote, s.Folder = r.Took.Milliseconds(), r.Wrote, r.Dir
		for _, p := range r.Packages {
			s.Packages = append(s.Packages, installedPackage{p.Path, p.Name, p.Version, p.Integrity})
		}
		for _, w := range r.Warnings {
			s.Warnings = append(s.Warnings, warning{w.Package, string(w.Kind), w.Text})
		}
	}
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s); err != nil {
		return &failure{exitFailed, err}
	}
	return nil
}

func printSummary(out io.Writer, p *packages) error {
	r := p.result
	var err error
	switch {
	case r == nil && p.own != "":
		_, err = fmt.Fprintf(out, "nothing was installed: %s is left to whoever filled it; remove it to have guthega install the dependencies\n", p.own)
	case r == nil:
		_, err = fmt.Fprintf(out, "%s needs no packages\n", p.receiver.Module)
	case r.Reused:
		_, err = fmt.Fprintf(out, "%s installed already\n", count(len(r.Packages), "package"))
	default:
		_, err = fmt.Fprintf(out, "%s installed in %s: %d from the registry (%s), %d from the store\n",
			count(len(r.Packages), "package"), r.Took.Round(time.Millisecond), r.Fetched, size(r.FetchedBytes), len(r.Packages)-r.Fetched)
	}
	if err == nil && r != nil {
		err = printWarnings(out, r)
	}
	if err == nil && r != nil && r.Seeded {
		_, err = fmt.Fprintf(out, "versions are those of %s, where they fit\n", p.seed)
	}
	if err == nil && r != nil && r.Wrote {
		_, err = fmt.Fprintf(out, "wrote %s: keep it with the config\n", p.lockFile())
	}
	if err != nil {
		return &failure{exitFailed, err}
	}
	return nil
}

// most is how many warnings are printed; --json has all.
const most = 20

func printWarnings(out io.Writer, r *npm.Result) error {
	for i, w := range r.Warnings {
		if i == most {
			_, err := fmt.Fprintf(out, "… and %d more warnings (--json has all)\n", len(r.Warnings)-most)
			return err
		}
		if _, err := fmt.Fprintf(out, "warning: %s\n", w); err != nil {
			return err
		}
	}
	return nil
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// size is n bytes for people.
func size(n int64) string {
	switch {
	case n >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	default:
		return fmt.Sprintf("%d bytes", n)
	}
}
