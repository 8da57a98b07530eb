package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// outcome is what became of a script on one side.
type outcome struct {
	stdout, stderr string
	code           int  // the exit code
	late           bool // it was ended at its limit
	took           time.Duration
}

// config writes the receiver config for a file of the run's folder and returns its path. It lies beside node_modules, so
// that the tree is the receiver's own.
func (b *bench) config(file string, properties map[string]any) (string, error) {
	if properties == nil {
		properties = map[string]any{}
	}
	text, err := json.Marshal(map[string]any{
		"module": "./" + filepath.Base(b.dir) + "/" + file, "properties": properties, "vms": 1,
		"timeout": b.limit.String(), "turnTimeout": b.limit.String(), "retry": map[string]any{"attempts": 1},
	})
	if err != nil {
		return "", err
	}
	path := b.dir + "-" + file + ".json"
	return path, os.WriteFile(path, text, 0o600)
}

// remove removes all that the run has made.
func (b *bench) remove() error {
	configs, err := filepath.Glob(b.dir + "-*.json")
	for _, file := range configs {
		err = errors.Join(err, os.Remove(file))
	}
	return errors.Join(err, os.RemoveAll(b.dir))
}

// node runs a file of the run's folder on Node.
func (b *bench) node(ctx context.Context, file string) (outcome, error) {
	return b.once(ctx, b.options.node, "node.mjs", filepath.Join(b.dir, file))
}

// invoke has guthega hand one message to a receiver.
func (b *bench) invoke(ctx context.Context, config string) (outcome, error) {
	return b.once(ctx, b.guthega, "invoke", "--receiver", config, "--message", "null", "--log-level", "error",
		"--store", filepath.Join(b.dir, "store"))
}

// once runs a program to its end, or to the limit.
func (b *bench) once(ctx context.Context, program string, args ...string) (outcome, error) {
	limited, cancel := context.WithTimeout(ctx, b.limit)
	defer cancel()
	cmd := exec.CommandContext(limited, program, args...)
	cmd.Dir, cmd.Env = b.dir, environment()
	cmd.WaitDelay = time.Second // for output that a grandchild holds open
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	began := time.Now()
	err := cmd.Run()
	o := outcome{
		stdout: stdout.String(), stderr: stderr.String(), took: time.Since(began),
		late: limited.Err() != nil, code: cmd.ProcessState.ExitCode(),
	}
	if ctx.Err() != nil {
		return o, context.Cause(ctx)
	}
	if _, ended := errors.AsType[*exec.ExitError](err); ended || o.late {
		return o, nil
	}
	return o, err
}

// environment is ours without what would configure one side only.
func environment() []string {
	var env []string
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "GUTHEGA_") && !strings.HasPrefix(e, "NODE_") {
			env = append(env, e)
		}
	}
	return env
}
