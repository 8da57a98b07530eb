package conf_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/conf"
)

func TestAMQPTopology(t *testing.T) {
	got := parseSource(t, `{"type": "amqp", "properties": {"queue": "q", "durable": false, "passive": true, "bindings": "orders.*",
		"arguments": {"x-max-length": 10, "x-ratio": 0.5, "x-on": true, "x-name": "${NAME}", "x-none": null, "x-list": [1, "a", {"b": 2}]},
		"exchange": {"name": "shop", "type": "topic", "durable": false, "autoDelete": true, "internal": true, "passive": true, "arguments": {"a": "b"}},
		"connection": {"protocol": "amqps", "tls": {"ca": "ca.pem", "cert": "c.pem", "key": "k.pem"}}}}`, variables("NAME=joe\n"))
	want := amqp(func(a *conf.AMQP) {
		a.Protocol, a.Port = "amqps", 5671
		a.TLS = &conf.AMQPTLS{CA: "ca.pem", Cert: "c.pem", Key: "k.pem"}
		a.Transient, a.Passive, a.Bindings = true, true, []string{"orders.*"}
		a.Arguments = map[string]any{
			"x-max-length": int64(10), "x-ratio": 0.5, "x-on": true, "x-name": "joe", "x-none": nil,
			"x-list": []any{int64(1), "a", map[string]any{"b": int64(2)}},
		}
		a.Exchange = &conf.AMQPExchange{
			Name: "shop", Type: "topic", Transient: true, AutoDelete: true, Internal: true, Passive: true, Arguments: map[string]any{"a": "b"},
		}
	})
	if diff := cmp.Diff(&want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAMQPWarnings(t *testing.T) {
	for _, tt := range []struct {
		name, receiver, source string
		want                   []string
	}{
		{"nothing", `{"module": "m"}`, `{"queue": "q"}`, nil},
		{"a delivery limit below the attempts", `{"module": "m", "retry": {"attempts": 5}}`,
			`{"queue": "q", "arguments": {"x-queue-type": "quorum", "x-delivery-limit": 4}}`, []string{"x-delivery-limit: 4 is less than the receiver's 5 attempts"}},
		{"a delivery limit that suffices", `{"module": "m", "retry": {"attempts": 5}}`, `{"queue": "q", "arguments": {"x-delivery-limit": 5}}`, nil},
		{"longer than the delivery timeout", `{"module": "m", "timeout": "15m"}`, `{"queue": "q"}`, []string{"in flight for 45m0.6s", "waits 30m0s"}},
		{"the pauses count", `{"module": "m", "timeout": "1s", "retry": {"attempts": 100, "initialBackoff": "20s", "maxBackoff": "30s"}}`, `{"queue": "q"}`,
			[]string{"in flight for 51m0s"}},
		{"more than a duration holds", `{"module": "m", "timeout": "90000d", "retry": {"attempts": 1000000}}`, `{"queue": "q"}`, []string{"in flight for"}},
		{"the queue's own timeout", `{"module": "m", "timeout": "15m"}`, `{"queue": "q", "arguments": {"x-consumer-timeout": 7200000}}`, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := conf.ParseReceiver("receiver.json", []byte(tt.receiver), variables(""))
			if err != nil {
				t.Fatal(err)
			}
			got := parseSource(t, `{"type": "amqp", "properties": `+tt.source+`}`, variables("")).AMQP.Warnings(r)
			text := strings.Join(got, "\n")
			if len(got) != min(len(tt.want), 1) {
				t.Errorf("%d warnings, want %d:\n%s", len(got), min(len(tt.want), 1), text)
			}
			for _, part := range tt.want {
				if !strings.Contains(text, part) {
					t.Errorf("warned\n%s\nwithout %q", text, part)
				}
			}
		})
	}
}
