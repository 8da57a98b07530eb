package services

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// buildLimit is how long the Go toolchain may take to build a server: SQLite, in Go, takes minutes.
const buildLimit = 15 * time.Minute

// StartFerretDB starts a server that speaks MongoDB's protocol and answers when StartFerretDB returns, and has the Go
// toolchain build it first where that is needed: it is test/ferretdb, a module of its own. Close ends it. An *Unavailable
// says that it could not be built.
//
// It is FerretDB 1.24, the last one that needs no PostgreSQL. It has no replica sets, and so no sessions that do anything,
// no transactions and no change streams; no users; no capped collections on SQLite, no text or geo indexes; and few of the
// stages of an aggregation.
func StartFerretDB(ctx context.Context) (*Server, error) {
	program, err := installFerretDB(ctx)
	if err != nil {
		return nil, &Unavailable{Service: "ferretdb", Needs: "go build in test/ferretdb to succeed", Err: err}
	}
	return newServer(ctx, "ferretdb", func(_ context.Context, s *Server) error {
		s.command.argv = []string{program, s.Address, s.in("data")}
		return os.Mkdir(s.in("data"), 0o700)
	})
}

// installFerretDB returns the path of the program.
func installFerretDB(ctx context.Context) (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(root, "test", "ferretdb")
	program := filepath.Join(dir, "bin", "ferretdb")
	return program, buildGo(ctx, dir, program, ".")
}

// buildGo builds a package of the module in dir as program, once.
func buildGo(ctx context.Context, dir, program, what string) error {
	ctx, cancel := context.WithTimeoutCause(ctx, buildLimit, errors.New("go build took too long"))
	defer cancel()
	return installOnce(ctx, filepath.Join(dir, "go.sum"), filepath.Dir(program), func(ctx context.Context) error {
		cmd := exec.CommandContext(ctx, "go", "build", "-o", program, what)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
		return nil
	})
}
