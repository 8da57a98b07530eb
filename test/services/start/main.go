// Command start starts the servers of test/services for a person, prints their addresses, and stops them at Ctrl-C.
//
// The registry takes what was not published to it from the registry that npm uses on this machine.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"

	"github.com/guthega/guthega/test/services"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1) //nolint:gocritic // nothing is left for the deferred stop to do
	}
}

// run serves until ctx is done.
func run(ctx context.Context, out io.Writer) error {
	uplink, err := npmRegistry(ctx)
	if err != nil {
		return err
	}
	registry, err := services.StartVerdaccio(ctx, services.RegistryOptions{Uplink: uplink})
	if err != nil {
		return err
	}
	token, err := registry.AddUser(ctx, "guthega", "guthega")
	if err != nil {
		return errors.Join(err, registry.Close())
	}
	fmt.Fprintf(out, "verdaccio  NPM_REGISTRY=%s\n           user guthega, password guthega, token %s\nCtrl-C stops it.\n", registry.URL, token) //nolint:errcheck // nobody reads it then
	<-ctx.Done()
	return registry.Close()
}

// npmRegistry is the registry that npm asks here.
func npmRegistry(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "npm", "config", "get", "registry").Output()
	if err != nil {
		return "", fmt.Errorf("asking npm for its registry: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}
