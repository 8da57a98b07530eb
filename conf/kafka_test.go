package conf_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/conf"
)

func TestKafkaConnection(t *testing.T) {
	for _, tt := range []struct {
		name, connection string
		change           func(*conf.Kafka)
	}{
		{"who and where", `"clientId": "c", "version": "3.7.1", "rackId": "r", "instanceId": "i", "rebalanceTimeout": 90000`,
			func(k *conf.Kafka) {
				k.ClientID, k.Version, k.RackID, k.InstanceID, k.RebalanceTimeout = "c", "3.7.1", "r", "i", 90*time.Second
			}},
		{"TLS with the system's CAs", `"tls": true`, func(k *conf.Kafka) { k.TLS = new(conf.KafkaTLS) }},
		{"no TLS", `"tls": false`, func(*conf.Kafka) {}},
		{"TLS", `"tls": {"ca": "ca.pem", "cert": "c.pem", "key": "k.pem", "servername": "s", "rejectUnauthorized": true}`,
			func(k *conf.Kafka) {
				k.TLS = &conf.KafkaTLS{CA: "ca.pem", Cert: "c.pem", Key: "k.pem", ServerName: "s"}
			}},
		{"SASL, as kafka-node has it", `"sasl": {"mechanism": "plain", "username": "u", "password": "p"}`,
			func(k *conf.Kafka) { k.SASL = &conf.KafkaSASL{Mechanism: "PLAIN", Username: "u", Password: "p"} }},
		{"a token's file", `"sasl": {"mechanism": "OAUTHBEARER", "tokenFile": "t"}`,
			func(k *conf.Kafka) { k.SASL = &conf.KafkaSASL{Mechanism: "OAUTHBEARER", TokenFile: "t"} }},
		{"a token's command", `"sasl": {"mechanism": "oauthbearer", "tokenCommand": ["get", "token"]}`,
			func(k *conf.Kafka) {
				k.SASL = &conf.KafkaSASL{Mechanism: "OAUTHBEARER", TokenCommand: []string{"get", "token"}}
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := kafka(tt.change)
			got := parseSource(t, `{"type": "kafka", "properties": {"topics": "t", "connection": {"brokers": "b", `+tt.connection+`}}}`, nil)
			if diff := cmp.Diff(&want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	t.Run("a pattern of topics", func(t *testing.T) {
		want := kafka(func(k *conf.Kafka) { k.Topics, k.TopicPattern = nil, "orders-.*" })
		got := parseSource(t, `{"type": "kafka", "properties": {"topicPattern": "orders-.*", "connection": {"brokers": "b"}}}`, nil)
		if diff := cmp.Diff(&want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestKafkaRebalance(t *testing.T) {
	for _, tt := range []struct {
		name           string
		given, timeout time.Duration
		want           time.Duration
		warned, failed bool
	}{
		{"by default", 0, 30 * time.Second, time.Minute, false, false},
		{"by default, slow handlers", 0, 5 * time.Minute, 5*time.Minute + 9*time.Second, false, false},
		{"given", 2 * time.Minute, time.Minute, 2 * time.Minute, false, false},
		{"tight", time.Minute, 55 * time.Second, time.Minute, true, false},
		{"too short", 30 * time.Second, 30 * time.Second, 30 * time.Second, false, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k, r := &conf.Kafka{RebalanceTimeout: tt.given}, &conf.Receiver{Timeout: tt.timeout}
			if got := k.RebalanceFor(r); got != tt.want {
				t.Errorf("RebalanceFor is %v, want %v", got, tt.want)
			}
			if warned := len(k.Warnings(r)) > 0; warned != tt.warned {
				t.Errorf("warned: %v, want %v", warned, tt.warned)
			}
			if err := k.CheckWith("source.json", r); (err != nil) != tt.failed {
				t.Errorf("CheckWith: %v", err)
			}
		})
	}
}

// What of one file depends on the other.
func TestJoin(t *testing.T) {
	tests := map[string]struct {
		timeout, given, want time.Duration
		problem              bool
	}{
		"a minute":                 {timeout: 30 * time.Second, want: time.Minute},
		"as long as one attempt":   {timeout: 5 * time.Minute, want: 5*time.Minute + 9*time.Second},
		"as given":                 {timeout: 30 * time.Second, given: 90 * time.Second, want: 90 * time.Second},
		"shorter than one attempt": {timeout: 2 * time.Minute, given: 90 * time.Second, problem: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r, s := conf.DefaultReceiver(), &conf.Source{File: "s.json", Type: conf.TypeKafka, Kafka: &conf.Kafka{}}
			r.Timeout, s.Kafka.RebalanceTimeout = tt.timeout, tt.given
			err := conf.Join(r, s)
			if (err != nil) != tt.problem {
				t.Fatalf("got %v", err)
			}
			if err == nil && s.Kafka.RebalanceTimeout != tt.want {
				t.Errorf("got %v, want %v", s.Kafka.RebalanceTimeout, tt.want)
			}
		})
	}
}
