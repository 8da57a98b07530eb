package services

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"time"
)

const (
	// startLimit is how long a server may take until it answers: a JVM or Node on a machine that compiles meanwhile.
	startLimit = time.Minute
	// stopLimit is how long it may take after SIGTERM: brokers write what they hold.
	stopLimit = 15 * time.Second
	// pollInterval is the pause between two questions whether it answers.
	pollInterval = 25 * time.Millisecond
)

// command is a server's command line.
type command struct {
	name string   // for messages
	argv []string // argv[0] is a path
	dir  string   // where it runs
	env  []string // added to ours
	log  string   // the file that its output is appended to
}

// process is a server's child process.
type process struct {
	command
	child *os.Process
	ended chan struct{} // closed when the child is gone and waited for
	state *os.ProcessState
}

// start starts c and waits until ready returns nil, which is asked again and again. ctx ends the waiting, and then the
// child, as does its not being ready after startLimit; the error has the end of its log.
func start(ctx context.Context, c command, ready func(context.Context) error) (*process, error) {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	p, err := spawn(c)
	if err != nil {
		return nil, err
	}
	for {
		err := ready(ctx)
		if err == nil && p.running() { // and it was not somebody else who answered
			return p, nil
		}
		select {
		case <-p.ended:
			return nil, fmt.Errorf("starting %s: it ended with %s\n%s", c.name, p.state, tail(c.log))
		case <-ctx.Done():
			return nil, errors.Join(fmt.Errorf("waiting for %s to answer: %w: %w\n%s", c.name, ctx.Err(), err, tail(c.log)), p.stop())
		case <-time.After(pollInterval):
		}
	}
}

// spawn starts c.
func spawn(c command) (*process, error) {
	log, err := os.OpenFile(c.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", c.name, err)
	}
	defer log.Close() //nolint:errcheck // it is written by the child only
	p := &process{command: c, ended: make(chan struct{})}
	// Not exec.CommandContext: the context ends the starting only.
	cmd := &exec.Cmd{
		Path: c.argv[0], Args: c.argv, Dir: c.dir, Env: append(os.Environ(), c.env...),
		Stdout: log, Stderr: log, SysProcAttr: attributes(),
	}
	started := make(chan error)
	go p.wait(cmd, started)
	if err := <-started; err != nil {
		return nil, fmt.Errorf("starting %s: %w", c.name, err)
	}
	return p, nil
}

// wait starts cmd and lives as long as it does, on a thread of its own: the kernel takes the end of the thread that
// started a child for the end of its parent, and Go ends threads when it likes.
func (p *process) wait(cmd *exec.Cmd, started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := cmd.Start(); err != nil {
		started <- err
		return
	}
	p.child = cmd.Process
	started <- nil
	_ = cmd.Wait() // cmd.ProcessState has all that it says
	p.state = cmd.ProcessState
	_ = killGroup(p.child) // fails where nothing is left of it, as it should be
	close(p.ended)
}

func (p *process) running() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// stop ends the process: gently, and by force if that takes longer than stopLimit, which is an error. It takes no context,
// because no process may be left behind.
func (p *process) stop() error {
	if err := terminate(p.child); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stopping %s: %w", p.name, err)
	}
	select {
	case <-p.ended:
		return nil
	case <-time.After(stopLimit):
	}
	if err := killGroup(p.child); err != nil {
		return fmt.Errorf("killing %s: %w", p.name, err)
	}
	<-p.ended
	return fmt.Errorf("stopping %s: it had to be killed after %s\n%s", p.name, stopLimit, tail(p.log))
}
