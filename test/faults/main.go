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
	"time"

	"github.com/IBM/sarama"
	"github.com/redis/go-redis/v9/logging"

	"github.com/guthega/guthega/test/services"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run returns the exit code: 0, 1 when something was lost or could not be tried, 2 for a command line that is not
// understood.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parseOptions(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintf(stderr, "faults: %v\n", err) //nolint:errcheck // there is nobody else to tell
		return 2
	}
	logging.Disable() // the clients' own word of a broker that is away, as it is to be
	sarama.Logger = discard{}
	if ok, err := o.run(ctx, stdout); err != nil {
		fmt.Fprintf(stderr, "faults: %v\n", err) //nolint:errcheck // as above
		return 1
	} else if !ok {
		return 1
	}
	return 0
}

// discard is a logger of sarama's.
type discard struct{}

func (discard) Print(...any)          {}
func (discard) Printf(string, ...any) {}
func (discard) Println(...any)        {}

// run makes all trials, and reports whether nothing was wrong in any.
func (o *options) run(ctx context.Context, out io.Writer) (ok bool, err error) {
	dir, err := os.MkdirTemp("", "guthega-faults-")
	if err != nil {
		return false, err
	}
	defer func() {
		if ok && err == nil && !o.keep {
			err = os.RemoveAll(dir)
			return
		}
		fmt.Fprintf(out, "The logs are in %s\n", dir) //nolint:errcheck // as the report's
	}()
	fmt.Fprintf(out, "%d messages each, seed %d\n", o.messages, o.seed) //nolint:errcheck // as above
	if o.guthega == "" {
		o.guthega = filepath.Join(dir, "guthega")
		if text, err := exec.CommandContext(ctx, "go", "build", "-o", o.guthega, "github.com/guthega/guthega/cmd/guthega").CombinedOutput(); err != nil {
			return false, fmt.Errorf("building guthega: %w\n%s", err, text)
		}
	}
	var all []*summary
	var failures []error
	for _, name := range o.brokers {
		place := filepath.Join(dir, name)
		if err := os.Mkdir(place, 0o700); err != nil {
			return false, err
		}
		began := time.Now()
		s, err := o.runTrial(ctx, name, place)
		fmt.Fprintf(out, "%s took %s\n", name, time.Since(began).Round(time.Second)) //nolint:errcheck // as above
		if missing, ok := errors.AsType[*services.Unavailable](err); ok && os.Getenv("CI") != "true" {
			fmt.Fprintf(out, "%s is left out: %v\n", name, missing) //nolint:errcheck // as above
			continue
		}
		if err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", name, err))
			if ctx.Err() != nil {
				break
			}
			continue
		}
		all = append(all, s)
	}
	return report(out, all), errors.Join(failures...)
}
