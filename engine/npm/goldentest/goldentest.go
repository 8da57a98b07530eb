// Package goldentest is for the tests of packages that do as npm does: beside them lie testdata/golden.js, which asks
// npm's own code, and testdata/golden.json, which is what it printed. The tests hold our code to the file, so that they
// need no Node; where there is one, they hold the file to npm.
//
// It is used by tests only.
package goldentest

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

var (
	script = filepath.Join("testdata", "golden.js")
	file   = filepath.Join("testdata", "golden.json")
)

// Read decodes the golden file of the package under test.
func Read(t testing.TB, into any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// Tuple decodes the JSON array into the pointers, one each. null leaves what it points to as it is.
func Tuple(data []byte, into ...any) error { return json.Unmarshal(data, &into) }

// Check fails unless golden.js still prints what is in the golden file, so that nobody edits that by hand. Where node and
// npm are not on the PATH it skips the test, but with CI=true it fails.
func Check(t *testing.T) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err == nil {
		_, err = exec.LookPath("npm")
	}
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%v; CI has to check %s with it", err, file)
		}
		t.Skipf("%v: %s is taken as it is", err, file)
	}
	cmd := exec.CommandContext(t.Context(), node, script)
	cmd.Stderr = os.Stderr
	want, err := cmd.Output()
	if err != nil {
		t.Fatalf("node %s: %v", script, err)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what node prints: run node golden.js > golden.json in testdata", file)
	}
}
