package httpsource_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/httpsource"
)

const benchReply = `{"ok":true}`

// benchBody is an order message of about 300 bytes.
var benchBody = `{"order":"4711","customer":"` + strings.Repeat("c", 230) + `","total":12.5,"paid":true}`

// BenchmarkRequest compares the source with the least that net/http can do with the same request. Both speak to a
// client that costs little; the difference is what the source adds.
func BenchmarkRequest(b *testing.B) {
	b.Run("source", func(b *testing.B) {
		src := listening(b, httpsource.Config{})
		serve(b, src, func(context.Context, *sources.Message) (sources.Result, error) {
			return sources.Result{JSON: []byte(benchReply)}, nil
		})
		benchClients(b, src.Addr().String())
	})
	b.Run("bare", func(b *testing.B) {
		benchServer(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if _, err := io.ReadAll(r.Body); err != nil {
				b.Error(err)
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, benchReply)
		}))
	})
	b.Run("bare with encoding-json", func(b *testing.B) {
		benchServer(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var order map[string]any
			if err := json.NewDecoder(r.Body).Decode(&order); err != nil {
				b.Error(err)
			}
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "requestId": r.RemoteAddr})
		}))
	})
}

func benchServer(b *testing.B, h http.Handler) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: h}
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			b.Error(err)
		}
	}()
	b.Cleanup(func() { _ = server.Close() })
	benchClients(b, l.Addr().String())
}

func benchClients(b *testing.B, address string) {
	request := "POST /orders HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: " +
		strconv.Itoa(len(benchBody)) + "\r\n\r\n" + benchBody
	b.ReportAllocs()
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			b.Error(err)
			return
		}
		defer func() { _ = conn.Close() }()
		in := bufio.NewReader(conn)
		for pb.Next() {
			if _, err := io.WriteString(conn, request); err != nil {
				b.Error(err)
				return
			}
			if err := readReply(in); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// readReply reads one reply without making anything of it.
func readReply(in *bufio.Reader) error {
	length := 0
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if n, found := strings.CutPrefix(string(line), "Content-Length: "); found {
			if length, err = strconv.Atoi(strings.TrimSpace(n)); err != nil {
				return err
			}
		}
		if len(line) == 2 {
			_, err := in.Discard(length)
			return err
		}
	}
}
