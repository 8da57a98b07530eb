package amqpsource

import (
	"strings"
	"testing"
	"unicode/utf8"

	amqp "github.com/rabbitmq/amqp091-go"
)

func TestFit(t *testing.T) {
	long := strings.Repeat("é", 4000)
	for _, tt := range []struct {
		name        string
		theirs, own amqp.Table
		frame       int
		cut         string // what headersCut says
		gone        []string
	}{
		{"room", amqp.Table{"a": "b"}, amqp.Table{"guthega-error-stack": long}, 128 << 10, "", nil},
		{"no limit", amqp.Table{"a": long}, amqp.Table{"guthega-error-stack": long}, 0, "", nil},
		{"a stack", amqp.Table{"a": "b"}, amqp.Table{"guthega-error-stack": long, "guthega-error-name": "TypeError"}, 8 << 10, "guthega-error-stack", nil},
		{"their own", amqp.Table{"a": long, "b": "x"}, amqp.Table{"guthega-error-name": "TypeError"}, 8 << 10, "a", []string{"a"}},
		{"both", amqp.Table{"a": long, "b": "x"}, amqp.Table{"guthega-error-stack": long}, 8 << 10, "guthega-error-stack, a", []string{"a"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := fit(tt.theirs, tt.own, tt.frame)
			if cut, _ := got[headersCut].(string); cut != tt.cut {
				t.Errorf("cut %q, want %q", cut, tt.cut)
			}
			if tt.frame > 0 && tableSize(got) > tt.frame-headerRoom {
				t.Errorf("%d bytes, want at most %d", tableSize(got), tt.frame-headerRoom)
			}
			for _, name := range tt.gone {
				if _, ok := got[name]; ok {
					t.Errorf("%s is there", name)
				}
			}
			for name := range tt.own {
				if text, ok := got[name].(string); !ok || !utf8.ValidString(text) {
					t.Errorf("%s is %v", name, got[name])
				}
			}
			if b := tt.theirs["b"]; b != nil && got["b"] != b {
				t.Errorf("b is %v, want %v", got["b"], b)
			}
		})
	}
}

// FuzzFit: whatever a publisher puts into headers, the dead letter's fit into a frame, ours are there, and without need
// nothing is cut.
func FuzzFit(f *testing.F) {
	f.Add("a", "b", "stack", 10, 4096)
	f.Add("x-death", strings.Repeat("y", 5000), strings.Repeat("z", 9000), 3, 131072)
	f.Fuzz(func(t *testing.T, name, value, stack string, many, frame int) {
		many, frame = min(max(many, 0), 300), min(max(frame, leastFrame), 1<<20)
		if len(name) > 200 || len(value) > 100_000 || len(stack) > 100_000 {
			return
		}
		theirs := amqp.Table{}
		for n := range many {
			theirs[name+string(rune('a'+n))] = value
		}
		own := amqp.Table{"guthega-error-stack": stack, "guthega-error-name": "Error", returnedBy: "id"}
		whole := len(theirs) + len(own)
		size := tableSize(theirs) + tableSize(own)
		got := fit(theirs, own, frame)
		if n := tableSize(got); n > frame-headerRoom {
			t.Errorf("%d bytes for a frame of %d", n, frame)
		}
		for key := range own {
			if _, ok := got[key]; !ok {
				t.Errorf("%s is gone", key)
			}
		}
		if size <= frame-headerRoom && len(got) != whole && !strings.HasPrefix(name, headerPrefix) {
			t.Errorf("%d headers of %d although there was room", len(got), whole)
		}
	})
}
