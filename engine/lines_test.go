package engine

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/guthega/guthega/sources"
)

// A source's fields do not hide the line's own members.
func TestFieldsOfALine(t *testing.T) {
	b := appendMeta([]byte(`{"timestamp":"own"`), sources.Fields{
		{Key: "timestamp", Value: time.Unix(0, 0)}, {Key: "topic", Value: "orders"}, {Key: "attempt", Value: 7},
		{Key: "headers", Value: sources.Fields{}}, {Key: "key", Value: []byte("x")},
	})
	var line map[string]any
	if err := json.Unmarshal(append(b, '}'), &line); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	if line["timestamp"] != "own" || line["meta.timestamp"] == nil || line["topic"] != "orders" || line["meta.attempt"] != 7.0 {
		t.Errorf("the line is %s", b)
	}
	if _, nested := line["headers"]; nested || line["key"] != nil {
		t.Errorf("what may be long or secret is in the line: %s", b)
	}
}
