package httpsource

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/sources"
)

func TestHeaderFields(t *testing.T) {
	r := &http.Request{
		Host:             "example.org:3001",
		TransferEncoding: []string{"chunked"},
		Header: http.Header{
			"X-Tag":        {"a", "b"},
			"Cookie":       {"x=1", "y=2"},
			"Set-Cookie":   {"z=3"},
			"Content-Type": {"text/plain", "application/json"},
			"Accept":       {"*/*"},
			"X-Latin":      {"Zo\xeb"},
			"X-Utf8":       {"Zoë"},
			"X-Empty":      {""},
		},
	}
	want := sources.Fields{
		{Key: "accept", Value: "*/*"},
		{Key: "content-type", Value: "text/plain"},
		{Key: "cookie", Value: "x=1; y=2"},
		{Key: "host", Value: "example.org:3001"},
		{Key: "set-cookie", Value: []string{"z=3"}},
		{Key: "transfer-encoding", Value: "chunked"},
		{Key: "x-empty", Value: ""},
		{Key: "x-latin", Value: "Zoë"},
		{Key: "x-tag", Value: "a, b"},
		{Key: "x-utf8", Value: "Zoë"},
	}
	if diff := cmp.Diff(want, headerFields(r)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestQueryFields(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		want      sources.Fields
	}{
		{"none", "", sources.Fields{}},
		{"in order", "b=1&a=2", sources.Fields{{Key: "b", Value: "1"}, {Key: "a", Value: "2"}}},
		{"repeated", "a=1&b=2&a=3&a=4", sources.Fields{{Key: "a", Value: []string{"1", "3", "4"}}, {Key: "b", Value: "2"}}},
		{"without a value", "a&b=&=c", sources.Fields{{Key: "a", Value: ""}, {Key: "b", Value: ""}, {Key: "", Value: "c"}}},
		{"empty pieces", "&&a=1&", sources.Fields{{Key: "a", Value: "1"}}},
		{"escapes", "a%20b=c+d%C3%BC", sources.Fields{{Key: "a b", Value: "c dü"}}},
		{"no escapes", "a=100%&b=%zz&c=%e", sources.Fields{{Key: "a", Value: "100%"}, {Key: "b", Value: "%zz"}, {Key: "c", Value: "%e"}}},
		{"not UTF-8", "a=%ff", sources.Fields{{Key: "a", Value: "\uFFFD"}}},
		{"semicolons and equals", "a=1;b=2&c==", sources.Fields{{Key: "a", Value: "1;b=2"}, {Key: "c", Value: "="}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, queryFields(c.raw)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	if n := len(queryFields(strings.Repeat("a&b&", maxQueryPairs))[0].Value.([]string)); n != maxQueryPairs/2 {
		t.Errorf("%d values were read", n)
	}
}

// FuzzQueryFields: where Go's stricter parser accepts a query, both read the same.
func FuzzQueryFields(f *testing.F) {
	f.Add("a=1&b=%20&a=+")
	f.Add("%zz=;&&=")
	f.Fuzz(func(t *testing.T, raw string) {
		got := queryFields(raw)
		strict, err := url.ParseQuery(raw)
		if err != nil || strings.Count(raw, "&") >= maxQueryPairs {
			return
		}
		want := make(map[string]string) // joined, since invalid bytes may make two keys one
		for key, values := range strict {
			want[strings.ToValidUTF8(key, "\uFFFD")] += strings.ToValidUTF8(strings.Join(values, ""), "\uFFFD")
		}
		if len(want) != len(got) {
			t.Fatalf("%q: %v, want %v", raw, got, want)
		}
	})
}
