package loader

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/guthega/guthega/engine/npm/semver"
)

// receiver is what a module name stands for: a package's folder (with or without package.json) or a single file.
type receiver struct {
	name string
	dir  string
	file string // "" for a folder
	// within is the folder that its package.json may lie in or below: not that of a project around it.
	within string
	// fetched: it comes from the registry, with all it depends on.
	fetched bool
}

// receiverExtensions are those a single-file receiver may have, in the order they are tried.
var receiverExtensions = []string{".js", ".ts", ".mjs", ".cjs", ".mts", ".cts"}

// NotFoundError says that no receiver goes by a name.
type NotFoundError struct {
	Module, Version string
	// Looked lists the places that were searched, in order; PassedOver what was found there and not taken, with why.
	Looked, PassedOver []string
	// Similar lists receivers whose names are close.
	Similar []string
	// Hint says what to do.
	Hint string
	// Err is the registry's answer, where there is one.
	Err error
}

func (e *NotFoundError) Error() string {
	var s strings.Builder
	fmt.Fprintf(&s, "receiver %q", e.Module)
	if e.Version != "" && e.Version != "latest" {
		fmt.Fprintf(&s, " (version %s)", e.Version)
	}
	s.WriteString(" was not found")
	for _, l := range e.Looked {
		s.WriteString("\n  looked in " + l)
	}
	for _, p := range e.PassedOver {
		s.WriteString("\n  passed over " + p)
	}
	if len(e.Similar) > 0 {
		s.WriteString("\n  did you mean " + strings.Join(e.Similar, " or ") + "?")
	}
	if e.Err != nil {
		s.WriteString("\n  " + e.Err.Error())
	}
	if e.Hint != "" {
		s.WriteString("\n  " + e.Hint)
	}
	return s.String()
}

// Unwrap returns the registry's answer.
func (e *NotFoundError) Unwrap() error { return e.Err }

// finder looks a receiver up as the contract says: scripts, embedded, path, registry.
type finder struct {
	resolver *resolver
	options  Options // with Scripts and Dir absolute
	missing  NotFoundError
}

func (f *finder) find(ctx context.Context, module, version string) (receiver, error) {
	f.missing = NotFoundError{Module: module, Version: version}
	if module == "" {
		return receiver{}, errors.New("module is empty: name a receiver, such as \"@guthega/log_receiver\" or \"./handler.js\"")
	}
	if strings.HasPrefix(module, "file://") {
		p, err := fileURLPath(module)
		if err != nil {
			return receiver{}, err
		}
		return f.path(ctx, p, version)
	}
	if p, ok := strings.CutPrefix(module, "file:"); ok {
		return f.path(ctx, p, version)
	}
	if isPath(module) {
		return f.path(ctx, module, version)
	}
	if err := validName(module); err != nil {
		return receiver{}, err
	}
	roots := []string{f.options.Scripts}
	if f.options.Embedded != nil {
		roots = append(roots, embeddedRoot)
	}
	for _, root := range roots {
		if root == "" {
			continue
		}
		f.missing.Looked = append(f.missing.Looked, root)
		if r, ok, err := f.in(root, module, version); ok || err != nil {
			return r, err
		}
	}
	if f.options.Install == nil {
		return receiver{}, f.notFound(roots)
	}
	r, err := f.install(ctx, module, version)
	var e interface{ NotFound() bool }
	if errors.As(err, &e) && e.NotFound() {
		return receiver{}, f.unknownToRegistry(roots, err)
	}
	return r, err
}

// install fetches a package.
func (f *finder) install(ctx context.Context, name, version string) (receiver, error) {
	dir, err := f.options.Install(ctx, name, version)
	if err != nil {
		return receiver{}, fmt.Errorf("installing receiver %q: %w", name, err)
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return receiver{}, err
	}
	return receiver{name: name, dir: filepath.ToSlash(dir), fetched: true}, nil
}

// validName refuses names that would lead out of the folder they are looked up in.
func validName(module string) error {
	bad := strings.ContainsAny(module, "\\\x00")
	for i, s := range strings.Split(module, "/") {
		bad = bad || s == "" || strings.HasPrefix(s, ".") || i > 0 && strings.HasPrefix(s, "@")
	}
	if at := strings.LastIndex(module, "@"); at > 0 {
		return fmt.Errorf(`module %q has a version in it: write "module": %q, "version": %q`, module, module[:at], module[at+1:])
	}
	if bad {
		return fmt.Errorf("module %q is neither a package name nor a path: a path starts with ./ or ../ or /", module)
	}
	return nil
}

// in looks for module in the folder root: a file, then a package.
func (f *finder) in(root, module, version string) (receiver, bool, error) {
	base := path.Join(root, module)
	t := f.resolver.tree
	if known(path.Ext(base)) && t.stat(base) == regular {
		return receiver{name: module, dir: path.Dir(base), file: base, within: root}, true, nil
	}
	for _, ext := range receiverExtensions {
		if t.stat(base+ext) == regular {
			return receiver{name: module, dir: path.Dir(base), file: base + ext, within: root}, true, nil
		}
	}
	if t.stat(base) != directory {
		return receiver{}, false, nil
	}
	m, err := f.resolver.manifests.at(base)
	if err != nil {
		return receiver{}, false, err
	}
	if m == nil {
		if f.resolver.extended(path.Join(base, "index")) == "" {
			return receiver{}, false, nil
		}
		m = &manifest{}
	}
	if !satisfies(m.version, version) {
		has := "has version " + m.version
		if m.version == "" {
			has = "has no version"
		}
		f.missing.PassedOver = append(f.missing.PassedOver, fmt.Sprintf("%s, which %s and not %s", base, has, version))
		return receiver{}, false, nil
	}
	return receiver{name: module, dir: base, within: root}, true, nil
}

