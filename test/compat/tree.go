package main

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// wanted are the files that say which packages there are.
//
//go:embed package.json package-lock.json .npmrc
var wanted embed.FS

// installTree returns the folder whose node_modules has what package-lock.json says, and has npm install that where it
// is not there yet. The folder is named after the lock, and made under another name first: one that is there is complete.
func installTree(ctx context.Context, out io.Writer) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("looking for a folder to keep the packages in: %w", err)
	}
	lock, err := wanted.ReadFile("package-lock.json")
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(lock)
	base := filepath.Join(cache, "guthega-compat")
	tree := filepath.Join(base, hex.EncodeToString(sum[:8]))
	if _, err := os.Stat(tree); err == nil {
		return tree, nil
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(base, 0o755); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp(base, "new-")
	if err != nil {
		return "", err
	}
	fmt.Fprintf(out, "npm installs the packages into %s, once\n", tree) //nolint:errcheck // as all output
	if err := install(ctx, npm, dir); err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	if err := os.Rename(dir, tree); err != nil {
		if _, there := os.Stat(tree); there != nil {
			return "", errors.Join(err, os.RemoveAll(dir))
		}
		return tree, os.RemoveAll(dir) // another run was first
	}
	return tree, nil
}

func install(ctx context.Context, npm, dir string) error {
	if err := os.CopyFS(dir, wanted); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, npm, "ci")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("npm ci: %w\n%s", err, out)
	}
	return nil
}
