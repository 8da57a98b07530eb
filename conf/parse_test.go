package conf

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
	"unicode/utf8"
)

// FuzzParse holds our parser against the standard library's: what it accepts is JSON, and what it refuses is not, but
// for text that is not UTF-8 or nests too deep. What it accepts it can give back byte for byte.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"a": [1, -0.5e+3, true, false, null, "x\n\u00e9\ud83d\ude00"], "b": {}, "a": []}`,
		"", " ", "[", "]", "[,]", "[1,]", "{,}", `{"a":1,}`, `{"a"}`, "[1 2]", "01", "1.", "-", "1e", "+1", "\"\\u12g4\"",
		"\"\x01\"", "\"\xff\"", "tru", "true1", "/**/1", "1 1", "\ufeff1", "\"a\nb\"", `"\`, `"\u0"`, "[[[[]]]]",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := parse(data)
		valid := json.Valid(data)
		switch {
		case err == nil && !valid:
			t.Fatalf("accepted %q", data)
		case err != nil && valid && utf8.Valid(data) && bytes.Count(data, []byte("["))+bytes.Count(data, []byte("{")) < maxDepth:
			t.Fatalf("refused %q: %s", data, err.message)
		case err != nil && (err.offset < 0 || err.offset > len(data)):
			t.Fatalf("%q is wrong at %d of %d", data, err.offset, len(data))
		case err == nil && !bytes.Equal(v.source(data), bytes.Trim(data, " \t\r\n")):
			t.Fatalf("%q came back as %q", data, v.source(data))
		}
	})
}

// FuzzReceiver: no text and no variable makes the decoder panic; what it accepts has properties that are valid JSON
// with the keys of the file, in order, whatever the variable holds.
func FuzzReceiver(f *testing.F) {
	for _, config := range []string{
		`{"module": "x"}`, `{"module": "${V}", "properties": {"a": "${V}", "b": ["$${V}${V}"], "${V}": "${W:-\"}"}}`,
		`{"module": "x", "vms": "${V}", "timeout": "3d", "memoryLimit": "1GiB", "retry": {"atempts": 1}, "retry": {}}`,
		`{"module": "x", "permissions": {"net": ["a:1"], "env": [], "read": ["${V}"]}, "properties": {"a": {"b": "\u0024{V}"}}}`,
	} {
		f.Add([]byte(config), "v\"\\\n")
	}
	f.Fuzz(func(t *testing.T, config []byte, variable string) {
		env := func(name string) (string, bool) { return variable, name == "V" }
		r, err := ParseReceiver("r", config, env)
		if err != nil {
			if r != nil || err.Error() == "" {
				t.Fatalf("got %v with %v", r, err)
			}
			return
		}
		after, bad := parse(r.Properties)
		if bad != nil || !json.Valid(r.Properties) {
			t.Fatalf("the properties are not JSON: %s", r.Properties)
		}
		before, bad := parse(bytes.TrimPrefix(config, []byte("\xef\xbb\xbf")))
		if bad != nil {
			t.Fatalf("accepted %q", config)
		}
		if p := before.get("properties"); p != nil && !slices.Equal(keys(p), keys(after)) {
			t.Fatalf("keys %q became %q", keys(p), keys(after))
		}
		if err := r.Validate(); err != nil {
			t.Fatalf("parsed, yet not valid: %v", err)
		}
	})
}

// FuzzSource: no text makes the decoder panic, and what it accepts is valid.
func FuzzSource(f *testing.F) {
	for _, t := range Types() {
		f.Add([]byte(`{"type": "` + string(t) + `", "port": 1, "properties": {"connection": {"brokers": "b", "url": "u", "port": 2, "host": "h"},
			"topics": "t", "channel": ["c"], "stream": "s", "queue": "q", "deadLetter": {"to": "d"}, "tls": {"cert": "c", "key": "k"}}}`))
	}
	f.Fuzz(func(t *testing.T, config []byte) {
		s, err := ParseSource("s", config, nil)
		if err != nil {
			return
		}
		if err := s.Validate(); err != nil {
			t.Fatalf("parsed, yet not valid: %v", err)
		}
	})
}

// keys lists every key in v, in order.
func keys(v *value) []string {
	var all []string
	for _, item := range v.items {
		all = append(all, keys(item)...)
	}
	for _, m := range v.members {
		all = append(append(all, m.key), keys(m.value)...)
	}
	return all
}

func BenchmarkParseReceiver(b *testing.B) {
	config := []byte(`{"module": "@acme/orders", "version": "^1.2.0", "timeout": "10s", "retry": {"attempts": 5},
		"properties": {"kafkaHost": "${HOST:-localhost}:9092", "topics": ["a", "b"], "nested": {"fromOffset": "latest"}}}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseReceiver("receiver.json", config, nil); err != nil {
			b.Fatal(err)
		}
	}
}
