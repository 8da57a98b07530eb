package manifest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Manifest is what one version of a package says of itself. It is immutable once parsed, and shared.
type Manifest struct {
	Name, Version string
	// Dependencies are by name, each a spec as it stands in the file. What is in OptionalDependencies too is only
	// there, as npm has it.
	Dependencies, OptionalDependencies map[string]string
	// PeerDependencies are what the package expects its users to have; OptionalPeers names those of them that may be
	// missing (peerDependenciesMeta).
	PeerDependencies map[string]string
	OptionalPeers    map[string]bool
	// BundleDependencies names what comes inside the tarball's node_modules.
	BundleDependencies []string
	// Overrides is the member of that name, which counts in the root package only; nil where there is none.
	Overrides json.RawMessage

	// Engines says which versions of node (and others) it wants; OS, CPU and Libc where it runs ("!win32" excludes).
	Engines       map[string]string
	OS, CPU, Libc []string
	// Bin is by command name; a single path stands under the package's own name without scope.
	Bin map[string]string
	// Deprecated is why, "" for a package that is not.
	Deprecated string
	// License is an SPDX expression or what stands in its place, "" where nothing does.
	License string
	// HasInstallScript: it has a preinstall, install or postinstall script (which never runs here).
	HasInstallScript bool
	// HasShrinkwrap: its tarball brings a lock of its own. Only registries say so.
	HasShrinkwrap bool
	// Funding is kept for the lock only; nil where there is none.
	Funding json.RawMessage
	// Dist is where its tarball is; only registries say so.
	Dist Dist
}

// Dist is where a version's tarball is and what it hashes to.
type Dist struct {
	// Tarball is its URL, Integrity a list of hashes in the form of Subresource Integrity (W3C), Shasum the older hex SHA-1.
	Tarball, Integrity, Shasum string
	// FileCount and UnpackedSize (bytes) are the registry's word; 0 where it does not say.
	FileCount, UnpackedSize int64
}

// ErrNotObject is a document that is JSON, but no object.
var ErrNotObject = errors.New("not a JSON object")

// Parse reads a package.json or a version object of a packument. Errors: the document is no JSON, or ErrNotObject.
func Parse(data []byte) (*Manifest, error) {
	var d document
	if err := json.Unmarshal(data, &d); err != nil {
		if _, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			return nil, ErrNotObject
		}
		return nil, fmt.Errorf("reading the manifest: %w", err)
	}
	if !d.object {
		return nil, ErrNotObject
	}
	m := &Manifest{
		Name:                 string(d.Name),
		Version:              string(d.Version),
		Dependencies:         d.Dependencies,
		OptionalDependencies: d.OptionalDependencies,
		PeerDependencies:     d.PeerDependencies,
		OptionalPeers:        d.PeerDependenciesMeta,
		BundleDependencies:   bundled(d.BundleDependencies, d.BundledDependencies, d.Dependencies),
		Overrides:            d.Overrides,
		Engines:              d.Engines,
		OS:                   d.OS,
		CPU:                  d.CPU,
		Libc:                 d.Libc,
		Bin:                  commands(string(d.Name), d.Bin),
		Deprecated:           deprecated(d.Deprecated),
		License:              license(d.License, d.Licenses),
		HasInstallScript:     bool(d.HasInstallScript) || installs(d.Scripts),
		HasShrinkwrap:        bool(d.HasShrinkwrap),
		Funding:              d.Funding,
		Dist:                 Dist(d.Dist),
	}
	if len(m.OptionalDependencies) > 0 && len(m.Dependencies) > 0 {
		m.Dependencies = maps.Clone(m.Dependencies)
		for name := range m.OptionalDependencies {
			delete(m.Dependencies, name)
		}
	}
	return m, nil
}

// bundled reads bundleDependencies, or its other spelling: a list of names, or true for all dependencies.
func bundled(a, b json.RawMessage, dependencies map[string]string) []string {
	raw := a
	if raw == nil {
		raw = b
	}
	var all bool
	if json.Unmarshal(raw, &all) == nil {
		if !all {
			return nil
		}
		return slices.Sorted(maps.Keys(dependencies))
	}
	var list stringList
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	return list
}

func installs(scripts stringMap) bool {
	return scripts["preinstall"] != "" || scripts["install"] != "" || scripts["postinstall"] != ""
}
