package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTable has the table be what known.txt makes of it.
func TestTable(t *testing.T) {
	k, err := readKnown("known.txt")
	if err != nil {
		t.Fatal(err)
	}
	o := &options{table: "TABLE.md"}
	if err := o.checkTable(k); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile("known.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(k.String(), string(text)); diff != "" {
		t.Errorf("known.txt is not as it is written (-want +got):\n%s", diff)
	}
}

func TestParseKnown(t *testing.T) {
	for _, text := range []string{"a", "a | x\na | y"} {
		if k, err := parseKnown(text); err == nil {
			t.Errorf("%q: no error, and %v", text, k)
		}
	}
	want := known{"servers/b": "y | z", "@x/a": "w", "B": "v"}
	got, err := parseKnown(want.String())
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("(-want +got):\n%s\nerror: %v", diff, err)
	}
	if text := want.String(); !strings.HasSuffix(text, "B | v\n@x/a | w\nservers/b | y | z\n") {
		t.Errorf("the order is another one:\n%s", text)
	}
}

func TestJudge(t *testing.T) {
	dir := t.TempDir()
	o := &options{known: filepath.Join(dir, "known.txt"), table: filepath.Join(dir, "TABLE.md"), update: true}
	bad := func(name string) *result { return &result{name: name, reason: "r"} }
	good := func(name string) *result { return &result{name: name} }
	judge := func(want string, all ...*result) {
		t.Helper()
		err := o.judge(new(bytes.Buffer), all)
		if got := ""; err != nil {
			got = err.Error()
			if want == "" || !strings.Contains(got, want) {
				t.Errorf("judge: %v, want %q", err, want)
			}
		} else if want != "" {
			t.Errorf("judge: no error, want %q", want)
		}
	}
	judge("", bad("lodash"), bad("pg"), good("qs"))
	o.update = false
	judge("", bad("lodash"), bad("pg"), good("qs"))
	judge("", bad("lodash"))                                          // the others were not run
	judge("", &result{name: "pg", reason: "another"})                 // which is told, no more
	judge("new failures: qs", bad("lodash"), bad("qs"))               // a new failure
	judge("mended", good("lodash"), bad("pg"))                        // an unrecorded fix
	judge("do not run on Node: pg", &result{name: "pg", broken: "x"}) // nothing to compare with
	if err := os.WriteFile(o.table, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	judge("-update renews it", bad("pg"))
	o.update = true
	judge("", good("pg"))
	k, err := readKnown(o.known)
	if diff := cmp.Diff(known{"lodash": "r"}, k); diff != "" || err != nil {
		t.Errorf("recorded (-want +got):\n%s\nerror: %v", diff, err)
	}
}
