package loader

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/dop251/goja"
)

// Options say where Load looks. The zero value finds receivers by absolute path only.
type Options struct {
	// Scripts is the scripts directory; it need not exist. A relative one is made absolute when Load is called, after
	// which nothing depends on the working directory.
	Scripts string
	// Embedded holds the receivers inside the binary, laid out as the scripts directory and looked up after it. Their
	// paths start with "guthega:scripts/".
	Embedded fs.FS
	// Dir is the folder that a relative path in module is relative to.
	Dir string
	// Cache is the folder for transformed files; "" keeps none. It is made when need be, and only its owner may enter.
	Cache string
	// Builtin reports whether the host has a module by this bare name ("fs", "fs/promises"; never with "node:"). It is
	// called from any goroutine; nil is none.
	Builtin func(name string) bool
	// Install fetches the package that no folder has and returns its own folder, whose dependencies resolve from
	// there. name is a package's, or "file:" and the absolute path of a tarball. An error with a method NotFound() that
	// says true means that there is no such package. nil is no registry.
	Install func(ctx context.Context, name, version string) (dir string, err error)
	// Dependencies returns the folder whose node_modules has what a receiver in a folder depends on, "" where there is
	// none: it is searched right after the receiver's own node_modules. dir is the receiver's folder, manifest the text
	// of its package.json. It is called once, and not for what Install returned. nil is none.
	Dependencies func(ctx context.Context, dir string, manifest []byte) (string, error)
	// Restrict is called once, with the receiver's own folders (Bundle.Folders). permit is then asked about every file before it is
	// looked for, and once more when its real path is known; the error it returns is thrown. open opens the file, where somebody could put
	// a link in its place in between; nil is os.Open. Both are called from any goroutine. Without Restrict every file is permitted.
	Restrict func(own []string) (permit func(path string) error, open func(path string) (*os.File, error))
	// Member says why a member of a host module, or of the global object process or Intl, cannot be used; nil is that it can. A
	// variable of the environment is the member "env.NAME" of "process". Check asks it; it may be nil.
	Member func(module, member string) error
	// ParseJSON makes the value of a .json module, for a host that has a faster way than the VM's JSON.parse. What it
	// returns as an error is put behind the file's name and thrown as a SyntaxError.
	ParseJSON func(rt *goja.Runtime, data []byte) (goja.Value, error)
	// Programs are the host's own that the next process may compile ahead; nil is none.
	Programs Programs
	// Debug is told what went wrong without consequences, such as a cache that cannot be written.
	Debug func(doing string, err error)
}

// Load finds the receiver that module names and loads its entry file, so that a receiver that cannot start fails here:
// a name in the scripts directory, an embedded one, a path, or a package that Options.Install fetches, in this order.
// version is a version, a range, or a tag; a package in the scripts directory or embedded whose package.json does not
// satisfy it is passed over.
//
// Errors: *NotFoundError, *SyntaxError with file and line, *Error as Node words it, or that of Install.
func Load(ctx context.Context, module, version string, o Options) (*Bundle, error) {
	for _, p := range []*string{&o.Scripts, &o.Dir, &o.Cache} {
		if *p == "" {
			continue
		}
		abs, err := filepath.Abs(*p)
		if err != nil {
			return nil, fmt.Errorf("making %s absolute: %w", *p, err)
		}
		*p = filepath.ToSlash(abs)
	}
	if o.Debug == nil {
		o.Debug = func(string, error) {}
	}
	f := finder{resolver: newResolver(tree{embedded: o.Embedded}, o.Builtin), options: o}
	r, err := f.find(ctx, module, version)
	if err != nil {
		return nil, err
	}
	b := &Bundle{name: r.name, dir: r.dir, options: o, resolver: f.resolver, cache: diskCache{o.Cache, o.Debug},
		files: map[string]*slot{}}
	if err := b.identify(r); err != nil {
		return nil, fmt.Errorf("loading receiver %q: %w", module, err)
	}
	b.home = b.dir
	if r.within != "" && r.within == o.Scripts {
		b.scripts = r.within
	}
	if !r.fetched {
		if err := b.provide(ctx, r); err != nil {
			return nil, err
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if o.Restrict != nil {
		b.resolver.permit, b.open = o.Restrict(b.Folders())
	}
	b.compileAhead()
	if _, err := b.file(b.entry); err != nil {
		return nil, fmt.Errorf("loading receiver %q: %w", module, err)
	}
	return b, nil
}

// provide finds the packages that the receiver depends on, where its own node_modules is not all there is. What a
// package depends on stands in its own package.json, not in one of those that many have nearer to their entry, to say
// what kind of modules lie there.
func (b *Bundle) provide(ctx context.Context, r receiver) error {
	m, err := b.resolver.manifests.at(b.dir)
	if m == nil && err == nil && r.within != "" {
		if m, err = b.resolver.manifests.scope(b.entry); m == nil || err != nil {
			return err
		}
		within, realErr := b.resolver.tree.real(r.within)
		if realErr != nil || m.dir != within && !strings.HasPrefix(m.dir, within+"/") {
			return nil //nolint:nilerr // what is not below a folder that is not there is not the receiver's own
		}
		b.home = m.dir
	}
	if err != nil || m == nil || b.options.Dependencies == nil {
		return err
	}
	data, err := b.resolver.tree.read(m.file)
	if err != nil {
		return fmt.Errorf("reading %s: %w", m.file, err)
	}
	dir, err := b.options.Dependencies(ctx, m.dir, bytes.TrimPrefix(data, bom))
	if err != nil {
		return fmt.Errorf("installing the dependencies of %s: %w", m.file, err)
	}
	if dir != "" {
		if dir, err = filepath.Abs(dir); err != nil {
			return fmt.Errorf("making %s absolute: %w", dir, err)
		}
		b.resolver.home, b.resolver.shared = m.dir, path.Join(filepath.ToSlash(dir), "node_modules")
	}
	return nil
}

// identify fills in what the package.json and the file system say of r.
func (b *Bundle) identify(r receiver) error {
	entry := r.file
	if entry == "" {
		m, err := b.resolver.manifests.at(r.dir)
		if err != nil {
			return err
		}
		if m != nil {
			b.version = m.version
			if m.name != "" {
				b.name = m.name
			}
		}
		if entry, err = b.resolver.entry(r.dir); err != nil {
			return err
		}
	}
	var err error
	if b.entry, err = b.resolver.tree.real(entry); err != nil {
		return err
	}
	b.dir, err = b.resolver.tree.real(r.dir)
	return err
}
