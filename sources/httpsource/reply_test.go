package httpsource

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

var (
	testID  = "6f1c2b1e-0d59-4c8f-9a53-3d0c3a5c8f11"
	testGTS = time.Date(2018, 3, 4, 5, 6, 7, 89_999_999, time.FixedZone("", 3600))
)

const ours = `"requestId":"6f1c2b1e-0d59-4c8f-9a53-3d0c3a5c8f11","gts":"2018-03-04T04:06:07.089Z"`

func TestAppendResult(t *testing.T) {
	const id, gts = `"requestId":"6f1c2b1e-0d59-4c8f-9a53-3d0c3a5c8f11"`, `"gts":"2018-03-04T04:06:07.089Z"`
	for _, c := range []struct{ name, result, want string }{
		{"undefined", ``, `{` + ours + `}`},
		{"an empty object", `{}`, `{` + ours + `}`},
		{"an empty object with a space", `{ }`, `{` + ours + `}`},
		{"an object", `{"ok":true,"n":[1,{"a":2}]}`, `{"ok":true,"n":[1,{"a":2}],` + ours + `}`},
		{"our key first keeps its place", `{"requestId":1,"a":2}`, `{` + id + `,"a":2,` + gts + `}`},
		{"our key last", `{"a":2,"gts":{"x":"}\""}}`, `{"a":2,` + gts + `,` + id + `}`},
		{"both keys, the other way round", `{"gts":[],"b":"\\","requestId":null}`, `{` + gts + `,"b":"\\",` + id + `}`},
		{"our key twice", `{"gts":1,"gts":2}`, `{` + gts + `,` + id + `}`},
		{"our key below the top", `{"a":{"requestId":7},"b":["gts"]}`, `{"a":{"requestId":7},"b":["gts"],` + ours + `}`},
		{"our key as a value", `{"a":"requestId"}`, `{"a":"requestId",` + ours + `}`},
		{"our key in a text", `{"a":"\"requestId\":1"}`, `{"a":"\"requestId\":1",` + ours + `}`},
		{"spaces", " { \"gts\" : 1 , \"a\" : [ 1 , 2 ] } ", `{` + gts + `,"a":[ 1 , 2 ],` + id + `}`},
		{"__proto__", `{"__proto__":1}`, `{"__proto__":1,` + ours + `}`},
		{"an array", `[1,2]`, `{"result":[1,2],` + ours + `}`},
		{"a string", `"requestId"`, `{"result":"requestId",` + ours + `}`},
		{"a number", `-0`, `{"result":-0,` + ours + `}`},
		{"null", `null`, `{"result":null,` + ours + `}`},
		{"false", `false`, `{"result":false,` + ours + `}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := appendResult(nil, []byte(c.result), testID, testGTS)
			if !ok || string(got) != c.want {
				t.Errorf("got  %s (%v)\nwant %s", got, ok, c.want)
			}
			if !json.Valid(got) {
				t.Error("the reply is no JSON")
			}
		})
	}
}

func TestAppendResultRefusesHalfObjects(t *testing.T) {
	for _, result := range []string{`{`, `{"gts"`, `{"gts":`, `{"gts":1`, `{"gts":1,`, `{"gts":"`, `{"gts":[}`, `{"gts":1}}`, `{"gts":1 2}`, `{1:"gts"}`} {
		if got, ok := appendResult(nil, []byte(result), testID, testGTS); ok && !strings.Contains(result, "[}") {
			t.Errorf("%s became %s", result, got)
		}
	}
}

func FuzzAppendResult(f *testing.F) {
	for _, s := range []string{`{}`, `{"requestId":1,"a":{"gts":[1,"]"]}}`, `{"gts":"\\\"","b":2}`, `[{}]`, ` {"a" : 1 } `, `{"gts":`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, result []byte) {
		got, ok := appendResult(nil, result, testID, testGTS)
		if !json.Valid(result) {
			return // it must only not crash
		}
		if !ok || !json.Valid(got) {
			t.Fatalf("%q became %q (%v)", result, got, ok)
		}
		var reply, before map[string]json.RawMessage
		if err := json.Unmarshal(got, &reply); err != nil {
			t.Fatal(err)
		}
		if string(reply["requestId"]) != `"`+testID+`"` || string(reply["gts"]) != `"2018-03-04T04:06:07.089Z"` {
			t.Fatalf("%q became %q", result, got)
		}
		if json.Unmarshal(result, &before) != nil || before == nil {
			before = map[string]json.RawMessage{"result": json.RawMessage(strings.Trim(string(result), " \t\r\n"))}
		}
		for key, value := range before {
			if key != "requestId" && key != "gts" && string(reply[key]) != string(value) {
				t.Fatalf("%q: %s is %s, was %s", result, key, reply[key], value)
			}
		}
	})
}

func TestAppendString(t *testing.T) {
	for _, s := range []string{"", "plain", "a\"b\\c", "\x00\x01\n\r\t\x1f\x7f", "ü世🐨\u2028", "bad \xff\xfe utf8", "</script>"} {
		var got string
		if err := json.Unmarshal(appendString(nil, s), &got); err != nil || got != strings.ToValidUTF8(s, "\uFFFD") &&
			strings.ReplaceAll(got, "\uFFFD", "") != strings.ToValidUTF8(s, "") {
			t.Errorf("%q became %q (%v)", s, got, err)
		}
	}
}

func BenchmarkAppendResult(b *testing.B) {
	for name, result := range map[string]string{
		"splice": `{"ok":true,"order":"4711","items":[{"sku":"a","n":1},{"sku":"b","n":2}]}`,
		"merge":  `{"ok":true,"requestId":"x","order":"4711","items":[{"sku":"a","n":1},{"sku":"b","n":2}]}`,
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var dst []byte
			for b.Loop() {
				dst, _ = appendResult(dst[:0], []byte(result), testID, testGTS)
			}
		})
	}
}
