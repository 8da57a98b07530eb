package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/guthega/guthega/conf"
	"github.com/guthega/guthega/engine/npm"
	"github.com/guthega/guthega/engine/npm/manifest"
	"github.com/guthega/guthega/engine/npm/npmrc"
	"github.com/guthega/guthega/engine/npm/registry"
	"github.com/guthega/guthega/engine/npm/store"
	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/node"
	"github.com/guthega/guthega/jsapi/process"
)

// packages installs what a receiver is, where that comes from a registry, and what it depends on. It belongs to one
// command, and to one receiver.
type packages struct {
	settings settings
	receiver *conf.Receiver
	log      *slog.Logger
	// frozen, update and retry are the install command's; unwritten leaves the lock alone.
	frozen, update, retry, unwritten bool
	// summarised: what is to be said of the result is printed in the end, and not logged.
	summarised bool
	// progress is told how far it is; nil is nobody.
	progress func(npm.Progress)
	// own is the receiver's own node_modules folder, to which nothing was added; seed the lock that npm has left beside it.
	own, seed string
	// result is what was installed, by installer; nil for nothing: a receiver may need no packages.
	result    *npm.Result
	installer *npm.Installer
	// permissions are the receiver's, once its bundle is loaded.
	permissions *jsapi.Permissions
	// node is made by ports.
	node *node.Ports
}

// byName is loader.Options.Install.
func (p *packages) byName(ctx context.Context, name, version string) (string, error) {
	st, err := p.open()
	if err != nil {
		return "", err
	}
	root := &manifest.Manifest{Dependencies: map[string]string{}}
	path, tarball := strings.CutPrefix(name, "file:")
	if tarball {
		if name, err = packageIn(ctx, st, path); err != nil {
			return "", err
		}
		if version, err = fileSpec(p.dir(), path); err != nil {
			return "", err
		}
	}
	root.Dependencies[name] = version
	dir, err := p.install(ctx, st, root, p.dir())
	if e, ok := errors.AsType[*registry.NotFoundError](err); ok && e.Package == name {
		return "", &unknownPackage{e}
	}
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "node_modules", filepath.FromSlash(name)), nil
}

// unknownPackage is a receiver that the registry does not have: the loader then says where else it has looked, and what
// has a name like it.
type unknownPackage struct{ *registry.NotFoundError }

// NotFound is what loader.Options.Install promises.
func (*unknownPackage) NotFound() bool { return true }

// Unwrap returns the registry's error.
func (e *unknownPackage) Unwrap() error { return e.NotFoundError }

// fileSpec is how a dependency of a package in dir names a file.
func fileSpec(dir, path string) (string, error) {
	rel, err := filepath.Rel(dir, path)
	if err != nil {
		return "", err
	}
	return "file:" + filepath.ToSlash(rel), nil
}

// packageIn reads a tarball and returns the name of the package in it.
func packageIn(ctx context.Context, st *store.Store, path string) (string, error) {
	name, err := npm.TarballName(ctx, st, path)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return name, nil
}