func known(ext string) bool { return slices.Contains(receiverExtensions, ext) }

// satisfies reports whether a package of version have will do for want: a version, a range, or the tag latest. Other
// tags are the registry's to know.
func satisfies(have, want string) bool {
	if want == "" || want == "latest" {
		return true
	}
	r, err := semver.ParseRange(want)
	return err == nil && r.Match(have)
}

// path finds a receiver by where it is.
func (f *finder) path(ctx context.Context, p, version string) (receiver, error) {
	given := p
	if !path.IsAbs(p) {
		if f.options.Dir == "" {
			return receiver{}, fmt.Errorf("module %q is a relative path, and there is no folder it is relative to", given)
		}
		p = path.Join(f.options.Dir, p)
	}
	p = path.Clean(p)
	t := f.resolver.tree
	if strings.HasSuffix(p, ".tgz") || strings.HasSuffix(p, ".tar.gz") {
		if f.options.Install == nil {
			return receiver{}, fmt.Errorf("module %q is a tarball, which cannot be loaded by its path: unpack it and name its folder", given)
		}
		if t.stat(p) == regular {
			return f.install(ctx, "file:"+p, version)
		}
	}
	switch t.stat(p) {
	case directory:
		return receiver{name: path.Base(p), dir: p, within: f.options.Dir}, nil
	case regular:
		return receiver{name: strings.TrimSuffix(path.Base(p), path.Ext(p)), dir: path.Dir(p), file: p, within: f.options.Dir}, nil
	}
	if file := f.resolver.extended(p); file != "" {
		return receiver{name: path.Base(p), dir: path.Dir(p), file: file, within: f.options.Dir}, nil
	}
	e := &NotFoundError{Module: given, Looked: []string{p}, Hint: "there is no such file or folder (paths start at the config file's folder)"}
	e.Similar = near(path.Base(p), f.resolver.tree.list(path.Dir(p)))
	for i := range e.Similar {
		e.Similar[i] = path.Join(path.Dir(p), e.Similar[i])
	}
	return receiver{}, e
}

// unknownToRegistry is notFound with what the registry says; its advice is the better one.
func (f *finder) unknownToRegistry(roots []string, err error) error {
	e := &f.missing
	e.Similar, e.Err = near(e.Module, f.names(roots)), err
	return e
}

// names lists what can be loaded from the folders roots.
func (f *finder) names(roots []string) []string {
	var names []string
	for _, root := range roots {
		if root != "" {
			names = append(names, f.receivers(root)...)
		}
	}
	return names
}

func (f *finder) notFound(roots []string) error {
	e := &f.missing
	if len(e.PassedOver) > 0 { // the name is right, the version is not
		e.Hint = "change the version, or leave it out"
		return e
	}
	e.Similar = near(e.Module, f.names(roots))
	e.Hint = "put the package, or a .js or .ts file of that name, into the scripts folder, or give its path (./…)"
	if f.options.Dir != "" {
		if p := path.Join(f.options.Dir, e.Module); f.resolver.tree.stat(p) != absent {
			e.Hint = fmt.Sprintf("%s exists: write \"./%s\" to load it by its path", p, e.Module)
		}
	}
	return e
}

// receivers lists the names that can be loaded from the folder root.
func (f *finder) receivers(root string) []string {
	var names []string
	for _, n := range f.resolver.tree.list(root) {
		dir, isDir := strings.CutSuffix(n, "/")
		switch {
		case isDir && strings.HasPrefix(n, "@"):
			for _, scoped := range f.resolver.tree.list(path.Join(root, dir)) {
				names = append(names, n+strings.TrimSuffix(scoped, "/"))
			}
		case isDir:
			names = append(names, dir)
		case known(path.Ext(n)):
			names = append(names, strings.TrimSuffix(n, path.Ext(n)))
		}
	}
	return names
}

// entry finds the file a package starts with: exports for require, else for import, else main, else index.
func (r *resolver) entry(dir string) (string, error) {
	m, err := r.manifests.at(dir)
	if err != nil {
		return "", err
	}
	if m != nil && m.exports != nil {
		p, err := r.exportsOf(m, ".", "", forRequire)
		if e, ok := errors.AsType[*Error](err); ok && e.Code == codeNotExported {
			p, err = r.exportsOf(m, ".", "", forImport)
		}
		t, err := r.existing(target{path: p}, err)
		return t.path, err
	}
	p, err := r.folder(dir)
	if err == nil && p == "" {
		err = newError(codeNotFound, "%s has nothing to load: no \"main\" in its package.json and no index.js", dir)
	}
	return p, err
}
