package services

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// shell is a server made of a script that writes "ready" to its log when it is.
func shell(dir, script string) (command, func(context.Context) error) {
	log := filepath.Join(dir, "log")
	ready := func(context.Context) error {
		if text := tail(log); !strings.Contains(text, "ready") {
			return errors.New("not ready")
		}
		return nil
	}
	return command{name: "the script", argv: []string{"/bin/sh", "-c", script}, dir: dir, log: log}, ready
}

// alive reports whether a process runs: one that only waits to be reaped does not.
func alive(t *testing.T, pid int) bool {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ESRCH) {
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(after, "Z") && !strings.HasPrefix(after, "X")
}

// gone waits for a process to end.
func gone(t *testing.T, pid int) {
	t.Helper()
	for deadline := time.Now().Add(startLimit); alive(t, pid); time.Sleep(pollInterval) {
		if time.Now().After(deadline) {
			t.Fatalf("the process %d still runs", pid)
		}
	}
}

func TestStopEndsWhatAServerStarted(t *testing.T) {
	dir := t.TempDir()
	c, ready := shell(dir, `sleep 1000 & echo $! >child; echo ready; wait`)
	p, err := start(t.Context(), c, ready)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "child"))
	if err != nil {
		t.Fatal(err)
	}
	child, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	if !alive(t, child) || !alive(t, p.child.Pid) {
		t.Fatal("the script and its child should run")
	}
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	gone(t, child)
	if err := p.stop(); err != nil {
		t.Errorf("stopping it again: %v", err)
	}
}

func TestStartSaysWhyNot(t *testing.T) {
	soon, cancel := context.WithCancel(t.Context())
	defer cancel()
	tests := map[string]struct {
		ctx    context.Context
		script string
		want   []string
	}{
		"it ends":     {t.Context(), `echo no such config; exit 3`, []string{"starting the script", "exit status 3", "no such config"}},
		"it is ended": {soon, `echo $$; echo busy; exec sleep 1000`, []string{"waiting for the script", "context canceled", "not ready", "busy"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, ready := shell(t.TempDir(), tt.script)
			_, err := start(tt.ctx, c, func(ctx context.Context) error {
				if strings.Contains(tail(c.log), "busy") {
					cancel()
				}
				return ready(ctx)
			})
			if err == nil {
				t.Fatal("it started")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in: %v", want, err)
				}
			}
			if pid, err := strconv.Atoi(strings.SplitN(tail(c.log), "\n", 2)[0]); err == nil {
				gone(t, pid)
			}
		})
	}
}

// starter is the environment variable that makes this test binary start a server, in that folder, and wait.
const starter = "GUTHEGA_TEST_STARTER"

// TestServersDieWithTheirStarter kills the process that started a server as nothing can be caught.
func TestServersDieWithTheirStarter(t *testing.T) {
	if dir := os.Getenv(starter); dir != "" {
		c, ready := shell(dir, `echo ready; exec sleep 1000`)
		p, err := start(t.Context(), c, ready)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(p.child.Pid)
		<-p.ended
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestServersDieWithTheirStarter$")
	cmd.Env = append(os.Environ(), starter+"="+t.TempDir())
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, errRead := bufio.NewReader(out).ReadString('\n')
	errKill := cmd.Process.Kill()
	_ = cmd.Wait() // it was killed
	pid, errPID := strconv.Atoi(strings.TrimSpace(line))
	if err := errors.Join(errRead, errKill, errPID); err != nil {
		t.Fatalf("%v: %q", err, line)
	}
	gone(t, pid)
}

func TestReservedPort(t *testing.T) {
	p, err := reservePort()
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	address := fmt.Sprintf("127.0.0.1:%d", p.number)
	refused := func() {
		t.Helper()
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			t.Error("a port that is only reserved takes connections")
		} else if !errors.Is(err, syscall.ECONNREFUSED) {
			t.Error(err)
		}
	}
	refused()
	for range 2 { // and again, as a server does that is started again
		l, err := net.Listen("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		c.Close()
		l.Close()
		refused()
	}
}
