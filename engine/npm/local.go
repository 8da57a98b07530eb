package npm

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/guthega/guthega/engine/npm/manifest"
	"github.com/guthega/guthega/engine/npm/spec"
	"github.com/guthega/guthega/engine/npm/store"
	"github.com/guthega/guthega/engine/npm/tree"
)

// tarball reads a package whose hash nobody knows yet.
func (f *finder) tarball(ctx context.Context, resolved string, open store.Opener) (*tree.Package, error) {
	p, err := f.store.AddUnverified(ctx, open)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", spec.Redact(resolved), err)
	}
	m, err := readManifest(p.Dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", spec.Redact(resolved), err)
	}
	t := &tree.Package{Manifest: m, Resolved: resolved, Integrity: p.Integrity.String()}
	if file, ok := strings.CutPrefix(resolved, "file:"); ok {
		t.Dir = filepath.Dir(file)
	} else {
		f.fetcher.came(t)
	}
	return t, nil
}

// folder reads a package that lies on disk. It has no integrity: what is in it is looked at again each time.
func (f *finder) folder(dir string) (*tree.Package, error) {
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	return &tree.Package{Manifest: m, Resolved: "file:" + dir, Dir: dir}, nil
}

func readManifest(dir string) (*manifest.Manifest, error) {
	file := filepath.Join(dir, "package.json")
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is no package: it has no package.json", dir)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the package: %w", err)
	}
	m, err := manifest.Parse(trimBOM(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return m, nil
}

func trimBOM(data []byte) []byte { return []byte(strings.TrimPrefix(string(data), "\ufeff")) }
