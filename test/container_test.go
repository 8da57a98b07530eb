//go:build unix

package test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEntrypointArguments(t *testing.T) {
	tests := map[string]struct {
		args []string
		env  []string
		want []string
	}{
		"none":  {nil, nil, []string{"install", "run"}},
		"run":   {[]string{"run"}, nil, []string{"install", "run"}},
		"flags": {[]string{"--log-level", "debug"}, nil, []string{"install", "run --log-level debug"}},
		"the original's": {[]string{"--sourceConfig", "s.json", "--receiverConfig", "r.json"}, nil,
			[]string{"install --receiver r.json", "run --sourceConfig s.json --receiverConfig r.json"}},
		"short": {[]string{"run", "-s", "s.json", "-r", "r.json"}, nil,
			[]string{"install --receiver r.json", "run -s s.json -r r.json"}},
		"short, together": {[]string{"-rr.json"}, nil, []string{"install --receiver r.json", "run -rr.json"}},
		"with =": {[]string{"--receiver=r.json", "--store=/s", "--scripts=/x", "--source=s.json"}, nil,
			[]string{"install --receiver r.json --scripts /x --store /s", "run --receiver=r.json --store=/s --scripts=/x --source=s.json"}},
		"all": {[]string{"--store", "/s", "--scripts", "a b", "--admin", ":9001", "--receiver", "r.json", "--new"}, nil,
			[]string{"install --receiver r.json --scripts a b --store /s", "run --store /s --scripts a b --admin :9001 --receiver r.json --new"}},
		"flags before run":         {[]string{"-r", "r.json", "run"}, nil, []string{"install --receiver r.json", "-r r.json run"}},
		"a value like a command":   {[]string{"--receiver", "check", "--source", "run"}, nil, []string{"install --receiver check", "run --receiver check --source run"}},
		"a value like a flag":      {[]string{"--log-level", "--receiver"}, nil, []string{"install", "run --log-level --receiver"}},
		"without install":          {[]string{"-r", "r.json"}, []string{"GUTHEGA_SKIP_INSTALL=1"}, []string{"run -r r.json"}},
		"a command":                {[]string{"invoke", "--message", "a b"}, nil, []string{"invoke --message a b"}},
		"install":                  {[]string{"install", "--frozen"}, nil, []string{"install --frozen"}},
		"flags before a command":   {[]string{"-r", "r.json", "check"}, nil, []string{"-r r.json check"}},
		"help":                     {[]string{"--help"}, nil, []string{"--help"}},
		"help for run":             {[]string{"run", "-h"}, nil, []string{"run -h"}},
		"another program":          {[]string{"echo", "hello"}, nil, []string{""}},
		"a program like a command": {[]string{"./guthega", "install"}, nil, []string{"install"}},
	}
	inShells(t, func(t *testing.T, shell []string) {
		for name, tt := range tests {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				c := newContainer(t, shell, tt.env, tt.args...)
				if err := c.Run(); err != nil {
					t.Fatalf("%v\n%s", err, c.stderr.String())
				}
				if diff := cmp.Diff(tt.want, c.calls(t)); diff != "" {
					t.Errorf("guthega's arguments (-want +got):\n%s", diff)
				}
			})
		}
	})
}

// TestEntrypointStreams: what install writes is not a result, and what the container is given is for the source.
func TestEntrypointStreams(t *testing.T) {
	inShells(t, func(t *testing.T, shell []string) {
		c := newContainer(t, shell, nil)
		c.Stdin = strings.NewReader("a message\n")
		if err := c.Run(); err != nil {
			t.Fatal(err)
		}
		// The fake's own process number is the entrypoint's: it was exec'ed.
		want := fmt.Sprintf("a message\n%d\n", c.Process.Pid)
		if got := c.stdout.String(); got != want {
			t.Errorf("stdout %q, want %q", got, want)
		}
		if got := c.stderr.String(); !strings.Contains(got, "output of install") {
			t.Errorf("stderr %q lacks what install wrote", got)
		}
	})
}

func TestEntrypointInstallFails(t *testing.T) {
	tests := map[string]struct{ config, want string }{
		"several lines": {"{\n  \"module\": \"@acme/orders\",\n  \"version\" : \"^1.2.0\"\n}\n", "installing @acme/orders@^1.2.0 of r.json failed with exit code 7"},
		"one line":      {`{"version":"beta","module":"orders","properties":{}}`, "installing orders@beta of r.json failed"},
		"no version":    {`{"module": "orders"}`, "installing orders of r.json failed"},
		"no JSON":       {"module = orders", "installing the receiver of r.json failed"},
		"no file":       {"", "installing the receiver of r.json failed"},
	}
	inShells(t, func(t *testing.T, shell []string) {
		for name, tt := range tests {
			t.Run(name, func(t *testing.T) {
				c := newContainer(t, shell, []string{"INSTALL=7"}, "-r", "r.json")
				if tt.config != "" {
					if err := os.WriteFile(filepath.Join(c.dir, "r.json"), []byte(tt.config), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				err := c.Run()
				if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 7 {
					t.Errorf("it ended with %v, want install's exit code 7", err)
				}
				if got := c.stderr.String(); !strings.Contains(got, tt.want) {
					t.Errorf("stderr %q, want %q", got, tt.want)
				}
				if diff := cmp.Diff([]string{"install --receiver r.json"}, c.calls(t)); diff != "" {
					t.Errorf("guthega's arguments (-want +got):\n%s", diff)
				}
			})
		}
	})
}

// TestEntrypointStopsInstalling sends the signals of `docker stop` and Ctrl-C while the receiver is being fetched.
func TestEntrypointStopsInstalling(t *testing.T) {
	inShells(t, func(t *testing.T, shell []string) {
		for s, want := range map[syscall.Signal]int{syscall.SIGTERM: 143, syscall.SIGINT: 130} {
			t.Run(s.String(), func(t *testing.T) {
				c := newContainer(t, shell, []string{"INSTALL=wait"})
				started, child, err := os.Pipe()
				if err != nil {
					t.Fatal(err)
				}
				defer started.Close()
				c.ExtraFiles = []*os.File{child} // its descriptor 3
				errStart := c.Start()
				if err := errors.Join(errStart, child.Close()); err != nil {
					t.Fatal(err)
				}
				if _, err := bufio.NewReader(started).ReadString('\n'); err != nil {
					t.Errorf("it ended without installing: %v\n%s", err, c.stderr.String())
				}
				if err := c.Process.Signal(s); err != nil {
					t.Fatal(err)
				}
				err = c.Wait()
				if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != want {
					t.Errorf("it ended with %v, want exit code %d", err, want)
				}
				if diff := cmp.Diff([]string{"install", "terminated"}, c.calls(t)); diff != "" {
					t.Errorf("guthega's arguments (-want +got):\n%s", diff)
				}
			})
		}
	})
}
