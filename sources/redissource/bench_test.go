package redissource_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/redissource"
	"github.com/guthega/guthega/test/services"
)

func BenchmarkPubSub(b *testing.B) {
	// Without its limit the server would cut off a subscriber that reads more slowly than this writes.
	server := services.Redis(b, "client-output-buffer-limit pubsub 0 0 0")
	src, err := redissource.NewPubSub(redissource.PubSubConfig{Connection: at(b, server.Addr()), Patterns: []string{"orders.*"}}, quiet)
	if err != nil {
		b.Fatal(err)
	}
	consume(b, server.Addr(), src, "PUBLISH", "orders.new", strings.Repeat("x", 300))
}

func BenchmarkStreams(b *testing.B) {
	server := services.Redis(b, "appendonly no")
	src, err := redissource.NewStreams(redissource.StreamsConfig{Connection: at(b, server.Addr()), Streams: []string{"orders"}}, quiet)
	if err != nil {
		b.Fatal(err)
	}
	consume(b, server.Addr(), src, "XADD", "orders", "*", "body", strings.Repeat("x", 300))
}

// consume measures b.N messages through src and a handler that does nothing. Each comes from one command, of which many
// are sent at once, in bytes that are ready, so that what is measured is not the sending.
func consume(b *testing.B, addr string, src interface {
	sources.Source
	sources.Connected
}, command ...string,
) {
	var seen atomic.Int64
	all := make(chan struct{})
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan error, 1)
	go func() {
		over <- src.Run(ctx, func(context.Context, *sources.Message) (sources.Result, error) {
			if seen.Add(1) == int64(b.N) {
				close(all)
			}
			return sources.Result{}, nil
		})
	}()
	connected(b, src)
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		b.Fatal(err)
	}
	go io.Copy(io.Discard, conn)
	one := encode(command)
	const pipelined = 100
	many := bytes.Repeat(one, pipelined)
	b.ReportAllocs()
	b.ResetTimer()
	for left := b.N; left > 0; left -= pipelined {
		if _, err := conn.Write(many[:len(one)*min(left, pipelined)]); err != nil {
			b.Fatal(err)
		}
	}
	<-all
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
	conn.Close()
	cancel()
	if err := <-over; err != nil {
		b.Fatal(err)
	}
}

// encode writes a command in RESP.
func encode(command []string) []byte {
	b := strconv.AppendInt([]byte{'*'}, int64(len(command)), 10)
	for _, word := range command {
		b = append(append(strconv.AppendInt(append(b, "\r\n$"...), int64(len(word)), 10), "\r\n"...), word...)
	}
	return append(b, "\r\n"...)
}
