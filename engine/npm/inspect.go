package npm

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/guthega/guthega/engine/npm/platform"
	"github.com/guthega/guthega/engine/npm/store"
)

// Detail is what an installed package turns out to be.
type Detail struct {
	Installed
	// License is its licence as package.json has it (an SPDX expression, mostly), "" for none.
	License string
	Files   int
	Bytes   int64
	// Native are files that say that it has native code.
	Native []string
	// Script: it has an install script, which does not run.
	Script bool
	// Node is the range of Node.js versions that it wants, where NodeVersion is not one of them; "" otherwise.
	Node string
}

// Inspect looks at what was installed: a file or two for each package.
func (in *Installer) Inspect(r *Result) []Detail {
	engines := platform.Engines{Node: in.NodeVersion}
	details := make([]Detail, 0, len(r.Packages))
	for _, p := range r.Packages {
		d := Detail{Installed: p}
		dir := filepath.Join(r.Dir, filepath.FromSlash(p.Path))
		if m, err := readManifest(dir); err == nil {
			d.License, d.Script = m.License, m.HasInstallScript
			if !engines.Meets(m.Engines) {
				d.Node = m.Engines["node"]
			}
		}
		d.measure(in.Store, dir)
		details = append(details, d)
	}
	return details
}

// measure takes what the store knows of the package; of one that came from a folder it knows nothing by its integrity.
func (d *Detail) measure(s *store.Store, dir string) {
	if i, err := store.ParseIntegrity(d.Integrity, ""); err == nil {
		if p, ok := s.Find(i); ok {
			d.Files, d.Bytes, d.Native = p.Files, p.Bytes, p.Native
			return
		}
	}
	// A folder that cannot be read counts as empty: it is for the report only.
	_ = filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil //nolint:nilerr // see above
		case e.IsDir() && e.Name() == "node_modules" && file != dir:
			return filepath.SkipDir
		case e.IsDir():
			return nil
		}
		if info, err := os.Stat(file); err == nil {
			d.Files++
			d.Bytes += info.Size()
		}
		if strings.HasSuffix(file, ".node") || path.Base(filepath.ToSlash(file)) == "binding.gyp" {
			d.Native = append(d.Native, e.Name())
		}
		return nil
	})
}
