package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// certificate is a new self-signed certificate for the loopback address and its key, in PEM.
func certificate(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool = x509.NewCertPool()
	pool.AddCert(parsed)
	text := func(kind string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	return text("CERTIFICATE", der), text("PRIVATE KEY", keyDER), pool
}

// TestTLSFromConfig: the files that the source config names are those that clients see.
func TestTLSFromConfig(t *testing.T) {
	cert, key, pool := certificate(t)
	p := start(t, folder(t, map[string]string{
		"source.json":  `{"type": "http", "properties": {"host": "127.0.0.1", "port": 0, "tls": {"cert": "tls/cert.pem", "key": "tls/key.pem"}}}`,
		"tls/cert.pem": cert, "tls/key.pem": key,
	}), "--source", "source.json")
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	resp, err := (&http.Client{Transport: transport}).Post("https"+strings.TrimPrefix(p.url, "http"), "application/json", strings.NewReader("1"))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	transport.CloseIdleConnections()
	if resp.StatusCode != 200 || resp.TLS == nil {
		t.Errorf("status %d, TLS %v", resp.StatusCode, resp.TLS)
	}
	p.signal(syscall.SIGTERM)
	if code := p.wait(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
}

// TestLimitsFromConfig: maxBodyBytes and queueTimeout work, and who runs into them has a timing line too.
func TestLimitsFromConfig(t *testing.T) {
	p := start(t, folder(t, map[string]string{
		"source.json":   `{"type": "http", "properties": {"host": "127.0.0.1", "port": 0, "maxBodyBytes": 10, "queueTimeout": "1ms"}}`,
		"receiver.json": `{"module": "./r.js", "concurrency": 1}`,
		"r.js":          `module.exports = ({ log }) => () => { log.warn('started'); return new Promise(() => setInterval(() => {}, 1000)) }`,
	}), "--source", "source.json", "--receiver", "receiver.json")
	post := func(body string, header ...string) int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.url, strings.NewReader(body))
		if err != nil {
			t.Error(err)
			return 0
		}
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Error(err)
			return 0
		}
		_ = resp.Body.Close()
		return resp.StatusCode
	}
	held := make(chan int, 1)
	go func() { held <- post("1") }()
	waitUntil(func() bool { return len(p.log.with("started")) == 1 })
	for _, c := range []struct {
		what   string
		status int
		want   int
	}{
		{"too large", post("12345678901"), 413},
		{"a coding nobody reads", post("1", "Content-Encoding", "br"), 415},
		{"broken compression", post("1", "Content-Encoding", "gzip"), 400},
		{"no room", post("1"), 503},
	} {
		if c.status != c.want {
			t.Errorf("%s: status %d, want %d", c.what, c.status, c.want)
		}
	}
	p.signal(syscall.SIGTERM)
	waitUntil(func() bool { return len(p.log.with("Stopping: messages in flight may finish")) == 1 })
	p.signal(syscall.SIGINT)
	if got := <-held; got != 503 {
		t.Errorf("the message in flight got %d", got)
	}
	if code := p.wait(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	outcomes := map[any]int{}
	for _, l := range p.log.with("Message handler performance") {
		outcomes[l["outcome"]]++
		if l["method"] != "POST" || l["path"] != "/" {
			t.Errorf("timing line: %v", l)
		}
	}
	if outcomes["malformed"] != 3 || outcomes["refused"] != 1 || outcomes["returned"] != 1 || len(outcomes) != 3 {
		t.Errorf("the outcomes are %v", outcomes)
	}
}

// TestPipe is the README's own pipe, with the config file that ships.
func TestPipe(t *testing.T) {
	config, err := filepath.Abs("../../conf/source-stdin.json")
	if err != nil {
		t.Fatal(err)
	}
	cmd := command(t, folder(t, map[string]string{
		"r.json": `{"module": "./r.js"}`,
		"r.js":   `module.exports = () => async ({ a }, { source, line }) => ({ a, source, line })`,
	}), "--source", config, "--receiver", "r.json")
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = strings.NewReader("{\"a\":1}\n"), &stderr
	out, err := cmd.Output()
	if want := `{"a":1,"source":"stdin","line":1}` + "\n"; err != nil || string(out) != want {
		t.Errorf("got %q (%v), want %q\n%s", out, err, want, stderr.String())
	}
}

// TestLongLine: a line that is too long for stdin has its timing line, and a dead letter with all headers.
func TestLongLine(t *testing.T) {
	dir := folder(t, map[string]string{
		"s.json": `{"type": "stdin"}`,
		"r.json": `{"module": "./r.js"}`,
		"r.js":   `module.exports = () => async n => n`,
	})
	cmd := command(t, dir, "--source", "s.json", "--receiver", "r.json")
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = strings.NewReader("1\n"+strings.Repeat("2", 16<<20+1)+"\n3\n"), &stderr
	out, err := cmd.Output()
	if err != nil || string(out) != "1\n3\n" {
		t.Errorf("got %q (%v)\n%s", out, err, stderr.String())
	}
	log := &logLines{ready: make(chan string, 1)}
	log.read(&stderr)
	lines := log.with("Message handler performance")
	letters := 0
	for _, l := range lines {
		if l["outcome"] == "deadLettered" && l["errorName"] == "LineTooLongError" && l["line"] == 2.0 {
			letters++
		}
	}
	if len(lines) != 3 || letters != 1 {
		t.Errorf("timing lines: %v", lines)
	}
	m, headers := letter(t, filepath.Join(dir, "dead.ndjson"))
	if m != strings.Repeat("2", 16<<20) {
		t.Errorf("the dead letter has %d bytes", len(m))
	}
	for name, want := range map[string]string{
		"guthega-error-name": "LineTooLongError", "guthega-attempts": "1", "guthega-source": "stdin",
		"guthega-receiver": "./r.js",
	} {
		if headers[name] != want {
			t.Errorf("%s is %q, want %q", name, headers[name], want)
		}
	}
	for _, name := range []string{"guthega-error-message", "guthega-request-id", "guthega-receiver-version", "guthega-failed-at"} {
		if _, ok := headers[name]; !ok {
			t.Errorf("the dead letter has no %s", name)
		}
	}
}

// letter reads the one dead letter in file.
func letter(t *testing.T, file string) (body string, headers map[string]string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var d deadLetter
	if err := json.Unmarshal(data, &d); err != nil || d.Body == nil {
		t.Fatalf("not one dead letter: %v", err)
	}
	return *d.Body, d.Headers
}
