package services

import (
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
	"time"
)

// Rabbit is a RabbitMQ of our own. Its methods are for one goroutine, but for Control.
type Rabbit struct {
	// URL is its address, as in amqp://guest:guest@127.0.0.1:40123/. It stays when it is started again.
	URL string
	// Address is its host and port.
	Address string

	dir     string
	ports   []port
	epmd    *process // Erlang's port mapper, which the server and its control program find each other by
	env     []string
	command command
	process *process // nil while it is stopped
}

// rabbitHome is where Debian's package has the programs; those in the PATH insist on the user rabbitmq and its folders.
const rabbitHome = "/usr/lib/rabbitmq/bin"

// RabbitMQ starts a RabbitMQ for one test.
func RabbitMQ(t testing.TB) *Rabbit {
	t.Helper()
	r, err := StartRabbitMQ(t.Context())
	demand(t, err)
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// StartRabbitMQ starts a RabbitMQ that answers when StartRabbitMQ returns; guest, with the password guest, may do
// everything. Close ends it. An *Unavailable says that it is not installed (Debian: rabbitmq-server).
func StartRabbitMQ(ctx context.Context) (*Rabbit, error) {
	program := filepath.Join(rabbitHome, "rabbitmq-server")
	epmd, err := exec.LookPath("epmd")
	if _, missing := os.Stat(program); missing != nil || err != nil {
		return nil, &Unavailable{Service: "rabbitmq", Needs: "RabbitMQ and Erlang (Debian: rabbitmq-server)", Err: errors.Join(missing, err)}
	}
	dir, err := os.MkdirTemp("", "rabbitmq-")
	if err != nil {
		return nil, fmt.Errorf("starting rabbitmq: %w", err)
	}
	r := &Rabbit{dir: dir}
	for range 3 {
		p, err := reservePort()
		if err != nil {
			return nil, errors.Join(err, r.Close())
		}
		r.ports = append(r.ports, p)
	}
	r.configure(program)
	if err := r.startEpmd(ctx, epmd); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	if err := r.Start(ctx); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// configure makes the environment: a folder and ports of its own for everything that the server would share by default,
// and no memory alarm, which on a busy machine would come of what others use.
func (r *Rabbit) configure(program string) {
	amqp, dist, mapper := strconv.Itoa(r.ports[0].number), strconv.Itoa(r.ports[1].number), strconv.Itoa(r.ports[2].number)
	r.Address = net.JoinHostPort("127.0.0.1", amqp)
	r.URL = "amqp://guest:guest@" + r.Address + "/"
	in := func(name string) string { return filepath.Join(r.dir, name) }
	r.env = []string{
		"HOME=" + r.dir, // the cookie
		"ERL_EPMD_PORT=" + mapper, "ERL_EPMD_ADDRESS=127.0.0.1",
		"RABBITMQ_NODENAME=guthega" + amqp + "@localhost",
		"RABBITMQ_NODE_IP_ADDRESS=127.0.0.1", "RABBITMQ_NODE_PORT=" + amqp, "RABBITMQ_DIST_PORT=" + dist,
		"RABBITMQ_MNESIA_BASE=" + in("data"), "RABBITMQ_LOG_BASE=" + in("logs"), "RABBITMQ_ENABLED_PLUGINS_FILE=" + in("plugins"),
		"RABBITMQ_CONFIG_FILE=" + in("rabbitmq"), "RABBITMQ_CONF_ENV_FILE=" + in("none"),
		"RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1}",
		// So that the script becomes the server instead of its parent, and a signal reaches the right one.
		"RUNNING_UNDER_SYSTEMD=true",
	}
	r.command = command{name: "rabbitmq", argv: []string{program}, dir: r.dir, env: r.env, log: in("log")}
}

func (r *Rabbit) startEpmd(ctx context.Context, program string) error {
	mapper := strconv.Itoa(r.ports[2].number)
	c := command{
		name: "epmd", argv: []string{program, "-port", mapper, "-address", "127.0.0.1"},
		dir: r.dir, log: filepath.Join(r.dir, "epmd"),
	}
	p, err := start(ctx, c, func(ctx context.Context) error { return dial(ctx, net.JoinHostPort("127.0.0.1", mapper)) })
	r.epmd = p
	return err
}

func dial(ctx context.Context, address string) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	return conn.Close()
}

// Start starts a stopped server again: at the same address, with its queues and persistent messages.
func (r *Rabbit) Start(ctx context.Context) error {
	if r.process != nil {
		return errors.New("starting rabbitmq: it is running")
	}
	config := "heartbeat = 10\nvm_memory_high_watermark.relative = 0.9\ndisk_free_limit.absolute = 1MB\n"
	if err := os.WriteFile(filepath.Join(r.dir, "rabbitmq.conf"), []byte(config), 0o600); err != nil {
		return fmt.Errorf("starting rabbitmq: %w", err)
	}
	if err := os.WriteFile(filepath.Join(r.dir, "plugins"), []byte("[].\n"), 0o600); err != nil {
		return fmt.Errorf("starting rabbitmq: %w", err)
	}
	p, err := start(ctx, r.command, func(ctx context.Context) error { return dial(ctx, r.Address) })
	if err != nil {
		return err
	}
	r.process = p
	return nil
}

// Stop stops the server as its service manager does. A stopped one stays so.
func (r *Rabbit) Stop() error {
	if r.process == nil {
		return nil
	}
	p := r.process
	r.process = nil
	return p.stop()
}

// Kill stops the server as kill -9 does.
func (r *Rabbit) Kill() error {
	if r.process == nil {
		return nil
	}
	p := r.process
	r.process = nil
	if err := killGroup(p.child); err != nil {
		return fmt.Errorf("killing rabbitmq: %w", err)
	}
	<-p.ended
	return nil
}

// Control runs rabbitmqctl with args and returns what it prints. It takes a second or two.
func (r *Rabbit) Control(ctx context.Context, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(rabbitHome, "rabbitmqctl"), append([]string{"--quiet"}, args...)...)
	cmd.Env, cmd.Dir = append(os.Environ(), r.env...), r.dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("rabbitmqctl %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return string(out), nil
}

// Close stops the server and removes all that it had.
func (r *Rabbit) Close() error {
	err := r.Stop()
	if r.epmd != nil {
		err = errors.Join(err, r.epmd.stop())
	}
	for _, p := range r.ports {
		err = errors.Join(err, p.Close())
	}
	return errors.Join(err, os.RemoveAll(r.dir))
}
