package httpsource_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/httpsource"
)

// rawClient speaks HTTP over one connection, as long as it can, and never repeats a request: net/http's client would,
// and hide a reset.
type rawClient struct {
	address string
	conn    net.Conn
	in      *bufio.Reader
}

// post returns the status; 0 when the port is closed, so that nothing was sent.
func (c *rawClient) post() (int, error) {
	if c.conn == nil {
		conn, err := net.Dial("tcp", c.address)
		if errors.Is(err, syscall.ECONNREFUSED) {
			return 0, nil
		}
		if err != nil {
			return 0, err
		}
		c.conn, c.in = conn, bufio.NewReader(conn)
	}
	if _, err := io.WriteString(c.conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n{\"a\":1}"); err != nil {
		return 0, fmt.Errorf("sending: %w", err)
	}
	response, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return 0, fmt.Errorf("reading a reply: %w", err)
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return 0, fmt.Errorf("reading a reply's body: %w", err)
	}
	if response.Close {
		c.close()
	}
	return response.StatusCode, nil
}

func (c *rawClient) close() {
	if c.conn != nil {
		_ = c.conn.Close()
		c.conn = nil
	}
}

// TestStopUnderKeepAlive: clients that send one request after the other over kept-alive connections, and reconnect
// when they are told to, get a whole reply to each of them, whenever the stop comes.
func TestStopUnderKeepAlive(t *testing.T) {
	const clients, stopAt = 16, 500
	for round := range 5 {
		t.Run(strconv.Itoa(round), func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			var served, faulty atomic.Int64
			src := listening(t, httpsource.Config{})
			ran := make(chan error, 1)
			go func() {
				ran <- src.Run(ctx, func(ctx context.Context, m *sources.Message) (sources.Result, error) {
					if m.Fault != nil {
						faulty.Add(1)
						return sources.Result{}, m.Fault
					}
					if served.Add(1) == stopAt {
						stop()
					}
					return echo(ctx, m)
				})
			}()
			var ok, refused atomic.Int64
			var wg sync.WaitGroup
			for range clients {
				wg.Go(func() {
					c := rawClient{address: src.Addr().String()}
					defer c.close()
					for {
						status, err := c.post()
						switch {
						case err != nil:
							t.Errorf("a request got no whole reply: %v", err)
							return
						case status == 200:
							ok.Add(1)
						case status == 503:
							refused.Add(1)
							return
						case status == 0:
							return
						default:
							t.Errorf("status %d", status)
							return
						}
					}
				})
			}
			wg.Wait()
			if err := <-ran; err != nil {
				t.Errorf("Run: %v", err)
			}
			if ok.Load() != served.Load() {
				t.Errorf("%d messages were done, but %d clients told so", served.Load(), ok.Load())
			}
			if refused.Load() == 0 {
				t.Error("nobody was told 503")
			}
			if faulty.Load() != refused.Load() {
				t.Errorf("%d clients were told 503, but %d messages handed over as refused", refused.Load(), faulty.Load())
			}
		})
	}
}

// TestDrain looks at each kind of client while one message is in flight.
func TestDrain(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	began, release := make(chan struct{}), make(chan struct{})
	src := listening(t, httpsource.Config{})
	address := src.Addr().String()
	ran := make(chan error, 1)
	go func() {
		ran <- src.Run(ctx, whole(func(ctx context.Context, m *sources.Message) (sources.Result, error) {
			if len(m.Body) == 0 {
				close(began)
				<-release
			}
			return echo(ctx, m)
		}))
	}()

	keptAlive := rawClient{address: address}
	defer keptAlive.close()
	if status, err := keptAlive.post(); status != 200 || err != nil {
		t.Fatalf("before the stop: %d, %v", status, err)
	}
	halfSent, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = halfSent.Close() }()
	if _, err := io.WriteString(halfSent, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n{"); err != nil {
		t.Fatal(err)
	}
	inFlight := make(chan reply, 1)
	go func() {
		response, err := http.Post("http://"+address, "", nil)
		if err != nil {
			t.Error(err)
			inFlight <- reply{}
			return
		}
		_ = response.Body.Close()
		inFlight <- reply{Response: response}
	}()
	<-began
	stop()

	late := func(name string, c *rawClient) {
		t.Helper()
		if status, err := c.post(); status != 503 || err != nil {
			t.Errorf("%s: status %d, %v", name, status, err)
		}
		if c.conn != nil {
			t.Errorf("%s: the connection is kept", name)
			c.close()
		}
	}
	late("a kept-alive connection", &keptAlive)
	late("a new connection", &rawClient{address: address})
	if _, err := io.WriteString(halfSent, `"a":1}`); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(halfSent), nil)
	if err != nil || answer.StatusCode != 503 || !answer.Close || answer.Header.Get("Retry-After") != "1" {
		t.Errorf("a request that was being sent: %v, %v", answer, err)
	}

	select {
	case err := <-ran:
		t.Fatalf("Run returned with a message in flight: %v", err)
	default:
	}
	close(release)
	if r := <-inFlight; r.Response != nil && (r.StatusCode != 200 || !r.Close) {
		t.Errorf("the message in flight got %d, connection closed: %v", r.StatusCode, r.Close)
	}
	if err := <-ran; err != nil {
		t.Errorf("Run: %v", err)
	}
	if status, err := (&rawClient{address: address}).post(); status != 0 || err != nil {
		t.Errorf("after the end: %d, %v", status, err)
	}
}

