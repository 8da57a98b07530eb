package main

import (
	"net/http"
	"strings"
	"syscall"
	"testing"
)

// adminURL is where a server that was started with port 0 serves its health.
func (p *server) adminURL() string {
	p.t.Helper()
	lines := p.log.with("Admin server listens")
	if len(lines) != 1 {
		p.t.Fatalf("the log does not say where the admin server listens: %s", p.log.text())
	}
	addr, _ := lines[0]["address"].(string)
	return "http://" + addr
}

func status(t *testing.T, url string) int {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// TestAdmin: /live and /ready; while a message is finished after the stop the process lives and is not ready.
func TestAdmin(t *testing.T) {
	p := start(t, folder(t, map[string]string{
		"receiver.json": `{"module": "./r.js"}`,
		"r.js":          `module.exports = ({ log }) => () => { log.warn('started'); return new Promise(() => setInterval(() => {}, 1000)) }`,
	}), "--source", "source.json", "--receiver", "receiver.json", "--admin", "127.0.0.1:0")
	admin := p.adminURL()
	for _, path := range []string{"/live", "/ready"} {
		if got := status(t, admin+path); got != 200 {
			t.Errorf("%s: %d", path, got)
		}
	}
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
	waitUntil(func() bool { return status(t, admin+"/ready") == 503 })
	if got := status(t, admin+"/live"); got != 200 {
		t.Errorf("/live while draining: %d", got)
	}
	select {
	case got := <-answered:
		t.Errorf("the message in flight was answered with %d", got)
	default:
	}
	p.signal(syscall.SIGINT)
	if got := <-answered; got != 503 {
		t.Errorf("the message in flight got %d", got)
	}
	if code := p.wait(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
