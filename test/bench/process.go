package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// stopLimit is a little more than guthega's drainTimeout.
const stopLimit = 25 * time.Second

// process is a child of ours.
type process struct {
	name  string
	cmd   *exec.Cmd
	ended chan struct{} // closed when the child is gone and waited for
	// lastWords is the end of what it wrote, for error messages.
	lastWords func() string
}

// spawn starts argv in dir. stdout and stderr are files and not writers, so that nothing of ours stands between.
func spawn(name string, argv []string, dir string, stdout, stderr *os.File, env ...string) (*process, error) {
	p := &process{name: name, ended: make(chan struct{}), lastWords: func() string { return "" }}
	// Not exec.CommandContext: what ends the benchmark must not kill the child, but have stop end it properly.
	p.cmd = &exec.Cmd{Path: argv[0], Args: argv, Dir: dir, Env: append(environment(), env...), Stdout: stdout, Stderr: stderr}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	go func() {
		defer close(p.ended)
		_ = p.cmd.Wait() // cmd.ProcessState has all that it says
	}()
	return p, nil
}

func (p *process) pid() int { return p.cmd.Process.Pid }

// stop ends the child gently, and by force when that takes too long. It is an error for it to have ended by itself,
// or not well.
func (p *process) stop() error {
	early := false
	select {
	case <-p.ended:
		early = true
	default:
		_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may end just now
		select {
		case <-p.ended:
		case <-time.After(stopLimit):
			_ = p.cmd.Process.Kill()
			<-p.ended
			return fmt.Errorf("%s did not stop within %s and was killed", p.name, stopLimit)
		}
	}
	if early || !p.cmd.ProcessState.Success() {
		return fmt.Errorf("%s ended with %s\n%s", p.name, p.cmd.ProcessState, p.lastWords())
	}
	return nil
}

// environment is ours, without what would configure one side only.
func environment() []string {
	var env []string
	for _, e := range os.Environ() {
		switch name, _, _ := strings.Cut(e, "="); {
		case strings.HasPrefix(name, "GUTHEGA_"), strings.HasPrefix(name, "NODE_"), name == "GOGC", name == "GODEBUG":
		default:
			env = append(env, e)
		}
	}
	return env
}
