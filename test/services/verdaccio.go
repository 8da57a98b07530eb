package services

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

// RegistryOptions are what may differ between registries. The zero value is one without uplink that everybody may read.
type RegistryOptions struct {
	// Uplink is the address of the registry that is asked for packages which were not published here; they are kept.
	// "" asks none.
	Uplink string
	// Private are patterns of package names, as in "@acme/*" or "secret-*", that only users with a token may read.
	// Publishing always needs a token.
	Private []string
}

// Registry is a Verdaccio of our own. Its methods are for one goroutine, but for AddUser, Publish and PublishTarball.
type Registry struct {
	// URL is its address, without a slash at the end, as in http://127.0.0.1:40123. It stays when it is started again.
	URL string

	dir     string
	port    port
	command command
	process *process // nil while it is stopped
}

// Verdaccio starts an npm registry for one test.
func Verdaccio(t testing.TB, o RegistryOptions) *Registry {
	t.Helper()
	r, err := StartVerdaccio(t.Context(), o)
	return forTest(t, r, err)
}

// StartVerdaccio starts an npm registry that answers when StartVerdaccio returns, and installs Verdaccio first where that
// is needed. Close ends it. An *Unavailable says that this machine has no Node, or that npm could not install.
func StartVerdaccio(ctx context.Context, o RegistryOptions) (*Registry, error) {
	node, script, err := installVerdaccio(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "verdaccio-")
	if err != nil {
		return nil, fmt.Errorf("starting verdaccio: %w", err)
	}
	p, err := reservePort()
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	config := filepath.Join(dir, "config.yaml")
	r := &Registry{
		URL: fmt.Sprintf("http://127.0.0.1:%d", p.number), dir: dir, port: p,
		command: command{
			name: "verdaccio",
			argv: []string{node, script, "--config", config},
			dir:  dir, log: filepath.Join(dir, "log"),
		},
	}
	if o.Uplink != "" {
		r.command.env = npmAuthorities(ctx)
	}
	if err := os.WriteFile(config, verdaccioConfig(r.URL, o), 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("starting verdaccio: %w", err), r.Close())
	}
	if err := r.Start(ctx); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// Start starts a stopped registry again: at the same URL, with the packages and users that it had.
func (r *Registry) Start(ctx context.Context) error {
	if r.process != nil {
		return errors.New("starting verdaccio: it is running")
	}
	p, err := start(ctx, r.command, func(ctx context.Context) error {
		return r.send(ctx, request{method: http.MethodGet, path: "/-/ping"}, nil)
	})
	if err != nil {
		return err
	}
	r.process = p
	return nil
}

// Stop stops the registry: its address refuses connections from then on. A stopped one stays so.
func (r *Registry) Stop() error {
	if r.process == nil {
		return nil
	}
	p := r.process
	r.process = nil
	return p.stop()
}

// Close stops the registry and removes all that it had.
func (r *Registry) Close() error {
	return errors.Join(r.Stop(), r.port.Close(), os.RemoveAll(r.dir))
}

// Log is what it has written so far: a line for each request among them.
func (r *Registry) Log() (string, error) {
	text, err := os.ReadFile(r.command.log)
	if err != nil {
		return "", fmt.Errorf("reading verdaccio's log: %w", err)
	}
	return string(text), nil
}
