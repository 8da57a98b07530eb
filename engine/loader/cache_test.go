package loader

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/google/go-cmp/cmp"
)

// entries lists the files in a cache folder.
func entries(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestCacheHoldsByContent(t *testing.T) {
	dir, cache := treeOf(t, "-- a.js --\nmodule.exports = 1\n-- b.js --\nmodule.exports = 1\n-- c.mjs --\nmodule.exports = 1\n"), t.TempDir()
	for i, want := range []int{1, 1, 1, 2} {
		name := []string{"a.js", "a.js", "b.js", "c.mjs"}[i]
		load(t, dir+"/"+name, Options{Cache: cache})
		if got := len(entries(t, cache)); got != want {
			t.Errorf("%d entries after %s, want %d", got, name, want)
		}
	}
}

func TestCacheHitIsWhatRuns(t *testing.T) {
	dir, cache := treeOf(t, "-- a.js --\nmodule.exports = 'from the source'\n"), t.TempDir()
	load(t, dir+"/a.js", Options{Cache: cache})
	name := entries(t, cache)[0]
	u := unit{code: "(function (exports, require, module) { module.exports = 'from the cache'\n})", mappings: "CAAC"}
	write1(t, name, string(u.encode()))
	if got := newVM(t, load(t, dir+"/a.js", Options{Cache: cache})).main(t); got != "from the cache" {
		t.Errorf("got %v", got)
	}
}

func TestDamagedCacheEntryIsMadeAnew(t *testing.T) {
	dir, cache := treeOf(t, "-- a.js --\nmodule.exports = 'ok'\n"), t.TempDir()
	load(t, dir+"/a.js", Options{Cache: cache})
	name := entries(t, cache)[0]
	good, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(good)
	flipped[len(flipped)-20] ^= 1
	for damage, data := range map[string][]byte{
		"empty": nil, "cut": good[:len(good)-1], "header only": good[:30], "more": append(bytes.Clone(good), 'x'),
		"a bit flipped": flipped, "something else": []byte("module.exports = 'evil'"),
	} {
		t.Run(damage, func(t *testing.T) {
			write1(t, name, string(data))
			var debug []string
			o := Options{Cache: cache, Debug: func(doing string, err error) { debug = append(debug, doing+": "+err.Error()) }}
			if got := newVM(t, load(t, dir+"/a.js", o)).main(t); got != "ok" {
				t.Errorf("got %v", got)
			}
			if diff := cmp.Diff([]string{"reading a cached file: the cached file is damaged"}, debug); diff != "" {
				t.Error(diff)
			}
			if now, err := os.ReadFile(name); err != nil || !bytes.Equal(now, good) {
				t.Errorf("the entry was not repaired: %v", err)
			}
		})
	}
}

func TestUnwritableCacheIsIgnored(t *testing.T) {
	dir := treeOf(t, "-- a.js --\nmodule.exports = 'ok'\n-- cache --\na file where the folder should be\n")
	told := 0
	b := load(t, dir+"/a.js", Options{Cache: dir + "/cache", Debug: func(string, error) { told++ }})
	if got := newVM(t, b).main(t); got != "ok" || told == 0 {
		t.Errorf("got %v, told %d times", got, told)
	}
}

func TestCacheEntryRoundTrip(t *testing.T) {
	for name, u := range map[string]*unit{
		"empty": {}, "all": {flags: esmSyntax | awaiting, code: "code", mappings: "CAAC", awaitLine: 3, awaitColumn: 1 << 20},
	} {
		got, err := decodeUnit(u.encode())
		if err != nil || *got != *u {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

// TestCacheKeys: whatever changes the code changes the key.
func TestCacheKeys(t *testing.T) {
	seen := map[string]string{}
	for what, j := range map[string]job{
		"plain": {source: []byte("a")}, "source": {source: []byte("b")}, "loader": {source: []byte("a"), loader: api.LoaderTS},
		"esm": {source: []byte("a"), esm: true}, "exact": {source: []byte("a"), exact: true}, "apart": {source: []byte("a"), apart: true},
		"tsconfig": {source: []byte("a"), tsconfig: "{}"},
	} {
		name := diskCache{dir: "/"}.name(&j)
		if other := seen[name]; other != "" {
			t.Errorf("%s and %s have one key", what, other)
		}
		seen[name] = what
	}
}

func TestESBuildVersionIsGoMods(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(mod), "github.com/evanw/esbuild "+esbuildVersion) {
		t.Errorf("esbuildVersion is %s, and go.mod has another: cached files would be taken for the new version's", esbuildVersion)
	}
}

const cacheHelper = "GUTHEGA_TEST_LOAD"

// TestCacheIsSharedByProcesses starts several processes that fill one cache at once.
func TestCacheIsSharedByProcesses(t *testing.T) {
	if args := os.Getenv(cacheHelper); args != "" {
		main, cache, _ := strings.Cut(args, "|")
		if got := newVM(t, load(t, main, Options{Cache: cache})).main(t); got != int64(7) {
			t.Errorf("got %v", got)
		}
		return
	}
	dir, cache := treeOf(t, "-- main.js --\nmodule.exports = require('./b') + require('./c')\n-- b.js --\nmodule.exports = 3\n-- c.ts --\nexport = 4 as number\n"), t.TempDir()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			cmd := exec.Command(os.Args[0], "-test.run=^TestCacheIsSharedByProcesses$")
			cmd.Env = append(os.Environ(), cacheHelper+"="+dir+"/main.js|"+cache)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	wg.Wait()
	names := entries(t, cache)
	if len(names) != 3 {
		t.Errorf("entries: %v", names)
	}
	for _, name := range names {
		if data, err := os.ReadFile(name); err != nil {
			t.Error(err)
		} else if _, err := decodeUnit(data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
