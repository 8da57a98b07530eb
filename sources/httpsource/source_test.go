package httpsource_test

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/httpsource"
)

// serve runs src until the test ends and returns its URL.
func serve(t testing.TB, src *httpsource.Source, h sources.Handler) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- src.Run(ctx, h) }()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	return "http://" + src.Addr().String()
}

func echo(_ context.Context, m *sources.Message) (sources.Result, error) {
	if m.Fault != nil {
		return sources.Result{}, m.Fault
	}
	return sources.Result{JSON: bytes.Clone(m.Body)}, nil
}

// whole returns h as the engine calls it: not for messages with a Fault.
func whole(h sources.Handler) sources.Handler {
	return func(ctx context.Context, m *sources.Message) (sources.Result, error) {
		if m.Fault != nil {
			return sources.Result{}, m.Fault
		}
		return h(ctx, m)
	}
}

type reply struct {
	*http.Response
	body string
}

func do(t *testing.T, method, url string, body io.Reader, header ...string) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		t.Fatal(err)
	}
	return reply{response, string(text)}
}

// checkOurs checks what every reply has, and returns its body without it.
func checkOurs(t *testing.T, r reply) map[string]any {
	t.Helper()
	var body map[string]any
	if err := json.Unmarshal([]byte(r.body), &body); err != nil {
		t.Fatalf("the reply %q is no JSON object: %v", r.body, err)
	}
	id := r.Header.Get("X-Guthega-RequestID")
	if parsed, err := uuid.Parse(id); err != nil || parsed.Version() != 4 || body["requestId"] != id {
		t.Errorf("the header has the requestId %q, the body %v", id, body["requestId"])
	}
	gts, _ := body["gts"].(string)
	if at, err := time.Parse("2006-01-02T15:04:05.000Z", gts); err != nil || time.Since(at).Abs() > time.Hour {
		t.Errorf("gts is %q", gts)
	}
	if got := r.Header.Get("Content-Type"); got != "application/json; charset=utf-8" {
		t.Errorf("the Content-Type is %q", got)
	}
	if r.ContentLength != int64(len(r.body)) {
		t.Errorf("the Content-Length is %d, of %d bytes", r.ContentLength, len(r.body))
	}
	delete(body, "requestId")
	delete(body, "gts")
	return body
}

