//go:build unix

package test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

const entrypoint = "../container/opt/docker-entrypoint.sh"

// fake is a guthega that notes how it was called, and copies its input: install to nowhere, the others to stdout. An
// install that is to wait says that it has started and waits for SIGTERM.
const fake = `#!/bin/sh
echo "$*" >>"$CALLS"
case $1 in
	install)
		echo output of install
		cat >/dev/null
		case ${INSTALL:-} in
			wait)
				sleep 1000 &
				trap 'kill $!; echo terminated >>"$CALLS"; exit 0' TERM
				echo started >&3
				wait
				;;
			*) exit ${INSTALL:-0} ;;
		esac
		;;
	*)
		cat
		echo $$
		;;
esac
`

// inShells runs test with each shell that the entrypoint may meet: the one that this machine calls sh, and Alpine's.
func inShells(t *testing.T, test func(t *testing.T, shell []string)) {
	t.Run("sh", func(t *testing.T) { test(t, []string{"sh"}) })
	t.Run("busybox", func(t *testing.T) { test(t, []string{busybox(t), "sh"}) })
}

func busybox(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("busybox")
	if err != nil {
		demand(t, "Alpine's shell, busybox")
	}
	return path
}

// demand skips a test that needs what is missing here, and fails it in CI.
func demand(t *testing.T, missing string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal("this test needs " + missing)
	}
	t.Skip("this test needs " + missing)
}

// container is the entrypoint, to be run in a folder with the fake guthega.
type container struct {
	*exec.Cmd
	dir            string
	stdout, stderr bytes.Buffer
}

func newContainer(t *testing.T, shell []string, env []string, args ...string) *container {
	t.Helper()
	script, err := filepath.Abs(entrypoint)
	if err != nil {
		t.Fatal(err)
	}
	c := &container{dir: t.TempDir()}
	if err := os.WriteFile(filepath.Join(c.dir, "guthega"), []byte(fake), 0o700); err != nil {
		t.Fatal(err)
	}
	argv := slices.Concat(shell, []string{script}, args)
	c.Cmd = exec.Command(argv[0], argv[1:]...)
	c.Dir, c.Stdout, c.Stderr = c.dir, &c.stdout, &c.stderr
	// What an entrypoint that fails leaves behind must neither hold up the test nor outlast it.
	c.WaitDelay = 5 * time.Second
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	t.Cleanup(func() {
		if c.Process != nil {
			_ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL) // fails where nothing is left, as it should be
		}
	})
	c.Env = append(os.Environ(), "PATH="+c.dir+":"+os.Getenv("PATH"), "CALLS=calls")
	c.Env = append(c.Env, env...)
	return c
}

// calls are the arguments of each guthega that was run, in order.
func (c *container) calls(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(c.dir, "calls"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}
