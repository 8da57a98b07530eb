package services

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// installLimit is how long it may take to fetch a server: hundreds of packages over a slow line.
const installLimit = 5 * time.Minute

// stamp is the file in an installed folder that says of which list it is.
const stamp = ".installed"

// installOnce calls install, which makes the folder that has what list, a file that pins it by version or hash, asks for;
// not if that was done before. Processes that ask at the same time wait for the one that installs.
func installOnce(ctx context.Context, list, folder string, install func(context.Context) error) error {
	text, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	want := hex.EncodeToString(sum[:])
	if installed(folder, want) {
		return nil
	}
	unlock, err := lockFile(ctx, filepath.Join(filepath.Dir(list), "install.lock"))
	if err != nil {
		return err
	}
	defer unlock()
	if installed(folder, want) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, installLimit)
	defer cancel()
	if err := install(ctx); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, stamp), []byte(want), 0o644) // whoever runs the tests next may be another user
}

func installed(folder, want string) bool {
	got, err := os.ReadFile(filepath.Join(folder, stamp))
	return err == nil && string(got) == want
}

// moduleRoot is the folder of guthega's go.mod, at or above the working folder: where `go test` and `go run` put us.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && bytes.HasPrefix(text, []byte("module github.com/guthega/guthega\n")) {
			return dir, nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("this does not run below guthega's checkout, where test/verdaccio is")
		}
		dir = parent
	}
}

// lockFile waits until no other process has the lock of that file.
func lockFile(ctx context.Context, path string) (unlock func(), err error) {
	type result struct {
		unlock func()
		err    error
	}
	got := make(chan result)
	go func() {
		unlock, err := lockedfile.MutexAt(path).Lock()
		select {
		case got <- result{unlock, err}:
		case <-ctx.Done():
			if err == nil {
				unlock()
			}
		}
	}()
	select {
	case r := <-got:
		return r.unlock, r.err
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for another process that installs it: %w", ctx.Err())
	}
}
