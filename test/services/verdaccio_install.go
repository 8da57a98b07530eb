package services

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
)

// installVerdaccio returns the paths of node and of Verdaccio's script, and has npm install what the lock says where that
// is not there yet.
func installVerdaccio(ctx context.Context) (node, script string, err error) {
	node, errNode := exec.LookPath("node")
	npm, errNPM := exec.LookPath("npm")
	if errNode != nil || errNPM != nil {
		return "", "", &Unavailable{Service: "verdaccio", Needs: "node and npm"}
	}
	root, err := moduleRoot()
	if err != nil {
		return "", "", fmt.Errorf("installing verdaccio: %w", err)
	}
	dir := filepath.Join(root, "test", "verdaccio")
	modules := filepath.Join(dir, "node_modules")
	err = installOnce(ctx, filepath.Join(dir, "package-lock.json"), modules, func(ctx context.Context) error {
		if err := npmInstall(ctx, npm, dir); err != nil {
			return &Unavailable{Service: "verdaccio", Needs: "npm ci in test/verdaccio to succeed", Err: err}
		}
		return nil
	})
	if err != nil {
		return "", "", fmt.Errorf("installing verdaccio: %w", err)
	}
	return node, filepath.Join(modules, "verdaccio", "bin", "verdaccio"), nil
}

func npmInstall(ctx context.Context, npm, dir string) error {
	cmd := exec.CommandContext(ctx, npm, "ci", "--ignore-scripts")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

// npmAuthorities has Verdaccio trust whom npm is told to trust (cafile), since it asks the registry that npm asks; as an
// environment.
func npmAuthorities(ctx context.Context) []string {
	out, err := exec.CommandContext(ctx, "npm", "config", "get", "cafile").Output()
	file := strings.TrimSpace(string(out))
	if err != nil || file == "" || file == "null" || file == "undefined" {
		return nil
	}
	return []string{"NODE_EXTRA_CA_CERTS=" + file}
}
