package test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/guthega/guthega/test/services"
)

// TestContainer runs the entrypoint as the image does: in a root folder that has a shell, guthega and certificates and
// nothing else, as a user that owns the store only, with a receiver that only a registry has.
func TestContainer(t *testing.T) {
	root := newRoot(t)
	registry := services.Verdaccio(t, services.RegistryOptions{})
	publish(t, registry, map[string]string{
		"words/package.json":  `{"name": "words", "version": "2.1.0"}`,
		"words/index.js":      `module.exports = { greet: (name) => 'hello, ' + name };`,
		"orders/package.json": `{"name": "@acme/orders", "version": "1.2.3", "dependencies": {"words": "^2.0.0"}}`,
		"orders/index.js":     `module.exports = () => async ({ name }) => ({ greeting: require('words').greet(name) });`,
	}, "words", "orders")

	t.Run("serves and stops", func(t *testing.T) { serveAndStop(t, root, registry.URL) })

	if err := registry.Stop(); err != nil {
		t.Fatal(err)
	}
	t.Run("fails without its registry", func(t *testing.T) {
		var stderr bytes.Buffer
		cmd := root.command(t, registry.URL, "/store/another")
		cmd.Stdout, cmd.Stderr = &stderr, &stderr
		startIn(t, cmd)
		exit, ok := errors.AsType[*exec.ExitError](cmd.Wait())
		if !ok || exit.ExitCode() <= 0 {
			t.Errorf("it ended with %v, want guthega's exit code", cmd.ProcessState)
		}
		address := strings.TrimPrefix(registry.URL, "http://")
		for _, want := range []string{address, "installing @acme/orders@^1.2.0 of /app/conf/receiver.json failed"} {
			if !strings.Contains(stderr.String(), want) {
				t.Errorf("%q is not in its output:\n%s", want, stderr.String())
			}
		}
		if strings.Contains(stderr.String(), `"Ready"`) {
			t.Errorf("it served:\n%s", stderr.String())
		}
	})
}

// publish writes files and publishes the folders with those names.
func publish(t *testing.T, r *services.Registry, files map[string]string, folders ...string) {
	t.Helper()
	token, err := r.AddUser(t.Context(), "tester", "secret")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range files {
		write(t, filepath.Join(dir, name), text, 0o600)
	}
	for _, folder := range folders {
		if err := r.Publish(t.Context(), token, filepath.Join(dir, folder)); err != nil {
			t.Fatal(err)
		}
	}
}

func serveAndStop(t *testing.T, root containerRoot, registry string) {
	cmd := root.command(t, registry, "/store")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	startIn(t, cmd)
	lines := bufio.NewReader(out)
	address, log := untilReady(lines)
	if address == "" {
		_ = cmd.Wait() // it has closed its output
		t.Fatalf("it never was ready: %s\n%s\n%s", cmd.ProcessState, stderr.String(), log)
	}
	res, err := http.Post("http://"+address, "application/json", strings.NewReader(`{"name": "ann"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var answer struct{ Greeting string }
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil || answer.Greeting != "hello, ann" {
		t.Errorf("got %s, %+v (%v), want a greeting", res.Status, answer, err)
	}

	// The process that was started as the entrypoint is guthega by now; so the signal is for guthega.
	argv, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", cmd.Process.Pid))
	if want := "guthega\x00run\x00"; err != nil || !strings.HasPrefix(string(argv), want) {
		t.Fatalf("the container's process is %q (%v), want %q", argv, err, want)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(lines)
	if err := errors.Join(err, cmd.Wait()); err != nil {
		t.Errorf("it did not stop well: %v\n%s\n%s", err, stderr.String(), rest)
	}
}

// untilReady reads the log up to the line that gives the address, which is "" if it never comes.
func untilReady(r *bufio.Reader) (address string, log []byte) {
	for {
		text, err := r.ReadBytes('\n')
		log = append(log, text...)
		var line struct{ Message, Address string }
		if json.Unmarshal(text, &line) == nil && line.Message == "Ready" {
			return line.Address, log
		}
		if err != nil {
			return "", log
		}
	}
}
