package crypto_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/crypto"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/node/nodetest"
)

func TestSignStream(t *testing.T) {
	vm := nodetest.New(t, map[string]jsapi.Module{"crypto": crypto.Module, "internal/blob": noBlobs})
	jsapitest.Golden(t, vm, "testdata/signstream.js")
}

// Node checks what we make, and we what Node makes: signatures, ciphertexts and keys that are different at each run.
func TestCrossNode(t *testing.T) {
	if version, err := exec.Command("node", "--version").Output(); err != nil || !strings.HasPrefix(string(version), "v20.") {
		t.Skipf("needs Node 20 on the PATH (%q, %v)", version, err)
	}
	src, err := os.ReadFile("testdata/cross.js")
	if err != nil {
		t.Fatal(err)
	}
	vm := newVM(t)
	vm.Run("var sides = " + string(src) + "(require); 0")
	ours := vm.Run("JSON.stringify(sides.make())").String()
	if failed := inNode(t, string(src), "check", ours); failed != "[]" {
		t.Errorf("Node does not take ours: %s", failed)
	}
	quoted, err := json.Marshal(inNode(t, string(src), "make", "{}"))
	if err != nil {
		t.Fatal(err)
	}
	if failed := vm.Run("JSON.stringify(sides.check(JSON.parse(" + string(quoted) + ")))").String(); failed != "[]" {
		t.Errorf("we do not take Node's: %s", failed)
	}
}

// inNode calls make or check of cross.js with an argument, both as JSON.
func inNode(t *testing.T, src, method, argument string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"argument.json": argument,
		"run.js": "const sides = " + src + "(require);\nconst made = require('./argument.json');\n" +
			"process.stdout.write(JSON.stringify(sides." + method + "(made)));\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("node", "--no-warnings", filepath.Join(dir, "run.js"))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("running Node: %v", err)
	}
	return string(out)
}
