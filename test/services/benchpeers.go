package services

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
)

// InstallBenchPeers returns the folder of the Node consumers that guthega is measured against, test/bench/peer, and has npm
// install what they need, as the lock there says, where that is not there yet.
func InstallBenchPeers(ctx context.Context) (dir string, err error) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", &Unavailable{Service: "the benchmark's Node consumers", Needs: "npm", Err: err}
	}
	root, err := moduleRoot()
	if err != nil {
		return "", fmt.Errorf("installing the benchmark's Node consumers: %w", err)
	}
	dir = filepath.Join(root, "test", "bench", "peer")
	list, modules := filepath.Join(dir, "package-lock.json"), filepath.Join(dir, "node_modules")
	err = installOnce(ctx, list, modules, func(ctx context.Context) error { return npmInstall(ctx, npm, dir) })
	if err != nil {
		return "", &Unavailable{
			Service: "the benchmark's Node consumers", Needs: "npm ci in test/bench/peer to succeed", Err: err,
		}
	}
	return dir, nil
}
