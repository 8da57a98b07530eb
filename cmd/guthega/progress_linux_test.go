package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/guthega/guthega/engine/npm/registrytest"
)

// TestProgress: on a terminal the install command draws a bar, and the summary has what would be in the log.
func TestProgress(t *testing.T) {
	registry := newRegistry(t)
	release := make(chan struct{})
	registry.Fail(registrytest.TarballPath("acme-sum", "1.0.0"), 1, registrytest.Hold(release))
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "r.json"), []byte(`{"module": "@acme/orders"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	screen, terminal := openTerminal(t)
	cmd := exec.Command(os.Args[0], "install", "--receiver", "r.json", "--store", filepath.Join(dir, "store"))
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asCommand+"=1", "NPM_REGISTRY="+registry.URL)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, terminal
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := terminal.Close(); err != nil {
		t.Fatal(err)
	}
	seen := &strings.Builder{}
	for !strings.Contains(seen.String(), "fetching") {
		piece := make([]byte, 4096)
		n, err := screen.Read(piece)
		if err != nil {
			t.Fatalf("%v after %q", err, seen)
		}
		seen.Write(piece[:n])
	}
	close(release)
	_, _ = io.Copy(seen, screen) // ends with an error of its own when the last writer is gone
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s%s", err, seen, out.String())
	}
	if !strings.Contains(out.String(), "2 packages installed") {
		t.Errorf("the summary is %q", out.String())
	}
	if strings.Contains(seen.String(), `{"message"`) {
		t.Errorf("there are log lines beside the bar: %q", seen)
	}
}

// openTerminal makes a pseudo-terminal: what is written to the second is read from the first.
func openTerminal(t *testing.T) (screen, terminal *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = screen.Close() })
	if err := unix.IoctlSetPointerInt(int(screen.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(screen.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	terminal, err = os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(int(screen.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80}); err != nil {
		t.Fatal(err)
	}
	_ = screen.SetReadDeadline(time.Now().Add(time.Minute)) // where the kernel can poll it
	return screen, terminal
}
