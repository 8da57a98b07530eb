package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/IBM/sarama"

	"github.com/guthega/guthega/test/services"
)

// sample is one of the sample receivers with a real server behind it.
type sample struct {
	properties map[string]any
	// read returns what another client finds there.
	read func(t *testing.T) string
	// wrong are configs, and what is said of each.
	wrong map[string]string
}

// TestSamples sends messages by HTTP to each sample receiver that ships, and reads them back from the real server with another client.
func TestSamples(t *testing.T) {
	for name, start := range map[string]func(*testing.T) sample{
		"kafka_receiver": kafkaSample, "mongo_receiver": mongoSample, "elastic_receiver": elasticSample,
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			dir := t.TempDir()
			write := func(file string, v any) {
				text, err := json.Marshal(v)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, file), text, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			write("receiver.json", map[string]any{"module": "@guthega/" + name, "properties": s.properties})
			write("source.json", map[string]any{"type": "http", "properties": map[string]any{"connection": map[string]any{"host": "127.0.0.1", "port": 0}}})
			server := startSample(t, dir)
			resp, err := http.Post(server.url, "application/json", strings.NewReader(`{"order":"zażółć","n":7}`))
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(resp.Body)
			if closeErr := resp.Body.Close(); err != nil || closeErr != nil || resp.StatusCode != http.StatusOK {
				t.Fatalf("%s %v: %s\n%s", resp.Status, err, text, server.log.text())
			}
			if got := s.read(t); !strings.Contains(got, "zażółć") {
				t.Errorf("another client reads %q", got)
			}
			for config, want := range s.wrong {
				var properties any
				if err := json.Unmarshal([]byte(config), &properties); err != nil {
					t.Fatal(err)
				}
				write("wrong.json", map[string]any{"module": "@guthega/" + name, "properties": properties})
				var stderr bytes.Buffer
				code := execute(t.Context(), []string{"invoke", "--receiver", filepath.Join(dir, "wrong.json"), "--message", "{}", "--store", filepath.Join(dir, "store")},
					stdio{strings.NewReader(""), io.Discard, &stderr, os.LookupEnv})
				if code != exitUsage || !strings.Contains(stderr.String(), want) {
					t.Errorf("%s: exit code %d, %s", config, code, &stderr)
				}
			}
		})
	}
}

// startSample starts guthega with a sample receiver, whose packages come from the registry.
func startSample(t *testing.T, dir string) *server {
	t.Helper()
	var stderr bytes.Buffer
	code := execute(t.Context(), []string{"install", "--receiver", filepath.Join(dir, "receiver.json"), "--store", filepath.Join(dir, "store")},
		stdio{strings.NewReader(""), io.Discard, &stderr, os.LookupEnv})
	if code != exitOK {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no registry: %s", &stderr)
		}
		t.Skipf("no registry: %s", &stderr)
	}
	return start(t, dir, "run", "--receiver", "receiver.json", "--source", "source.json", "--store", "store")
}

func kafkaSample(t *testing.T) sample {
	k := services.Kafka(t, services.KafkaOptions{Properties: map[string]string{"auto.create.topics.enable": "true"}})
	return sample{
		properties: map[string]any{"connection": map[string]any{"kafkaHost": k.Address}, "topic": "orders", "producerOptions": map[string]any{"requireAcks": 1, "key": "n"}},
		read: func(t *testing.T) string {
			consumer, err := sarama.NewConsumer([]string{k.Address}, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer consumer.Close()
			p, err := consumer.ConsumePartition("orders", 0, sarama.OffsetOldest)
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			select {
			case m := <-p.Messages():
				return string(m.Key) + " " + string(m.Value)
			case <-time.After(30 * time.Second):
				return ""
			}
		},
		wrong: map[string]string{
			`{"topic": "x"}`: "properties.connection.kafkaHost is missing", `{"connection": {"kafkaHost": "x:1"}}`: "properties.topic is missing",
		},
	}
}

func mongoSample(t *testing.T) sample {
	s, err := services.StartFerretDB(t.Context())
	if missing, ok := errors.AsType[*services.Unavailable](err); ok && os.Getenv("CI") != "true" {
		t.Skip(missing)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return sample{
		properties: map[string]any{"url": fmt.Sprintf("mongodb://%s/shop", s.Address), "collection": "orders", "connection": map[string]any{"useNewUrlParser": true}},
		read:       func(t *testing.T) string { return findAll(t, s.Address, "shop", "orders") },
		wrong:      map[string]string{`{"collection": "x"}`: "properties.url is missing", `{"url": "mongodb://x/y"}`: "properties.collection is missing"},
	}
}

// findAll is the reply to a find command, by MongoDB's wire protocol (OP_MSG, kind 0; BSON).
func findAll(t *testing.T, address, database, collection string) string {
	t.Helper()
	var doc []byte
	text := func(name, value string) {
		doc = append(append(append(doc, 2), name...), 0)
		doc = binary.LittleEndian.AppendUint32(doc, uint32(len(value)+1))
		doc = append(append(doc, value...), 0)
	}
	text("find", collection)
	text("$db", database)
	body := binary.LittleEndian.AppendUint32(nil, uint32(len(doc)+5))
	body = append(append(body, doc...), 0)
	message := binary.LittleEndian.AppendUint32(nil, uint32(16+4+1+len(body)))
	for _, n := range []uint32{1, 0, 2013, 0} { // its id, the one it answers, OP_MSG, flags
		message = binary.LittleEndian.AppendUint32(message, n)
	}
	message = append(append(message, 0), body...)
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write(message); err != nil {
		t.Fatal(err)
	}
	head := make([]byte, 4)
	if _, err := io.ReadFull(conn, head); err != nil {
		t.Fatal(err)
	}
	reply := make([]byte, binary.LittleEndian.Uint32(head)-4)
	if _, err := io.ReadFull(conn, reply); err != nil {
		t.Fatal(err)
	}
	return string(reply)
}

func elasticSample(t *testing.T) sample {
	s, err := services.StartElasticsearch(t.Context())
	if missing, ok := errors.AsType[*services.Unavailable](err); ok && os.Getenv("CI") != "true" {
		t.Skip(missing)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return sample{
		properties: map[string]any{"connection": map[string]any{"host": s.Address}, "index": "orders", "type": "order"},
		read: func(t *testing.T) string {
			for _, path := range []string{"/orders/_refresh", "/orders/_search"} {
				resp, err := http.Get("http://" + s.Address + path)
				if err != nil {
					t.Fatal(err)
				}
				text, err := io.ReadAll(resp.Body)
				if closeErr := resp.Body.Close(); err != nil || closeErr != nil {
					t.Fatal(err, closeErr)
				}
				if strings.HasSuffix(path, "_search") {
					return string(text)
				}
			}
			return ""
		},
		wrong: map[string]string{`{"index": "x"}`: "properties.connection.host is missing", `{"connection": {"host": "x:1"}}`: "properties.index is missing"},
	}
}
