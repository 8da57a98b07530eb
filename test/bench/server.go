package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// startLimit is far above what any peer needs.
const startLimit = 30 * time.Second

// server is a peer's running process, and its log.
type server struct {
	*process
	peer    peer
	log     *logFile
	address string
}

// launch starts p without waiting for it. Its stdout goes to a file: what writing a log costs counts, what reading it
// costs does not. dir is p's own folder, and may have been used by it before.
func launch(p peer, dir string, port int) (_ *server, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	argv, err := p.command(dir, port)
	if err != nil {
		return nil, fmt.Errorf("preparing %s: %w", p.name, err)
	}
	s := &server{peer: p}
	if s.log, err = openLog(filepath.Join(dir, "stdout")); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = s.log.close()
		}
	}()
	stderr, err := os.Create(filepath.Join(dir, "stderr"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = stderr.Close() }() // the child has its own
	if s.process, err = spawn(p.name, argv, dir, s.log.file, stderr); err != nil {
		return nil, err
	}
	s.lastWords = func() string { return tail(s.log.file.Name()) + tail(stderr.Name()) }
	return s, nil
}

// start starts p on a free port and waits until it says that it is ready.
func start(ctx context.Context, p peer, dir string) (*server, error) {
	s, err := launch(p, dir, 0)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	if s.address, err = s.awaitReady(ctx); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

func (s *server) awaitReady(ctx context.Context) (string, error) {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if address, err := s.log.ready(); address != "" || err != nil {
			return address, err
		}
		select {
		case <-tick.C:
		case <-s.ended:
			return "", fmt.Errorf("%s ended before it was ready", s.name)
		case <-ctx.Done():
			return "", fmt.Errorf("%s is not ready: %w\n%s", s.name, ctx.Err(), s.lastWords())
		}
	}
}

func (s *server) stop() error {
	err := s.process.stop()
	return errors.Join(err, s.log.close())
}

// tail is the end of a file.
func tail(name string) string {
	const keep = 2000
	text, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	return strings.ToValidUTF8(string(text[max(0, len(text)-keep):]), "")
}
