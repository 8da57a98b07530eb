package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// server is a guthega that serves, in a process of its own.
type server struct {
	t   *testing.T
	cmd *exec.Cmd
	url string
	log *logLines
	end chan error
}

// logLines collects what a process logs.
type logLines struct {
	mu    sync.Mutex
	lines []map[string]any
	raw   strings.Builder
	ready chan string // the address, once
}

// start runs guthega in dir, which has a source.json with port 0, and waits until it is ready.
func start(t *testing.T, dir string, args ...string) *server {
	t.Helper()
	p := launch(t, command(t, dir, args...), (*exec.Cmd).StdoutPipe)
	select {
	case addr := <-p.log.ready:
		_, port, err := net.SplitHostPort(addr)
		if err != nil {
			t.Fatal(err)
		}
		p.url = "http://127.0.0.1:" + port
	case err := <-p.end:
		t.Fatalf("guthega ended before it was ready: %v\n%s", err, p.log.text())
	}
	return p
}

// command is guthega, to be run in dir.
func command(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asCommand+"=1", "XDG_CACHE_HOME="+t.TempDir())
	return cmd
}

// launch starts cmd and collects what it logs to the stream that output opens.
func launch(t *testing.T, cmd *exec.Cmd, output func(*exec.Cmd) (io.ReadCloser, error)) *server {
	t.Helper()
	p := &server{t: t, cmd: cmd, log: &logLines{ready: make(chan string, 1)}, end: make(chan error, 1)}
	out, err := output(cmd)
	if err != nil {
		t.Fatal(err)
	}
	if cmd.Stderr == nil {
		cmd.Stderr = os.Stderr
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	read := make(chan struct{})
	go func() { defer close(read); p.log.read(out) }()
	go func() { <-read; p.end <- cmd.Wait() }()
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return p
}

func (l *logLines) read(out io.Reader) {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line map[string]any
		err := json.Unmarshal(lines.Bytes(), &line)
		l.mu.Lock()
		if err != nil {
			line = map[string]any{"message": "NOT JSON: " + lines.Text()}
		}
		l.lines = append(l.lines, line)
		l.raw.WriteString(lines.Text() + "\n")
		l.mu.Unlock()
		if line["message"] == "Ready" {
			addr, _ := line["address"].(string)
			l.ready <- addr
		}
	}
}

func (l *logLines) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.raw.String()
}

// with returns the lines with that message.
func (l *logLines) with(message string) []map[string]any {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []map[string]any
	for _, line := range l.lines {
		if line["message"] == message {
			found = append(found, line)
		}
	}
	return found
}

// wait waits for the process to end and returns its exit code.
func (p *server) wait() int {
	p.t.Helper()
	err := <-p.end
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return 0
}

func (p *server) signal(s os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
}

// post sends one message and returns the reply and its decoded body.
func (p *server) post(body string) (*http.Response, map[string]any) {
	p.t.Helper()
	resp, err := http.Post(p.url, "application/json", strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	var reply map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&reply); err != nil {
		p.t.Fatal(err)
	}
	return resp, reply
}

// folder writes files into a new folder, with a source.json for HTTP on a free port.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("source.json", `{"type": "http", "properties": {"connection": {"host": "127.0.0.1", "port": 0}}}`)
	for name, text := range files {
		write(name, text)
	}
	return dir
}

// TestServeDefault is the issue's own example: the embedded log receiver, a POST, 200, the header and the reply.
func TestServeDefault(t *testing.T) {
	p := start(t, folder(t, nil), "--source", "source.json")
	resp, reply := p.post(`{"a":1}`)
	id, _ := reply["requestId"].(string)
	if resp.StatusCode != 200 || id == "" || resp.Header.Get("X-Guthega-RequestID") != id || len(reply) != 2 {
		t.Errorf("got %d %v %v", resp.StatusCode, resp.Header, reply)
	}
	if _, err := time.Parse(time.RFC3339Nano, reply["gts"].(string)); err != nil {
		t.Error(err)
	}
	p.signal(syscall.SIGTERM)
	if code := p.wait(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	received := p.log.with("Message received")
	if len(received) != 1 || received[0]["requestId"] != id {
		t.Errorf("the log receiver wrote %v", received)
	}
	timing := p.log.with("Message handler performance")
	if len(timing) != 1 {
		t.Fatalf("timing lines: %v", timing)
	}
	for _, key := range []string{"level", "timestamp", "processor", "gts", "startTime", "duration", "queueDuration",
		"vmDuration", "billedDuration", "coldStart", "initDuration", "method", "path"} {
		if _, ok := timing[0][key]; !ok {
			t.Errorf("the timing line has no %s: %v", key, timing[0])
		}
	}
	if timing[0]["requestId"] != id || timing[0]["outcome"] != "resolved" || timing[0]["name"] != "messageReceived" {
		t.Errorf("timing line: %v", timing[0])
	}
	if len(p.log.with("There is no ./conf/receiver.json: the built-in receiver config is used (the log receiver)")) != 1 {
		t.Error("the log does not say that the built-in config is used")
	}
	if len(p.log.with("Stopped")) != 1 {
		t.Error("no summary line")
	}
}

// TestEveryMessageHasItsLine sends 20,000 messages, some of them bad, and counts.
func TestEveryMessageHasItsLine(t *testing.T) {
	const messages, workers = 20_000, 32
	p := start(t, folder(t, map[string]string{
		"receiver.json": `{"module": "./r.js"}`,
		"r.js": `module.exports = () => async ({ n }) => {
			if (n % 10 === 1) throw new Error('one');
			if (n % 10 === 2) await null;
			if (n % 100 === 3) await new Promise(resolve => setTimeout(resolve, 1));
			return { n };
		}`,
	}), "--source", "source.json", "--receiver", "receiver.json", "--log-level", "info")
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: workers}}
	var next, wrong atomic.Int64
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for n := next.Add(1); n <= messages; n = next.Add(1) {
				body, want := fmtInt(n), 200
				switch n % 10 {
				case 1:
					want = 500
				case 4:
					body, want = "{", 400
				}
				resp, err := client.Post(p.url, "application/json", strings.NewReader(body))
				if err != nil || resp.StatusCode != want {
					wrong.Add(1)
					continue
				}
				_, _ = io.Copy(io.Discard, resp.Body)
				_ = resp.Body.Close()
			}
		})
	}
	all.Wait()
	client.CloseIdleConnections()
	p.signal(syscall.SIGTERM)
	if code := p.wait(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if wrong.Load() != 0 {
		t.Errorf("%d replies were not as they should be", wrong.Load())
	}
	lines := p.log.with("Message handler performance")
	ids := map[any]bool{}
	for _, l := range lines {
		ids[l["requestId"]] = true
	}
	if len(lines) != messages || len(ids) != messages {
		t.Errorf("%d messages gave %d timing lines with %d ids", messages, len(lines), len(ids))
	}
}

