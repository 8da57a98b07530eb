package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// firstReplies installs a receiver with lodash and uuid, and returns the median time from the start of `guthega run`
// to its first reply.
func (o *options) firstReplies(ctx context.Context, registry string) (time.Duration, error) {
	dir, err := o.project("first", `{"name": "x", "version": "1.0.0", "dependencies": {"lodash": "4.18.1", "uuid": "9.0.1"}}`)
	if err != nil {
		return 0, err
	}
	code := `const _ = require('lodash'); const { v4 } = require('uuid');
module.exports = () => async (message) => ({ id: v4(), sum: _.sum(message.list) });
`
	if err := os.WriteFile(filepath.Join(dir, "app", "index.js"), []byte(code), 0o600); err != nil {
		return 0, err
	}
	var took []float64
	for i := range o.rounds + 1 {
		d, err := o.once(ctx, dir, registry)
		if err != nil {
			return 0, err
		}
		if i > 0 { // the first run installs
			took = append(took, d.Seconds())
		}
	}
	return time.Duration(median(took) * float64(time.Second)), nil
}

// once starts guthega, waits for a reply, and stops it.
func (o *options) once(ctx context.Context, dir, registry string) (took time.Duration, err error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		return 0, err
	}
	source := fmt.Sprintf(`{"type": "http", "host": "127.0.0.1", "port": %s}`, address[strings.LastIndex(address, ":")+1:])
	if err := os.WriteFile(filepath.Join(dir, "source.json"), []byte(source), 0o600); err != nil {
		return 0, err
	}
	cmd := exec.CommandContext(ctx, o.guthega, "run", "--receiver", "receiver.json", "--source", "source.json",
		"--store", filepath.Join(dir, "store"))
	cmd.Dir, cmd.Env = dir, append(environment(), "NPM_REGISTRY="+registry)
	log := &strings.Builder{}
	cmd.Stdout, cmd.Stderr = log, log
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	err = o.answered(ctx, address, ended)
	took = time.Since(began)
	if err != nil {
		return 0, fmt.Errorf("%w\n%s", err, log)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return 0, err
	}
	return took, <-ended
}

// patience is far above what an installation takes.
const patience = 60 * time.Second

func (o *options) answered(ctx context.Context, address string, ended <-chan error) error {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+address, strings.NewReader(`{"list": [1, 2, 3]}`))
		if err != nil {
			return err
		}
		res, err := http.DefaultClient.Do(req)
		if err == nil {
			_ = res.Body.Close() // the status says it all
			if res.StatusCode != http.StatusOK {
				return fmt.Errorf("status %s", res.Status)
			}
			return nil
		}
		if !errors.Is(err, syscall.ECONNREFUSED) {
			return err
		}
		select {
		case err := <-ended:
			return fmt.Errorf("guthega ended: %w", errors.Join(err, errors.New("before its first reply")))
		case <-time.After(200 * time.Microsecond):
		}
	}
	return errors.New("guthega did not answer")
}
