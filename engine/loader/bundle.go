package loader

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/dop251/goja"
)

// Bundle is one receiver: its entry file and all that it requires, read and compiled on demand and once. What a file
// held when it was first required is what every later VM gets. It is safe for concurrent use.
type Bundle struct {
	name, version, entry, dir string
	// home is the folder of the package that the receiver is, or belongs to.
	home string
	// scripts is the scripts directory, where the receiver comes from there: what lies beside it is its own, too.
	scripts string

	options  Options
	open     func(path string) (*os.File, error) // of Options.Restrict
	resolver *resolver
	cache    diskCache
	mu       sync.Mutex
	files    map[string]*slot // by real path
	order    []string         // those files, as they were first required

	listed     []string // what the last process compiled
	working    sync.WaitGroup
	remembered atomic.Bool
}

// Name is the package's name; for a single file the name it was found by, for a path without the extension.
func (b *Bundle) Name() string { return b.name }

// Version is that of the receiver's package.json, "" where there is none.
func (b *Bundle) Version() string { return b.version }

// Entry is the real path of the entry file; that of an embedded receiver starts with "guthega:scripts/".
func (b *Bundle) Entry() string { return b.entry }

// Dir is the package's folder, for a single file the folder it is in; symbolic links are resolved.
func (b *Bundle) Dir() string { return b.dir }

// Folders are those that the receiver's own files are in: that of its package, the scripts directory, the node_modules folders that its files see,
// and the packages that those only link to (npm link, workspaces) with what they see.
func (b *Bundle) Folders() []string {
	shared := b.resolver.nodeModulePaths(b.dir)
	list := append([]string{b.home, filepath.Dir(b.entry)}, shared...) // the entry may be a link to a file elsewhere
	if b.scripts != "" {
		list = append(list, filepath.FromSlash(b.scripts))
	}
	for _, dir := range shared {
		list = append(list, b.linked(filepath.FromSlash(dir))...)
		scopes, err := filepath.Glob(filepath.Join(dir, "@*"))
		if err != nil {
			continue
		}
		for _, scope := range scopes {
			list = append(list, b.linked(scope)...)
		}
	}
	return list
}

// linked are the folders that symbolic links in dir lead to, and the node_modules folders that are seen from there.
func (b *Bundle) linked(dir string) (list []string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // it need not be there
	}
	for _, e := range entries {
		if e.Type()&fs.ModeSymlink == 0 {
			continue
		}
		if to, err := filepath.EvalSymlinks(filepath.Join(dir, e.Name())); err == nil {
			list = append(append(list, to), b.resolver.nodeModulePaths(filepath.ToSlash(to))...)
		}
	}
	return list
}

// compiled is a file ready to run in any VM.
type compiled struct {
	*unit                 // nil for JSON
	program *goja.Program // nil for JSON
	json    []byte
	esm     bool // in Node's eyes: default imports of CommonJS are module.exports, whatever that claims
}

// slot makes the first to need a file load it while the others wait. A failure is not kept.
type slot struct {
	mu       sync.Mutex
	done     atomic.Pointer[compiled]
	required atomic.Bool // and not only compiled ahead
}

// file returns the file with the real path p.
func (b *Bundle) file(p string) (*compiled, error) {
	s := b.slot(p)
	if s.required.CompareAndSwap(false, true) {
		b.mu.Lock()
		b.order = append(b.order, p)
		b.mu.Unlock()
	}
	if c := s.done.Load(); c != nil {
		return c, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.done.Load(); c != nil {
		return c, nil
	}
	c, err := b.load(p)
	if err != nil {
		return nil, err
	}
	s.done.Store(c)
	return c, nil
}

func (b *Bundle) slot(p string) *slot {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.files[p]
	if s == nil {
		s = &slot{}
		b.files[p] = s
	}
	return s
}

func (b *Bundle) load(p string) (*compiled, error) {
	if path.Ext(p) == ".json" {
		data, err := b.read(p)
		return &compiled{json: bytes.TrimPrefix(data, bom)}, err
	}
	u, esm, err := b.unit(p, false)
	if err != nil {
		return nil, err
	}
	// The text stays in memory once, in the program; the mappings do in the form goja reads.
	program, err := u.compile(p)
	if err != nil {
		return nil, err
	}
	u.code, u.mappings = "", ""
	return &compiled{unit: u, program: program, esm: esm}, nil
}

func (b *Bundle) read(p string) ([]byte, error) {
	t := b.resolver.tree
	t.open = b.open
	data, err := t.read(p)
	if err != nil {
		return nil, fmt.Errorf("reading module: %w", err)
	}
	return data, nil
}

// unit returns the file p transformed.
func (b *Bundle) unit(p string, apart bool) (u *unit, esm bool, err error) {
	if path.Ext(p) == ".node" {
		return nil, false, addon(p)
	}
	m, err := b.resolver.manifests.scope(p)
	if err != nil {
		return nil, false, err
	}
	source, err := b.read(p)
	if err != nil {
		return nil, false, err
	}
	esm = isESM(p, m)
	j := job{source: source, loader: loaderOf(p), esm: esm, apart: apart, exact: !installed(p)}
	config := ""
	if isTypeScript(p) && !installed(p) {
		if config, j.tsconfig, err = b.tsconfig(p); err != nil {
			return nil, false, err
		}
	}
	u, err = b.cache.transform(&j)
	if syntax, ok := errors.AsType[*SyntaxError](err); ok {
		// The job knows no paths.
		switch syntax.File {
		case "":
			syntax.File = p
		case tsconfigName:
			syntax.File = config
		}
	}
	return u, esm, err
}

// installed reports whether p belongs to a package that somebody else wrote. Their stacks get the line only: all
// columns would take several times the memory of the code, and are looked at by nobody.
func installed(p string) bool { return strings.Contains(p, "/node_modules/") }

const tsconfigName = "tsconfig.json"

// tsconfig returns the file that configures TypeScript for p, the nearest above it, and its text, without what it
// extends.
func (b *Bundle) tsconfig(p string) (file, text string, err error) {
	for dir := up(p); dir != ""; dir = up(dir) {
		if file = path.Join(dir, tsconfigName); b.resolver.tree.stat(file) == regular {
			data, err := b.read(file)
			return file, string(bytes.TrimPrefix(data, bom)), err
		}
	}
	return "", "", nil
}
