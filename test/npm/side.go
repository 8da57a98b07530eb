package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// cost is what one installation took.
type cost struct {
	wall time.Duration
	rss  int64 // bytes, at the most
}

// side is one of the two. Everything that it keeps lies in its project's folder.
type side struct {
	o        *options
	dir      string
	registry string
}

func (s *side) npm(ctx context.Context, args ...string) (cost, error) {
	args = append([]string{
		"install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--registry", s.registry,
		"--cache", filepath.Join(s.dir, "npm-cache"),
	}, args...)
	return s.run(ctx, filepath.Join(s.dir, "app"), s.o.npm, args...)
}

func (s *side) guthega(ctx context.Context) (cost, error) {
	return s.run(ctx, s.dir, s.o.guthega, "install", "--receiver", "receiver.json", "--store", filepath.Join(s.dir, "store"))
}

func (s *side) run(ctx context.Context, dir, program string, args ...string) (cost, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = append(environment(), "NPM_REGISTRY="+s.registry)
	began := time.Now()
	out, err := cmd.CombinedOutput()
	c := cost{wall: time.Since(began)}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		c.rss = usage.Maxrss * 1024 // Linux counts in KiB
	}
	if err != nil {
		return c, fmt.Errorf("%s %s: %w\n%s", filepath.Base(program), args[0], err, out)
	}
	return c, nil
}

// environment is ours without what would configure one side only.
func environment() []string {
	var env []string
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "GUTHEGA_") && !strings.HasPrefix(e, "NPM_REGISTRY=") {
			env = append(env, e)
		}
	}
	return env
}

// remove takes files and folders below the side's out of the way. They are deleted in the end: on ext4 without a journal
// new files are made many times slower just after many have been deleted.
func (s *side) remove(names ...string) error {
	for _, name := range names {
		trash, err := os.MkdirTemp(s.o.dir, "trash-")
		if err != nil {
			return err
		}
		err = os.Rename(filepath.Join(s.dir, name), filepath.Join(trash, filepath.Base(name)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
