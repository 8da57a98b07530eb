package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/IBM/sarama"
	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/redis/go-redis/v9"

	"github.com/guthega/guthega/test/services"
)

// broker is a real server, with what is to be read from it.
type broker struct {
	// source is the config that ships, but for the address and what makes it begin at the beginning.
	source string
	// publish sends messages to what source reads.
	publish func(t *testing.T, bodies ...string)
	// context is part of what replay --dry-run prints of a message's context.
	context string
}

// TestBrokers goes the whole way with each real broker: from a message to its dead letter, a look at that, the handler
// that is mended, and the replay.
func TestBrokers(t *testing.T) {
	for name, start := range map[string]func(*testing.T) broker{
		"kafka": kafkaBroker, "amqp": amqpBroker, "redis-streams": redisBroker,
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t)
			c := &customer{t: t, dir: t.TempDir()}
			c.write("source.json", b.source)
			c.write("handler.js", `module.exports = ({ config }) => async (m) => {
  if (m.n < 0 && config.strict) throw Object.assign(new RangeError('n is ' + m.n), { permanent: true });
  return { n: m.n };
};
`)
			c.write("receiver.json", `{"module": "./handler.js", "properties": {"strict": true}}`)
			c.write("mended.json", `{"module": "./handler.js"}`)

			b.publish(t, `{"n":1}`, `{"n":-1}`, `not json`, `{"n":-2}`)
			if got := c.serve("receiver.json", 4); got != "deadLettered 3 resolved 1" {
				t.Fatalf("outcomes: %s\n%s", got, c.log)
			}
			letters := c.guthega(nil, "replay", "--source", "source.json", "--dry-run")
			if n := bytes.Count(letters, []byte("\n")); n != 3 || !bytes.Contains(letters, []byte(b.context)) {
				t.Fatalf("%d dead letters:\n%s", n, letters)
			}
			for letter := range bytes.Lines(letters) {
				if !bytes.Contains(letter, []byte(`-1}`)) {
					continue
				}
				if out := c.guthega(letter, "invoke", "--receiver", "mended.json", "--dead-letter", "-"); !bytes.Contains(out, []byte(`"n":-1`)) {
					t.Errorf("the dead letter comes to %s", out)
				}
			}
			c.guthega(nil, "replay", "--source", "source.json", "--match", "error-name=RangeError")
			if got := c.serve("mended.json", 2); got != "resolved 2" {
				t.Errorf("outcomes of the replay: %s\n%s", got, c.log)
			}
			if left := c.guthega(nil, "replay", "--source", "source.json", "--dry-run"); bytes.Count(left, []byte("\n")) != 1 {
				t.Errorf("left in the dead letters:\n%s", left)
			}
		})
	}
}

// customer uses guthega in a folder.
type customer struct {
	t   *testing.T
	dir string
	log string
}

func (c *customer) write(name, text string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, name), []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// guthega runs a command that must succeed, and returns its stdout.
func (c *customer) guthega(stdin []byte, args ...string) []byte {
	c.t.Helper()
	cmd := command(c.t, c.dir, args...)
	cmd.Stdin = bytes.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		c.t.Fatalf("guthega %s: %v\n%s", strings.Join(args, " "), err, &stderr)
	}
	return out
}

// serve runs guthega until it has written that many timing lines, stops it, and counts their outcomes.
func (c *customer) serve(receiver string, messages int) string {
	c.t.Helper()
	p := launch(c.t, command(c.t, c.dir, "run", "--receiver", receiver, "--source", "source.json"), (*exec.Cmd).StdoutPipe)
	deadline := time.Now().Add(2 * time.Minute)
	for len(p.log.with("Message handler performance")) < messages {
		select {
		case err := <-p.end:
			c.t.Fatalf("guthega ended: %v\n%s", err, p.log.text())
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			c.t.Fatalf("%d of %d messages\n%s", len(p.log.with("Message handler performance")), messages, p.log.text())
		}
	}
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		c.t.Fatal(err)
	}
	if err := <-p.end; err != nil {
		c.t.Errorf("guthega ended with %v\n%s", err, p.log.text())
	}
	c.log = p.log.text()
	outcomes := map[string]int{}
	for _, line := range p.log.with("Message handler performance") {
		outcomes[fmt.Sprint(line["outcome"])]++
	}
	var list []string
	for _, name := range []string{"deadLettered", "rejected", "resolved", "returned"} {
		if n := outcomes[name]; n > 0 {
			list = append(list, fmt.Sprintf("%s %d", name, n))
		}
	}
	return strings.Join(list, " ")
}

// shipped is the config that ships, with some of its members changed.
func shipped(t *testing.T, name string, connection, properties map[string]any) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../conf", name))
	if err != nil {
		t.Fatal(err)
	}
	var config map[string]any
	if err := json.Unmarshal(data, &config); err != nil {
		t.Fatal(err)
	}
	all, _ := config["properties"].(map[string]any)
	own, _ := all["connection"].(map[string]any)
	maps.Copy(own, connection)
	maps.Copy(all, properties)
	if data, err = json.Marshal(config); err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func kafkaBroker(t *testing.T) broker {
	server := services.Kafka(t, services.KafkaOptions{})
	return broker{
		source: shipped(t, "source-kafka.json", map[string]any{"kafkaHost": server.Address, "fromOffset": "earliest"}, nil),
		publish: func(t *testing.T, bodies ...string) {
			config := sarama.NewConfig()
			config.Producer.Return.Successes = true
			producer, err := sarama.NewSyncProducer([]string{server.Address}, config)
			if err != nil {
				t.Fatal(err)
			}
			defer producer.Close()
			for _, body := range bodies {
				if _, _, err := producer.SendMessage(&sarama.ProducerMessage{Topic: "test", Value: sarama.StringEncoder(body)}); err != nil {
					t.Fatal(err)
				}
			}
		},
		context: `"context":{"topic":"test","partition":0,"offset":1,`,
	}
}

func amqpBroker(t *testing.T) broker {
	server := services.RabbitMQ(t)
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return broker{
		source: shipped(t, "source-amqp.json", map[string]any{"hostname": address.Hostname(), "port": json.Number(address.Port())}, nil),
		publish: func(t *testing.T, bodies ...string) {
			conn, err := amqp.Dial(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			ch, err := conn.Channel()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := ch.QueueDeclare("test", true, false, false, false, nil); err != nil {
				t.Fatal(err)
			}
			for _, body := range bodies {
				if err := ch.PublishWithContext(t.Context(), "", "test", true, false, amqp.Publishing{MessageId: "id", Body: []byte(body)}); err != nil {
					t.Fatal(err)
				}
			}
		},
		context: `"context":{"queue":"test","exchange":"","routingKey":"test",`,
	}
}

func redisBroker(t *testing.T) broker {
	server := services.Redis(t)
	return broker{
		source: shipped(t, "source-redis-streams.json", map[string]any{"url": "redis://" + server.Addr()}, nil),
		publish: func(t *testing.T, bodies ...string) {
			client := redis.NewClient(&redis.Options{Addr: server.Addr()})
			defer client.Close()
			for _, body := range bodies {
				if err := client.XAdd(t.Context(), &redis.XAddArgs{Stream: "test", Values: []string{"body", body}}).Err(); err != nil {
					t.Fatal(err)
				}
			}
		},
		context: `"context":{"stream":"test","id":`,
	}
}
