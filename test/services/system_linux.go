package services

import (
	"os"
	"syscall"
)

// attributes give a child a process group of its own, so that what it starts can be ended with it and the terminal's
// Ctrl-C is ours to handle, and have the kernel kill it when the thread that started it ends.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func terminate(p *os.Process) error { return p.Signal(syscall.SIGTERM) }

// killGroup ends what is left of p's process group, of which p is the leader.
func killGroup(p *os.Process) error { return syscall.Kill(-p.Pid, syscall.SIGKILL) }
