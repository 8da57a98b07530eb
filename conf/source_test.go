package conf_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/conf"
)

func parseSource(t *testing.T, data string, env conf.Lookup) *conf.Source {
	t.Helper()
	s, err := conf.ParseSource("source.json", []byte(data), env)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// source is what every type starts from.
func source(kind conf.Type) conf.Source {
	return conf.Source{
		File: "source.json", Type: kind, Format: conf.FormatJSON,
		DeadLetterTimeout: time.Minute, DrainTimeout: 20 * time.Second,
	}
}

func http(change func(*conf.HTTP)) conf.Source {
	s := source(conf.TypeHTTP)
	s.HTTP = &conf.HTTP{
		Port: 3001, MaxBodyBytes: 1 << 20, QueueTimeout: 5 * time.Second,
		ReadTimeout: 30 * time.Second, IdleTimeout: 75 * time.Second,
	}
	change(s.HTTP)
	return s
}

func kafka(change func(*conf.Kafka)) conf.Source {
	s := source(conf.TypeKafka)
	s.Kafka = &conf.Kafka{
		Brokers: []string{"b"}, GroupID: "guthega", SessionTimeout: 30 * time.Second, Protocol: []string{"roundrobin"},
		FromOffset: conf.FromLatest, Topics: []string{"t"}, Order: conf.OrderPartition, ClientID: "guthega", Version: "2.8.0",
	}
	change(s.Kafka)
	return s
}

func amqp(change func(*conf.AMQP)) conf.Source {
	s := source(conf.TypeAMQP)
	s.AMQP = &conf.AMQP{
		Protocol: "amqp", Hostname: "localhost", Port: 5672, Username: "guest", Password: "guest", VHost: "/",
		Locale: "en_US", Queue: "q",
	}
	change(s.AMQP)
	return s
}

func with(s conf.Source, change func(*conf.Source)) conf.Source {
	change(&s)
	return s
}

var localRedis = conf.RedisConnection{Host: "localhost", Port: 6379}

func TestSource(t *testing.T) {
	env := variables("PORT=8080\nOFF=false\n")
	for _, tt := range []struct {
		name, data string
		want       conf.Source
	}{
		{"http", `{"type": "http"}`, http(func(*conf.HTTP) {})},
		{"http, nested port", `{"type": "http", "properties": {"connection": {"port": 80, "host": "::1"}}}`,
			http(func(h *conf.HTTP) { h.Port, h.Host = 80, "::1" })},
		{"http, port in properties", `{"properties": {"port": 0, "host": "localhost"}, "type": "http"}`,
			http(func(h *conf.HTTP) { h.Port, h.Host = 0, "localhost" })},
		{"http, port everywhere, agreeing", `{"type": "http", "port": 80, "properties": {"port": 80, "connection": {"port": 80}}}`,
			http(func(h *conf.HTTP) { h.Port = 80 })},
		{"http, port from a variable", `{"type": "http", "properties": {"connection": {"port": "${PORT:-3001}"}}}`,
			http(func(h *conf.HTTP) { h.Port = 8080 })},
		{"http, options beside type", `{"type": "http", "maxBodyBytes": "2MiB", "queueTimeout": "0s", "readTimeout": "1s",
			"idleTimeout": "3s", "tls": {"cert": "c.pem", "key": "k.pem"}, "format": "text", "drainTimeout": "0s"}`,
			with(http(func(h *conf.HTTP) {
				h.MaxBodyBytes, h.QueueTimeout, h.TLS = 2<<20, 0, &conf.TLS{Cert: "c.pem", Key: "k.pem"}
				h.ReadTimeout, h.IdleTimeout = time.Second, 3*time.Second
			}), func(s *conf.Source) { s.Format, s.DrainTimeout = conf.FormatText, 0 })},
		{"http, options in properties", `{"type": "http", "properties": {"maxBodyBytes": 512, "format": "binary", "deadLetterTimeout": "1s"}}`,
			with(http(func(h *conf.HTTP) { h.MaxBodyBytes = 512 }), func(s *conf.Source) {
				s.Format, s.DeadLetterTimeout = conf.FormatBinary, time.Second
			})},
		{"stdin", `{"type": "stdin", "deadLetter": {"to": "bad.ndjson"}}`, with(source(conf.TypeStdin), func(s *conf.Source) {
			s.Stdin, s.DeadLetter.To = new(conf.Stdin), "bad.ndjson"
		})},
		{"dead letter off", `{"type": "stdin", "properties": {"deadLetter": "${OFF}"}}`, with(source(conf.TypeStdin), func(s *conf.Source) {
			s.Stdin, s.DeadLetter.Off = new(conf.Stdin), true
		})},
		{"dead letter on", `{"type": "stdin", "deadLetter": true}`, with(source(conf.TypeStdin), func(s *conf.Source) { s.Stdin = new(conf.Stdin) })},
		{"kafka, least", `{"type": "kafka", "properties": {"connection": {"brokers": "b"}, "topics": "t"}}`, kafka(func(*conf.Kafka) {})},
		{"kafka, all", `{"type": "kafka", "properties": {"order": "key", "topics": ["a", "b"], "connection": {"kafkaHost": "h1:9092, [::1]:9093",
			"groupId": "g", "sessionTimeout": 15000, "protocol": ["range", "sticky"], "fromOffset": "earliest"}}}`,
			kafka(func(k *conf.Kafka) {
				*k = conf.Kafka{
					Brokers: []string{"h1:9092", "[::1]:9093"}, GroupID: "g", SessionTimeout: 15 * time.Second,
					Protocol: []string{"range", "sticky"}, FromOffset: conf.FromEarliest, Topics: []string{"a", "b"}, Order: conf.OrderKey,
					ClientID: "guthega", Version: "2.8.0",
				}
			})},
		{"kafka, session timeout as a duration", `{"type": "kafka", "order": "none", "properties": {"connection": {"brokers": ["b"], "sessionTimeout": "45s"}, "topics": "t"}}`,
			kafka(func(k *conf.Kafka) { k.SessionTimeout, k.Order = 45*time.Second, conf.OrderNone })},
		{"redis, least", `{"type": "redis", "properties": {"channel": "orders.*"}}`, with(source(conf.TypeRedis), func(s *conf.Source) {
			s.Redis = &conf.Redis{RedisConnection: localRedis, Channels: []string{"orders.*"}}
		})},
		{"redis, parts", `{"type": "redis", "properties": {"channel": ["a", "b"], "connection": {"host": "h", "port": 1, "username": "u", "password": "p", "db": 2}}}`,
			with(source(conf.TypeRedis), func(s *conf.Source) {
				s.Redis = &conf.Redis{
					RedisConnection: conf.RedisConnection{Host: "h", Port: 1, Username: "u", Password: "p", DB: 2},
					Channels:        []string{"a", "b"},
				}
			})},
		{"redis streams", `{"type": "redis-streams", "properties": {"stream": "s", "group": "g"}}`, with(source(conf.TypeRedisStreams), func(s *conf.Source) {
			s.RedisStreams = &conf.RedisStreams{
				RedisConnection: localRedis, Streams: []string{"s"}, Group: "g", FromOffset: conf.FromLatest, Field: "body", ClaimIdle: time.Minute,
			}
		})},
		{"amqp, least", `{"type": "amqp", "properties": {"queue": "q"}}`, amqp(func(*conf.AMQP) {})},
		{"amqp, url", `{"type": "amqp", "properties": {"queue": "q", "connection": {"url": "amqps://u:p@h/v", "heartbeat": 10, "frameMax": 8192}}}`,
			amqp(func(a *conf.AMQP) { a.URL, a.Heartbeat, a.FrameMax = "amqps://u:p@h/v", 10*time.Second, 8192 })},
		{"amqp over TLS has its own port", `{"type": "amqp", "properties": {"queue": "q", "connection": {"protocol": "amqps"}}}`,
			amqp(func(a *conf.AMQP) { a.Protocol, a.Port = "amqps", 5671 })},
		{"amqp over TLS, port after", `{"type": "amqp", "properties": {"queue": "q", "connection": {"protocol": "amqps", "port": 5672}}}`,
			amqp(func(a *conf.AMQP) { a.Protocol = "amqps" })},
		{"amqp over TLS, port before", `{"type": "amqp", "properties": {"queue": "q", "connection": {"port": 5672, "protocol": "amqps"}}}`,
			amqp(func(a *conf.AMQP) { a.Protocol = "amqps" })},
		{"amqp, the locale of old files", `{"type": "amqp", "properties": {"queue": "q", "connection": {"locale": "en_US", "frameMax": 0}}}`,
			amqp(func(*conf.AMQP) {})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := parseSource(t, tt.data, env)
			if diff := cmp.Diff(&tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if err := got.Validate(); err != nil {
				t.Errorf("Validate after parsing: %v", err)
			}
		})
	}
}

func TestValidateSourceBuiltInCode(t *testing.T) {
	for _, tt := range []struct {
		name   string
		source conf.Source
		want   string
	}{
		{"nothing", conf.Source{}, `type: "" is not known (one of http, kafka, redis, redis-streams, amqp, stdin)`},
		{"no properties", conf.Source{Type: conf.TypeKafka}, `properties: those of type "kafka" are missing`},
		{"usual places", http(func(h *conf.HTTP) { h.Port, h.MaxBodyBytes = -1, 0 }),
			"source.json: properties.connection.port: -1 is out of range (from 0 to 65535)\n" +
				"source.json: properties.maxBodyBytes: 0 is out of range (at least 1)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.source.Validate(); err == nil || err.Error() != tt.want {
				t.Errorf("got\n%v\nwant\n%s", err, tt.want)
			}
		})
	}
}