// dependencies is loader.Options.Dependencies. A receiver with a node_modules folder of its own, or one further up that
// has all it needs (as npm's workspaces have), is left to whoever filled that.
func (p *packages) dependencies(ctx context.Context, dir string, text []byte) (string, error) {
	m, err := manifest.Parse(text)
	if err != nil {
		return "", fmt.Errorf("%s: %w", filepath.Join(dir, "package.json"), err)
	}
	if len(m.Dependencies)+len(m.OptionalDependencies)+len(m.PeerDependencies) == 0 {
		return "", nil
	}
	if own := filepath.Join(dir, "node_modules"); isFolder(own) || installedAbove(dir, m) {
		p.own = own
		if !isFolder(own) {
			p.own = "a node_modules folder above " + dir
		}
		p.log.Debug("The receiver has a node_modules folder that somebody else has filled, which is left alone", "folder", p.own)
		return "", nil
	}
	st, err := p.open()
	if err != nil {
		return "", err
	}
	p.seed = filepath.Join(dir, "package-lock.json")
	return p.install(ctx, st, m, dir)
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// installedAbove reports whether all that a package in dir must have is in node_modules folders above it.
func installedAbove(dir string, m *manifest.Manifest) bool {
	for name := range m.Dependencies {
		above, found := dir, false
		for !found && filepath.Dir(above) != above {
			above = filepath.Dir(above)
			found = isFolder(filepath.Join(above, "node_modules", filepath.FromSlash(name)))
		}
		if !found {
			return false
		}
	}
	return len(m.Dependencies) > 0
}

// tree is the folder that the packages were installed in, with slashes and symbolic links resolved; "" for none.
func (p *packages) tree() string {
	if p.result == nil {
		return ""
	}
	dir, err := filepath.EvalSymlinks(p.result.Dir)
	if err != nil {
		dir = p.result.Dir
	}
	return filepath.ToSlash(dir)
}

// errNoStore: there is nowhere to put packages.
var errNoStore = errors.New("there is no folder to keep packages in, since this user has no cache folder: name one with --store or GUTHEGA_STORE")

func (p *packages) open() (*store.Store, error) {
	if p.settings.store == "" {
		return nil, errNoStore
	}
	return store.Open(p.settings.store, store.Limits{})
}

// dir is the folder of the receiver config, absolute, and the working directory for a built-in one.
func (p *packages) dir() string {
	dir := "."
	if file := p.receiver.File; file != "" {
		if _, err := os.Stat(file); err == nil {
			dir = filepath.Dir(file)
		}
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return dir
	}
	return abs
}

// lockFile is beside the receiver config; "" for a built-in one.
func (p *packages) lockFile() string {
	file := p.receiver.File
	if _, err := os.Stat(file); err != nil {
		return ""
	}
	return strings.TrimSuffix(file, ".json") + ".lock.json"
}

func (p *packages) install(ctx context.Context, st *store.Store, root *manifest.Manifest, dir string) (string, error) {
	p.installer = &npm.Installer{
		Store: st, NodeVersion: strings.TrimPrefix(process.Version, "v"), Progress: p.progress,
		Connect: func(full bool) (*registry.Client, error) { return p.connect(st, full) },
	}
	result, err := p.installer.Install(ctx, npm.Request{
		Root: root, Dir: dir, Lock: p.lockFile(), Seed: p.seed, Frozen: p.frozen, Update: p.update, Unwritten: p.unwritten, Retry: p.retry,
		MinAge: p.receiver.MinReleaseAge,
	})
	if err != nil {
		return "", err
	}
	p.result = result
	p.report(result)
	return result.Dir, nil
}

// connect makes the registry's client: it is called when there is something to ask.
func (p *packages) connect(st *store.Store, full bool) (*registry.Client, error) {
	config, err := npmrc.Load(npmrc.Sources{Dirs: []string{p.dir(), "."}})
	if err != nil {
		return nil, err
	}
	for _, w := range config.Warnings {
		p.log.Warn(w)
	}
	p.log.Info("Asking the registry for packages", "registry", config.Registry(p.receiver.Module).Host)
	return registry.New(config, registry.Options{
		Cache: filepath.Join(st.Dir(), "metadata"), Full: full, Fresh: p.update, UserAgent: "guthega " + ownVersion(),
		Warn: func(text string) { p.log.Warn(text) },
		OnRetry: func(r registry.Retry) {
			p.log.Warn("Asking the registry again", "package", r.Package, "registry", r.Host,
				"attempt", r.Attempt, "in", r.Wait.Round(time.Millisecond).String(), "errorMessage", r.Err.Error())
		},
	})
}

// report writes to the log what was installed.
func (p *packages) report(r *npm.Result) {
	if p.summarised {
		return
	}
	for _, w := range r.Warnings {
		p.log.Warn(w.Text, "package", w.Package, "kind", string(w.Kind))
	}
	if r.Seeded {
		p.log.Info("Versions are those of npm's lock, where they fit", "lock", p.seed)
	}
	if p.unwritten && !r.Locked {
		p.log.Warn("There is no lock, or it does not fit: versions were chosen now, and may be others the next time; guthega install writes one",
			"lock", p.lockFile())
	}
	if r.Reused {
		p.log.Debug("The packages are installed", "packages", len(r.Packages), "folder", r.Dir)
		return
	}
	p.log.Info("Packages installed", "packages", len(r.Packages), "fromNetwork", r.Fetched,
		"fromStore", max(0, len(r.Packages)-r.Fetched), "bytes", r.FetchedBytes, "duration", float64(r.Took.Milliseconds()))
}
