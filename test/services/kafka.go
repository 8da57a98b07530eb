package services

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/IBM/sarama"
)

// KafkaOptions are what may differ between brokers. The zero value is one without users, without limits of its own.
type KafkaOptions struct {
	// User and Password, where not empty, may connect at KafkaServer.SASLAddress, by PLAIN and SCRAM.
	User, Password string
	// Properties are added to server.properties, and replace what is there.
	Properties map[string]string
	// Old takes version 3.9, the last that speaks the protocol of clients made before 2018.
	Old bool
}

// KafkaServer is an Apache Kafka of our own: one node, broker and controller. Its methods are for one goroutine.
type KafkaServer struct {
	// Address is its host:port, and SASLAddress the one where users must say who they are. They stay when it is started
	// again.
	Address, SASLAddress string

	dir     string
	ports   []port
	command command
	process *process // nil while it is stopped
}

// Kafka starts a broker for one test.
func Kafka(t testing.TB, o KafkaOptions) *KafkaServer {
	t.Helper()
	k, err := StartKafka(t.Context(), o)
	demand(t, err)
	t.Cleanup(func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	return k
}

// StartKafka starts a broker that answers when StartKafka returns, and has Maven fetch Kafka first where that is needed.
// Close ends it. An *Unavailable says that this machine has no Java or Maven, or that Maven could not fetch.
func StartKafka(ctx context.Context, o KafkaOptions) (*KafkaServer, error) {
	java, jars, err := installKafka(ctx, o)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "kafka-")
	if err != nil {
		return nil, fmt.Errorf("starting kafka: %w", err)
	}
	k := &KafkaServer{dir: dir}
	for range 3 { // the brokers', the users', the controller's
		p, err := reservePort()
		if err != nil {
			return nil, errors.Join(err, k.Close())
		}
		k.ports = append(k.ports, p)
	}
	k.Address, k.SASLAddress = k.ports[0].address(), k.ports[1].address()
	properties := k.properties(o)
	maps.Copy(properties, o.Properties)
	config := filepath.Join(dir, "server.properties")
	k.command = command{
		name: "kafka", dir: dir, log: filepath.Join(dir, "log"),
		argv: javaCommand(java, jars, "kafka.Kafka", config),
	}
	if err := writeProperties(config, properties); err != nil {
		return nil, errors.Join(fmt.Errorf("starting kafka: %w", err), k.Close())
	}
	if err := format(ctx, java, jars, config, o); err != nil {
		return nil, errors.Join(err, k.Close())
	}
	if err := k.Start(ctx); err != nil {
		return nil, errors.Join(err, k.Close())
	}
	return k, nil
}

// address is the port's, for people and clients.
func (p port) address() string { return fmt.Sprintf("127.0.0.1:%d", p.number) }

// Start starts a stopped broker again: at the same address, with the topics and offsets that it had.
func (k *KafkaServer) Start(ctx context.Context) error {
	if k.process != nil {
		return errors.New("starting kafka: it is running")
	}
	p, err := start(ctx, k.command, k.ready)
	if err != nil {
		return err
	}
	k.process = p
	return nil
}

// ready asks the broker for its metadata: a node that has not yet joined its own cluster names no broker.
func (k *KafkaServer) ready(context.Context) error {
	c := sarama.NewConfig()
	c.Metadata.Retry.Max, c.Net.DialTimeout = 0, pollInterval*40
	client, err := sarama.NewClient([]string{k.Address}, c)
	if err != nil {
		return err
	}
	defer client.Close() //nolint:errcheck // it has answered
	_, err = client.Controller()
	return err
}

// Stop stops the broker as an operator does. A stopped one stays so.
func (k *KafkaServer) Stop() error {
	p := k.process
	if p == nil {
		return nil
	}
	k.process = nil
	return p.stop()
}

// Kill ends the broker as a power cut does.
func (k *KafkaServer) Kill() error {
	p := k.process
	if p == nil {
		return nil
	}
	k.process = nil
	if err := killGroup(p.child); err != nil {
		return fmt.Errorf("killing kafka: %w", err)
	}
	<-p.ended
	return nil
}

// Close stops the broker and removes all that it had.
func (k *KafkaServer) Close() error {
	errs := []error{k.Stop()}
	for _, p := range k.ports {
		errs = append(errs, p.Close())
	}
	return errors.Join(append(errs, os.RemoveAll(k.dir))...)
}

// Log is what it has written so far.
func (k *KafkaServer) Log() (string, error) {
	text, err := os.ReadFile(k.command.log)
	if err != nil {
		return "", fmt.Errorf("reading kafka's log: %w", err)
	}
	return string(text), nil
}
