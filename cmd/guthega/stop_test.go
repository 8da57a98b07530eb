package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// TestStopWhileLoading: a deploy that is taken back before the receiver is up is a clean stop.
func TestStopWhileLoading(t *testing.T) {
	for name, factory := range map[string]string{
		"awaiting": `new Promise(() => setInterval(() => {}, 1000))`,
		"spinning": `{ for (;;); }`,
	} {
		dir := folder(t, map[string]string{
			"receiver.json": `{"module": "./r.js", "turnTimeout": "1h", "timeout": "1h"}`,
			"r.js":          `module.exports = ({ log }) => { log.warn('loading'); return (() => ` + factory + `)() }`,
		})
		t.Run("run, "+name, func(t *testing.T) {
			p := launch(t, command(t, dir, "--source", "source.json", "--receiver", "receiver.json"), (*exec.Cmd).StdoutPipe)
			waitUntil(func() bool { return len(p.log.with("loading")) == 1 })
			p.signal(syscall.SIGTERM)
			if code := p.wait(); code != exitOK {
				t.Errorf("exit code %d\n%s", code, p.log.text())
			}
			if len(p.log.with("Stopped while loading")) != 1 {
				t.Errorf("the log does not say so: %s", p.log.text())
			}
		})
		t.Run("invoke, "+name, func(t *testing.T) {
			p := launch(t, command(t, dir, "invoke", "--receiver", "receiver.json", "--message", "1"), (*exec.Cmd).StderrPipe)
			waitUntil(func() bool { return len(p.log.with("loading")) == 1 })
			p.signal(syscall.SIGTERM)
			if code := p.wait(); code != exitFailed || !strings.Contains(p.log.text(), "was loading: the message was not handed to it") {
				t.Errorf("exit code %d\n%s", code, p.log.text())
			}
		})
	}
}

// TestDrainTimeout: the deadline is a hard stop; the client has an answer and the message its line.
func TestDrainTimeout(t *testing.T) {
	p := start(t, folder(t, map[string]string{
		"source.json":   `{"type": "http", "properties": {"host": "127.0.0.1", "port": 0}, "drainTimeout": "20ms"}`,
		"receiver.json": `{"module": "./r.js"}`,
		"r.js":          `module.exports = ({ log }) => () => { log.warn('started'); return new Promise(() => setInterval(() => {}, 1000)) }`,
	}), "--source", "source.json", "--receiver", "receiver.json")
	answered := make(chan int, 1)
	go func() {
		resp, err := http.Post(p.url, "application/json", strings.NewReader("1"))
		if err != nil {
			t.Error(err)
			answered <- 0
			return
		}
		_ = resp.Body.Close()
		answered <- resp.StatusCode
	}()
	waitUntil(func() bool { return len(p.log.with("started")) == 1 })
	p.signal(syscall.SIGTERM)
	if got := <-answered; got != 503 {
		t.Errorf("the message in flight got %d", got)
	}
	if code := p.wait(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	if lines := p.log.with("Message handler performance"); len(lines) != 1 || lines[0]["outcome"] != "returned" {
		t.Errorf("timing lines: %v", lines)
	}
}

// blocked is a guthega whose log nobody reads any more: it waits in the middle of a line.
func blocked(t *testing.T) (p *exec.Cmd, ready string, stderr *bytes.Buffer) {
	t.Helper()
	cmd := command(t, folder(t, map[string]string{
		"receiver.json": `{"module": "./r.js"}`,
		"r.js":          `module.exports = ({ log }) => () => log.warn('filling ' + 'x'.repeat(8 << 20))`,
	}), "--source", "source.json", "--receiver", "receiver.json", "--admin", "127.0.0.1:0")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr = &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = w, stderr
	if err := errors.Join(cmd.Start(), w.Close()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = cmd.Process.Kill(), r.Close() })
	log, lines := bufio.NewReader(r), &logLines{ready: make(chan string, 1)}
	next := func() {
		line, err := log.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		lines.read(strings.NewReader(line))
	}
	for len(lines.with("Ready")) == 0 {
		next()
	}
	go func() { // never answered
		if resp, err := http.Post("http://"+<-lines.ready, "application/json", strings.NewReader("1")); err == nil {
			_ = resp.Body.Close()
		}
	}()
	for text := ""; !strings.HasSuffix(text, "filling xxx"); { // and 8 MiB are more than any pipe holds
		c, err := log.ReadByte()
		if err != nil {
			t.Fatal(err)
		}
		text += string(c)
	}
	return cmd, (&server{t: t, log: lines}).adminURL() + "/ready", stderr
}

// TestSignalsWithAFullOutput: blocking on the log's output is the contract, being unkillable is not.
func TestSignalsWithAFullOutput(t *testing.T) {
	send := func(t *testing.T, p *exec.Cmd, s os.Signal) {
		t.Helper()
		if err := p.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("the third kills", func(t *testing.T) {
		t.Parallel()
		p, ready, _ := blocked(t)
		send(t, p, syscall.SIGTERM)
		waitUntil(func() bool { return status(t, ready) == 503 })
		send(t, p, syscall.SIGINT)
		send(t, p, syscall.SIGTERM)
		exit, ok := errors.AsType[*exec.ExitError](p.Wait())
		if !ok || !exit.Sys().(syscall.WaitStatus).Signaled() {
			t.Errorf("the process was not killed by the signal: %v", exit)
		}
	})
	t.Run("after the second it gives up", func(t *testing.T) {
		t.Parallel()
		p, ready, stderr := blocked(t)
		send(t, p, syscall.SIGTERM)
		waitUntil(func() bool { return status(t, ready) == 503 })
		send(t, p, syscall.SIGINT)
		exit, ok := errors.AsType[*exec.ExitError](p.Wait())
		if !ok || exit.ExitCode() != exitFailed || !strings.Contains(stderr.String(), "is the log's output being read?") {
			t.Errorf("got %v, %q", exit, stderr)
		}
	})
}

func TestWatchStop(t *testing.T) {
	const drain = time.Minute
	for _, c := range []struct {
		name           string
		soft, hard     time.Duration // when they end; zero for never
		canceled, want time.Duration // zero for never
	}{
		{name: "no stop"},
		{name: "one signal", soft: time.Second, want: time.Second + drain + lastResort},
		{name: "two signals", soft: time.Second, hard: 3 * time.Second, want: 3*time.Second + lastResort},
		{name: "ended before the stop", canceled: time.Second, soft: 2 * time.Second},
		{name: "ended in time", soft: time.Second, canceled: 2 * time.Second},
		{name: "ended after the hard stop", soft: time.Second, hard: 2 * time.Second, canceled: 3 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				at := func(d time.Duration, f func()) {
					if d > 0 {
						time.AfterFunc(d, f)
					}
				}
				soft, endSoft := context.WithCancel(t.Context())
				hard, endHard := context.WithCancel(t.Context())
				defer endHard()
				defer endSoft()
				began := time.Now()
				var stuck time.Duration
				cancel := watchStop(soft, hard, drain, func() { stuck = time.Since(began) })
				at(c.soft, endSoft)
				at(c.hard, endHard)
				at(c.canceled, cancel)
				time.Sleep(time.Hour)
				synctest.Wait()
				if stuck != c.want {
					t.Errorf("stuck after %s, want %s", stuck, c.want)
				}
				if c.canceled == 0 {
					cancel()
				}
			})
		})
	}
}
