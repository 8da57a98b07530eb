package httpsource_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/httpsource"
)

// TestFaults: what cannot be taken is handed over with a Fault and the usual Meta, and answered as the source sees fit.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name, request string // what follows the request line; the client sends no more
		status        int
		fault         string
	}{
		{"too large", "Content-Length: 11\r\n\r\n12345678901", 413, "PayloadTooLargeError"},
		{"too large, chunked", "Transfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n", 413, "PayloadTooLargeError"},
		{"a coding nobody reads", "Content-Encoding: br\r\nContent-Length: 1\r\n\r\nx", 415, "UnsupportedMediaTypeError"},
		{"cut off", "Content-Length: 9\r\n\r\nhalf", 400, "BadRequestError"},
		{"broken compression", "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", 400, "BadRequestError"},
		{"too slow", "Content-Length: 9\r\n\r\nslow", 408, "RequestTimeoutError"},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := httpsource.Config{MaxBodyBytes: 10}
			if c.status == 408 {
				config.ReadTimeout = 50 * time.Millisecond
			}
			messages := make(chan *sources.Message, 2)
			url := serve(t, listening(t, config), func(_ context.Context, m *sources.Message) (sources.Result, error) {
				messages <- m
				return sources.Result{}, m.Fault
			})
			conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			if _, err := io.WriteString(conn, "POST /a?b=c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"+c.request); err != nil {
				t.Fatal(err)
			}
			if c.status != 408 {
				if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
					t.Fatal(err)
				}
			}
			status, id := readStatus(t, conn)
			m := <-messages
			if len(messages) != 0 {
				t.Error("the message was handed over twice")
			}
			if m.Fault == nil || m.Fault.Kind != sources.Malformed || m.Fault.Name != c.fault || m.Fault.Message == "" {
				t.Errorf("the fault is %+v", m.Fault)
			}
			if status != c.status || id != m.ID {
				t.Errorf("status %d for %s, want %d for %s", status, id, c.status, m.ID)
			}
			meta := sources.Fields{
				{Key: "method", Value: "POST"}, {Key: "path", Value: "/a"},
				{Key: "query", Value: sources.Fields{{Key: "b", Value: "c"}}},
			}
			if diff := cmp.Diff(meta, m.Meta[:3]); diff != "" || m.Meta[3].Key != "headers" {
				t.Errorf("the meta is %v", m.Meta)
			}
		})
	}
}

func readStatus(t *testing.T, conn io.Reader) (status int, id string) {
	t.Helper()
	raw, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(raw)), nil)
	if err != nil {
		t.Fatalf("the answer is %q: %v", raw, err)
	}
	return r.StatusCode, r.Header.Get("X-Guthega-RequestID")
}

// TestHandlerOfFaults: whatever the handler makes of a message with a fault, the reply is the source's; only Fatal,
// which ends the source, and a panic, which does not, are its business.
func TestHandlerOfFaults(t *testing.T) {
	fatal := &sources.Error{Kind: sources.Fatal, Message: "the end"}
	for _, c := range []struct {
		name   string
		handle func() error
		log    string
		want   error
	}{
		{"nil", func() error { return nil }, "", nil},
		{"another error", func() error { return errors.New("elsewhere") }, "elsewhere", nil},
		{"a panic", func() error { panic("a bug") }, "panic: a bug", nil},
		{"fatal", func() error { return fatal }, "the end", fatal},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log bytes.Buffer
			src, err := httpsource.New(httpsource.Config{Host: "127.0.0.1"}, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelError})))
			if err != nil {
				t.Fatal(err)
			}
			if err := src.Listen(t.Context()); err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(t.Context())
			ran := make(chan error, 1)
			go func() {
				ran <- src.Run(ctx, func(context.Context, *sources.Message) (sources.Result, error) {
					return sources.Result{}, c.handle()
				})
			}()
			r := do(t, "POST", "http://"+src.Addr().String(), strings.NewReader("x"), "Content-Encoding", "br")
			if checkOurs(t, r); r.StatusCode != 415 {
				t.Errorf("status %d", r.StatusCode)
			}
			http.DefaultClient.CloseIdleConnections()
			if c.want == nil {
				stop()
			}
			if err := <-ran; !errors.Is(err, c.want) {
				t.Errorf("Run: %v, want %v", err, c.want)
			}
			stop()
			if (log.Len() > 0) != (c.log != "") || !strings.Contains(log.String(), c.log) {
				t.Errorf("the log is %q, want %q in it", log.String(), c.log)
			}
		})
	}
}

// TestRefusedDuringDrain: a late request is handed over too, and Run waits for it, but it is none of the messages in
// flight that keep the port open.
func TestRefusedDuringDrain(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	src := listening(t, httpsource.Config{})
	address := src.Addr().String()
	began, release := make(chan *sources.Message, 1), make(chan struct{})
	ran := make(chan error, 1)
	go func() {
		ran <- src.Run(ctx, func(ctx context.Context, m *sources.Message) (sources.Result, error) {
			if m.Fault != nil {
				began <- m
				<-release // a log that blocks
			}
			return echo(ctx, m)
		})
	}()
	late, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = late.Close() }()
	in := bufio.NewReader(late)
	if _, err := io.WriteString(late, "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if line, err := in.ReadString('\n'); err != nil || line != "HTTP/1.1 100 Continue\r\n" { // it is being read
		t.Fatalf("got %q (%v)", line, err)
	}
	if _, err := in.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	stop()
	if _, err := io.WriteString(late, "{}"); err != nil {
		t.Fatal(err)
	}
	if m := <-began; m.Fault.Kind != sources.Unavailable || m.Fault.RetryAfter != time.Second {
		t.Errorf("the fault is %+v", m.Fault)
	}
	for { // until the port closes: one that were counted as in flight would keep it open for ever
		conn, err := net.Dial("tcp", address)
		if err != nil {
			break
		}
		_ = conn.Close()
	}
	select {
	case err := <-ran:
		t.Fatalf("Run returned while the handler had a message: %v", err)
	default:
	}
	close(release)
	if r, err := http.ReadResponse(in, nil); err != nil || r.StatusCode != 503 {
		t.Errorf("the reply is %v (%v)", r, err)
	}
	if err := <-ran; err != nil {
		t.Errorf("Run: %v", err)
	}
}
