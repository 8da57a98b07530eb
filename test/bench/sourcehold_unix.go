//go:build unix

package main

import (
	"fmt"
	"syscall"
)

// hold keeps the process from running until resume.
func (p *process) hold() error { return p.signal(syscall.SIGSTOP) }

func (p *process) resume() error { return p.signal(syscall.SIGCONT) }

func (p *process) signal(s syscall.Signal) error {
	if err := p.cmd.Process.Signal(s); err != nil {
		return fmt.Errorf("sending %s the signal %s: %w", p.name, s, err)
	}
	return nil
}