func fmtInt(n int64) string {
	b, _ := json.Marshal(map[string]int64{"n": n})
	return string(b)
}

// TestStopUnderLoadLosesNoReply sends SIGTERM while clients hammer: every request that was sent has a whole reply.
func TestStopUnderLoadLosesNoReply(t *testing.T) {
	p := start(t, folder(t, map[string]string{
		"receiver.json": `{"module": "./r.js", "concurrency": 16}`,
		"r.js":          `module.exports = () => async () => { await new Promise(resolve => setTimeout(resolve, 5)); return { ok: true } }`,
	}), "--source", "source.json", "--receiver", "receiver.json")
	var replies, refused, lost atomic.Int64
	var all sync.WaitGroup
	for range 32 {
		all.Go(func() {
			client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1}}
			defer client.CloseIdleConnections()
			for {
				resp, err := client.Post(p.url, "application/json", bytes.NewReader([]byte(`{}`)))
				if err != nil {
					if !errors.Is(err, syscall.ECONNREFUSED) { // a connection that was never made lost nothing
						lost.Add(1)
						t.Error(err)
					}
					return
				}
				_, err = io.Copy(io.Discard, resp.Body)
				_ = resp.Body.Close()
				switch {
				case err != nil:
					lost.Add(1)
				case resp.StatusCode == 200:
					replies.Add(1)
				case resp.StatusCode == 503 && resp.Header.Get("Retry-After") != "":
					refused.Add(1) // and goes elsewhere, as it was told
					return
				default:
					t.Errorf("status %d", resp.StatusCode)
				}
			}
		})
	}
	waitUntil(func() bool { return replies.Load() > 500 })
	p.signal(syscall.SIGTERM)
	all.Wait()
	if code := p.wait(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if lost.Load() > 0 || refused.Load() == 0 {
		t.Errorf("%d replies were lost, %d clients were told to come back", lost.Load(), refused.Load())
	}
	if got, want := int64(len(p.log.with("Message handler performance"))), replies.Load()+refused.Load(); got != want {
		t.Errorf("%d replies and refusals, %d timing lines", want, got)
	}
}

func waitUntil(cond func() bool) {
	for tick := time.NewTicker(time.Millisecond); !cond(); <-tick.C {
	}
}

// TestSecondSignal: a handler that never ends is interrupted, its client has an answer, and the process ends.
func TestSecondSignal(t *testing.T) {
	p := start(t, folder(t, map[string]string{
		"receiver.json": `{"module": "./r.js"}`,
		"r.js": `module.exports = ({ log }) => ({ how }) => {
			log.info('started');
			if (how === 'spin') for (;;);
			return new Promise(() => setInterval(() => {}, 1000));
		}`,
	}), "--source", "source.json", "--receiver", "receiver.json")
	statuses := make(chan int, 2)
	for _, how := range []string{"spin", "await"} {
		go func() {
			resp, err := http.Post(p.url, "application/json", strings.NewReader(`{"how":"`+how+`"}`))
			if err != nil {
				t.Error(err)
				statuses <- 0
				return
			}
			_ = resp.Body.Close()
			statuses <- resp.StatusCode
		}()
	}
	waitUntil(func() bool { return len(p.log.with("started")) == 2 })
	p.signal(syscall.SIGTERM)
	waitUntil(func() bool { return len(p.log.with("Stopping: messages in flight may finish")) == 1 })
	p.signal(syscall.SIGINT)
	for range 2 {
		if status := <-statuses; status != 503 {
			t.Errorf("status %d", status)
		}
	}
	if code := p.wait(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	for _, l := range p.log.with("Message handler performance") {
		if l["outcome"] != "returned" {
			t.Errorf("outcome %v", l["outcome"])
		}
	}
}

// TestPortTaken: exit code 1, and the message says what to do.
func TestPortTaken(t *testing.T) {
	p := start(t, folder(t, nil), "--source", "source.json")
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(p.url, "http://"))
	dir := folder(t, map[string]string{"source.json": `{"type":"http","properties":{"host":"127.0.0.1","port":` + port + `}}`})
	cmd := exec.Command(os.Args[0], "--source", "source.json")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asCommand+"=1", "XDG_CACHE_HOME="+t.TempDir())
	var stderr strings.Builder
	cmd.Stderr = &stderr
	err := cmd.Run()
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok || exit.ExitCode() != exitFailed || !strings.Contains(stderr.String(), port) {
		t.Errorf("got %v, %q", err, stderr.String())
	}
	p.signal(syscall.SIGTERM)
	p.wait()
}
