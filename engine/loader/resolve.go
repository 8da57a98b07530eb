package loader

import (
	"errors"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
)

// target is what a specifier stands for: a module of the host's, or a file (its real path).
type target struct{ builtin, path string }

// resolver is require.resolve (nodejs.org/api/modules.html, "All together") over one tree. It remembers what it found
// and never what it did not; it is safe for concurrent use.
//
// Beyond Node it tries .cjs, .mjs and TypeScript's extensions after Node's own, and gives import statements the same
// search, as every TypeScript compiler does.
type resolver struct {
	tree      tree
	manifests *manifests
	host      func(name string) bool
	// shared is a node_modules folder that counts as another one of home's, after its own; "" for none. Set before the
	// first resolution.
	home, shared string
	// permit says which files may be loaded; nil is all. Set before the first resolution.
	permit func(path string) error

	mu    sync.RWMutex
	found map[question]target
}

// question is everything an answer depends on.
type question struct {
	spec, dir  string
	conditions conditions
	typescript bool
}

func newResolver(t tree, host func(string) bool) *resolver {
	if host == nil {
		host = func(string) bool { return false }
	}
	return &resolver{tree: t, manifests: &manifests{tree: t, known: map[string]*manifest{}}, host: host, found: map[question]target{}}
}

// extensions are tried in this order where a path has none.
var extensions = []string{".js", ".json", ".cjs", ".mjs", ".ts", ".mts", ".cts", ".tsx", ".node"}

// typescriptOf lists what an emitted extension may be compiled from.
var typescriptOf = map[string][]string{".js": {".ts", ".tsx"}, ".jsx": {".tsx"}, ".mjs": {".mts"}, ".cjs": {".cts"}}

// isPath reports whether spec is relative or absolute, and not a package's name. ".x" is a name, "..x" a path: Node's
// quirk.
func isPath(spec string) bool {
	return strings.HasPrefix(spec, "/") || spec == "." || strings.HasPrefix(spec, "./") || strings.HasPrefix(spec, "..")
}

