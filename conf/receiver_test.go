package conf_test

import (
	"encoding/json"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/conf"
)

func parseReceiver(t *testing.T, data string, env conf.Lookup) *conf.Receiver {
	t.Helper()
	r, err := conf.ParseReceiver("receiver.json", []byte(data), env)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// defaults is the config that says nothing but the module.
func defaults() conf.Receiver {
	return conf.Receiver{
		File:        "receiver.json",
		Module:      "x",
		Version:     "latest",
		Properties:  json.RawMessage("{}"),
		Timeout:     30 * time.Second,
		TurnTimeout: 5 * time.Second,
		Concurrency: 64,
		VMs:         runtime.GOMAXPROCS(0),
		Retry:       conf.Retry{Attempts: 3, InitialBackoff: 200 * time.Millisecond, MaxBackoff: 30 * time.Second, Jitter: true},
		Permissions: conf.Permissions{Net: conf.Net{All: true}},
	}
}

func TestReceiver(t *testing.T) {
	env := variables("N=7\nYES=true\nWAIT=90s\nEMPTY=\nDIR=C:\\new \"x\"\n")
	for _, tt := range []struct {
		name, data string
		want       func(*conf.Receiver)
	}{
		{"defaults", `{"module": "x"}`, func(*conf.Receiver) {}},
		{"byte order mark", "\xef\xbb\xbf" + `{"module": "x"}`, func(*conf.Receiver) {}},
		{"everything", `{
			"module": "@acme/orders", "version": "^1.2.0", "properties": {"a": 1},
			"timeout": "1m30s", "turnTimeout": "250ms", "concurrency": 1000, "vms": 2, "memoryLimit": "512MiB", "minReleaseAge": "3d",
			"retry": {"attempts": 1, "initialBackoff": "0s", "maxBackoff": "1h", "jitter": false},
			"permissions": {"net": ["db:5432"], "env": ["HOME"], "read": ["/srv"], "write": ["/tmp"]}}`,
			func(r *conf.Receiver) {
				*r = conf.Receiver{
					File: r.File, Module: "@acme/orders", Version: "^1.2.0", Properties: json.RawMessage(`{"a": 1}`),
					Timeout: 90 * time.Second, TurnTimeout: 250 * time.Millisecond, Concurrency: 1000, VMs: 2,
					MemoryLimit: 512 << 20, MinReleaseAge: 72 * time.Hour,
					Retry: conf.Retry{Attempts: 1, MaxBackoff: time.Hour},
					Permissions: conf.Permissions{
						Net: conf.Net{Patterns: []string{"db:5432"}}, Env: []string{"HOME"},
						Read: []string{"/srv"}, Write: []string{"/tmp"},
					},
				}
			}},
		{"no net", `{"module": "x", "permissions": {"net": false}}`, func(r *conf.Receiver) { r.Permissions.Net.All = false }},
		{"memory in bytes", `{"module": "x", "memoryLimit": 268435456}`, func(r *conf.Receiver) { r.MemoryLimit = 256 << 20 }},
		{"memory in MB", `{"module": "x", "memoryLimit": "500MB"}`, func(r *conf.Receiver) { r.MemoryLimit = 500e6 }},
		{"no memory limit", `{"module": "x", "memoryLimit": 0}`, func(*conf.Receiver) {}},
		{"numbers from variables", `{"module": "x", "concurrency": "${N}", "vms": "${NONE:-3}", "timeout": "${WAIT}", "memoryLimit": "${MEM:-64MiB}",
			"retry": {"jitter": "${NO:-false}"}, "permissions": {"net": "${YES}"}}`,
			func(r *conf.Receiver) {
				r.Concurrency, r.VMs, r.Timeout, r.MemoryLimit, r.Retry.Jitter = 7, 3, 90*time.Second, 64<<20, false
			}},
		{"variables in text", `{"module": "${EMPTY:-m}-${N}${N}", "version": "$${N} ${EMPTY}"}`,
			func(r *conf.Receiver) { r.Module, r.Version = "m-77", "${N} " }},
		{"variable in a list", `{"module": "x", "permissions": {"read": ["${DIR}"]}}`,
			func(r *conf.Receiver) { r.Permissions.Read = []string{`C:\new "x"`} }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := defaults()
			tt.want(&want)
			got := parseReceiver(t, tt.data, env)
			if diff := cmp.Diff(&want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if err := got.Validate(); err != nil {
				t.Errorf("Validate after parsing: %v", err)
			}
		})
	}
}

func TestPropertiesAreKeptByteForByte(t *testing.T) {
	env := variables("HOST=db\nQUOTE=\",\"admin\":true,\"x\":\"\\\nN=5\n")
	for _, tt := range []struct{ name, in, want string }{
		{"mixed case, nested, in order",
			`{"fromOffset": "latest", "Zeta": {"kafkaHost": "h", "AbC": [{"qUx": null}]}, "alpha": 1}`,
			`{"fromOffset": "latest", "Zeta": {"kafkaHost": "h", "AbC": [{"qUx": null}]}, "alpha": 1}`},
		{"white space", "{ \"b\" :\t1 ,\n\r\n \"a\": [ ]\n}", "{ \"b\" :\t1 ,\n\r\n \"a\": [ ]\n}"},
		{"numbers as written", `{"a": 1.50, "b": -0, "c": 1e400, "d": 12345678901234567890}`, `{"a": 1.50, "b": -0, "c": 1e400, "d": 12345678901234567890}`},
		{"escapes as written", `{"a\u0062": "\u00e9\/\ud83d\ude00 <&>", "\ud800": "\udc00"}`, `{"a\u0062": "\u00e9\/\ud83d\ude00 <&>", "\ud800": "\udc00"}`},
		{"__proto__ and numeric keys", `{"2": 1, "__proto__": {}, "1": 2, "": 3}`, `{"2": 1, "__proto__": {}, "1": 2, "": 3}`},
		{"variables", `{"url": "pg://${HOST}:${PORT:-5432}/\u0064", "keep": "\u0024{HOST} $HOST $$ {HOST}", "n": "${N}"}`,
			`{"url": "pg://db:5432/\u0064", "keep": "\u0024{HOST} $HOST $$ {HOST}", "n": "5"}`},
		{"escaped variable", `{"a": "$${HOST} $$${HOST} $${${HOST}"}`, `{"a": "${HOST} $${HOST} ${db"}`},
		{"escapes in a default", `{"a": "${NONE:-say \"hi\" \\ \u00e9}"}`, `{"a": "say \"hi\" \\ \u00e9"}`},
		{"keys are left alone", `{"${HOST}": "${HOST}"}`, `{"${HOST}": "db"}`},
		{"a variable cannot inject", `{"a": "${QUOTE}"}`, `{"a": "\",\"admin\":true,\"x\":\"\\"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := parseReceiver(t, `{"properties":`+tt.in+`, "module": "x"}`, env)
			if diff := cmp.Diff(tt.want, string(r.Properties)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestControlCharactersInVariables(t *testing.T) {
	value := "a\x00\n\t\x1f\u2028é\U0001F600\x7f"
	r := parseReceiver(t, `{"module": "x", "properties": {"a": "${V}"}}`, func(string) (string, bool) { return value, true })
	var got struct{ A string }
	if err := json.Unmarshal(r.Properties, &got); err != nil || got.A != value {
		t.Errorf("%s reads as %q, %v; want %q", r.Properties, got.A, err, value)
	}
}

func TestValidateReceiverBuiltInCode(t *testing.T) {
	err := new(conf.Receiver).Validate()
	want := `module: is required (the receiver's name or path)
version: is empty (leave it out for "latest")
properties: is not a JSON object
timeout: 0s is too short (give more than 0s)
turnTimeout: 0s is too short (give more than 0s)
concurrency: 0 is out of range (at least 1)
vms: 0 is out of range (at least 1)
retry.attempts: 0 is out of range (at least 1)`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}
