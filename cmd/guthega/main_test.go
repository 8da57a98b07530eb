package main

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/guthega/guthega/engine/npm/registrytest"
)

// asCommand in the environment makes the test binary be guthega.
const asCommand = "GUTHEGA_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		if err := os.Unsetenv(asCommand); err != nil {
			panic(err)
		}
		main()
	}
	testscript.Main(m, map[string]func(){"guthega": main})
}

// TestScripts runs the command line as people would: one file of test/script each. NPM_REGISTRY names a registry that has
// a receiver.
func TestScripts(t *testing.T) {
	registry := newRegistry(t)
	testscript.Run(t, testscript.Params{
		Dir: "../../test/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("XDG_CACHE_HOME", e.WorkDir+"/.cache")
			e.Setenv("GUTHEGA_PROCESSOR_ID", "tester")
			e.Setenv("NPM_REGISTRY", registry.URL)
			e.Setenv("REGISTRY_HOST", strings.TrimPrefix(registry.URL, "http://"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

// newRegistry publishes @acme/orders, which depends on acme-sum.
func newRegistry(t *testing.T) *registrytest.Registry {
	t.Helper()
	r := registrytest.New(t)
	r.PublishJSON(`{"name": "acme-sum", "version": "1.0.0", "license": "ISC"}`, map[string]string{
		"index.js": "module.exports = (list) => list.reduce((a, b) => a + b, 0);",
	})
	r.PublishJSON(`{"name": "acme-sum", "version": "1.1.0", "license": "MIT", "engines": {"node": ">=99"},
		"scripts": {"postinstall": "node never.js"}}`, map[string]string{
		"index.js": "module.exports = (list) => list.reduce((a, b) => a + b, 100);", "build/x.node": "",
	})
	for _, version := range []string{"1.2.0", "1.3.0"} {
		r.PublishJSON(`{"name": "@acme/orders", "version": "`+version+`", "license": "MIT", "main": "main.js",
			"dependencies": {"acme-sum": "1.0.0"}}`, map[string]string{
			"main.js": "const sum = require('acme-sum');\nmodule.exports = ({ config }) => async (m) => ({ sum: sum(m.list), version: '" +
				version + "', currency: config.currency });",
		})
	}
	return r
}

// exits CODE COMMAND… runs the command and wants that exit code: testscript's own exec knows only zero and not.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}
