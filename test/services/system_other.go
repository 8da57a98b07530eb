//go:build !linux

package services

import (
	"os"
	"syscall"
)

func attributes() *syscall.SysProcAttr { return nil }

func terminate(p *os.Process) error { return p.Signal(os.Interrupt) }

// killGroup ends p alone: process groups are not portable.
func killGroup(p *os.Process) error { return p.Kill() }
