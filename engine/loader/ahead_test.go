package loader

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"
)

// programs are a host's; they note what was compiled ahead.
type programs struct {
	mu   sync.Mutex
	had  []string
	made []string
}

func (p *programs) Compiled() []string { return p.had }

func (p *programs) Compile(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.made = append(p.made, name)
}

// made are the files of b that are compiled, in the list's order.
func (b *Bundle) made(t *testing.T, dir string, names ...string) (got []string) {
	t.Helper()
	b.working.Wait()
	for _, name := range names {
		if b.slot(dir+"/"+name).done.Load() != nil {
			got = append(got, name)
		}
	}
	return got
}

func TestCompilesAhead(t *testing.T) {
	dir, cache := treeOf(t, "-- index.js --\nrequire('./a'); require('./data.json'); module.exports = () => require('./later')\n"+
		"-- a.js --\nrequire('./b')\n-- b.js --\n\n-- data.json --\n{}\n-- later.js --\n\n-- package.json --\n{}\n"), t.TempDir()
	all := []string{"index.js", "a.js", "b.js", "data.json", "later.js"}
	host := &programs{had: []string{"stream"}}
	o := Options{Cache: cache, Programs: host}
	first := load(t, dir, o)
	if got := first.made(t, dir, all...); !cmp.Equal(got, all[:1]) {
		t.Errorf("the first process compiles ahead: %v", got)
	}
	if _, err := first.Instantiate(goja.New(), nil).Main(); err != nil {
		t.Fatal(err)
	}
	if len(host.made) > 0 {
		t.Errorf("the first process compiles the host's ahead: %v", host.made)
	}

	second := load(t, dir, o)
	if got := second.made(t, dir, all...); !cmp.Equal(got, all[:4]) {
		t.Errorf("the second process compiles %v ahead, want all that the first had required, and no more", got)
	}
	if diff := cmp.Diff([]string{"stream"}, host.made); diff != "" {
		t.Errorf("the host's programs (-want +got):\n%s", diff)
	}

	// What was compiled ahead and is not required any more leaves the list.
	write1(t, dir+"/index.js", "require('./b')\n")
	third := load(t, dir, o)
	if _, err := third.Instantiate(goja.New(), nil).Main(); err != nil {
		t.Fatal(err)
	}
	if got := load(t, dir, o).made(t, dir, all...); !cmp.Equal(got, []string{"index.js", "b.js"}) {
		t.Errorf("the fourth process compiles %v ahead", got)
	}
}

func TestBadListIsNothing(t *testing.T) {
	dir, cache := treeOf(t, "-- index.js --\nmodule.exports = require('./a')\n-- a.js --\nmodule.exports = 5\n-- bad.js --\n%\n-- package.json --\n{}\n"), t.TempDir()
	o := Options{Cache: cache, Debug: func(doing string, err error) { t.Errorf("%s: %v", doing, err) }}
	b := load(t, dir, o)
	if err := os.MkdirAll(filepath.Dir(b.aheadName()), 0o700); err != nil {
		t.Fatal(err)
	}
	write1(t, b.aheadName(), strings.Join([]string{dir + "/gone.js", dir + "/bad.js", "host:stream", "", "relative.js", dir, "\x00"}, "\n"))
	b = load(t, dir, o)
	if got := b.made(t, dir, "gone.js", "bad.js"); len(got) > 0 {
		t.Errorf("%v are compiled", got)
	}
	if v, err := b.Instantiate(goja.New(), nil).Main(); err != nil || v.ToInteger() != 5 {
		t.Errorf("Main gives %v, %v", v, err)
	}
}
