package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// asNode is a receiver that evaluates texts and shows what becomes of each.
//
//go:embed testdata/asnode/receiver.cjs
var asNode []byte

// TestAsNode evaluates each line of testdata/asnode/*.js in a receiver, where there are sockets and time goes by, and
// compares what it comes to with the .golden file beside it, which Node 20 wrote (UPDATE_GOLDEN=1 renews it). Lines share
// their globals.
func TestAsNode(t *testing.T) {
	files, err := filepath.Glob("testdata/asnode/*.js")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".js"), func(t *testing.T) {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var cases []string
			for line := range strings.Lines(string(source)) {
				if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
					cases = append(cases, line)
				}
			}
			message, err := json.Marshal(map[string]any{"cases": cases})
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(file, ".js") + ".golden"
			node := valuesOnNode(t, cases, message)
			if node != nil && os.Getenv("UPDATE_GOLDEN") != "" {
				if err := os.WriteFile(golden, showValues(cases, node), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if node != nil {
				if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(showValues(cases, node)), "\n")); diff != "" {
					t.Errorf("%s is not what Node prints (-file +node):\n%s", golden, diff)
				}
			}
			ours := showValues(cases, valuesHere(t, message))
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(ours), "\n")); diff != "" {
				t.Errorf("not as Node (-node +ours):\n%s", diff)
			}
		})
	}
}

func showValues(cases, values []string) []byte {
	var b bytes.Buffer
	for i, c := range cases {
		value := "?"
		if i < len(values) {
			value = values[i]
		}
		b.WriteString("> " + c + "\n" + value + "\n")
	}
	return b.Bytes()
}

func valuesOnNode(t *testing.T, cases []string, message []byte) (values []string) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		return nil
	}
	if version, err := exec.Command(node, "--version").Output(); err != nil || !strings.HasPrefix(string(version), "v20.") {
		return nil
	}
	receiver := filepath.Join(t.TempDir(), "receiver.cjs")
	if err := os.WriteFile(receiver, asNode, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "-e", `const handler = require(process.argv[1])();
let text = ''; process.stdin.on('data', (d) => { text += d; }).on('end', async () => {
	const values = await handler(JSON.parse(text)); process.stdout.write(JSON.stringify(values), () => process.exit()); });`, receiver)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(message), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("running %d cases in Node: %v", len(cases), err)
	}
	if err := json.Unmarshal(out, &values); err != nil {
		t.Fatal(err)
	}
	return values
}

func valuesHere(t *testing.T, message []byte) (values []string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"receiver.cjs": string(asNode), "receiver.json": `{"module": "./receiver.cjs", "vms": 1, "timeout": "2m"}`, "message.json": string(message),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var stdout, stderr bytes.Buffer
	code := execute(t.Context(), []string{"invoke", "--receiver", filepath.Join(dir, "receiver.json"), "--file", filepath.Join(dir, "message.json"),
		"--store", filepath.Join(dir, "store"), "--log-level", "error"},
		stdio{strings.NewReader(""), &stdout, &stderr, func(string) (string, bool) { return "", false }})
	if code != 0 {
		t.Fatalf("guthega ended with %d: %s", code, &stderr)
	}
	if err := json.Unmarshal(stdout.Bytes(), &values); err != nil {
		t.Fatalf("%v: %s", err, &stdout)
	}
	return values
}
