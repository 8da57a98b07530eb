package test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestEntrypoint runs the container's entrypoint with a guthega that prints its arguments.
func TestEntrypoint(t *testing.T) {
	bin := t.TempDir()
	fake := "#!/bin/sh\necho guthega \"$@\"\n"
	if err := os.WriteFile(filepath.Join(bin, "guthega"), []byte(fake), 0o755); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		args []string
		want string
	}{
		"no arguments":    {nil, "guthega"},
		"a flag":          {[]string{"--log-level", "debug"}, "guthega --log-level debug"},
		"a command":       {[]string{"invoke", "--message", "a b"}, "guthega invoke --message a b"},
		"another program": {[]string{"echo", "hello"}, "hello"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command("../container/opt/docker-entrypoint.sh", tt.args...)
			cmd.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"))
			out, err := cmd.CombinedOutput()
			if got := strings.TrimSpace(string(out)); err != nil || got != tt.want {
				t.Errorf("got %q (%v), want %q", got, err, tt.want)
			}
		})
	}
}
