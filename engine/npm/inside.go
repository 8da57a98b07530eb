package npm

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/guthega/guthega/engine/npm/spec"
	"github.com/guthega/guthega/engine/npm/tree"
)

// Inside is part of tree.Registry.
func (f *finder) Inside(ctx context.Context, p *tree.Package) ([]tree.Inner, error) {
	stored, err := f.fetcher.fetch(ctx, p)
	if err != nil {
		return nil, err
	}
	if p.HasShrinkwrap {
		list, err := shrinkwrapped(stored.Dir)
		if old, ok := errors.AsType[*oldShrinkwrapError](err); ok {
			f.warn(WarnLock, p.Name+"@"+p.Version, "its npm-shrinkwrap.json is of an old format (lockfileVersion %v) and not followed: "+
				"its dependencies are chosen as any other package's", old.Version)
		}
		return list, err
	}
	return bundled(stored.Dir, "")
}

// bundled lists the packages in the node_modules of dir, and in theirs.
func bundled(dir, prefix string) ([]tree.Inner, error) {
	var list []tree.Inner
	for _, name := range packageFolders(filepath.Join(dir, "node_modules")) {
		own := filepath.Join(dir, "node_modules", filepath.FromSlash(name))
		m, err := readManifest(own)
		if err != nil || spec.CheckName(name) != nil { // npm passes over what is no package, and no lock could name the other
			continue
		}
		path := prefix + "node_modules/" + name
		list = append(list, tree.Inner{Path: path, Package: &tree.Package{Manifest: m}, Bundled: true})
		nested, err := bundled(own, path+"/")
		if err != nil {
			return nil, err
		}
		list = append(list, nested...)
	}
	return list, nil
}

// packageFolders lists the names in a node_modules folder.
func packageFolders(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		switch name := e.Name(); {
		case !e.IsDir() || strings.HasPrefix(name, "."):
		case strings.HasPrefix(name, "@"):
			scoped, err := os.ReadDir(filepath.Join(dir, name))
			if err != nil {
				continue
			}
			for _, s := range scoped {
				if s.IsDir() {
					names = append(names, name+"/"+s.Name())
				}
			}
		default:
			names = append(names, name)
		}
	}
	return names
}
