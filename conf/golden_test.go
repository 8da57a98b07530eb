package conf_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/conf"
)

var update = flag.Bool("update", false, "write what is reported into the golden files")

const separator = "----------\n"

// TestProblems runs the files in testdata, one for each way to get a config wrong. A file holds the config, what is
// reported for it, and, where it matters, the environment, with a line of dashes between them. The first part of its
// name says which config it is.
func TestProblems(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			config, rest, _ := bytes.Cut(data, []byte(separator))
			want, env, hasEnv := strings.Cut(string(rest), separator)

			got := report(t, filepath.Base(file), config, variables(env)) + "\n"
			if *update {
				out := string(config) + separator + got
				if hasEnv {
					out += separator + env
				}
				if err := os.WriteFile(file, []byte(out), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("reported (-want +got):\n%s", diff)
			}
		})
	}
}

// report parses the config that the name of its golden file says it is.
func report(t *testing.T, name string, config []byte, env conf.Lookup) string {
	t.Helper()
	var err error
	if strings.HasPrefix(name, "receiver") {
		_, err = conf.ParseReceiver("receiver.json", config, env)
	} else {
		_, err = conf.ParseSource("source.json", config, env)
	}
	if err == nil {
		t.Fatal("it was accepted")
	}
	problems, ok := errors.AsType[*conf.Problems](err)
	if !ok {
		t.Fatalf("the error is a %T, want *Problems", err)
	}
	if lines := strings.Count(err.Error(), "\n") + 1; lines != len(problems.List) {
		t.Errorf("%d lines for %d problems", lines, len(problems.List))
	}
	return err.Error()
}

// variables makes an environment of lines NAME=value; in a value, \xff stands for that byte.
func variables(lines string) conf.Lookup {
	return func(name string) (string, bool) {
		for line := range strings.Lines(lines) {
			if value, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), name+"="); ok {
				return strings.ReplaceAll(value, `\xff`, "\xff"), true
			}
		}
		return "", false
	}
}
