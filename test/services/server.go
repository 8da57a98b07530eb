package services

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Server is a server of our own that is one process with one port. Its methods are for one goroutine.
type Server struct {
	// Address is its host:port, and Port the port alone. They stay when it is started again.
	Address string
	Port    int

	dir     string
	port    port
	command command
	ready   func(context.Context) error
	// hurry is sent before SIGTERM where the server would wait for its clients; nil is nothing.
	hurry   os.Signal
	process *process // nil while it is stopped
}

// newServer makes a server that has a folder and a port. configure makes its command, but for what is the same for all,
// with files in the folder; by default a server is ready when its port is open.
func newServer(ctx context.Context, name string, configure func(context.Context, *Server) error) (*Server, error) {
	dir, err := os.MkdirTemp("", name+"-")
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	p, err := reservePort()
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	s := &Server{Address: p.address(), Port: p.number, dir: dir, port: p}
	s.ready = func(ctx context.Context) error { return dial(ctx, s.Address) }
	s.command = command{name: name, dir: dir, log: filepath.Join(dir, "log")}
	if err := configure(ctx, s); err != nil {
		return nil, errors.Join(fmt.Errorf("starting %s: %w", name, err), s.Close())
	}
	if err := s.Start(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Start starts a stopped server again: at the same address, with the data that it had.
func (s *Server) Start(ctx context.Context) error {
	if s.process != nil {
		return fmt.Errorf("starting %s: it is running", s.command.name)
	}
	p, err := start(ctx, s.command, s.ready)
	if err != nil {
		return err
	}
	s.process = p
	return nil
}

// Stop stops the server as an operator does. A stopped one stays so.
func (s *Server) Stop() error {
	p := s.process
	if p == nil {
		return nil
	}
	s.process = nil
	if s.hurry != nil {
		if err := p.child.Signal(s.hurry); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return fmt.Errorf("stopping %s: %w", p.name, err)
		}
	}
	return p.stop()
}

// Close stops the server and removes all that it had.
func (s *Server) Close() error { return errors.Join(s.Stop(), s.port.Close(), os.RemoveAll(s.dir)) }

// in is a file of the server's folder.
func (s *Server) in(name string) string { return filepath.Join(s.dir, name) }

// run runs one of a server's programs to its end.
func (s *Server) run(ctx context.Context, argv ...string) error {
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir = s.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(argv[0]), err, out)
	}
	return nil
}

// find returns the path of a program that the system's path or one of the folders has, which may be patterns.
func find(service, needs, program string, folders ...string) (string, error) {
	path, err := exec.LookPath(program)
	if err == nil {
		return filepath.Abs(path)
	}
	for _, folder := range folders {
		found, _ := filepath.Glob(filepath.Join(folder, program)) // the patterns are ours
		if len(found) > 0 {
			return found[len(found)-1], nil
		}
	}
	return "", &Unavailable{Service: service, Needs: needs, Err: errors.Unwrap(err)}
}
