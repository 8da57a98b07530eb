package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
)

// steps are the messages that a receiver of servers/ gets; between two of them its server is restarted.
var steps = [...]string{"first", "again"}

// side makes the command line of a receiver that reads messages from stdin.
type side func(name string, properties map[string]any) ([]string, error)

// session runs a receiver on one side, hands it each step, and collects the results. What it makes on the server has a name
// of its own, which the results have not.
func (b *bench) session(ctx context.Context, s server, on side, name string, properties map[string]any) (o outcome, err error) {
	b.runs++
	properties["name"] = fmt.Sprintf("run_%d", b.runs)
	argv, err := on(name, properties)
	if err != nil {
		return o, err
	}
	limited, cancel := context.WithTimeout(ctx, 2*b.limit) // the server's restart takes a share
	defer cancel()
	cmd := exec.CommandContext(limited, argv[0], argv[1:]...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = b.dir, environment(), time.Second
	var stdout strings.Builder
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return o, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return o, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return o, err
	}
	results := bufio.NewReader(io.TeeReader(out, &stdout))
	failure := converse(limited, s, in, results)
	_ = in.Close()                      // it may be gone
	_, _ = io.Copy(io.Discard, results) // until it ends, which says all
	ended := cmd.Wait()
	o = outcome{
		stdout: strings.ReplaceAll(stdout.String(), fmt.Sprint(properties["name"]), "run"), stderr: stderr.String(), took: time.Since(began),
		late: limited.Err() != nil, code: cmd.ProcessState.ExitCode(),
	}
	switch _, exited := errors.AsType[*exec.ExitError](ended); {
	case ctx.Err() != nil:
		return o, context.Cause(ctx)
	case failure != nil && !o.late:
		return o, failure
	case exited || o.late:
		return o, nil
	}
	return o, ended
}

// converse hands over the steps, and is an error where the server cannot be restarted. It ends early where the receiver
// does: its exit code says why.
func converse(ctx context.Context, s server, in io.Writer, out *bufio.Reader) error {
	for i, step := range steps {
		if i > 0 {
			if err := errors.Join(s.Stop(), s.Start(ctx)); err != nil {
				return fmt.Errorf("restarting the server: %w", err)
			}
		}
		if _, err := fmt.Fprintf(in, "{\"step\":%q}\n", step); err != nil {
			return nil //nolint:nilerr // it has ended
		}
		line, err := out.ReadString('\n')
		if err != nil || strings.HasPrefix(line, `"threw `) {
			return nil //nolint:nilerr // as above, or the rest would fail too
		}
	}
	return nil
}

// unproven says which result of a receiver is not as it has to be: none may be missing, none may be false.
func unproven(stdout string) string {
	var all []map[string]any
	for line := range strings.Lines(stdout) {
		var result map[string]any
		if err := json.Unmarshal([]byte(line), &result); err != nil {
			return "a result is no object: " + line
		}
		all = append(all, result)
	}
	if len(all) != len(steps) {
		return fmt.Sprintf("%d results for %d messages", len(all), len(steps))
	}
	for i, names := range [len(steps)][]string{{"wrote", "mb"}, {"reconnected"}} {
		for _, name := range names {
			if all[i][name] != true {
				return fmt.Sprintf("%s is %v", name, all[i][name])
			}
		}
	}
	if all[0]["read"] == nil {
		return "read is missing"
	}
	return ""
}
