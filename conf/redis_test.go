package conf_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/conf"
)

func TestRedisConnections(t *testing.T) {
	for _, tt := range []struct {
		name, connection string
		want             conf.RedisConnection
	}{
		{"sentinels", `{"sentinels": ["s1:26379", "s2:26379"], "masterName": "m", "username": "u", "password": "p", "db": 1,
			"sentinelUsername": "su", "sentinelPassword": "sp"}`, conf.RedisConnection{
			Host: "localhost", Port: 6379, Username: "u", Password: "p", DB: 1,
			Sentinels: []string{"s1:26379", "s2:26379"}, MasterName: "m", SentinelUsername: "su", SentinelPassword: "sp",
		}},
		{"cluster", `{"nodes": "n1:6379, [::1]:6380"}`, conf.RedisConnection{
			Host: "localhost", Port: 6379, Nodes: []string{"n1:6379", "[::1]:6380"},
		}},
		{"TLS", `{"tls": true}`, conf.RedisConnection{Host: "localhost", Port: 6379, TLS: new(conf.RedisTLS)}},
		{"no TLS", `{"tls": false}`, localRedis},
		{"TLS with files", `{"url": "rediss://h", "tls": {"ca": "ca.pem", "cert": "c.pem", "key": "k.pem", "servername": "n"}}`, conf.RedisConnection{
			URL: "rediss://h", Host: "localhost", Port: 6379,
			TLS: &conf.RedisTLS{CA: "ca.pem", Cert: "c.pem", Key: "k.pem", ServerName: "n"},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := parseSource(t, `{"type": "redis", "properties": {"channel": "c", "connection": `+tt.connection+`}}`, nil)
			if diff := cmp.Diff(tt.want, s.Redis.RedisConnection); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRedisStreams(t *testing.T) {
	s := parseSource(t, `{"type": "redis-streams", "properties": {"stream": ["a", "b"], "group": "g", "consumer": "c",
		"fromOffset": "earliest", "field": "f", "claimIdle": "5m"}}`, nil)
	want := &conf.RedisStreams{
		RedisConnection: localRedis, Streams: []string{"a", "b"}, Group: "g", Consumer: "c", FromOffset: conf.FromEarliest,
		Field: "f", ClaimIdle: 5 * time.Minute,
	}
	if diff := cmp.Diff(want, s.RedisStreams); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
