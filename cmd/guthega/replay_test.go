package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/sources"
)

// What replay --dry-run prints is what invoke --dead-letter reads: the message as it was delivered.
func TestRecordIsReadBack(t *testing.T) {
	d := &sources.DeadLetter{
		Body: []byte("\xff\x00<b>"), Source: "kafka",
		Headers: []sources.Header{{Name: "guthega-source", Value: "kafka"}, {Name: "guthega-error-name", Value: "TypeError"}},
		Meta: sources.Fields{
			{Key: "topic", Value: "orders"}, {Key: "partition", Value: int64(3)}, {Key: "offset", Value: int64(1 << 60)},
			{Key: "key", Value: []byte{0xff}}, {Key: "timestamp", Value: time.Date(2026, 1, 2, 3, 4, 5, 6e6, time.UTC)},
			{Key: "redelivered", Value: true}, {Key: "messageId", Value: nil},
			{Key: "headers", Value: sources.Fields{{Key: "b", Value: []string{"1", "2"}}, {Key: "a", Value: []byte("x")}}},
		},
	}
	line, err := writeRecord(d)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Count(line, []byte("\n")) != 1 {
		t.Errorf("not one line: %s", line)
	}
	m, err := readDeadLetter("-", stdio{in: bytes.NewReader(line)})
	if err != nil {
		t.Fatal(err)
	}
	if string(m.Body) != string(d.Body) || m.Source != "kafka" {
		t.Errorf("body %q of %s", m.Body, m.Source)
	}
	if diff := cmp.Diff(d.Meta, m.Meta); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestReplayDecides(t *testing.T) {
	letters := []string{"TypeError", "RangeError", "TypeError", "TimeoutError", "TypeError"}
	tests := map[string]struct {
		match  []string
		limit  int
		dryRun bool
		want   string // p put back, l left, e ended
	}{
		"all":             {nil, 0, false, "ppppp"},
		"some":            {[]string{"error-name=TypeError"}, 0, false, "plplp"},
		"a prefix":        {[]string{"guthega-error-name=T*"}, 0, false, "plppp"},
		"both":            {[]string{"error-name=T*", "error-name=*Error"}, 0, false, "lllll"}, // a * elsewhere is itself
		"a few":           {nil, 2, false, "ppe"},
		"a few of some":   {[]string{"error-name=TypeError"}, 2, false, "plpe"},
		"none is changed": {[]string{"error-name=TypeError"}, 0, true, "lllll"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			matches, err := parseMatches(tt.match)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			r := replay{match: matches, limit: tt.limit, dryRun: tt.dryRun, out: &out}
			var got []byte
			for _, e := range letters {
				d, err := r.decide(context.Background(), &sources.DeadLetter{
					Body: []byte("{}"), Headers: []sources.Header{{Name: "guthega-error-name", Value: e}},
				})
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, "lpe"[d])
				if d == sources.End {
					break
				}
			}
			if string(got) != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if printed := strings.Count(out.String(), "\n"); tt.dryRun != (printed == 3) {
				t.Errorf("%d lines printed", printed)
			}
		})
	}
	if _, err := parseMatches([]string{"TypeError"}); err == nil {
		t.Error("a match without a name was taken")
	}
}
