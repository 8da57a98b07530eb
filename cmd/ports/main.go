// Command ports writes the archive of Node's JavaScript modules that guthega embeds, jsapi/node/ports/ports.tgz: "make"
// and "go generate ./jsapi/node" run it. It needs Go and a registry (NPM_REGISTRY, .npmrc, else the public one), and the
// registry only for what is not in guthega's store.
//
// With -update it chooses the packages anew, within jsapi/node/package.json, and writes the lock.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/guthega/guthega/cmd/ports/fetch"
	"github.com/guthega/guthega/engine/npm"
	"github.com/guthega/guthega/engine/npm/manifest"
	"github.com/guthega/guthega/engine/npm/npmrc"
	"github.com/guthega/guthega/engine/npm/registry"
	"github.com/guthega/guthega/engine/npm/store"
	"github.com/guthega/guthega/jsapi/node"
	"github.com/guthega/guthega/jsapi/process"
)

func main() {
	update := flag.Bool("update", false, "choose the packages anew and write the lock; run again without it then")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *update)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "ports:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, update bool) error {
	out, err := exec.CommandContext(ctx, "go", "list", "-f", "{{.Dir}}", "github.com/guthega/guthega/jsapi/node").Output()
	if err != nil {
		return fmt.Errorf("looking for the folder of jsapi/node: %w", err)
	}
	dir := strings.TrimSpace(string(out))
	st, err := open()
	if err != nil {
		return err
	}
	if update {
		return renew(ctx, st, dir)
	}
	archive, err := fetch.Archive(ctx, st, func() (*registry.Client, error) { return connect(st, false) })
	if err != nil {
		return err
	}
	return write(filepath.Join(dir, filepath.FromSlash(node.ArchiveFile)), archive)
}

// open opens the store that guthega uses.
func open() (*store.Store, error) {
	dir := os.Getenv("GUTHEGA_STORE")
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			cache = os.TempDir() // as in a container without HOME
		}
		dir = filepath.Join(cache, "guthega")
	}
	return store.Open(dir, store.Limits{})
}

func connect(st *store.Store, full bool) (*registry.Client, error) {
	config, err := npmrc.Load(npmrc.Sources{})
	if err != nil {
		return nil, err
	}
	return registry.New(config, registry.Options{
		Cache: filepath.Join(st.Dir(), "metadata"), Full: full, UserAgent: "guthega ports",
		Warn: func(text string) { fmt.Fprintln(os.Stderr, "ports:", text) },
		OnRetry: func(r registry.Retry) {
			fmt.Fprintf(os.Stderr, "ports: asking %s again for %s: %v\n", r.Host, r.Package, r.Err)
		},
	})
}

func renew(ctx context.Context, st *store.Store, dir string) error {
	text, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil {
		return err
	}
	root, err := manifest.Parse(text)
	if err != nil {
		return err
	}
	in := &npm.Installer{
		Store: st, NodeVersion: strings.TrimPrefix(process.Version, "v"),
		Connect: func(full bool) (*registry.Client, error) { return connect(st, full) },
	}
	_, err = in.Install(ctx, npm.Request{Root: root, Dir: dir, Lock: filepath.Join(dir, "package-lock.json"), Update: true})
	return err
}

// write puts the archive in its place at once, so that whoever reads it meanwhile has a whole one.
func write(file string, archive []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(file), ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if _, err = f.Write(archive); err != nil {
		return errors.Join(err, f.Close())
	}
	if err = errors.Join(f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}
