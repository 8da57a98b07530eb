// Command guthega runs a JavaScript handler for every message that a source receives.
//
// This package is the only one that knows all the others: flags, signals and exit codes are here, and the two map
// literals that say which sources and which host modules there are.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// The exit codes (contract §2).
const (
	exitOK     = 0
	exitFailed = 1 // the receiver or the source failed
	exitUsage  = 2 // bad usage, config or receiver
)

// stdio is the process's standard streams and its environment, so that commands do not reach for globals.
type stdio struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) (string, bool)
}

func main() {
	os.Exit(execute(context.Background(), os.Args[1:], stdio{os.Stdin, os.Stdout, os.Stderr, os.LookupEnv}))
}

// failure is an error with the exit code it deserves. Any other error is one of usage.
type failure struct {
	code int
	err  error // nil: everything has been said
}

func (f *failure) Error() string {
	if f.err == nil {
		return ""
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// execute runs one command line and returns the exit code.
func execute(ctx context.Context, args []string, std stdio) int {
	cmd := rootCommand(std)
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	code := exitUsage
	if f, ok := errors.AsType[*failure](err); ok {
		code = f.code
		if f.err == nil {
			return code
		}
	}
	_, _ = fmt.Fprintf(std.err, "guthega: %v\n", err) // there is nowhere to say that stderr is gone
	return code
}
