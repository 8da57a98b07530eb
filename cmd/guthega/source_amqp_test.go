package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guthega/guthega/conf"
)

func TestAMQPURL(t *testing.T) {
	for _, tt := range []struct {
		name string
		amqp conf.AMQP
		want string
	}{
		{"the original's file", conf.AMQP{Protocol: "amqp", Hostname: "localhost", Port: 5672, Username: "guest", Password: "guest", VHost: "/"},
			"amqp://guest:guest@localhost:5672/%2F"},
		{"everything odd", conf.AMQP{Protocol: "amqps", Hostname: "::1", Port: 1, Username: "a@b", Password: "p/ ?#:", VHost: "x/y z"},
			"amqps://a%40b:p%2F%20%3F%23%3A@[::1]:1/x%2Fy%20z"},
		{"a url", conf.AMQP{URL: "amqp://h/v", Protocol: "amqp", Hostname: "localhost"}, "amqp://h/v"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := amqpURL(&tt.amqp); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestMakeAMQP(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, source, want string }{
		{"least", `{"type": "amqp", "properties": {"queue": "q"}}`, ""},
		{"most", `{"type": "amqp", "deadLetter": {"to": "bad"}, "properties": {"queue": "q", "exchange": {"name": "e", "type": "topic"}, "bindings": ["k"],
			"arguments": {"x-queue-type": "quorum", "x-list": [1, 1.5, "a", null, true, {}]}}}`, ""},
		{"no such ca", `{"type": "amqp", "properties": {"queue": "q", "connection": {"protocol": "amqps", "tls": {"ca": "` + dir + `/none"}}}}`,
			"source.json: properties.connection.tls.ca: "},
		{"a ca without certificates", `{"type": "amqp", "properties": {"queue": "q", "connection": {"protocol": "amqps", "tls": {"ca": "` + empty + `"}}}}`,
			"no certificate in PEM"},
		{"no certificate", `{"type": "amqp", "properties": {"queue": "q", "connection": {"protocol": "amqps", "tls": {"cert": "` + empty + `", "key": "` + empty + `"}}}}`,
			"source.json: properties.connection.tls.cert: "},
		{"dead letters into the queue", `{"type": "amqp", "deadLetter": {"to": "q"}, "properties": {"queue": "q"}}`, "would go back into it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := conf.ParseSource("source.json", []byte(tt.source), func(string) (string, bool) { return "", false })
			if err != nil {
				t.Fatal(err)
			}
			_, err = makeAMQP(c, 64, stdio{}, slog.New(slog.DiscardHandler))
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
