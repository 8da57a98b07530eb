package conf_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/conf"
)

// TestShippedFiles loads every config that lies in this folder.
func TestShippedFiles(t *testing.T) {
	want := map[string]conf.Source{
		"source.json":      http(func(*conf.HTTP) {}),
		"source-http.json": http(func(*conf.HTTP) {}),
		"source-kafka.json": kafka(func(k *conf.Kafka) {
			k.Brokers, k.GroupID = []string{"localhost:9092"}, "guthega-example"
			k.SessionTimeout, k.Topics = 15*time.Second, []string{"test"}
		}),
		"source-redis.json": with(source(conf.TypeRedis), func(s *conf.Source) {
			c := localRedis
			c.URL = "redis://localhost:6379"
			s.Redis = &conf.Redis{RedisConnection: c, Channels: []string{"test"}}
		}),
		"source-redis-streams.json": with(source(conf.TypeRedisStreams), func(s *conf.Source) {
			c := localRedis
			c.URL = "redis://localhost:6379"
			s.RedisStreams = &conf.RedisStreams{
				RedisConnection: c, Streams: []string{"test"}, Group: "guthega-example", FromOffset: conf.FromEarliest, Field: "body", ClaimIdle: time.Minute,
			}
		}),
		"source-amqp.json":  amqp(func(a *conf.AMQP) { a.Queue = "test" }),
		"source-stdin.json": with(source(conf.TypeStdin), func(s *conf.Source) { s.Stdin = new(conf.Stdin) }),
	}
	files, err := filepath.Glob("source*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(want) {
		t.Errorf("there are %v, want %d files", files, len(want))
	}
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			got, err := conf.LoadSource(file, nil)
			if err != nil {
				t.Fatal(err)
			}
			w := want[file]
			w.File = file
			if diff := cmp.Diff(&w, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	t.Run("receiver.json", func(t *testing.T) {
		r, err := conf.LoadReceiver("receiver.json", nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Module != "@guthega/log_receiver" || r.Version != "0.1.0" || !strings.Contains(string(r.Properties), `"level": "info"`) {
			t.Errorf("got %s %s %s", r.Module, r.Version, r.Properties)
		}
	})
}

func TestDefaults(t *testing.T) {
	r, err := conf.LoadReceiver("receiver.json", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.File = "built-in receiver.json"
	if diff := cmp.Diff(r, conf.DefaultReceiver()); diff != "" {
		t.Errorf("receiver (-file +built in):\n%s", diff)
	}
	s, err := conf.LoadSource("source.json", nil)
	if err != nil {
		t.Fatal(err)
	}
	s.File = "built-in source.json"
	if diff := cmp.Diff(s, conf.DefaultSource()); diff != "" {
		t.Errorf("source (-file +built in):\n%s", diff)
	}
}

func TestMissingFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.json")
	_, receiver := conf.LoadReceiver(path, nil)
	_, source := conf.LoadSource(path, nil)
	for what, err := range map[string]error{"receiver": receiver, "source": source} {
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v is not fs.ErrNotExist", what, err)
		}
		if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), what) {
			t.Errorf("%v names neither the file nor that it is a %s config", err, what)
		}
	}
}

func TestLoadNamesTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.json")
	if err := os.WriteFile(path, []byte("{\n  \"module\": \"x\",\n  \"vms\": 0\n}"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := conf.LoadReceiver(path, nil)
	if want := path + ": vms: 0 is out of range (at least 1)"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestProblemsSayWhere(t *testing.T) {
	_, err := conf.ParseReceiver("r", []byte("{\"module\": \"é\",\n  \"vms\": true, \"zoo\": 1}"), nil)
	problems, ok := errors.AsType[*conf.Problems](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	type where struct {
		Path         string
		Line, Column int
	}
	var got []where
	for _, p := range problems.List {
		got = append(got, where{p.Path, p.Line, p.Column})
	}
	if diff := cmp.Diff([]where{{"vms", 2, 10}, {"zoo", 2, 16}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEncodings(t *testing.T) {
	for name, tt := range map[string]struct{ data, want string }{
		"UTF-16":        {"\xff\xfe{\x00}\x00", "r: the file is UTF-16 (save it as UTF-8)"},
		"Latin-1":       {"{\"module\": \"caf\xe9\"}", "r:1:16: bytes that are not UTF-8 (save the file as UTF-8)"},
		"nothing":       {"", "r:1:1: the file is empty"},
		"cut in string": {`{"module": "x`, `r:1:12: the string that starts here does not end (close it with ")`},
		"cut in escape": {`{"module": "x\`, `r:1:14: a backslash that escapes nothing (write \\ for a backslash)`},
		"zero byte":     {"{\x00}", `r:1:2: found '\x00', expected a key in double quotes`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := conf.ParseReceiver("r", []byte(tt.data), nil)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestWarnings(t *testing.T) {
	for _, tt := range []struct {
		name, receiver, source string
		want                   []string
	}{
		{"none", `{"module": "x"}`, `{"type": "http"}`, nil},
		{"http", `{"module": "x", "retry": {"attempts": 5}}`, `{"type": "http", "deadLetter": false}`, []string{
			"receiver.json: retry: has no effect with an http source, where the caller tries again",
			"source.json: deadLetter: has no effect on an http source, where the caller gets the error",
		}},
		{"retry elsewhere", `{"module": "x", "retry": {"attempts": 5}}`, `{"type": "stdin"}`, nil},
		{"dead letter off", `{"module": "x"}`, `{"type": "stdin", "deadLetter": false}`, []string{
			"source.json: deadLetter: is off; messages that fail for good are logged and dropped",
		}},
		{"idle VMs", `{"module": "x", "concurrency": 2, "vms": 1000}`, `{"type": "stdin"}`, []string{
			"receiver.json: vms: 1000 VMs for at most 2 messages in flight; the others will be idle",
		}},
		{"default group", `{"module": "x"}`, `{"type": "redis-streams", "properties": {"stream": "s"}}`, []string{
			`source.json: properties.group: "guthega" is the default; every guthega that names no group shares its messages with this one`,
		}},
		{"default Kafka group", `{"module": "x"}`, `{"type": "kafka", "properties": {"connection": {"brokers": "b"}, "topics": "t"}}`, []string{
			`source.json: properties.connection.groupId: "guthega" is the default; every guthega that names no group shares its messages with this one`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := conf.Warnings(parseReceiver(t, tt.receiver, nil), parseSource(t, tt.source, nil))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
