package loader

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

// unknown is the registry's answer to what it does not have.
type unknown struct{ error }

func (unknown) NotFound() bool { return true }

func TestInstalledReceivers(t *testing.T) {
	dir := treeOf(t, `
-- tree/node_modules/r/package.json --
{"name": "r", "version": "1.2.3"}
-- tree/node_modules/r/index.js --
module.exports = require('dep') + ' from the registry'
-- tree/node_modules/dep/index.js --
module.exports = 'dep'
-- x.tgz --
-- scripts/near.js --
`)
	o := Options{Scripts: filepath.Join(dir, "scripts"), Dir: dir}
	o.Install = func(_ context.Context, name, version string) (string, error) {
		switch name {
		case "r", "file:" + filepath.Join(dir, "x.tgz"):
			return filepath.Join(dir, "tree/node_modules/r"), nil
		case "neat":
			return "", unknown{errors.New("the registry has no " + name + "@" + version)}
		}
		return "", errors.New("the registry is down")
	}
	o.Dependencies = func(context.Context, string, []byte) (string, error) {
		return "", errors.New("what Install returned is complete")
	}
	for _, module := range []string{"r", "./x.tgz"} {
		b := load(t, module, o)
		if got := newVM(t, b).main(t); got != "dep from the registry" || b.Version() != "1.2.3" {
			t.Errorf("%s: got %v, version %s", module, got, b.Version())
		}
	}
	_, err := Load(t.Context(), "neat", "^2", o)
	missing, ok := errors.AsType[*NotFoundError](err)
	if !ok || len(missing.Similar) != 1 || missing.Similar[0] != "near" || !strings.Contains(err.Error(), "has no neat@^2") {
		t.Errorf("what the registry does not have: %v", err)
	}
	if _, err = Load(t.Context(), "other", "", o); err == nil || !strings.Contains(err.Error(), "is down") {
		t.Errorf("a registry that is down: %v", err)
	} else if _, ok := errors.AsType[*NotFoundError](err); ok {
		t.Errorf("it counts as not found: %v", err)
	}
}

// A package's dependencies are those of its own package.json, whatever lies nearer to its entry, also where the scripts
// folder is a symbolic link.
func TestDependencies(t *testing.T) {
	dir := treeOf(t, `
-- real/pack/package.json --
{"name": "pack", "main": "dist/main.js", "dependencies": {"dep": "1", "own": "1"}}
-- real/pack/dist/package.json --
{"type": "commonjs"}
-- real/pack/dist/main.js --
module.exports = require('dep') + ' ' + require('own')
-- real/pack/node_modules/own/index.js --
module.exports = 'own'
-- scripts --
-> real
-- tree/node_modules/dep/index.js --
module.exports = 'dep'
-- tree/node_modules/own/index.js --
module.exports = 'shared'
-- real/package.json --
{"name": "around", "dependencies": {"dep": "1"}}
-- package.json --
{"name": "project", "dependencies": {"react": "1"}}
-- other/alone.js --
module.exports = 'alone'
-- real/single.js --
module.exports = require('dep')
-- real/bare/index.js --
module.exports = 'bare ' + require('dep')
`)
	var asked string
	o := Options{Scripts: filepath.Join(dir, "scripts"), Dependencies: func(_ context.Context, d string, manifest []byte) (string, error) {
		asked += strings.TrimPrefix(d, dir) + " "
		if !strings.Contains(string(manifest), `"dep"`) {
			t.Errorf("in %s it is asked for %s", d, manifest)
		}
		return filepath.Join(dir, "tree"), nil
	}}
	for module, want := range map[string]string{"pack": "dep own", "single": "dep", "bare": "bare dep"} {
		if got := newVM(t, load(t, module, o)).main(t); got != want {
			t.Errorf("%s: got %v, want %s", module, got, want)
		}
	}
	if strings.Count(asked, "/real/pack ") != 1 || strings.Count(asked, "/real ") != 2 {
		t.Errorf("asked for what is in %s", asked)
	}
	o.Scripts = filepath.Join(dir, "other") // the project around it is not its own
	if got := newVM(t, load(t, "alone", o)).main(t); got != "alone" {
		t.Errorf("got %v", got)
	}
	o.Scripts = filepath.Join(dir, "scripts")
	o.Dependencies = func(context.Context, string, []byte) (string, error) { return "", errors.New("the registry is down") }
	_, err := Load(t.Context(), "pack", "", o)
	if err == nil || !strings.Contains(err.Error(), filepath.Join(dir, "real/pack/package.json")) || !strings.Contains(err.Error(), "is down") {
		t.Errorf("got %v", err)
	}
}