func TestVerdicts(t *testing.T) {
	type m = map[string]any
	failure := func(name, message string) m { return m{"error": m{"name": name, "message": message}} }
	long := strings.Repeat("x", 5000)
	var result sources.Result
	var verdict error
	url := serve(t, listening(t, httpsource.Config{}), func(context.Context, *sources.Message) (sources.Result, error) {
		return result, verdict
	})
	for _, c := range []struct {
		name       string
		result     string
		err        error
		status     int
		body       m
		retryAfter string
	}{
		{"an object", `{"a":1}`, nil, 200, m{"a": 1.0}, ""},
		{"undefined", ``, nil, 200, m{}, ""},
		{"an array", `[1]`, nil, 200, m{"result": []any{1.0}}, ""},
		{"a long result", `{"a":"` + long + `"}`, nil, 200, m{"a": long}, ""},
		{"rejected", "", &sources.Error{Name: "TypeError", Message: "a \"b\"\n\x00\xff"}, 500, failure("TypeError", "a \"b\"\n\x00\uFFFD"), ""},
		{"rejected without a name", "", &sources.Error{Message: "x"}, 500, failure("Error", "x"), ""},
		{"rejected, wrapped", "", fmt.Errorf("attempt 1: %w", &sources.Error{Name: "E", Message: "x"}), 500, failure("E", "x"), ""},
		{"retryAfter", "", &sources.Error{Name: "E", RetryAfter: 1500 * time.Millisecond}, 503, failure("E", ""), "2"},
		{"a short retryAfter", "", &sources.Error{Name: "E", RetryAfter: time.Millisecond}, 503, failure("E", ""), "1"},
		{"permanent", "", &sources.Error{Kind: sources.Permanent, Name: "E", RetryAfter: time.Second}, 422, failure("E", ""), ""},
		{"malformed", "", &sources.Error{Kind: sources.Malformed, Name: "SyntaxError"}, 400, failure("SyntaxError", ""), ""},
		{"timed out", "", &sources.Error{Kind: sources.Timeout, Name: "TimeoutError"}, 504, failure("TimeoutError", ""), ""},
		{"no room", "", &sources.Error{Kind: sources.Unavailable, Name: "E"}, 503, failure("E", ""), "1"},
		{"no room for a while", "", &sources.Error{Kind: sources.Unavailable, Name: "E", RetryAfter: 7 * time.Second}, 503, failure("E", ""), "7"},
		{"stopped", "", &sources.Error{Kind: sources.Stopped, Name: "E"}, 503, failure("E", ""), "1"},
		{"an internal error", "", errors.New("dsn=user:password"), 500, failure("Error", "internal error"), ""},
		{"a result that is no JSON", `{"gts`, nil, 500, failure("Error", "internal error"), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			result, verdict = sources.Result{JSON: []byte(c.result)}, c.err
			r := do(t, "POST", url, strings.NewReader("{}"))
			if r.StatusCode != c.status || r.Header.Get("Retry-After") != c.retryAfter {
				t.Errorf("status %d, Retry-After %q; want %d, %q", r.StatusCode, r.Header.Get("Retry-After"), c.status, c.retryAfter)
			}
			if diff := cmp.Diff(c.body, checkOurs(t, r)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestHeaderIsSpelledAsTheContractSays(t *testing.T) {
	url := serve(t, listening(t, httpsource.Config{}), echo)
	c, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if _, err := io.WriteString(c, "POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}"); err != nil {
		t.Fatal(err)
	}
	if raw, err := io.ReadAll(c); err != nil || !bytes.Contains(raw, []byte("\r\nX-Guthega-RequestID: ")) {
		t.Errorf("the reply is %q (%v)", raw, err)
	}
}

func TestMessage(t *testing.T) {
	var got *sources.Message
	src := listening(t, httpsource.Config{QueueTimeout: 3 * time.Second, Format: sources.Text})
	url := serve(t, src, func(_ context.Context, m *sources.Message) (sources.Result, error) {
		got = m
		return sources.Result{}, nil
	})
	r := do(t, "POST", url+"/a%2Fb/c?x=1&x=2", strings.NewReader("a=1"),
		"Content-Type", "application/x-www-form-urlencoded", "User-Agent", "test", "Accept-Encoding", "identity")
	if id := r.Header.Get("X-Guthega-RequestID"); got.ID != id {
		t.Errorf("the message has the ID %s, the reply %s", got.ID, id)
	}
	got.ID, got.Received, got.Body = "", time.Time{}, nil // the last may be in use again
	want := &sources.Message{
		Source: "http", Format: sources.Text, MaxQueue: 3 * time.Second,
		Meta: sources.Fields{
			{Key: "method", Value: "POST"},
			{Key: "path", Value: "/a%2Fb/c"},
			{Key: "query", Value: sources.Fields{{Key: "x", Value: []string{"1", "2"}}}},
			{Key: "headers", Value: sources.Fields{
				{Key: "accept-encoding", Value: "identity"},
				{Key: "content-length", Value: "3"},
				{Key: "content-type", Value: "application/x-www-form-urlencoded"},
				{Key: "host", Value: src.Addr().String()},
				{Key: "user-agent", Value: "test"},
			}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func compressed(t *testing.T, newWriter func(io.Writer) io.WriteCloser, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := newWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestBodies(t *testing.T) {
	gz := func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
	zl := func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }
	fl := func(w io.Writer) io.WriteCloser {
		f, err := flate.NewWriter(w, 9)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	var format sources.Format
	var body []byte
	url := serve(t, listening(t, httpsource.Config{}), whole(func(_ context.Context, m *sources.Message) (sources.Result, error) {
		format, body = m.Format, bytes.Clone(m.Body)
		return sources.Result{}, nil
	}))
	const limit = 1 << 20
	exact, over := strings.Repeat("7", limit), strings.Repeat("7", limit+1)
	for _, c := range []struct {
		name, kind, coding, body string
		status                   int
		format                   sources.Format
		want                     string
	}{
		{"no type", "", "", `1`, 200, sources.JSON, `1`},
		{"JSON", "application/json; charset=utf-8", "", `1`, 200, sources.JSON, `1`},
		{"curl's form type", "application/x-www-form-urlencoded", "", `{"a":1}`, 200, sources.JSON, `{"a":1}`},
		{"text", "Text/Plain ; charset=utf-8", "", `"x"`, 200, sources.Text, `"x"`},
		{"binary", "application/octet-stream", "", `0`, 200, sources.Binary, `0`},
		{"empty", "", "", ``, 200, sources.JSON, ``},
		{"identity", "", "Identity", `1`, 200, sources.JSON, `1`},
		{"gzip", "", "gzip", compressed(t, gz, `[1]`), 200, sources.JSON, `[1]`},
		{"x-gzip", "", "x-gzip", compressed(t, gz, `[1]`), 200, sources.JSON, `[1]`},
		{"deflate", "", "deflate", compressed(t, zl, `[2]`), 200, sources.JSON, `[2]`},
		{"deflate without zlib", "", "deflate", compressed(t, fl, `[3]`), 200, sources.JSON, `[3]`},
		{"as large as may be", "", "", exact, 200, sources.JSON, exact},
		{"as large as may be, decompressed", "", "gzip", compressed(t, gz, exact), 200, sources.JSON, exact},
		{"too large", "", "", over, 413, 0, ""},
		{"too large, decompressed", "", "gzip", compressed(t, gz, over), 413, 0, ""},
		{"a bomb", "", "deflate", compressed(t, zl, strings.Repeat(" ", 64<<20)), 413, 0, ""},
		{"broken gzip", "", "gzip", "not gzip at all", 400, 0, ""},
		{"half of gzip", "", "gzip", compressed(t, gz, exact)[:100], 400, 0, ""},
		{"brotli", "", "br", "x", 415, 0, ""},
		{"twice compressed", "", "gzip, gzip", "x", 415, 0, ""},
	} {
		for _, chunked := range []bool{false, true} {
			name := c.name
			if chunked {
				name += ", chunked"
			}
			t.Run(name, func(t *testing.T) {
				format, body = 0, nil
				var src io.Reader = strings.NewReader(c.body)
				if chunked {
					src = io.MultiReader(src) // of unknown length
				}
				r := do(t, "POST", url, src, "Content-Type", c.kind, "Content-Encoding", c.coding)
				checkOurs(t, r)
				if r.StatusCode != c.status || format != c.format || string(body) != c.want {
					t.Errorf("status %d, format %d, body %.20q; want %d, %d, %.20q", r.StatusCode, format, body, c.status, c.format, c.want)
				}
				if c.status == 415 && r.Header.Get("Accept-Encoding") != "gzip, deflate, identity" {
					t.Errorf("the reply's Accept-Encoding is %q", r.Header.Get("Accept-Encoding"))
				}
				if c.status == 413 && !r.Close {
					t.Error("the connection is kept")
				}
			})
		}
	}
}

// logLines is a log's output, line by line.
type logLines chan []byte

func (l logLines) Write(line []byte) (int, error) {
	l <- bytes.Clone(line)
	return len(line), nil
}

func TestRefusals(t *testing.T) {
	lines := make(logLines, 10)
	src, err := httpsource.New(httpsource.Config{Host: "127.0.0.1"},
		slog.New(slog.NewJSONHandler(lines, &slog.HandlerOptions{Level: slog.Level(-1)})))
	if err != nil {
		t.Fatal(err)
	}
	if err := src.Listen(t.Context()); err != nil {
		t.Fatal(err)
	}
	url := serve(t, src, func(context.Context, *sources.Message) (sources.Result, error) {
		t.Error("the handler was called")
		return sources.Result{}, nil
	})
	<-lines // that it listens
	for _, method := range []string{"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"} {
		t.Run(method, func(t *testing.T) {
			r := do(t, method, url+"/some/path?q=1", nil)
			if r.StatusCode != 405 || r.Header.Get("Allow") != "POST" {
				t.Errorf("status %d, Allow %q", r.StatusCode, r.Header.Get("Allow"))
			}
			if method != "HEAD" {
				checkOurs(t, r)
			}
			var got map[string]any
			if err := json.Unmarshal(<-lines, &got); err != nil {
				t.Fatal(err)
			}
			delete(got, "time")
			want := map[string]any{
				"level": "DEBUG+3", "msg": "HTTP request refused", "status": 405.0, "method": method, "path": "/some/path",
				"requestId": r.Header.Get("X-Guthega-RequestID"),
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestExpectContinue(t *testing.T) {
	url := serve(t, listening(t, httpsource.Config{MaxBodyBytes: 10}), echo)
	for _, c := range []struct {
		name, head string
		want       []string
	}{
		{"wanted", "Content-Length: 2\r\n", []string{"HTTP/1.1 100 Continue", "HTTP/1.1 200 OK"}},
		{"too large", "Content-Length: 11\r\n", []string{"HTTP/1.1 413 Request Entity Too Large"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			if _, err := io.WriteString(conn, "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"+c.head+"\r\n"); err != nil {
				t.Fatal(err)
			}
			in := bufio.NewReader(conn)
			for i, want := range c.want {
				line, err := in.ReadString('\n')
				if err != nil || strings.TrimSpace(line) != want {
					t.Fatalf("got %q (%v), want %q", line, err, want)
				}
				if i < len(c.want)-1 {
					if _, err := in.ReadString('\n'); err != nil { // the empty line
						t.Fatal(err)
					}
					if _, err := io.WriteString(conn, "{}"); err != nil {
						t.Fatal(err)
					}
				}
			}
		})
	}
}

func TestClientGoesAway(t *testing.T) {
	t.Run("while it sends", func(t *testing.T) {
		url := serve(t, listening(t, httpsource.Config{}), whole(func(_ context.Context, m *sources.Message) (sources.Result, error) {
			if string(m.Body) != "whole" {
				t.Errorf("the handler got %q", m.Body)
			}
			return sources.Result{}, nil
		}))
		for _, head := range []string{"Content-Length: 10\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", "Content-Length: 10\r\n\r\n"} {
			conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(conn, "POST / HTTP/1.1\r\nHost: x\r\n"+head); err != nil {
				t.Fatal(err)
			}
			if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
				t.Fatal(err)
			}
			answer, err := io.ReadAll(conn) // the source has seen it all when it closes
			if err != nil || !bytes.HasPrefix(answer, []byte("HTTP/1.1 400 ")) {
				t.Errorf("the answer is %q (%v)", answer, err)
			}
			_ = conn.Close()
		}
		if r := do(t, "POST", url, strings.NewReader("whole")); r.StatusCode != 200 {
			t.Errorf("the next request got %d", r.StatusCode)
		}
	})
	t.Run("while the handler works", func(t *testing.T) {
		began, gone, finished := make(chan struct{}), make(chan struct{}), make(chan struct{})
		url := serve(t, listening(t, httpsource.Config{}), func(context.Context, *sources.Message) (sources.Result, error) {
			close(began)
			<-gone
			close(finished)
			return sources.Result{}, nil
		})
		conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"); err != nil {
			t.Fatal(err)
		}
		<-began
		_ = conn.Close()
		close(gone)
		<-finished
	})
}

func TestReadTimeout(t *testing.T) {
	url := serve(t, listening(t, httpsource.Config{ReadTimeout: 50 * time.Millisecond}), echo)
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := io.WriteString(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{"); err != nil {
		t.Fatal(err)
	}
	if answer, err := io.ReadAll(conn); err != nil || !bytes.HasPrefix(answer, []byte("HTTP/1.1 408 ")) {
		t.Errorf("the answer is %q (%v)", answer, err)
	}
}

func TestPanicIsNotTheEnd(t *testing.T) {
	url := serve(t, listening(t, httpsource.Config{}), func(_ context.Context, m *sources.Message) (sources.Result, error) {
		if len(m.Body) == 0 {
			panic("secret")
		}
		return sources.Result{}, nil
	})
	r := do(t, "POST", url, nil)
	if checkOurs(t, r); r.StatusCode != 500 || strings.Contains(r.body, "secret") {
		t.Errorf("status %d, body %s", r.StatusCode, r.body)
	}
	if r := do(t, "POST", url, strings.NewReader("{}")); r.StatusCode != 200 {
		t.Errorf("the next request got %d", r.StatusCode)
	}
}

func TestListenSaysWhatIsWrong(t *testing.T) {
	first := listening(t, httpsource.Config{})
	serve(t, first, echo)
	port := first.Addr().(*net.TCPAddr).Port
	second, err := httpsource.New(httpsource.Config{Host: "127.0.0.1", Port: port}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if second.Addr() != nil {
		t.Error("there is an address before Listen")
	}
	err = second.Listen(t.Context())
	for _, part := range []string{fmt.Sprintf("127.0.0.1:%d", port), "another program listens there"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("the error %q does not say %q", err, part)
		}
	}
	if runErr := second.Run(t.Context(), echo); runErr == nil || runErr.Error() != err.Error() {
		t.Errorf("Run: %v", runErr)
	}
}

func TestNewReportsEveryProblem(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing.pem")
	_, err := httpsource.New(httpsource.Config{
		Port: 70000, MaxBodyBytes: -1, QueueTimeout: -1, Format: 9, CertFile: missing, KeyFile: missing,
	}, slog.New(slog.DiscardHandler))
	for _, part := range []string{"port 70000", "maxBodyBytes -1", "queueTimeout", "format 9", missing, "no such file"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not say %q:\n%v", part, err)
		}
	}
}
