package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// drainTimeout is the guthegas', and stopLimit what a stop may take until it is given up.
const (
	drainTimeout = 10 * time.Second
	stopLimit    = drainTimeout + 15*time.Second
)

// process is one guthega.
type process struct {
	name     string
	log      string // the file of its stdout
	stderr   string // and of its stderr
	child    *os.Process
	ended    chan struct{} // closed when it is gone and waited for
	read     chan struct{} // closed when its log has been read to the end
	state    *os.ProcessState
	mu       sync.Mutex
	ending   kind // how it was ended: kill, stop, or "" while nobody has
	asked    time.Time
	finished time.Time
}

// launch starts argv, with its output in files.
func launch(name string, argv, env []string, stdout, stderr string) (*process, error) {
	p := &process{name: name, log: stdout, stderr: stderr, ended: make(chan struct{}), read: make(chan struct{})}
	out, err := os.OpenFile(stdout, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	defer out.Close() //nolint:errcheck // the child alone writes
	failures, err := os.OpenFile(stderr, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	defer failures.Close() //nolint:errcheck // as above
	cmd := &exec.Cmd{
		Path: argv[0], Args: argv, Env: append(os.Environ(), env...), Stdout: out, Stderr: failures, SysProcAttr: attributes(),
	}
	started := make(chan error)
	go p.wait(cmd, started)
	if err := <-started; err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	return p, nil
}

// wait starts cmd and keeps the thread that did, with whose end the kernel would kill the child.
func (p *process) wait(cmd *exec.Cmd, started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := cmd.Start(); err != nil {
		started <- err
		return
	}
	p.child = cmd.Process
	started <- nil
	_ = cmd.Wait() // the state has all that it says
	p.mu.Lock()
	p.state, p.finished = cmd.ProcessState, time.Now()
	p.mu.Unlock()
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

// signal sends s and notes that this is how p ends. It is false where p has ended already, or was killed.
func (p *process) signal(how kind, s syscall.Signal) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.running() || p.ending == kill {
		return false
	}
	if p.ending == "" {
		p.asked = time.Now()
	}
	p.ending = how
	return p.child.Signal(s) == nil
}

// kill ends p at once. It is false where p was gone already.
func (p *process) kill() bool {
	if !p.signal(kill, syscall.SIGKILL) {
		return false
	}
	<-p.ended
	return true
}

// terminate asks p to end and waits until it has, or was killed by somebody else.
func (p *process) terminate(ctx context.Context) error {
	p.signal(stop, syscall.SIGTERM)
	limit := time.NewTimer(stopLimit)
	defer limit.Stop()
	select {
	case <-p.ended:
		return nil
	case <-limit.C:
		p.kill()
		return fmt.Errorf("%s did not end within %s of SIGTERM and was killed", p.name, stopLimit)
	case <-ctx.Done():
		p.kill()
		return context.Cause(ctx)
	}
}

// errStopped is the error of a process that ended badly after it was asked to end.
var errStopped = errors.New("a stop that was not clean")

// outcome is nil where p ended as it was to. Call it when it has ended.
func (p *process) outcome() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.ending == kill, p.ending == stop && p.state.Success():
		return nil
	case p.ending == stop:
		return fmt.Errorf("%w: %s ended with %s\n%s", errStopped, p.name, p.state, p.lastWords())
	}
	return fmt.Errorf("%s ended unasked with %s\n%s", p.name, p.state, p.lastWords())
}

// endedBy is how p was ended: kill, stop, or "" where nobody did.
func (p *process) endedBy() kind {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ending
}

// lastWords is the end of what p wrote to stderr.
func (p *process) lastWords() string {
	const most = 1 << 10
	text, err := os.ReadFile(p.stderr)
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-most):])
}