// TestHardStopAnswers: messages that the engine gives back at the hard stop are answered.
func TestHardStopAnswers(t *testing.T) {
	hard, stopHard := context.WithCancel(context.Background())
	ctx, stop := context.WithCancel(sources.WithHard(t.Context(), hard))
	defer stop()
	defer stopHard()
	src := listening(t, httpsource.Config{})
	ran := make(chan error, 1)
	go func() {
		ran <- src.Run(ctx, func(ctx context.Context, _ *sources.Message) (sources.Result, error) {
			stop()
			stopHard()
			<-sources.Hard(ctx).Done()
			return sources.Result{}, &sources.Error{Kind: sources.Stopped, Name: "Error", Message: "stopped"}
		})
	}()
	c := rawClient{address: src.Addr().String()}
	defer c.close()
	if status, err := c.post(); status != 503 || err != nil {
		t.Errorf("status %d, %v", status, err)
	}
	if err := <-ran; err != nil {
		t.Errorf("Run: %v", err)
	}
}

func TestTLS(t *testing.T) {
	cert, key, pool := certificate(t)
	for _, c := range []struct {
		name  string
		major int
	}{{"HTTP/1.1", 1}, {"HTTP/2", 2}} {
		t.Run(c.name, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			began, release := make(chan struct{}), make(chan struct{})
			src := listening(t, httpsource.Config{CertFile: cert, KeyFile: key})
			ran := make(chan error, 1)
			go func() {
				ran <- src.Run(ctx, func(ctx context.Context, m *sources.Message) (sources.Result, error) {
					if string(m.Body) == `"held"` {
						close(began)
						<-release
					}
					return echo(ctx, m)
				})
			}()
			transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: c.major == 2}
			defer transport.CloseIdleConnections()
			post := func(body string) (int, error) {
				r, err := (&http.Client{Transport: transport}).Post("https://"+src.Addr().String(), "", strings.NewReader(body))
				if err != nil {
					return 0, err
				}
				defer func() { _ = r.Body.Close() }()
				if r.ProtoMajor != c.major {
					t.Errorf("the protocol is %s", r.Proto)
				}
				_, err = io.Copy(io.Discard, r.Body)
				return r.StatusCode, err
			}
			if status, err := post("1"); status != 200 || err != nil {
				t.Fatalf("status %d, %v", status, err)
			}
			held := make(chan string, 1)
			go func() {
				status, err := post(`"held"`)
				held <- fmt.Sprint(status, err)
			}()
			<-began
			stop()
			if status, err := post("2"); status != 503 || err != nil {
				t.Errorf("after the stop: status %d, %v", status, err)
			}
			close(release)
			if got := <-held; got != "200 <nil>" {
				t.Errorf("the message in flight got %s", got)
			}
			if err := <-ran; err != nil {
				t.Errorf("Run: %v", err)
			}
		})
	}
	t.Run("no TLS 1.1", func(t *testing.T) {
		src := listening(t, httpsource.Config{CertFile: cert, KeyFile: key})
		serve(t, src, echo)
		_, err := tls.Dial("tcp", src.Addr().String(), &tls.Config{RootCAs: pool, MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10})
		if err == nil {
			t.Error("TLS 1.1 was accepted")
		}
	})
}

func TestTLSFilesThatCannotBeUsed(t *testing.T) {
	cert, key, _ := certificate(t)
	_, otherKey, _ := certificate(t)
	for _, c := range []struct{ name, cert, key, want string }{
		{"no key", cert, "", "set tls.key"},
		{"no certificate", "", key, "set tls.cert"},
		{"of two pairs", cert, otherKey, "private key does not match public key"},
		{"swapped", key, cert, "PEM files that belong together"},
		{"missing", cert + ".not", key, "no such file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := httpsource.New(httpsource.Config{CertFile: c.cert, KeyFile: c.key}, slog.New(slog.DiscardHandler))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error %q does not say %q", err, c.want)
			}
		})
	}
}
