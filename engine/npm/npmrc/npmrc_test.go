package npmrc

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// read makes of a text what a layer of it has.
func read(text string, env map[string]string) map[string][]string {
	l := &loading{env: env, config: &Config{}}
	f := newLayer("", "")
	for _, s := range parse(text) {
		l.set(f, s)
	}
	return f.values
}

// TestReadsAsNpm compares with what npm made of the same texts (testdata/record.js).
func TestReadsAsNpm(t *testing.T) {
	data, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden []struct {
		Text     string
		Settings map[string][]string
	}
	if err := json.Unmarshal(data, &golden); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"NAME": "value", "EMPTY": "", "T0": "a=b"}
	for _, g := range golden {
		t.Run(g.Text, func(t *testing.T) {
			if diff := cmp.Diff(g.Settings, read(g.Text, env)); diff != "" {
				t.Errorf("-npm +ours\n%s", diff)
			}
		})
	}
	if len(golden) < 70 {
		t.Errorf("only %d cases", len(golden))
	}
}

func FuzzParse(f *testing.F) {
	f.Add("registry=http://r.test/\n//r.test/:_authToken=${T}\nca[]=\"a\\nb\"\n[s]\n'k'='v'")
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range parse(text) {
			if s.key == "" || s.line < 1 || strings.ContainsAny(s.key, "=") && !strings.Contains(text, `"`) && !strings.Contains(text, `'`) {
				t.Errorf("got %+v", s)
			}
			out, unset := expand(s.value, map[string]string{"T": "x"})
			if !strings.Contains(s.value, "${") && out != s.value {
				t.Errorf("%q became %q", s.value, out)
			}
			for _, name := range unset {
				if !strings.Contains(out, "${"+name+"}") {
					t.Errorf("%q is not set and gone from %q", name, out)
				}
			}
		}
	})
}
