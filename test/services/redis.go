package services

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// RedisServer is a redis-server of our own: a single server, a node of a cluster, or a sentinel.
type RedisServer struct {
	port    port
	dir     string
	argv    []string
	process *process // nil while it is stopped
}

// Redis starts a server for one test. Each line of config is one of redis.conf, which comes after our own: on a loopback
// port, every write to disk before it is confirmed.
func Redis(t testing.TB, config ...string) *RedisServer {
	t.Helper()
	r, err := StartRedis(t.Context(), config...)
	return r.until(t, err)
}

// RedisSentinel starts a sentinel for one test.
func RedisSentinel(t testing.TB, config ...string) *RedisServer {
	t.Helper()
	r, err := startRedis(t.Context(), []string{"--sentinel"}, config)
	return r.until(t, err)
}

// until closes r at the test's end, unless starting it gave err.
func (r *RedisServer) until(t testing.TB, err error) *RedisServer {
	t.Helper()
	demand(t, err)
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// StartRedis starts a server and returns when it answers. See Redis for config.
func StartRedis(ctx context.Context, config ...string) (*RedisServer, error) {
	// Without a snapshot (save) and with every write on disk before its answer (appendfsync always), so that a server
	// that is killed has what it confirmed when it is started again.
	own := []string{"save ''", "appendonly yes", "appendfsync always"}
	return startRedis(ctx, nil, append(own, config...))
}

func startRedis(ctx context.Context, flags, config []string) (*RedisServer, error) {
	binary, err := exec.LookPath("redis-server")
	if err != nil {
		return nil, &Unavailable{Service: "redis", Needs: "redis-server (Debian: redis-server)", Err: err}
	}
	if binary, err = filepath.Abs(binary); err != nil {
		return nil, fmt.Errorf("starting redis: %w", err)
	}
	dir, err := os.MkdirTemp("", "guthega-redis-")
	if err != nil {
		return nil, fmt.Errorf("starting redis: %w", err)
	}
	p, err := reservePort()
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	r := &RedisServer{port: p, dir: dir, argv: append([]string{binary, filepath.Join(dir, "redis.conf")}, flags...)}
	lines := append([]string{"bind 127.0.0.1", "port " + strconv.Itoa(p.number), "dir " + dir}, config...)
	err = os.WriteFile(filepath.Join(dir, "redis.conf"), []byte(strings.Join(lines, "\n")+"\n"), 0o600)
	if err == nil {
		err = r.Start(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// Port is the server's on the loopback interface, and Addr is host:port.
func (r *RedisServer) Port() int { return r.port.number }

// Addr is 127.0.0.1 and the port.
func (r *RedisServer) Addr() string {
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(r.port.number))
}

// Start starts it again after Stop or Kill, on the same port and with its data, and returns when it answers.
func (r *RedisServer) Start(ctx context.Context) error {
	p, err := start(ctx, command{name: "redis-server", argv: r.argv, dir: r.dir, log: filepath.Join(r.dir, "redis.log")}, r.answers)
	if err != nil {
		return err
	}
	r.process = p
	return nil
}

// answers asks in the clear: a server that wants a password says so, which is an answer too.
func (r *RedisServer) answers(ctx context.Context) error {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", r.Addr())
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // the answer is all we want
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return err
		}
	}
	if _, err := conn.Write([]byte("PING\r\n")); err != nil {
		return err
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return err
	}
	if !strings.HasPrefix(line, "+PONG") && !strings.HasPrefix(line, "-NOAUTH") {
		return fmt.Errorf("it answers %s", strings.TrimSpace(line))
	}
	return nil
}

// Stop ends it gently; it keeps its port and its data.
func (r *RedisServer) Stop() error {
	if r.process == nil {
		return nil
	}
	err := r.process.stop()
	r.process = nil
	return err
}

// Kill ends it as a crash would, and returns when it is gone.
func (r *RedisServer) Kill() error {
	if r.process == nil {
		return nil
	}
	if err := killGroup(r.process.child); err != nil {
		return fmt.Errorf("killing redis-server: %w", err)
	}
	<-r.process.ended
	r.process = nil
	return nil
}

// Close ends it and removes its data.
func (r *RedisServer) Close() error {
	return errors.Join(r.Stop(), r.port.Close(), os.RemoveAll(r.dir))
}
