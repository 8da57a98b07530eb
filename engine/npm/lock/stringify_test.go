package lock

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/engine/npm/goldentest"
)

// text is a line of golden.json: JSON, and what npm makes of it.
type text struct{ in, want string }

func (v *text) UnmarshalJSON(data []byte) error { return goldentest.Tuple(data, &v.in, &v.want) }

func TestStringifyAsNPM(t *testing.T) {
	var texts []text
	goldentest.Read(t, &texts)
	for _, v := range texts {
		o, ok := decode(json.RawMessage(v.in)).(object)
		if !ok {
			t.Fatalf("%s is no object", v.in)
		}
		if diff := cmp.Diff(v.want, string(o.bytes())); diff != "" {
			t.Errorf("%s: -npm +ours\n%s", v.in, diff)
		}
	}
}

func TestGolden(t *testing.T) { goldentest.Check(t) }