// resolve finds what spec means in the file from.
func (r *resolver) resolve(spec, from string, c conditions) (target, error) {
	q := question{spec, path.Dir(from), c, isTypeScript(from)}
	r.mu.RLock()
	t, ok := r.found[q]
	r.mu.RUnlock()
	if ok {
		return t, nil
	}
	t, err := r.lookup(spec, from, c)
	if err != nil {
		return target{}, err
	}
	if t.path != "" {
		if t.path, err = r.tree.real(t.path); err != nil {
			return target{}, err
		}
		if err := r.permitted(t.path); err != nil {
			return target{}, err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.found[q] = t
	return t, nil
}

// permitted returns an *Error where the file or folder p must not be touched. What is embedded always may.
func (r *resolver) permitted(p string) error {
	if _, embedded := r.tree.inside(p); embedded || r.permit == nil {
		return nil
	}
	err := r.permit(filepath.FromSlash(p))
	if err == nil {
		return nil
	}
	e := newError(codeDenied, "%s", err)
	e.Path, e.Err = p, err
	return e
}

func (r *resolver) lookup(spec, from string, c conditions) (target, error) {
	if c == forImport && isURL(spec) {
		p, err := fileURLPath(spec)
		if err != nil {
			return target{}, err
		}
		spec = p
	}
	if name, ok, err := r.builtin(spec); ok {
		return target{builtin: name}, nil
	} else if err != nil {
		return target{}, err
	}
	if strings.HasPrefix(spec, "#") {
		m, err := r.manifests.scope(from)
		if err != nil {
			return target{}, err
		}
		if m != nil && m.imports != nil {
			t, err := r.existing(r.importsOf(m, spec, from, c))
			if e, ok := errors.AsType[*Error](err); ok && e.stack {
				return target{}, notFound(spec, from, c) // what the target names is not of the importer's knowledge
			}
			return t, err
		}
	}
	if !isPath(spec) {
		shown := ""
		if c == forImport {
			shown = from
		}
		return r.bare(spec, from, shown, c)
	}
	base := spec
	if !path.IsAbs(spec) {
		base = path.Join(path.Dir(from), spec)
	}
	if err := r.permitted(base); err != nil { // before the answer could tell what is there
		return target{}, err
	}
	if p, err := r.file(base, endsAsFolder(spec), isTypeScript(from)); p != "" || err != nil {
		return target{path: p}, err
	}
	if c == forImport && strings.ContainsAny(spec, "%?#") {
		if p, err := r.file(urlPath(base), endsAsFolder(spec), isTypeScript(from)); p != "" || err != nil {
			return target{path: p}, err
		}
	}
	return target{}, notFound(spec, from, c)
}

// fileURLPath is the path in a file: URL, which import() may be given.
func fileURLPath(spec string) (string, error) {
	u, err := url.Parse(spec)
	if err != nil || u.Scheme != "file" || !path.IsAbs(u.Path) {
		return "", newError(codeScheme, "Cannot import '%s': only file: and node: URLs can be imported", spec)
	}
	return u.Path, nil
}

// endsAsFolder reports whether a path can only be a folder's.
func endsAsFolder(spec string) bool {
	last := spec[strings.LastIndexByte(spec, '/')+1:]
	return last == "" || last == "." || last == ".."
}

// existing requires the file of an exports or imports target to be there, without any extension added.
func (r *resolver) existing(t target, err error) (target, error) {
	if err != nil || t.builtin != "" || r.tree.stat(t.path) == regular {
		return t, err
	}
	return target{}, newError(codeNotFound, "Cannot find module '%s'", t.path)
}

// packageName splits a bare specifier into the package and the path in it.
var packageName = regexp.MustCompile(`^((?:@[^/\\%]+/)?[^./\\%][^/\\%]*)(/.*)?$`)

// bare resolves a package's name: the importing package itself, or one in a node_modules folder on the way up. shown is
// the importer as messages name it, if they do.
func (r *resolver) bare(spec, from, shown string, c conditions) (target, error) {
	if t, err := r.self(spec, from, c); t.path != "" || err != nil {
		return t, err
	}
	parts := packageName.FindStringSubmatch(spec)
	for _, dir := range r.nodeModulePaths(path.Dir(from)) {
		if r.tree.stat(dir) != directory || r.permitted(dir) != nil {
			continue
		}
		if parts != nil {
			m, err := r.manifests.at(path.Join(dir, parts[1]))
			if err != nil {
				return target{}, err
			}
			if m != nil && m.exports != nil {
				p, err := r.exportsOf(m, "."+parts[2], shown, c)
				return r.existing(target{path: p}, err)
			}
		}
		p, err := r.file(path.Join(dir, spec), endsAsFolder(spec), false)
		if p != "" || err != nil {
			return target{path: p}, err
		}
	}
	return target{}, notFound(spec, from, c)
}

// self resolves a package's own name inside it, which needs an exports map.
func (r *resolver) self(spec, from string, c conditions) (target, error) {
	m, err := r.manifests.scope(from)
	if err != nil || m == nil || m.exports == nil || m.name == "" {
		return target{}, err
	}
	rest, ok := strings.CutPrefix(spec, m.name)
	if !ok || rest != "" && rest[0] != '/' {
		return target{}, nil
	}
	p, err := r.exportsOf(m, "."+rest, from, c)
	return r.existing(target{path: p}, err)
}

// nodeModulePaths lists the node_modules folders that a file in dir sees, nearest first.
func (r *resolver) nodeModulePaths(dir string) []string {
	var list []string
	for ; dir != ""; dir = up(dir) {
		if path.Base(dir) != "node_modules" {
			list = append(list, path.Join(dir, "node_modules"))
		}
		if r.shared != "" && dir == r.home {
			list = append(list, r.shared)
		}
	}
	return list
}

// file finds the file that base is, or is short for; "" where there is none.
func (r *resolver) file(base string, folder, typescript bool) (string, error) {
	k := r.tree.stat(base)
	if !folder {
		if k == regular {
			return base, nil
		}
		if p := r.extended(base); p != "" {
			return p, nil
		}
		if typescript && k == absent {
			ext := path.Ext(base)
			for _, source := range typescriptOf[ext] {
				if p := strings.TrimSuffix(base, ext) + source; r.tree.stat(p) == regular {
					return p, nil
				}
			}
		}
	}
	if k != directory {
		return "", nil
	}
	return r.folder(base)
}

// folder finds a folder's main file.
func (r *resolver) folder(dir string) (string, error) {
	m, err := r.manifests.at(dir)
	if err != nil {
		return "", err
	}
	if m == nil || m.main == "" {
		return r.extended(path.Join(dir, "index")), nil
	}
	main := path.Join(dir, m.main)
	if r.tree.stat(main) == regular {
		return main, nil
	}
	for _, p := range []string{main, path.Join(main, "index"), path.Join(dir, "index")} {
		if found := r.extended(p); found != "" {
			return found, nil
		}
	}
	e := newError(codeNotFound, "Cannot find module '%s'. Please verify that the package.json has a valid \"main\" entry", main)
	e.Path = m.file
	return "", e
}

func (r *resolver) extended(base string) string {
	for _, ext := range extensions {
		if r.tree.stat(base+ext) == regular {
			return base + ext
		}
	}
	return ""
}

// notFound words the error as Node does for require and for import, and says so where Node itself has the module.
func notFound(spec, from string, c conditions) error {
	e := newError(codeNotFound, "Cannot find module '%s'", spec)
	e.stack = true
	if isPath(spec) && path.Ext(spec) == ".node" && packageAt(from) != "" {
		e.Message += ": a native add-on, which guthega neither builds nor loads: use " + instead(from)
	}
	if listed(nodeModules, spec) {
		e.Message += ": a module of Node's that guthega does not provide"
		e.builtin = true
		return e
	}
	if c == forImport {
		e.Code, e.stack = codeESMNotFound, false
		if isPath(spec) {
			if !path.IsAbs(spec) {
				spec = path.Join(path.Dir(from), spec)
			}
			e.Message = "Cannot find module '" + spec + "'" + importedFrom(from)
		} else {
			if parts := packageName.FindStringSubmatch(spec); parts != nil {
				spec = parts[1]
			}
			e.Message = "Cannot find package '" + spec + "'" + importedFrom(from)
		}
	}
	return e
}
